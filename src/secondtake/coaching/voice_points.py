"""Points on the voice of an answer: energy, its last words, pace."""

from __future__ import annotations

from collections.abc import Iterator

from secondtake.coaching.content_points import weak_opening
from secondtake.coaching.deviations import (
    independent_windows,
)
from secondtake.coaching.session_evidence import CLAUSE_WORDS, AnswerEvidence, Point, SessionEvidence
from secondtake.core.spans import clock, total_s
from secondtake.detectors.voice import vocal_energy
from secondtake.detectors.words import pace

MIN_STRETCH_S = 8.0  # our choice: a shorter stretch is a sentence
START_S = 2.0  # our choice: nobody speeds up in the first words
MIN_PACE_SHARE = 0.15  # our choice: once, for a shorter part of an answer, a pace is a passage and no habit
EARLY_S = 3.0  # our choice: an answer that is flat from here on was flat from its start
TRAIL_DB = -5.0  # our choice: about a third less loud; between quiet speakers' endings and swallowed ones
MIN_SPREAD_S = 40.0  # our choice: with less speech nobody's usual energy is known


def voice_points(answer: AnswerEvidence, session: SessionEvidence) -> Iterator[Point]:
    """Yield what could be better about the voice in one answer."""
    if session.speaking_s >= MIN_SPREAD_S:
        yield from _low_energy(answer)
    yield from _trailing_off(answer, session)
    yield from _pace(answer)


def _low_energy(answer: AnswerEvidence) -> Iterator[Point]:
    low = [e for e in answer.of(vocal_energy.KIND.name) if e.span.duration_s >= MIN_STRETCH_S]
    if not low or answer.span.duration_s <= 0:
        return
    first, spans = low[0], [e.span for e in low]
    share = min(1.0, total_s(spans) / answer.span.duration_s)
    ids, observations = tuple(e.id for e in low), independent_windows(spans)
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
        f"Your voice drops away on the last words: {last.quote_end()}. Keep it up to the full stop.",
        (last.span,),
        deviation=min(1.0, (TRAIL_DB - drop) / 6 + 0.3),
        observations=3 if drop <= TRAIL_DB - 2 or (others and drop < min(others) - 2) else 2,
        answer=answer.index,
        why="The last three seconds are clearly quieter than the rest of the answer.",
    )


def _pace(answer: AnswerEvidence) -> Iterator[Point]:
    for topic, kind in (("fast", pace.FAST), ("slow", pace.SLOW)):
        stretches = [e for e in answer.of(kind) if e.span.duration_s >= MIN_STRETCH_S]
        if total_s(e.span for e in stretches) < MIN_PACE_SHARE * answer.span.duration_s or not stretches:
            continue
        worst = max(stretches, key=lambda e: e.span.duration_s * e.strength)
        span = f"from {clock(worst.span.start_s)} to {clock(worst.span.end_s)}"
        inside = [
            s
            for s in answer.sentences
            if s.span.overlap_s(worst.span) > 0.5 * s.span.duration_s and len(s.spoken) >= CLAUSE_WORDS
        ]
        quote = f", at {inside[0].quote()}" if inside else ""
        is_start = worst.span.start_s - answer.span.start_s <= START_S
        hurry = "You start fast," if is_start else "You speed up"
        text = (
            f"{hurry} {span}{quote}. Slow down there: a full stop after each sentence."
            if topic == "fast"
            else f"You slow down {span}{quote}. Decide on your next point before you finish this one."
        )
        yield Point(
            topic,
            text,
            (worst.span,),
            deviation=min(1.0, worst.span.duration_s / 15) * min(1.0, worst.strength / 2.5),
            observations=independent_windows(e.span for e in stretches),
            evidence=tuple(e.id for e in stretches),
            answer=answer.index,
            why=worst.why,
        )
