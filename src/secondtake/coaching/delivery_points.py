"""Points on how answers were told: voice, fluency, eyes, movement."""

from __future__ import annotations

from collections.abc import Iterator

from secondtake.coaching.fluency_points import fluency_points, session_fluency_points
from secondtake.coaching.movement_points import movement_points
from secondtake.coaching.session_evidence import Point, SessionEvidence
from secondtake.coaching.voice_points import voice_points


def delivery_points(session: SessionEvidence) -> Iterator[Point]:
    """Yield the points of each answer, then those of the whole session."""
    for answer in session.answers:
        yield from voice_points(answer, session)
        yield from fluency_points(answer, session)
    yield from session_fluency_points(session)
    yield from movement_points(session)
