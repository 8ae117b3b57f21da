"""Output of `secondtake compare`: trends, habits, two takes, and a check on simulated histories."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from secondtake.cli.output import date_of, print_json, print_line, print_table
from secondtake.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from secondtake.comparison.sessions import Comparison, HabitCourse
    from secondtake.config import Settings
    from secondtake.core.findings import MeasureSpec
    from secondtake.core.trends.session_trends import TrendResult
    from secondtake.store.library import Library

KINDS = ("practice", "real")


def print_trends(
    settings: Settings, session_ids: Sequence[str], kind: str | None, question: str | None, *, as_json: bool
) -> None:
    """Print each measure's earlier and current value, and whether the change exceeds the noise."""
    from secondtake.comparison.sessions import compare_sessions
    from secondtake.store.library import Library

    if kind is not None and kind not in KINDS:
        raise UsageError(f"Unknown kind {kind!r}. Choose practice or real.")
    with Library.open(settings) as library:
        comparisons = compare_sessions(
            library,
            session_ids=[library.session(i).id for i in session_ids] or None,
            kind="real" if kind == "real" else "practice" if kind else None,
            question=question,
        )
    if as_json:
        print_json({"measures": {c.spec.name: _comparison_json(c) for c in comparisons}})
    elif not comparisons:
        print_line("Nothing to compare yet. Start with: secondtake analyse RECORDING")
    else:
        print_table(
            ["measure", "unit", "sessions", "before", "now", "change"], [_row(c) for c in comparisons]
        )


def print_habits(settings: Settings, *, as_json: bool) -> None:
    """Print each habit's status, and the number of consecutive weeks with practice."""
    from datetime import UTC, datetime

    from secondtake.comparison.sessions import compare_sessions, habit_board
    from secondtake.core.trends.habit_status import practice_weeks
    from secondtake.store.library import Library

    with Library.open(settings) as library:
        board = habit_board(library, compare_sessions(library))
        days = [session.recorded_at.date() for session in library.sessions()]
    weeks = practice_weeks(days, datetime.now(UTC).date())
    if as_json:
        print_json({"weeks": weeks, "habits": [_habit_json(course) for course in board]})
        return
    print_table(
        ["habit", "state", "last seen", "sessions since", "exercise"],
        [
            [
                course.comparison.spec.label,
                course.habit.state,
                date_of(course.last_seen),
                str(course.habit.without),
                course.comparison.spec.advice.drill if course.comparison.spec.advice else "",
            ]
            for course in board
        ],
    )
    print_line(f"\nWeeks in a row with practice: {weeks}")


def _change_text(comparison: Comparison) -> str:
    """Describe the change, and a difference in recording that may explain it."""
    change, doubt, since = comparison.change, comparison.doubt, comparison.doubted_since
    if doubt is None or since is None:
        return change.text
    return f"{change.text}. {doubt.text} ({date_of(since.recorded_at)}: {', '.join(doubt.differences)})"


def print_takes(settings: Settings, before: str, now: str, *, as_json: bool) -> None:
    """Print two takes of one question side by side."""
    from secondtake.comparison.takes import compare_takes, recorded_differently
    from secondtake.store.library import Library

    with Library.open(settings) as library:
        earlier, later = _parse_take(library, before), _parse_take(library, now)
        comparisons = compare_takes(library, earlier, later)
        differences = recorded_differently(library, earlier[0], later[0])
    if as_json:
        print_json({c.spec.name: _change_json(c.spec, c.change) for c in comparisons})
    else:
        rows = [[c.spec.label, c.spec.unit, *_from_to(c.change), c.change.text] for c in comparisons]
        print_table(["measure", "unit", "before", "now", "change"], rows)
        if differences:
            print_line(
                f"\nThe recordings differ, which alone can change the numbers: {'; '.join(differences)}."
            )


def _parse_take(library: Library, text: str) -> tuple[str, int]:
    """Parse "7kq2:1": the second answer of the session whose ID starts with 7kq2."""
    session_id, _, answer = text.partition(":")
    if answer and not answer.isdecimal():
        raise UsageError(f"Invalid take {text!r}. Write it like 7kq2:1 (session ID and answer, from 0).")
    return library.session(session_id).id, int(answer or 0)


def print_check(histories: int, *, as_json: bool) -> None:
    """Print how often the method detects and misses changes in simulated histories."""
    from secondtake.synthetic.simulated_histories import check

    result = check(histories)
    if as_json:
        print_json(result)
        return
    print_line(f"{result['histories']} simulated histories of {result['sessions']} sessions each")
    print_line(f"histories with a false detection: {100 * result['false_calls']:.1f} %")
    print_line("The camera changes in each history: at the same time as a step, but not as a drift.")
    rows = [
        [f"{e['size']:.1f}", e["shape"], f"{100 * e['missed']:.0f} %", f"{100 * e['doubted']:.0f} %"]
        for e in result["effects"]
    ]
    print_table(["size (spreads)", "shape", "missed", "detected but attributed to camera"], rows)


def _change_json(spec: MeasureSpec, change: TrendResult) -> dict[str, Any]:
    return {
        "label": spec.label,
        "unit": spec.unit,
        "better": spec.better,
        "text": change.text,
        **asdict(change),
    }


def _habit_json(course: HabitCourse) -> dict[str, Any]:
    return {
        **asdict(course.habit),
        "label": course.comparison.spec.label,
        "last_seen": course.last_seen.isoformat(),
        "goal": course.goal,
    }


def _comparison_json(comparison: Comparison) -> dict[str, Any]:
    baseline = comparison.baseline
    change = _change_json(comparison.spec, comparison.change)
    change["compared"] = change.pop("points")
    since = comparison.doubted_since
    change["recording"] = comparison.doubt and {
        "text": comparison.doubt.text,
        "since": since and since.session_id,
        "differences": list(comparison.doubt.differences),
    }
    return {
        **change,
        "baseline": baseline and {"median": baseline.median, "mad": baseline.mad, "n": baseline.n},
        "points": [
            {
                "session": p.session_id,
                "kind": p.kind,
                "recorded_at": p.recorded_at.isoformat(),
                "answer": p.answer,
                "value": p.value,
                "noise": p.noise,
                "observed_s": p.observed_s,
                "detector": p.detector,
            }
            for p in comparison.points
        ],
    }


def _row(comparison: Comparison) -> list[str]:
    spec, change = comparison.spec, comparison.change
    return [
        spec.label,
        spec.unit,
        str(change.points),
        *_from_to(change),
        _change_text(comparison),
    ]


def _from_to(change: TrendResult) -> list[str]:
    return ["" if value is None else f"{value:.3g}" for value in (change.before, change.now)]
