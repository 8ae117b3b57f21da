"""How `secondtake compare` speaks, and its check of the method on made histories."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from secondtake.cli.output import date_of, print_json, print_line, print_table
from secondtake.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from secondtake.config import Settings
    from secondtake.core.insights.findings import MeasureSpec
    from secondtake.core.trends.session_trends import TrendResult
    from secondtake.pipeline.compare_sessions import Comparison, HabitCourse
    from secondtake.store.library import Library

KINDS = ("practice", "real")


def say_comparison(
    settings: Settings, session_ids: Sequence[str], kind: str | None, question: str | None, *, as_json: bool
) -> None:
    """Every measure's course: from where to where, and whether that is more than noise."""
    from secondtake.pipeline.compare_sessions import compare_sessions
    from secondtake.store.library import Library

    if kind is not None and kind not in KINDS:
        raise UsageError(f"{kind!r} is neither practice nor real.")
    with Library.open(settings) as library:
        chosen = [library.session(i).id for i in session_ids] or None
        found = compare_sessions(
            library,
            session_ids=chosen,
            kind="real" if kind == "real" else "practice" if kind else None,
            question=question,
        )
    if as_json:
        print_json({"measures": {c.spec.name: _plain(c) for c in found}})
    elif not found:
        print_line("There is nothing to compare yet. Begin with: secondtake analyse RECORDING")
    else:
        print_table(["measure", "unit", "sessions", "before", "now", "change"], [_row(c) for c in found])


def say_board(settings: Settings, *, as_json: bool) -> None:
    """Where each habit stands, and for how many weeks in a row the person has practised."""
    from datetime import UTC, datetime

    from secondtake.core.trends.habit_status import practice_weeks
    from secondtake.pipeline.compare_sessions import compare_sessions, habit_board
    from secondtake.store.library import Library

    with Library.open(settings) as library:
        board = habit_board(library, compare_sessions(library))
        days = [session.recorded_at.date() for session in library.sessions()]
    weeks = practice_weeks(days, datetime.now(UTC).date())
    if as_json:
        print_json({"weeks": weeks, "habits": [_plain_habit(course) for course in board]})
        return
    print_table(
        ["habit", "state", "last seen", "sessions without", "drill"],
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
    print_line(f"\nWeeks of practice in a row: {weeks}")


def _said(comparison: Comparison) -> str:
    """The change in words, with the doubt that goes with it."""
    change, doubt, since = comparison.change, comparison.doubt, comparison.doubted_since
    if doubt is None or since is None:
        return change.text
    return f"{change.text}. {doubt.text} ({date_of(since.recorded_at)}: {', '.join(doubt.differences)})"


def say_takes(settings: Settings, before: str, now: str, *, as_json: bool) -> None:
    """Two takes of one question, side by side."""
    from secondtake.pipeline.compare_takes import compare_takes, recorded_differently
    from secondtake.store.library import Library

    with Library.open(settings) as library:
        one, other = _take(library, before), _take(library, now)
        found = compare_takes(library, one, other)
        differ = recorded_differently(library, one[0], other[0])
    if as_json:
        print_json({c.spec.name: _plain_change(c.spec, c.change) for c in found})
    else:
        rows = [[c.spec.label, c.spec.unit, *_from_to(c.change), c.change.text] for c in found]
        print_table(["measure", "unit", "before", "now", "change"], rows)
        if differ:
            print_line(f"\nRecorded differently, which may change numbers by itself: {'; '.join(differ)}.")


def _take(library: Library, given: str) -> tuple[str, int]:
    """ "7kq2:1" is the second answer of the session that begins with 7kq2."""
    session_id, _, answer = given.partition(":")
    if answer and not answer.isdecimal():
        raise UsageError(f"{given!r} is no take; write it like 7kq2:1 (session and answer, from 0).")
    return library.session(session_id).id, int(answer or 0)


def say_check(histories: int, *, as_json: bool) -> None:
    """How often the method calls what is there, and what is not, in made histories."""
    from secondtake.synthetic.simulated_histories import check

    result = check(histories)
    if as_json:
        print_json(result)
        return
    print_line(f"{result['histories']} made histories of {result['sessions']} sessions each")
    print_line(f"a change called where there was none: {100 * result['false_calls']:.1f} % of the histories")
    print_line("the camera changes in each; a step comes with it, a drift does not")
    rows = [
        [f"{e['size']:.1f}", e["shape"], f"{100 * e['missed']:.0f} %", f"{100 * e['doubted']:.0f} %"]
        for e in result["effects"]
    ]
    print_table(["size (spreads)", "shape", "missed", "called, and put down to the camera perhaps"], rows)


def _plain_change(spec: MeasureSpec, change: TrendResult) -> dict[str, Any]:
    return {
        "label": spec.label,
        "unit": spec.unit,
        "better": spec.better,
        "text": change.text,
        **asdict(change),
    }


def _plain_habit(course: HabitCourse) -> dict[str, Any]:
    return {
        **asdict(course.habit),
        "label": course.comparison.spec.label,
        "last_seen": course.last_seen.isoformat(),
        "goal": course.goal,
    }


def _plain(comparison: Comparison) -> dict[str, Any]:
    usual = comparison.baseline
    plain = _plain_change(comparison.spec, comparison.change)
    plain["compared"] = plain.pop("points")
    since = comparison.doubted_since
    plain["recording"] = comparison.doubt and {
        "text": comparison.doubt.text,
        "since": since and since.session_id,
        "differences": list(comparison.doubt.differences),
    }
    return {
        **plain,
        "baseline": usual and {"median": usual.median, "mad": usual.mad, "n": usual.n},
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
        _said(comparison),
    ]


def _from_to(change: TrendResult) -> list[str]:
    return ["" if value is None else f"{value:.3g}" for value in (change.before, change.now)]
