"""Points on eyes, movement and posture, over the whole session."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from secondtake.coaching.deviations import (
    MIN_EVENTS,
    MIN_RATE_S,
    beyond_norm,
    independent_windows,
    lead_words,
)
from secondtake.coaching.session_evidence import Point, SessionEvidence
from secondtake.core.event import Event
from secondtake.core.spans import clock, merge, total_s
from secondtake.detectors.body import hand_fidget, head_fidget, slouch, sway
from secondtake.detectors.face import face_touch, gaze_away

RESTLESS = (sway.NAME, hand_fidget.NAME, head_fidget.NAME, face_touch.NAME)
RESTLESS_SHARE = 0.35  # our choice: a third of an answer in motion of one kind or other
MIN_SHARE_S = 45.0  # our choice: seconds of answers under which nothing is said of a share of them
MIN_NUMBER_S = 60.0  # no share is printed from under a minute


def movement_points(session: SessionEvidence) -> Iterator[Point]:
    """Yield what could be better about eyes, movement and posture."""
    yield from _gaze(session)
    yield from _restless(session)
    yield from _posture(session)


def _gaze(session: SessionEvidence) -> Iterator[Point]:
    measure, norm = session.measures.get("gaze_away_share"), session.norm_high("gaze_away_share")
    events = [e for a in session.answers for e in a.of(gaze_away.NAME)]
    if measure is None or measure.noise is None or norm is None or len(events) < MIN_EVENTS:
        return
    answered_s = sum(a.span.duration_s for a in session.answers)
    share = total_s(merge(e.span for e in events)) / max(answered_s, 1e-9)
    if answered_s < MIN_SHARE_S or share - measure.noise <= norm:
        return
    by_side: dict[str, float] = {}
    for event in events:
        by_side[event.label] = by_side.get(event.label, 0.0) + event.span.duration_s
    side = max(by_side, key=lambda label: by_side[label])
    is_down = side == "down"
    where = f"to the {side}" if side in ("left", "right") else "away"
    text = (
        "you look down for much of the time. Raise the camera, and put notes beside it."
        if is_down
        else f"you look {where} for much of the time. Put what you look at beside the lens."
    )
    lead = lead_words(share, session.baselines.get("gaze_away_share"))
    longest = sorted(events, key=lambda e: -e.span.duration_s)
    yield Point(
        "gaze_down" if is_down else "gaze_side",
        lead + text if lead else text[0].upper() + text[1:],
        tuple(e.span for e in longest[:3]),
        deviation=min(1.0, (share - norm) / max(1 - norm, 0.1) + 0.2),
        observations=len(events),
        coverage=min(1.0, measure.observed_s / max(session.duration_s, 1e-9)),
        evidence=tuple(e.id for e in longest),
        why=f"Away for {_percent(share, answered_s)} of your answers; up to {100 * norm:.0f} % is usual.",
    )


def _percent(share: float, observed_s: float) -> str:
    """Return a share in words where less than a minute stands behind it."""
    if observed_s >= MIN_NUMBER_S:
        return f"{100 * share:.0f} %"
    return "most" if share > 0.6 else "about half" if share > 0.4 else "about a third"


def _restless(session: SessionEvidence) -> Iterator[Point]:
    """All movement of one kind or other together: what listeners notice is the whole."""
    events = [e for a in session.answers for e in a.of(*RESTLESS)]
    spans = merge(e.span for e in events)
    within = sum(a.span.duration_s for a in session.answers)
    if within < MIN_SHARE_S or len(events) < MIN_EVENTS:
        return
    share = total_s(spans) / within
    if share <= RESTLESS_SHARE:
        kind, count = Counter(e.kind for e in events).most_common(1)[0]
        if kind == face_touch.NAME and count >= MIN_EVENTS:
            yield from _face_touch(session, [e for e in events if e.kind == kind])
        return
    longest = sorted(events, key=lambda e: -e.span.duration_s)
    yield Point(
        "restless",
        "You move a lot: hands, head or chair are busy for more than a third of your answers. Rest your "
        "hands and plant your feet.",
        tuple(e.span for e in longest[:3]),
        deviation=min(1.0, share - RESTLESS_SHARE + 0.3),
        observations=len(events),
        evidence=tuple(e.id for e in longest),
        why=f"{_percent(share, within).capitalize()} of the time; all of these together.",
    )


def _face_touch(session: SessionEvidence, events: Sequence[Event]) -> Iterator[Point]:
    measure, norm = session.measures.get("face_touch_rate"), session.norm_high("face_touch_rate")
    if measure is None or measure.value is None or norm is None or measure.observed_s < MIN_RATE_S:
        return
    off = beyond_norm(len(events), measure.observed_s, norm)
    if off > 0:
        yield Point(
            "face_touch",
            f"Your hand goes to your face {len(events)} times. Give your hands a place to rest.",
            tuple(e.span for e in events[:3]),
            deviation=min(1.0, off),
            observations=len(events),
            evidence=tuple(e.id for e in events),
            why=f"{len(events)} times in {measure.observed_s:.0f} seconds.",
        )


def _posture(session: SessionEvidence) -> Iterator[Point]:
    events = [e for e in session.events if e.kind == slouch.NAME]
    measure, norm = session.measures.get("slouch_share"), session.norm_high("slouch_share")
    if (
        not events
        or measure is None
        or measure.value is None
        or norm is None
        or measure.observed_s < MIN_RATE_S
    ):
        return
    if measure.value - (measure.noise or measure.value) > norm:
        yield Point(
            "posture",
            f"You sink into the chair from {clock(events[0].span.start_s)} on. Sit back until it carries "
            f"you.",
            tuple(e.span for e in events[:3]),
            deviation=min(1.0, measure.value),
            observations=independent_windows(e.span for e in events),
            evidence=tuple(e.id for e in events),
            why=f"Below your own upright position for {100 * measure.value:.0f} % of the time.",
        )
