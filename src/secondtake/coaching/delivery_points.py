"""What could be said better about how an answer was told: voice, pace, eyes, fillers, movement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from secondtake.coaching.content_points import weak_opening
from secondtake.coaching.session_evidence import AnswerEvidence, Point, SessionEvidence
from secondtake.core.event import Event
from secondtake.core.norm import Baseline
from secondtake.core.spans import Span, clock, merge, total_s
from secondtake.detectors.body import hand_fidget, head_fidget, slouch, sway
from secondtake.detectors.face import face_touch, gaze_away
from secondtake.detectors.voice import vocal_energy
from secondtake.detectors.words import filler, hedges, pace, pauses, repeats

MIN_EVENTS = 3  # two may be chance
CLUSTER_S = 10.0  # our choice: so close together, three of a kind are heard as a cluster
MIN_STRETCH_S = 8.0  # our choice: a shorter stretch is a sentence
WINDOW_S = 2.0  # our choice: so far apart, two places of one stretch are observed independently
EARLY_S = 3.0  # our choice: an answer that is flat from here on was flat from its start
TRAIL_DB = -5.0  # our choice: about a third less loud; between quiet speakers' endings and swallowed ones
RESTLESS = (sway.NAME, hand_fidget.NAME, head_fidget.NAME, face_touch.NAME)
RESTLESS_SHARE = 0.35  # our choice: a third of an answer in motion of one kind or other
MAX_DEVIATION_AT = 3.0  # our choice: at three times the norm a deviation counts in full
OPENING_S = 10.0  # our choice: the first ten seconds of an answer are its start
MIN_RATE_S = 60.0  # seconds of own speech under which counts are not added up over the session
MIN_SHARE_S = 45.0  # our choice: seconds of answers under which nothing is said of a share of them
MIN_SPREAD_S = 40.0  # our choice: with less speech nobody's usual energy is known
MIN_COUNT = 4  # our choice: three of a kind in one answer are ordinary
MIN_NUMBER_S = 60.0  # no share is printed from under a minute
DENSE = (
    5  # our choice: so many of a kind within ten seconds are heard, whatever the rest of the answer is like
)


def delivery_points(session: SessionEvidence) -> Iterator[Point]:
    """Yield what could be said about voice, pace, eyes, fillers and movement, answer by answer."""
    for answer in session.answers:
        if session.speaking_s >= MIN_SPREAD_S:
            yield from _energy(answer)
        yield from _trailing_off(answer, session)
        yield from _pace(answer)
        yield from _counted(answer, session)
    yield from _session_counts(session)
    yield from _gaze(session)
    yield from _restless(session)
    yield from _posture(session)


def _windows(spans: Iterable[Span]) -> int:
    """Independent observations in stretches of time."""
    return int(total_s(spans) / WINDOW_S)


def _energy(answer: AnswerEvidence) -> Iterator[Point]:
    low = [e for e in answer.of(vocal_energy.KIND.name) if e.span.duration_s >= MIN_STRETCH_S]
    if not low or answer.span.duration_s <= 0:
        return
    first, spans = low[0], [e.span for e in low]
    share = min(1.0, total_s(spans) / answer.span.duration_s)
    ids, observations = tuple(e.id for e in low), _windows(spans)
    why = first.why
    after = [s for s in answer.sentences if s.span.start_s >= first.span.end_s - 1.0 and len(s.words) >= 4]
    if (
        first.span.start_s - answer.span.start_s <= EARLY_S
        and after
        and not answer.of(vocal_energy.KIND.name)[1:]
    ):
        opening = weak_opening(answer)
        start = f"You start quietly, on “{opening[0]}”," if opening else "You start quietly"
        yield Point(
            "late_start",
            f"{start} and come alive at {clock(after[0].span.start_s)}: {after[0].quote()}. Begin there.",
            (after[0].span, first.span),
            deviation=min(1.0, 1.3 * share + (0.25 if opening else 0.0)),
            observations=observations,
            evidence=ids,
            answer=answer.index,
            why=why,
        )
        return
    yield Point(
        "low_energy",
        f"Your voice goes quiet and even from {clock(first.span.start_s)} to {clock(first.span.end_s)}. Say "
        f"it as "
        "you would to a friend across a table.",
        (first.span,),
        deviation=min(1.0, 1.2 * share),
        observations=observations,
        evidence=ids,
        answer=answer.index,
        why=why,
    )


def _trailing_off(answer: AnswerEvidence, session: SessionEvidence) -> Iterator[Point]:
    drop = answer.value("voice_energy_end_drop")
    others = [
        v for a in session.answers if a is not answer and (v := a.value("voice_energy_end_drop")) is not None
    ]
    if drop is None or drop > TRAIL_DB or not answer.sentences or answer.speaking_s < 15:
        return
    last = answer.sentences[-1]
    yield Point(
        "trailing_off",
        f"Your voice drops away on the last words: {last.quote()}. Hold it up to the full stop.",
        (last.span,),
        deviation=min(1.0, (TRAIL_DB - drop) / 6 + 0.3),
        observations=3 if drop <= TRAIL_DB - 2 or (others and drop < min(others) - 2) else 2,
        answer=answer.index,
        why="The last three seconds are clearly quieter than the rest of the answer.",
    )


def _pace(answer: AnswerEvidence) -> Iterator[Point]:
    for topic, kind in (("fast", pace.FAST), ("slow", pace.SLOW)):
        stretches = [e for e in answer.of(kind) if e.span.duration_s >= MIN_STRETCH_S]
        if not stretches:
            continue
        worst = max(stretches, key=lambda e: e.span.duration_s * e.strength)
        span = f"from {clock(worst.span.start_s)} to {clock(worst.span.end_s)}"
        inside = [s for s in answer.sentences if s.span.overlap_s(worst.span) > 0.5 * s.span.duration_s]
        quote = f", at {inside[0].quote()}" if inside else ""
        text = (
            f"You speed up {span}{quote}. Slow down there: a full stop after each sentence."
            if topic == "fast"
            else f"You slow down {span}{quote}. Know the next sentence before you begin this one."
        )
        yield Point(
            topic,
            text,
            (worst.span,),
            deviation=min(1.0, worst.span.duration_s / 15) * min(1.0, worst.strength / 2.5),
            observations=_windows(e.span for e in stretches),
            evidence=tuple(e.id for e in stretches),
            answer=answer.index,
            why=worst.why,
        )


COUNTED = (
    # topic, kinds, the measure whose norm counts
    ("ums", (filler.NAME,), "filler_rate"),
    ("filler_words", (filler.DISCOURSE,), "discourse_filler_rate"),
    ("hedges", (hedges.NAME,), "hedge_rate"),
    ("fluency", (repeats.NAME, repeats.FALSE_START), "disfluency_rate"),
    ("pauses", (pauses.NAME,), "long_pause_rate"),
)
DEFAULT_NORM_PER_MIN = {"hedge_rate": 3.0, "disfluency_rate": 5.0, "discourse_filler_rate": 3.0}
"""Our choice where no norm a minute is published."""


def _counted(answer: AnswerEvidence, session: SessionEvidence) -> Iterator[Point]:
    for topic, kinds, measure in COUNTED:
        events = answer.of(*kinds)
        cluster = _cluster(events)
        density = len(cluster) / (2 * DENSE) if len(cluster) >= DENSE else 0.0
        off = max(density, _beyond(len(events), answer.speaking_s, _norm(session, measure)))
        if len(events) < MIN_COUNT or off <= 0:
            continue
        place = _place(answer, events, cluster)
        yield Point(
            topic,
            f"{_count_words(topic, events)} in this answer{place}. {_instead(topic)}",
            tuple(e.span for e in (cluster or events))[:3],
            deviation=min(1.0, off),
            observations=len(events),
            evidence=tuple(e.id for e in events),
            answer=answer.index,
            why=f"{len(events)} in {answer.speaking_s:.0f} seconds of speech.",
        )


def _session_counts(session: SessionEvidence) -> Iterator[Point]:
    """Yield counts over the whole session, which carry where single answers hold too few."""
    if session.speaking_s < MIN_RATE_S:
        return
    for topic, kinds, measure in COUNTED:
        events = [e for a in session.answers for e in a.of(*kinds)]
        off = _beyond(len(events), session.speaking_s, _norm(session, measure))
        if len(events) < MIN_EVENTS or off <= 0:
            continue
        lead = _lead(len(events) * 60 / session.speaking_s, session.baselines.get(measure))
        text = f"{_count_words(topic, events)} in these answers. {_instead(topic)}"
        yield Point(
            topic,
            lead + (text[0].lower() + text[1:] if lead else text),
            tuple(e.span for e in (_cluster(events) or events))[:3],
            deviation=min(1.0, off),
            observations=len(events),
            evidence=tuple(e.id for e in events),
            why=f"{len(events)} in {session.speaking_s:.0f} seconds of speech.",
        )


def _norm(session: SessionEvidence, measure: str) -> float | None:
    spec = session.specs.get(measure)
    if spec is not None and spec.norm is not None and spec.unit == "per min":
        return spec.norm.high
    return DEFAULT_NORM_PER_MIN.get(measure)


def _beyond(count: int, speaking_s: float, norm_per_min: float | None) -> float:
    """How far a count lies beyond its norm, less one standard error of a count (its square root); 0 inside.

    >>> _beyond(3, 24, 5.0), round(_beyond(6, 24, 5.0), 2)
    (0.0, 0.59)
    """
    if norm_per_min is None or norm_per_min <= 0 or speaking_s <= 0:
        return 0.0
    expected = norm_per_min * speaking_s / 60
    sure = count - np.sqrt(count)
    return float(0.2 + (sure / expected - 1) / (MAX_DEVIATION_AT - 1)) if sure > expected else 0.0


def _cluster(events: Sequence[Event]) -> tuple[Event, ...]:
    """Return the first three or more events that lie within ten seconds, or none."""
    for i in range(len(events) - 2):
        near = tuple(e for e in events[i:] if e.span.start_s - events[i].span.start_s <= CLUSTER_S)
        if len(near) >= MIN_EVENTS:
            return near
    return ()


def _place(answer: AnswerEvidence, events: Sequence[Event], cluster: Sequence[Event]) -> str:
    early = sum(e.span.start_s - answer.span.start_s < OPENING_S for e in events)
    if early >= MIN_EVENTS and early < len(events):
        return f", {early} of them in the first ten seconds"
    if early == len(events):
        return ", all in the first ten seconds"
    if cluster and len(cluster) < len(events):
        return f", {len(cluster)} of them around {clock(cluster[0].span.start_s)}"
    return ""


def _count_words(topic: str, events: Sequence[Event]) -> str:
    n = len(events)
    if topic == "ums":
        return f"{n} ums and uhs"
    if topic in ("filler_words", "hedges"):
        most, times = Counter(e.label for e in events).most_common(1)[0]
        name = most.replace("i ", "I ") if most.startswith("i ") else most
        word = "filler words" if topic == "filler_words" else "hedges"
        return f"“{name}” {times} times" if times >= MIN_EVENTS else f"{n} {word} (“{name}” most)"
    if topic == "fluency":
        return f"{n} sentences or words started afresh"
    return f"{n} silences of two seconds or more"


def _instead(topic: str) -> str:
    return {
        "ums": "Close your lips and breathe in instead.",
        "filler_words": "Leave a gap where the word wants to go.",
        "hedges": "Say it as you know it.",
        "fluency": "Hear the sentence to its end before you start it.",
        "pauses": "Tell the listener that you are thinking, or go on to the next point.",
    }[topic]


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
    lead = _lead(share, session.baselines.get("gaze_away_share"))
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


def _lead(value: float, usual: Baseline | None) -> str:
    """Whether a value beyond its norm is usual for the person or new, as the beginning of a sentence."""
    if usual is None:
        return ""
    return "Still: " if value <= usual.median + 2 * usual.mad else "New for you: "


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
    off = _beyond(len(events), measure.observed_s, norm)
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
            observations=_windows(e.span for e in events),
            evidence=tuple(e.id for e in events),
            why=f"Below your own upright position for {100 * measure.value:.0f} % of the time.",
        )
