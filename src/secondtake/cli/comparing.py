"""How `secondtake compare` speaks, and its check of the method on made histories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from secondtake.cli.output import say, say_json, say_table
from secondtake.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from secondtake.config import Settings
    from secondtake.pipeline.over_time import Comparison

KINDS = ("practice", "real")


def say_comparison(
    settings: Settings, session_ids: Sequence[str], kind: str | None, question: str | None, *, as_json: bool
) -> None:
    """Every measure's course: from where to where, and whether that is more than noise."""
    from secondtake.pipeline.over_time import compare_sessions
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
        say_json({"measures": {c.spec.name: _plain(c) for c in found}})
    elif not found:
        say("There is nothing to compare yet. Begin with: secondtake analyse RECORDING")
    else:
        say_table(["measure", "unit", "sessions", "before", "now", "change"], [_row(c) for c in found])


def say_check(histories: int, *, as_json: bool) -> None:
    """How often the method calls what is there, and what is not, in made histories."""
    from secondtake.synthetic.history import check

    result = check(histories)
    if as_json:
        say_json(result)
        return
    say(f"{result['histories']} made histories of {result['sessions']} sessions each")
    say(f"a change called where there was none: {100 * result['false_calls']:.1f} % of the histories")
    rows = [[f"{e['size']:.1f}", e["shape"], f"{100 * e['missed']:.0f} %"] for e in result["effects"]]
    say_table(["size (spreads)", "shape", "missed"], rows)


def _plain(comparison: Comparison) -> dict[str, Any]:
    spec, change, usual = comparison.spec, comparison.change, comparison.baseline
    return {
        "label": spec.label,
        "unit": spec.unit,
        "better": spec.better,
        "verdict": change.verdict,
        "text": change.text,
        "before": change.before,
        "now": change.now,
        "noise": change.noise,
        "p": change.p,
        "more": change.more,
        "left_out": change.left_out,
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
        "" if change.before is None else f"{change.before:.3g}",
        "" if change.now is None else f"{change.now:.3g}",
        change.text,
    ]
