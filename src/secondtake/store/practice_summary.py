"""A whole search for work, gathered from the library for the journal's rules: traits, plan, the real room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from secondtake.journal.practice_plan import Plan, plan
from secondtake.journal.practice_vs_interview import (
    Contrast,
    RatingCalibration,
    Value,
    calibrate,
    contrast,
    energy,
    estimate_from_self_rating,
    summary_sentence,
)
from secondtake.journal.recurring_findings import FindingNote, RecurringFinding, recurring_findings
from secondtake.store.history import measure_points
from secondtake.store.library import Library
from secondtake.store.records import MeasurePoint, Session

ENERGY_PARTS = ("pitch_variation", "articulation_rate")
"""Our choice: what lively voices do (docs: energy), in units that no microphone changes; not how loudness
varies, which the automatic gain of a call evens out."""
BESIDE = ("energy", "speech_rate", "long_pause_rate", "filler_rate")


@dataclass(frozen=True, slots=True)
class PracticeVsInterview:
    """Practice beside the real room.

    Attributes:
        says: the one sentence.
        contrasts: by measure, and "felt".
        units: by measure.
        calibration: felt against measured in practice.
        only_felt: real interviews whose energy is taken from what was felt.
    """

    says: str
    contrasts: tuple[Contrast, ...]
    units: dict[str, str]
    calibration: RatingCalibration | None
    only_felt: int = 0


def traits_of(library: Library) -> tuple[RecurringFinding, ...]:
    """Strengths and weaknesses over the recent sessions."""
    sessions = own_sessions(library)
    return recurring_findings(
        [(s.id, s.recorded_at) for s in sessions], [n for s in sessions for n in _noted(s)]
    )


def plan_of(library: Library, today: date) -> Plan:
    """Twenty minutes for today."""
    return plan(library.questions.all(), traits_of(library), library.interviews.all(), today)


def real_room(library: Library) -> PracticeVsInterview:
    """Compare the person's energy in practice and in real interviews."""
    names = sorted({*ENERGY_PARTS, *BESIDE})
    session_ids = [session.id for session in own_sessions(library)]
    session_points = measure_points(library, names=names, session_ids=session_ids)
    answer_points = measure_points(library, names=names, session_ids=session_ids, answers=True)
    owner = {(t.session_id, t.answer): q.id for q in library.questions.all() for t in q.takes}
    values = [v for p in (*session_points, *answer_points) if (v := _value(p, owner)) is not None]
    energies = energy(values, ENERGY_PARTS)
    felt = _felt_energies(library, session_ids)
    measured = {v.session: v.value for v in energies if not v.question and not v.real}
    pairs = [(v.value, measured[v.session]) for v in felt if not v.real and v.session in measured]
    calibration = calibrate(pairs)
    measured_sessions = {v.session for v in energies}
    estimated = estimate_from_self_rating(
        [v for v in felt if v.real and v.session not in measured_sessions], pairs
    )
    every = [*values, *energies, *estimated, *felt]
    contrasts = tuple(contrast(name, every) for name in (*BESIDE, "felt"))
    units = {p.name: p.unit for p in session_points} | {"energy": "z", "felt": "of 5"}
    # Where no real interview was measured, the sentence is about feeling and says so.
    by_name = {c.name: c for c in contrasts if c.name != "energy" or any(v.real for v in energies)}
    sentence = summary_sentence(by_name, calibration)
    return PracticeVsInterview(sentence, contrasts, units, calibration, len(estimated))


def own_sessions(library: Library, person: str = "") -> Sequence[Session]:
    """Return a person's reviewed sessions, the owner's by default; not the sample, and no drills."""
    sessions = library.sessions()
    return [s for s in sessions if s.reviewed and not s.is_sample and not s.is_drill and s.person == person]


def finished_practices(library: Library, person: str) -> int:
    """Return how many practices a person has finished: drills too, real interviews not."""
    sessions = [s for s in library.sessions(archived=None) if s.reviewed and s.person == person]
    return sum(s.kind == "practice" and not s.is_sample for s in sessions)


def _noted(session: Session) -> list[FindingNote]:
    return [
        FindingNote(
            session_id=session.id,
            title=session.title,
            at=session.recorded_at,
            real=session.kind == "real",
            measure=finding["measure"],
            label=finding["label"] or finding["measure"].replace("_", " ").capitalize(),
            kind=finding["kind"],
            text=finding["text"],
            drill=finding["drill"],
        )
        for finding in session.summary.get("findings", ())
        if finding.get("measure")  # reviews of before the journal name none
    ]


def _value(point: MeasurePoint, owner: dict[tuple[str, int], str]) -> Value | None:
    """Return the point as a value; None where nothing was measured, or its question is not in the library."""
    question = "" if point.answer is None else owner.get((point.session_id, point.answer))
    if point.value is None or question is None:
        return None
    return Value(point.name, point.session_id, point.value, point.noise, point.kind == "real", question)


def _felt_energies(library: Library, session_ids: Sequence[str]) -> list[Value]:
    """Return the energy that was felt: rated after practices, noted in debriefs."""
    values = []
    for session_id in session_ids:
        for rating in library.corrections.current("self_rating", session_id=session_id):
            if rating.subject == "" and rating.value.get("energy"):
                values.append(Value("felt", session_id, float(rating.value["energy"]), None, False))
    for interview in library.interviews.all():
        debrief = interview.debrief
        stars = debrief.energy or debrief.ratings.get("energy")
        if stars:
            values.append(Value("felt", interview.session_id or interview.id, float(stars), None, True))
    real = {v.session for v in values if v.real}
    return [v for v in values if v.real or v.session not in real]
