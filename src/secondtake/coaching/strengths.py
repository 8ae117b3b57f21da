"""What was done well: things done, each with its moment. The absence of a fault is no strength."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secondtake.coaching.content_cues import RESULT
from secondtake.coaching.content_points import action_sentences, is_behavioural, result_sentences
from secondtake.coaching.session_evidence import AnswerEvidence, Point, Sentence, SessionEvidence
from secondtake.core.findings import MeasureSpec
from secondtake.core.spans import Span, clock, intersect, total_s
from secondtake.detectors.face import smile
from secondtake.detectors.voice import vocal_energy
from secondtake.detectors.words import pace

MIN_QUOTED_WORDS = 4  # our choice: a shorter sentence shows nothing
MIN_SMILE_S = 0.8  # our choice: shorter ones are the corner of a word
WARM_S = 8.0  # our choice: a sentence or two are the beginning
BETTER_SPREADS = 2.0  # our choice: as for changes over time
NUMBERS = re.compile(
    r"\b(\d[\d.,]*|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|fifty|hundred|thousand|"
    r"million|half)\b",
    re.I,
)
COMPARED = {  # measures of something done, in the direction a listener likes
    "filler_rate": "Fewer ums and uhs than in your last practices",
    "discourse_filler_rate": "Fewer filler words than in your last practices",
    "gaze_away_share": "Your eyes were with the camera more than in your last practices",
    "low_energy_share": "More of it had energy than in your last practices",
}


def strengths(session: SessionEvidence) -> Iterator[Point]:
    """Yield what was done well; `STRENGTHS` gives the order of telling."""
    for answer in session.answers:
        if session.language == "en":
            yield from _told(answer)
        yield from _comes_alive(answer)
        yield from _warm_start(answer)
    yield from _liveliest(session)
    yield from _improved(session)


def _long(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    return tuple(s for s in sentences if len(s.words) >= MIN_QUOTED_WORDS)


def _told(answer: AnswerEvidence) -> Iterator[Point]:
    results, actions = _long(result_sentences(answer)), _long(action_sentences(answer))
    late = [s for s in results if s.span.middle_s > answer.span.middle_s]
    late.sort(key=lambda s: not RESULT.search(s.plain))  # words of a result are the better quote
    if (
        is_behavioural(answer.question)
        and actions
        and late
        and late[0].span.start_s > actions[0].span.start_s
    ):
        yield Point(
            "story",
            f"This story works: you say what you did ({actions[0].quote()}) and what came of it "
            f"({late[0].quote(RESULT)}).",
            (actions[0].span, late[0].span),
            deviation=1.0,
            observations=len(actions) + len(late),
            answer=answer.index,
            why="Interviewers go by stories with an action of your own and a result.",
        )
        return
    numbered = _long(tuple(s for s in answer.sentences if NUMBERS.search(s.plain) and _is_specific(s)))
    if is_behavioural(answer.question) and late:
        yield Point(
            "result_told",
            f"You say what came of it: {late[0].quote(RESULT)}.",
            (late[0].span,),
            deviation=0.9,
            observations=len(late),
            answer=answer.index,
        )
    elif actions and (is_behavioural(answer.question) or len(actions) >= 2):
        yield Point(
            "own_action",
            f"You say what you did yourself: {actions[0].quote()}.",
            (actions[0].span,),
            deviation=0.8,
            observations=len(actions),
            answer=answer.index,
        )
    elif numbered:
        yield Point(
            "specifics",
            f"You are specific: {numbered[0].quote(NUMBERS)}. That is what stays with a listener.",
            tuple(s.span for s in numbered[:3]),
            deviation=0.7,
            observations=len(numbered),
            answer=answer.index,
        )


def _is_specific(sentence: Sentence) -> bool:
    """Whether the number says something: that of "one or two" or of mere years does not."""
    return not re.search(
        r"\bone or two\b|\btwo or three\b|\bone of the\b|\b(years?|months?)( ago)?\b", sentence.plain
    )


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
        yield Point(
            "warm_start",
            f"You begin with a smile at {clock(smiles[0].span.start_s)}. First minutes count.",
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
