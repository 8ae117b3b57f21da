"""What was done well: things done, each with its moment. The absence of a fault is no strength."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from secondtake.coaching.content_cues import FEELING, OUTCOME, OWN_ACTION, OWN_START, RESULT
from secondtake.coaching.content_points import (
    action_sentences,
    first_ending,
    is_behavioural,
    result_sentences,
)
from secondtake.coaching.session_evidence import AnswerEvidence, Point, Sentence, SessionEvidence
from secondtake.core.conversation.story_responses import PARTS, Part
from secondtake.core.findings import MeasureSpec
from secondtake.core.spans import Span, clock, intersect, total_s
from secondtake.detectors.body import nod
from secondtake.detectors.face import smile
from secondtake.detectors.voice import vocal_energy
from secondtake.detectors.words import pace

MIN_QUOTED_WORDS = 4  # our choice: a shorter sentence shows nothing
MIN_SMILE_S = 0.8  # our choice: shorter ones are the corner of a word
MIN_NODS = 2  # our choice: one may be chance
MAX_TIMES = 3  # our choice: enough places to look at
WARM_S = 8.0  # our choice: a sentence or two are the beginning
FIRST_S = 3.0  # our choice: a smile that comes later does not begin the answer
BETTER_SPREADS = 2.0  # our choice: as for changes over time
NUMBERS = re.compile(
    r"(?<!\bor )(?<!\bthose )(?<!\bthese )(?<!\bthe )(?<!\bi was )(?<!\bi am )(?<!\bi'm )"
    r"\b(?!(19|20)\d\d\b|two thousand and \w+)"
    r"(\d[\d.,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|"
    r"sixty|seventy|eighty|ninety|hundred|thousand|million)\b"
    r"(?!( \w+)? (years|months|weeks|days)\b| or \w+| of the\b)",
    re.I,
)
"""Numbers that say something: not dates, not mere years, not "two or three"."""
OWN = re.compile(r"\b(i|i've|my|we|we've|our|us|me)\b", re.I)
LAST_RESULT = re.compile(rf"({RESULT.pattern})(?!.*({RESULT.pattern}))", re.I)
GENERALLY = re.compile(r"\b(always|usually|normally|generally|most of the time)\b")
TOLD = {"story": 0.9, "result_told": 0.8, "own_action": 0.7, "specifics": 0.6}  # by topic: weight, 0..1
COMPARED = {  # measures of something done, in the direction a listener likes
    "filler_rate": "Fewer ums and uhs than in your last practices",
    "discourse_filler_rate": "Fewer filler words than in your last practices",
    "gaze_away_share": "You looked at the camera more than in your last practices",
    "low_energy_share": "You spoke with more energy than in your last practices",
}


def strengths(session: SessionEvidence) -> Iterator[Point]:
    """Yield what was done well; `STRENGTHS` gives the order of telling."""
    for answer in session.answers:
        if session.language == "en":
            yield from _content_points(answer)
        yield from _comes_alive(answer)
        yield from _warm_start(answer)
    yield from _liveliest(session)
    yield from _improved(session)
    yield from _listening(session)


def _long(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    return tuple(s for s in sentences if len(s.words) >= MIN_QUOTED_WORDS)


def _content_points(answer: AnswerEvidence) -> Iterator[Point]:
    """Yield the best thing that an answer tells: where a story was asked for its parts come first."""
    results, actions = _long(result_sentences(answer)), _long(action_sentences(answer))
    late = _late_results(answer, results)
    ranked = sorted(
        actions, key=lambda s: (not OWN_START.search(s.plain), -_probability(answer, s, "action"))
    )
    numbered = _long(tuple(s for s in answer.sentences if _is_specific(s)))
    numbered = tuple(sorted(numbered, key=lambda s: not RESULT.search(s.plain)))
    is_asked = is_behavioural(answer.question)
    is_story = is_asked or (not answer.question and answer.told is not None and answer.told.story.is_story)
    if is_story and actions and late and late[0].span.start_s > actions[0].span.start_s:
        yield _point(
            answer,
            "story",
            f"This story works: you say what you did ({ranked[0].quote(OWN_ACTION)}) and what came of it "
            f"({_quote_result(late[0])}).",
            (ranked[0], late[0]),
            len(actions) + len(late),
            why="Interviewers go by stories with an action of your own and a result.",
        )
    elif is_asked and late:
        text = f"You say what came of it: {_quote_result(late[0])}."
        yield _point(answer, "result_told", text, late[:1], len(late))
    elif is_asked and actions:
        text = f"You say what you did yourself: {ranked[0].quote(OWN_ACTION)}."
        yield _point(answer, "own_action", text, ranked[:1], len(actions))
    elif numbered and not is_asked:
        text = f"You are specific: {numbered[0].quote(NUMBERS)}. That is what stays with a listener."
        yield _point(answer, "specifics", text, numbered[:3], len(numbered))
    elif len(actions) >= 2 and not is_asked:
        text = f"You say what you did yourself: {ranked[0].quote(OWN_ACTION)}."
        yield _point(answer, "own_action", text, ranked[:1], len(actions))


def _late_results(answer: AnswerEvidence, results: Sequence[Sentence]) -> list[Sentence]:
    """Return results told in the second half, before any second ending, the most telling first."""
    ending = first_ending(answer)
    stop_s = ending.span.start_s if ending else answer.span.end_s
    middle_s = (answer.span.start_s + stop_s) / 2
    late = [s for s in results if middle_s < s.span.middle_s < stop_s and not GENERALLY.search(s.plain)]

    def order(sentence: Sentence) -> tuple[float, bool, bool, float]:
        text = sentence.plain
        is_mild = bool(OWN_ACTION.search(text) or FEELING.search(text))
        return (
            -_probability(answer, sentence, "result"),
            is_mild,
            not RESULT.search(text),
            -sentence.span.start_s,
        )

    return sorted(late, key=order)


def _point(
    answer: AnswerEvidence,
    topic: str,
    text: str,
    sentences: Sequence[Sentence],
    observations: int,
    why: str = "",
) -> Point:
    return Point(
        topic,
        text,
        tuple(s.span for s in sentences),
        deviation=TOLD[topic] + 0.1 * bool(RESULT.search(sentences[-1].plain)),
        observations=observations,
        answer=answer.index,
        why=why,
    )


def _is_specific(sentence: Sentence) -> bool:
    """Whether it holds a number that says something about the person, or about what came of it."""
    is_about = bool(OWN.search(sentence.quote(NUMBERS)) or RESULT.search(FEELING.sub("", sentence.plain)))
    return bool(NUMBERS.search(sentence.plain)) and is_about


def _probability(answer: AnswerEvidence, sentence: Sentence, part: Part) -> float:
    """Return how probably a sentence is this part of a story; 0 where parts were not told apart."""
    if answer.told is None:
        return 0.0
    column = answer.told.story.probabilities[:, PARTS.index(part)]
    inside = [
        p for p, span in zip(column, answer.told.spans, strict=True) if sentence.span.overlap_s(span) > 0
    ]
    return float(max(inside, default=0.0))


def _quote_result(sentence: Sentence) -> str:
    return sentence.quote(LAST_RESULT if RESULT.search(sentence.plain) else OUTCOME)


def _comes_alive(answer: AnswerEvidence) -> Iterator[Point]:
    low = answer.of(vocal_energy.KIND.name)
    if len(low) != 1 or low[0].span.start_s - answer.span.start_s > 3.0:
        return
    after = _long(tuple(s for s in answer.sentences if s.span.start_s >= low[0].span.end_s - 1.0))
    if after:
        yield Point(
            "comes_alive",
            f"You come alive at {clock(after[0].span.start_s)}: {after[0].quote()}. That is the voice to "
            f"keep.",
            (Span(after[0].span.start_s, answer.span.end_s),),
            deviation=0.7,
            observations=3,
            evidence=(),
            answer=answer.index,
            why="Against the flat beginning of the same answer.",
        )


def _warm_start(answer: AnswerEvidence) -> Iterator[Point]:
    if answer.index:
        return
    smiles = [
        e
        for e in answer.of(smile.NAME)
        if e.span.start_s - answer.span.start_s <= WARM_S
        and e.span.duration_s >= MIN_SMILE_S
        and e.confidence >= 0.5
    ]
    if smiles:
        first_s = smiles[0].span.start_s
        is_first = first_s - answer.span.start_s <= FIRST_S
        opening = (
            f"You begin with a smile ({clock(first_s)})"
            if is_first
            else f"You smile early on, at {clock(first_s)}"
        )
        yield Point(
            "warm_start",
            f"{opening}. The first minute counts.",
            (smiles[0].span,),
            deviation=0.5,
            observations=len(smiles),
            evidence=(smiles[0].id,),
            answer=answer.index,
        )


def _liveliest(session: SessionEvidence) -> Iterator[Point]:
    if session.lively is None or session.speaking_s < 60:
        return
    fast = [e.span for e in session.events if e.kind == pace.FAST]
    if total_s(intersect(fast, (session.lively,))) > 0.3 * session.lively.duration_s:
        return  # hurry is no energy to keep
    for answer in session.answers:
        if answer.span.contains(session.lively.middle_s):
            yield Point(
                "energy",
                f"Your voice has most life from {clock(session.lively.start_s)} to "
                f"{clock(session.lively.end_s)}: "
                "listen to it, that is how you want to sound.",
                (session.lively,),
                deviation=0.6,
                observations=7,
                answer=answer.index,
            )


def _listening(session: SessionEvidence) -> Iterator[Point]:
    nods = [e for e in session.events if e.kind == nod.NAME and e.confidence >= 0.5]
    if len(nods) >= MIN_NODS:
        times = ", ".join(dict.fromkeys(clock(e.span.start_s) for e in nods[:MAX_TIMES]))
        yield Point(
            "listening",
            f"You nod while the other person talks ({times}). It shows that you are listening.",
            tuple(e.span for e in nods[:MAX_TIMES]),
            deviation=0.4,
            observations=len(nods),
            evidence=tuple(e.id for e in nods),
        )


def _improved(session: SessionEvidence) -> Iterator[Point]:
    for name, text in COMPARED.items():
        measure, usual, spec = (
            session.measures.get(name),
            session.baselines.get(name),
            session.specs.get(name),
        )
        if measure is None or measure.value is None or usual is None or not _is_inside(measure.value, spec):
            continue
        spread = max(usual.mad, measure.noise or 0.0, 0.05 * abs(usual.median), 1e-9)
        if (
            measure.noise is not None
            and (usual.median - measure.value) / spread >= BETTER_SPREADS
            and usual.median > 0
        ):
            yield Point(
                "improved",
                f"{text}.",
                (),
                deviation=0.9,
                observations=usual.n,
                why=f"{_plain(measure.value, spec)} now, {_plain(usual.median, spec)} in the last {usual.n}.",
            )


def _is_inside(value: float, spec: MeasureSpec | None) -> bool:
    return spec is None or spec.norm is None or spec.norm.beyond(value) == 0


def _plain(value: float, spec: MeasureSpec | None) -> str:
    return f"{100 * value:.0f} %" if spec and spec.unit == "share" else f"{value:.1f} a minute"
