"""Data of the page Over time: measures, habits and repeated questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from secondtake import detectors
from secondtake.coaching.story.probes import is_probe
from secondtake.core.measure import UNITS, format_observed, scaled
from secondtake.core.norm import Baseline
from secondtake.core.trends.session_trends import TrendResult, comparable_mask
from secondtake.store.records import MeasurePoint, Session
from secondtake.ui.view.formatting import number
from secondtake.ui.view.mute_groups import MUTES

if TYPE_CHECKING:
    from secondtake.comparison.sessions import Comparison, HabitCourse

INTERVAL = 1.96  # standard errors on either side that hold 95 of 100 values
STATES = {
    "new": ("New", "First seen in your last two sessions."),
    "active": ("Active", "Still there, not clearly less yet."),
    "fading": ("Fading", "Clearly less than before."),
    "gone": ("Gone", "Not seen in three sessions or more."),
}
# The measures of the two tiles, the most telling first: our choice of what listeners notice soonest.
TILES = {
    "fluency": ("filler_rate", "long_pause_rate", "repeat_rate", "speech_rate"),
    "energy": ("low_energy_share", "low_visible_share", "voice_energy_end_drop"),
}
FIRST = ("better", "worse", "changed")
GROUP_OF = {spec.name: d.group for d in detectors.ALL for spec in d.measures}
GROUPS = {mute.group: mute.label for mute in MUTES}


def over_time_view(
    comparisons: Sequence[Comparison], board: Sequence[HabitCourse], sessions: Iterable[Session]
) -> dict[str, Any]:
    """Return everything the page draws, except the person's choices.

    Args:
        comparisons: the measures over the sessions that the filters let through.
        board: the habits over all sessions.
        sessions: the person's own, reviewed ones.
    """
    earliest_first = sorted(sessions, key=lambda s: (s.recorded_at, s.id))
    place = {s.id: i for i, s in enumerate(earliest_first)}
    kinds = Counter(s.kind for s in earliest_first)
    measures = [_course(c, place) for c in sorted(comparisons, key=_weight)]
    measured = {m["name"] for m in measures if m["now"]}
    return {
        "sessions": [
            {"id": s.id, "title": s.title, "kind": s.kind, "at": s.recorded_at.isoformat()}
            for s in earliest_first
        ],
        "kinds": dict(kinds),
        "questions": repeated_questions(earliest_first),
        "measures": measures,
        "tiles": {tile: [n for n in names if n in measured] for tile, names in TILES.items()},
        "states": [
            {
                "id": state,
                "label": label,
                "about": about,
                "habits": [
                    _habit(h)
                    for h in sorted(board, key=lambda h: _weight(h.comparison))
                    if h.habit.state == state
                ],
            }
            for state, (label, about) in STATES.items()
        ],
    }


def repeated_questions(sessions: Iterable[Session]) -> list[dict[str, Any]]:
    """Return questions answered at least twice, most often asked first, without follow-ups.

    The same question asked twice within one session counts twice: it was taken twice.
    """
    counts = Counter(q for s in sessions for q in s.summary.get("questions", ()) if q and not is_probe(q))
    return [{"text": text, "takes": n} for text, n in counts.most_common() if n > 1]


def change_view(change: TrendResult, unit: str) -> dict[str, Any]:
    """Return a change in words: from where to where, and whether that is more than noise."""
    return {
        "verdict": change.verdict,
        "clear": change.clear,
        "text": change.text,
        "before": None if change.before is None else number(change.before, unit).split(" ")[0],
        "now": None if change.now is None else number(change.now, unit),
    }


def _weight(comparison: Comparison) -> tuple[int, bool, bool]:
    """Return a sort key: clear changes first, improvements before others, then measures with advice."""
    spec, verdict = comparison.spec, comparison.change.verdict
    place = FIRST.index(verdict) if verdict in FIRST else len(FIRST)
    return (place, spec.advice is None, not spec.comparable)


def _course(comparison: Comparison, place: Mapping[str, int]) -> dict[str, Any]:
    spec, usual = comparison.spec, comparison.baseline
    points = [p for p in comparison.points if p.value is not None and p.session_id in place]
    scale = scaled(1.0, spec.unit)
    return {
        "name": spec.name,
        "label": spec.label,
        "group": GROUPS[GROUP_OF[spec.name]],
        "unit": UNITS.get(spec.unit, spec.unit),
        "main": spec.advice is not None,
        "better": spec.better,
        "now": _latest(points),
        "change": change_view(comparison.change, spec.unit)
        | {"compared": comparison.change.points, "left_out": comparison.change.left_out},
        "doubt": _doubt(comparison, points),
        "version": points[-1].detector if points else "",
        "versions": sorted({p.detector for p in points}),
        "unmeasured": len(comparison.points) - len(points),
        "usual": usual
        and {
            "median": round(scale * usual.median, 3),
            "low": round(scale * _lower(usual, points), 3),
            "high": round(scale * (usual.median + usual.mad), 3),
            "n": usual.n,
        },
        # Columns, not objects: five hundred sessions with fifty measures are 25 000 points.
        "points": {
            "session": [place[p.session_id] for p in points],
            "value": [round(scale * (p.value or 0.0), 3) for p in points],
            "reach": [None if p.noise is None else round(scale * INTERVAL * p.noise, 3) for p in points],
            "counts": list(comparable_mask(points)),
        },
    }


def _doubt(comparison: Comparison, points: Sequence[MeasurePoint]) -> dict[str, Any] | None:
    """Return why recording conditions may explain the change, and from which point."""
    doubt, since = comparison.doubt, comparison.doubted_since
    if doubt is None or since not in points:
        return None
    return {"text": doubt.text, "differences": list(doubt.differences), "at": points.index(since)}


def _latest(points: Sequence[MeasurePoint]) -> str:
    """Return the newest value in words, "" without any; a rate from under a minute is a count."""
    if not points:
        return ""
    newest = points[-1]
    return format_observed(newest.value or 0.0, newest.unit, newest.observed_s)


def _lower(usual: Baseline, points: Sequence[MeasurePoint]) -> float:
    """Return the band's lower edge: a rate is never below zero."""
    low = usual.median - usual.mad
    return low if any((p.value or 0.0) < 0 for p in points) else max(0.0, low)


def _habit(course: HabitCourse) -> dict[str, Any]:
    spec, habit = course.comparison.spec, course.habit
    kind = detectors.event_kind(spec.kinds[0])
    points = [p for p in course.comparison.points if p.value is not None]
    return {
        "measure": spec.name,
        "label": spec.label,
        "shape": kind.marker,
        "group": kind.lane_group,
        "now": number(course.level, spec.unit),
        "latest": _latest(points),
        "values": [round(p.value or 0.0, 4) for p in points],
        "last_seen": course.last_seen.isoformat(),
        "without": habit.without,
        "drill": spec.advice.drill if spec.advice else "",
        "goal": None if course.goal is None else round(scaled(course.goal, spec.unit), 2),
        "goal_met": habit.goal_met,
        "unit": UNITS.get(spec.unit, spec.unit),
        "share": spec.unit == "share",
    }
