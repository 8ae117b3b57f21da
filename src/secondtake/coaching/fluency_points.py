"""Points on fluency: fillers, hedges, words begun anew and long silences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from secondtake.coaching.deviations import (
    MIN_EVENTS,
    MIN_RATE_S,
    beyond_norm,
    lead_words,
)
from secondtake.coaching.session_evidence import AnswerEvidence, Point, SessionEvidence
from secondtake.core.event import Event
from secondtake.core.spans import clock
from secondtake.detectors.words import filler, hedges, pauses, repeats

CLUSTER_S = 10.0  # our choice: so close together, three of a kind are heard as a cluster
MIN_CROWDING = 1.5  # our choice: half as many again as an even spread would leave in ten seconds
OPENING_S = 10.0  # our choice: the first ten seconds of an answer are its start
MIN_COUNT = 4  # our choice: three of a kind in one answer are ordinary
# Our choice: so many of a kind within ten seconds are heard, whatever the rest of the answer is like.
DENSE = 5
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


def fluency_points(answer: AnswerEvidence, session: SessionEvidence) -> Iterator[Point]:
    """Yield the counts of one answer that lie beyond their norms."""
    for topic, kinds, measure in COUNTED:
        events = answer.of(*kinds)
        cluster = _cluster(events)
        density = len(cluster) / (2 * DENSE) if len(cluster) >= DENSE else 0.0
        off = max(density, beyond_norm(len(events), answer.speaking_s, _norm(session, measure)))
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


def session_fluency_points(session: SessionEvidence) -> Iterator[Point]:
    """Yield counts over the whole session, which carry where single answers hold too few."""
    if session.speaking_s < MIN_RATE_S:
        return
    for topic, kinds, measure in COUNTED:
        events = [e for a in session.answers for e in a.of(*kinds)]
        off = beyond_norm(len(events), session.speaking_s, _norm(session, measure))
        if len(events) < MIN_EVENTS or off <= 0:
            continue
        lead = lead_words(len(events) * 60 / session.speaking_s, session.baselines.get(measure))
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


def _cluster(events: Sequence[Event]) -> tuple[Event, ...]:
    """Return the first three or more events that lie within ten seconds, or none."""
    for i in range(len(events) - 2):
        near = tuple(e for e in events[i:] if e.span.start_s - events[i].span.start_s <= CLUSTER_S)
        if len(near) >= MIN_EVENTS:
            return near
    return ()


def _place(answer: AnswerEvidence, events: Sequence[Event], cluster: Sequence[Event]) -> str:
    early = sum(e.span.start_s - answer.span.start_s < OPENING_S for e in events)
    even = len(events) * OPENING_S / max(answer.span.duration_s, OPENING_S)
    if MIN_EVENTS <= early < len(events) and early >= MIN_CROWDING * even:
        return f", {early} of them in the first ten seconds"
    if early == len(events) and answer.span.duration_s > 2 * OPENING_S:
        return ", all in the first ten seconds"
    if MIN_CROWDING * even <= len(cluster) < len(events):
        return f", {len(cluster)} of them around {clock(cluster[0].span.start_s)}"
    return ""


def _count_words(topic: str, events: Sequence[Event]) -> str:
    n = len(events)
    if topic == "ums":
        return f"You say “um” or “uh” {n} times"
    if topic in ("filler_words", "hedges"):
        labels = Counter(re.sub(r"^i\b", "I", e.label) for e in events)
        name, times = labels.most_common(1)[0]
        if times >= MIN_EVENTS:
            return f"You say “{name}” {times} times"
        examples = ", ".join(f"“{label}”" for label in list(labels)[:3])
        if topic == "hedges":
            return f"You hedge {n} times ({examples})"
        return f"You use {n} filler words ({examples})"
    if topic == "fluency":
        return f"You start a word or sentence over {n} times"
    return f"You stop for two seconds or more {n} times"


def _instead(topic: str) -> str:
    return {
        "ums": "Close your lips and breathe in instead.",
        "filler_words": "Pause where the word wants to come out.",
        "hedges": "Leave it out, and say what you know.",
        "fluency": "Finish the sentence in your head before you start it.",
        "pauses": "Tell the listener that you are thinking, or go on to the next point.",
    }[topic]
