"""The sessions held against each other: like with like, older ones judged again by today's detectors."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from secondtake import detectors
from secondtake.core.errors import StoreError
from secondtake.core.findings import MeasureSpec
from secondtake.core.norm import Baseline
from secondtake.core.recording import SessionKind
from secondtake.core.trends.confounds import RecordingConfound, find_confound
from secondtake.core.trends.habit_status import HabitStatus, habit_status
from secondtake.core.trends.recording_conditions import RecordingConditions, Side
from secondtake.core.trends.session_trends import (
    MeasureHistory,
    TrendPoint,
    TrendResult,
    comparable_mask,
    compare,
)
from secondtake.pipeline.analyse import rejudge
from secondtake.store.history import conditions, detector_versions, measure_points
from secondtake.store.library import Library
from secondtake.store.records import MeasurePoint

log = logging.getLogger(__name__)

HEARD = frozenset(s.name for d in detectors.ALL if d.group in ("voice", "fluency") for s in d.measures)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measure over all compared sessions, the earliest first.

    Attributes:
        spec: what the measure means.
        points: every session's value, those that were not measurable (None) included.
        change: what can be said about it.
        baseline: the person's usual value, the newest session left out.
        doubt: why a change may be the recording's, not the person's; None where nothing says so.
    """

    spec: MeasureSpec
    points: tuple[MeasurePoint, ...]
    change: TrendResult
    baseline: Baseline | None
    doubt: RecordingConfound | None = None

    @property
    def doubted_since(self) -> MeasurePoint | None:
        """The first point that was recorded in another way, where a change is doubted."""
        return None if self.doubt is None else _compared(self.points)[self.doubt.since]


def compare_sessions(
    library: Library,
    *,
    session_ids: Sequence[str] | None = None,
    kind: SessionKind | None = None,
    question: str | None = None,
    judge_older: bool = True,
    person: str = "",
) -> tuple[Comparison, ...]:
    """Every measure's course and what changed beyond noise; muted measures are left out.

    Args:
        session_ids: only these sessions; all that are not archived without it.
        kind: only practices, or only real interviews.
        question: only the answers to this question, instead of whole sessions.
        judge_older: judge sessions of earlier detector versions again first, from their tracks. Without it,
            and where tracks are gone, their values are left out of what is called a change.
        person: whose sessions, where none are named; never the sample.
    """
    if judge_older:
        judge_outdated(library, session_ids)
    whose = person if session_ids is None else None
    is_by_answer = question is not None
    points = measure_points(library, session_ids=session_ids, kind=kind, answers=is_by_answer, person=whose)
    by_measure: dict[str, list[MeasurePoint]] = {}
    for point in points:
        if question is None or point.question == question:
            by_measure.setdefault(point.name, []).append(point)
    specs = {s.name: s for d in unmuted(library) for s in d.measures if s.name in by_measure}
    changes = compare({name: _course(by_measure[name], spec) for name, spec in specs.items()})
    made_with = conditions(library) if any(change.clear for change in changes.values()) else {}
    return tuple(
        Comparison(
            spec,
            tuple(by_measure[name]),
            changes[name],
            _usual(by_measure[name]),
            _doubt(name, by_measure[name], changes[name], made_with),
        )
        for name, spec in specs.items()
    )


def judge_outdated(library: Library, session_ids: Sequence[str] | None = None) -> int:
    """Judge again what was judged by other detector versions than today's; return how many sessions."""
    done = 0
    for session_id in outdated(library, session_ids):
        try:
            rejudge(library, session_id)
        except StoreError as error:  # its tracks are gone: it keeps the values it has
            log.warning("%s", error)
        else:
            done += 1
    return done


def outdated(library: Library, session_ids: Sequence[str] | None = None) -> list[str]:
    """Sessions that were judged by other detector versions than today's."""
    today = {d.name: d.version for d in unmuted(library)}
    return [
        session_id
        for session_id, versions in detector_versions(library).items()
        if session_ids is None or session_id in session_ids
        if any(versions.get(name) != version for name, version in today.items())
    ]


def unmuted(library: Library) -> tuple[detectors.Detector, ...]:
    """The detectors that the person has not left out."""
    muted = library.corrections.muted()
    return tuple(d for d in detectors.ALL if not d.is_muted_by(muted))


def _course(points: Sequence[MeasurePoint], spec: MeasureSpec) -> MeasureHistory:
    seen = [TrendPoint(p.value, p.noise, p.observed_s, p.detector) for p in points if p.value is not None]
    return MeasureHistory(seen, spec.better, spec.comparable)


def _compared(points: Sequence[MeasurePoint]) -> list[MeasurePoint]:
    """The points that `compare` looked at."""
    measured = [p for p in points if p.value is not None]
    return [p for p, counts in zip(measured, comparable_mask(measured), strict=True) if counts]


def _doubt(
    name: str,
    points: Sequence[MeasurePoint],
    change: TrendResult,
    made_with: Mapping[str, RecordingConditions],
) -> RecordingConfound | None:
    """Whether a clear change came with another camera or microphone."""
    if not change.clear or change.before is None or change.now is None:
        return None
    compared = _compared(points)
    values = [p.value for p in compared if p.value is not None]
    ways = [made_with.get(p.session_id, RecordingConditions()) for p in compared]
    return find_confound(values, ways, side_of(name), rises=change.now > change.before)


def side_of(measure: str) -> Side:
    """What a measure is taken from."""
    return "sound" if measure in HEARD else "picture"


def _usual(points: Sequence[MeasurePoint]) -> Baseline | None:
    newest = points[-1]
    earlier = [p.value for p in points[:-1] if p.value is not None and p.detector == newest.detector]
    return Baseline.of(earlier)


@dataclass(frozen=True, slots=True)
class HabitCourse:
    """A habit of the person's over all sessions, with what counts it.

    Attributes:
        last_seen: when the last session with it was recorded.
        goal: the person's own bound, None without one.
    """

    comparison: Comparison
    habit: HabitStatus
    last_seen: datetime
    goal: float | None


def habit_board(library: Library, comparisons: Sequence[Comparison]) -> tuple[HabitCourse, ...]:
    """The habits among the measures: what is better when it is less, and is seen event by event."""
    goals = {name: high for name, (_, high) in library.corrections.targets().items()}
    board = []
    for comparison in comparisons:
        spec = comparison.spec
        seen = [p for p in comparison.points if p.value is not None]
        if spec.better != "lower" or not spec.kinds:
            continue
        goal = goals.get(spec.name)
        found = habit_status(spec.name, _course(seen, spec).points, comparison.change, goal=goal)
        if found is not None:
            board.append(HabitCourse(comparison, found, seen[found.last_seen].recorded_at, goal))
    return tuple(board)
