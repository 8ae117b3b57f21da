"""Habits: how often an event occurs, in how many answers, and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from secondtake.core.answer import Answer
from secondtake.core.event import Event
from secondtake.core.event_kinds import EventKind, EventKinds, count_phrase, kind_named
from secondtake.core.spans import Span, clip, gaps, merge, total_s
from secondtake.core.tracks import Tracks

Phase = Literal["listening", "thinking", "first_20s", "during", "end"]

START_S = 20.0
END_S = 10.0  # our choice: of answers at least `MIN_ANSWER_S` long, so that a middle is left
MIN_ANSWER_S = 45.0
BOUT_S = 10.0  # our choice: events closer than this belong to one bout
MIN_COUNT = 4  # our choice: with fewer events no phase is named
CHANCE = 0.01  # our choice: how rarely mere chance may put so many into one phase, over all phases together

PHASE_WORDS: Mapping[str, str] = {
    "listening": "while you listen",
    "thinking": "before you start to answer",
    "first_20s": "in the first 20 seconds of an answer",
    "during": "in the middle of an answer",
    "end": "in the last 10 seconds of an answer",
}


@dataclass(frozen=True, slots=True)
class PhaseCount:
    """Count of a habit's events in one phase of the conversation.

    Args:
        phase: which.
        count: events whose middle lies in it.
        observed_s: seconds of it in which the event could have been seen or heard.
    """

    phase: Phase
    count: int
    observed_s: float

    @property
    def rate_per_min(self) -> float | None:
        """Events a minute, or None where less than five seconds were observed."""
        return self.count * 60 / self.observed_s if self.observed_s >= 5.0 else None


@dataclass(frozen=True, slots=True)
class HabitSummary:
    """One kind of event as a habit.

    Args:
        kind: the event kind.
        count, observed_s: events, and seconds in which one could have been found.
        bouts: runs of events less than ten seconds apart.
        answers: in how many answers it occurs, and of how many.
        when: by phase of the conversation, only phases that exist.
        most: the phase in which it comes clearly more often than chance would have it, or None.
        text: all that in one sentence.
    """

    kind: str
    count: int
    observed_s: float
    bouts: int
    answers: tuple[int, int]
    when: tuple[PhaseCount, ...]
    most: Phase | None
    text: str

    def as_dict(self) -> dict[str, Any]:
        """Plain values for the review's JSON."""
        rate = self.count * 60 / self.observed_s if self.observed_s >= 5.0 else None
        return {
            "kind": self.kind,
            "count": self.count,
            "rate": rate and round(rate, 2),
            "bouts": self.bouts,
            "answers": self.answers[0],
            "of_answers": self.answers[1],
            "when": {w.phase: w.count for w in self.when},
            "when_rate": {w.phase: w.rate_per_min and round(w.rate_per_min, 2) for w in self.when},
            "most": self.most,
            "text": self.text,
        }


def phases(answers: Sequence[Answer], tracks: Tracks) -> dict[Phase, tuple[Span, ...]]:
    """Split the recording into disjoint phases; some time belongs to none.

    Listening: the interviewer speaks. Thinking: from there to the first word of the answer. Of an answer, the
    first 20 seconds are its start, the last 10 its end where it is long enough, the rest is in between.
    """
    starts = [Span(a.span.start_s, min(a.span.end_s, a.span.start_s + START_S)) for a in answers]
    ends = [Span(a.span.end_s - END_S, a.span.end_s) for a in answers if a.span.duration_s >= MIN_ANSWER_S]
    whole = merge(a.span for a in answers)
    questions = [t.span for t in tracks.turns if t.speaker == "interviewer"]
    questions += [a.question_span for a in answers if a.question_span is not None]
    listening = _without(questions, whole)
    thinking = _without([t for a in answers if (t := _thinking(a, questions))], whole)
    middle = _without(whole, [*starts, *ends])
    by_phase: dict[Phase, tuple[Span, ...]] = {
        "listening": listening,
        "thinking": _without(thinking, listening),
        "first_20s": merge(starts),
        "during": middle,
        "end": merge(ends),
    }
    return {phase: spans for phase, spans in by_phase.items() if spans}


