"""Compare sessions: comparable measures only, with older reviews updated first."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from secondtake import detectors
from secondtake.core.errors import StoreError
from secondtake.core.findings import MeasureSpec
from secondtake.core.measure import format_value
from secondtake.core.norm import Baseline
from secondtake.core.recording import SessionKind
from secondtake.core.trends.confounds import RecordingConfound, find_confound
from secondtake.core.trends.habit_status import GONE_AFTER, HabitStatus, habit_status
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
MIN_SESSIONS = 2  # our choice: what was there once is no habit


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measure over all compared sessions, earliest first.

    Attributes:
        spec: the measure.
        points: every session's value, None where it was not measurable.
        change: the trend.
        baseline: the person's usual value, without the newest session.
        doubt: a recording condition that may explain the change, or None.
    """

    spec: MeasureSpec
    points: tuple[MeasurePoint, ...]
    change: TrendResult
    baseline: Baseline | None
    doubt: RecordingConfound | None = None

    @property
    def doubted_since(self) -> MeasurePoint | None:
        """The first point under the new recording conditions, where the change is doubted."""
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
    """Return every measure's history and trend; muted measures are left out.

    Args:
        session_ids: only these sessions; by default all that are not archived.
        kind: only practices, or only real interviews.
        question: only the answers to this question, instead of whole sessions.
        judge_older: first update the reviews of earlier detector versions. Without it, and where tracks are
            missing, their values are left out of the trend.
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
    changes = compare({name: _history(by_measure[name], spec) for name, spec in specs.items()})
    conditions_by_session = conditions(library) if any(change.clear for change in changes.values()) else {}
    return tuple(
        Comparison(
            spec,
            tuple(by_measure[name]),
            changes[name],
            _baseline(by_measure[name]),
            _doubt(name, by_measure[name], changes[name], conditions_by_session),
        )
        for name, spec in specs.items()
    )


def judge_outdated(library: Library, session_ids: Sequence[str] | None = None) -> int:
    """Update the reviews of other detector versions than the current; return how many."""
    updated = 0
    for session_id in outdated(library, session_ids):
        try:
            rejudge(library, session_id)
        except StoreError as error:  # its tracks are missing: the old review stays
            log.warning("%s", error)
        else:
            updated += 1
    return updated


def outdated(library: Library, session_ids: Sequence[str] | None = None) -> list[str]:
    """Return the sessions whose reviews are of other detectors or versions than the current, unmuted ones."""
    used = {d.name: d.version for d in unmuted(library)}
    current = {d.name: used.get(d.name) for d in detectors.ALL}
    return [
        session_id
        for session_id, versions in detector_versions(library).items()
        if session_ids is None or session_id in session_ids
        if any(versions.get(name) != version for name, version in current.items())
    ]


def unmuted(library: Library) -> tuple[detectors.Detector, ...]:
    """Return the detectors that the person has not muted."""
    muted = library.corrections.muted()
    return tuple(d for d in detectors.ALL if not d.is_muted_by(muted))


def _history(points: Sequence[MeasurePoint], spec: MeasureSpec) -> MeasureHistory:
    measured = [TrendPoint(p.value, p.noise, p.observed_s, p.detector) for p in points if p.value is not None]
    return MeasureHistory(measured, spec.better, spec.comparable)


def _compared(points: Sequence[MeasurePoint]) -> list[MeasurePoint]:
    """Return the points that `compare` used."""
    measured = [p for p in points if p.value is not None]
    return [p for p, counts in zip(measured, comparable_mask(measured), strict=True) if counts]


def _doubt(
    name: str,
    points: Sequence[MeasurePoint],
    change: TrendResult,
    conditions_by_session: Mapping[str, RecordingConditions],
) -> RecordingConfound | None:
    """Return the change of camera or microphone that came with a clear trend, if any."""
    if not change.clear or change.before is None or change.now is None:
        return None
    compared = _compared(points)
    values = [p.value for p in compared if p.value is not None]
    recorded = [conditions_by_session.get(p.session_id, RecordingConditions()) for p in compared]
    return find_confound(values, recorded, side_of(name), rises=change.now > change.before)


def side_of(measure: str) -> Side:
    """Return whether a measure is taken from the sound or the picture."""
    return "sound" if measure in HEARD else "picture"


def _baseline(points: Sequence[MeasurePoint]) -> Baseline | None:
    newest = points[-1]
    earlier = [p.value for p in points[:-1] if p.value is not None and p.detector == newest.detector]
    return Baseline.of(earlier)


@dataclass(frozen=True, slots=True)
class HabitCourse:
    """A habit over all sessions, with its measure.

    Attributes:
        level: mean of the newest sessions, in the measure's unit.
        last_seen: when the last session with it was recorded.
        goal: the person's own limit, or None.
    """

    comparison: Comparison
    habit: HabitStatus
    level: float
    last_seen: datetime
    goal: float | None


def habit_board(library: Library, comparisons: Sequence[Comparison]) -> tuple[HabitCourse, ...]:
    """Return the habits among the measures: those of events that are better fewer.

    Once is no habit, and neither is what reads as zero: of those only the ones with a goal are there.
    """
    goals = {name: high for name, (_, high) in library.corrections.targets().items()}
    board = []
    for comparison in comparisons:
        spec = comparison.spec
        measured = [p for p in comparison.points if p.value is not None]
        if spec.better != "lower" or not spec.kinds:
            continue
        goal = goals.get(spec.name)
        status = habit_status(spec.name, _history(measured, spec).points, comparison.change, goal=goal)
        if status is None:
            continue
        values = [p.value for p in measured if p.value is not None]
        level = fmean(values[-GONE_AFTER:])
        is_zero = format_value(level, spec.unit) == format_value(0.0, spec.unit)
        is_present = status.state in ("fading", "gone") or not is_zero
        if goal is not None or (is_present and sum(v > 0 for v in values) >= MIN_SESSIONS):
            board.append(HabitCourse(comparison, status, level, measured[status.last_seen].recorded_at, goal))
    return tuple(board)