def _thinking(answer: Answer, questions: Iterable[Span]) -> Span | None:
    """Return the span from the end of the question to the answer's first word."""
    before = [s.end_s for s in questions if s.end_s <= answer.span.start_s]
    return Span(max(before), answer.span.start_s) if before and max(before) < answer.span.start_s else None


def _without(spans: Iterable[Span], excluded: Iterable[Span]) -> tuple[Span, ...]:
    excluded = merge(excluded)
    return tuple(part for span in merge(spans) for part in gaps(excluded, span))


def habits(
    events: Iterable[Event],
    answers: Sequence[Answer],
    tracks: Tracks,
    *,
    kinds: EventKinds,
    observed: Mapping[str, Sequence[Span]] | None = None,
) -> tuple[HabitSummary, ...]:
    """Return each kind of event as a habit, most frequent first; dismissed events are ignored.

    Args:
        events: of all detectors.
        answers: as found or marked.
        tracks: for the turns and the length.
        kinds: what people call each kind; those of role "context" are left out.
        observed: where each kind could have been found; the whole recording for kinds not in it.
    """
    by_kind: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if not event.dismissed and kind_named(event.kind, kinds).role != "context":
            by_kind[event.kind].append(event)
    by_phase = phases(answers, tracks)
    summaries = [
        _habit(
            kind_named(kind, kinds), same, answers, by_phase, (observed or {}).get(kind) or (tracks.whole,)
        )
        for kind, same in by_kind.items()
    ]
    return tuple(sorted(summaries, key=lambda h: (-h.count, h.kind)))


def _habit(
    kind: EventKind,
    events: Sequence[Event],
    answers: Sequence[Answer],
    by_phase: Mapping[Phase, tuple[Span, ...]],
    observed: Sequence[Span],
) -> HabitSummary:
    when = tuple(
        PhaseCount(
            phase,
            sum(any(s.contains(e.span.middle_s) for s in spans) for e in events),
            total_s(part for span in spans for part in clip(observed, span)),
        )
        for phase, spans in by_phase.items()
    )
    observed_s = total_s(observed)
    answer_count = sum(any(e.span.overlap_s(a.span) > 0 for e in events) for a in answers)
    bouts = len(merge((e.span for e in events), gap_s=BOUT_S))
    most = _most(when)
    text = _text(kind, len(events), observed_s, (answer_count, len(answers)), bouts, when, most)
    return HabitSummary(
        kind.name, len(events), observed_s, bouts, (answer_count, len(answers)), when, most, text
    )


def _most(when: Sequence[PhaseCount]) -> Phase | None:
    """Return the phase with more events than expected by chance (exact binomial, Bonferroni), or None."""
    count, observed_s = sum(w.count for w in when), sum(w.observed_s for w in when)
    if count < MIN_COUNT or observed_s <= 0 or len(when) < 2:
        return None
    tails = {w.phase: _at_least(w.count, count, w.observed_s / observed_s) for w in when if w.count}
    phase = min(tails, key=lambda p: tails[p])
    return phase if tails[phase] <= CHANCE / len(when) else None


def _at_least(hits: int, trials: int, chance: float) -> float:
    """Return the binomial probability of `hits` or more in `trials`.

    >>> round(_at_least(3, 3, 0.5), 3)
    0.125
    """
    from scipy.special import bdtrc  # not scipy.stats, which takes a second to import

    return float(bdtrc(hits - 1, trials, chance))


def _text(
    kind: EventKind,
    count: int,
    observed_s: float,
    in_answers: tuple[int, int],
    bouts: int,
    when: Sequence[PhaseCount],
    most: Phase | None,
) -> str:
    text = count_phrase(kind, count)
    if observed_s >= 60.0:
        text += f", {count * 60 / observed_s:.1f} a minute"
    if in_answers[1] > 1:
        text += f", in {in_answers[0]} of {in_answers[1]} answers"
    if 1 < bouts <= count / 2:  # a cluster of one is none
        text += f", in {bouts} clusters"
    text += "."
    if most is None:
        return text
    phase = next(w for w in when if w.phase == most)
    share = phase.observed_s / sum(w.observed_s for w in when)
    within = sum(w.count for w in when)
    where = PHASE_WORDS[most]
    frequency = (
        f"They are most frequent {where}: {phase.count} of {within} in {100 * share:.0f} % of the time."
    )
    return f"{text} {frequency}"
