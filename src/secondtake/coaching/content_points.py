"""What could be said better about an answer's words: its first ones, its parts and its end. English only.

Cues, not a judgement of content: they ask ("is there a result?") and quote, and say nothing where they are
not sure. How often they are right is measured in docs/validation.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from secondtake.coaching.content_cues import (
    HABIT,
    NO_RESULT,
    OUTCOME,
    OUTCOME_AFTER,
    OWN_ACTION,
    OWN_START,
    RESULT,
)
from secondtake.coaching.session_evidence import AnswerEvidence, Point, Sentence, SessionEvidence
from secondtake.coaching.story.answer_story import SURE_BELOW, SURE_FROM
from secondtake.core.conversation.story_responses import Part
from secondtake.core.spans import Span, clock
from secondtake.detectors.words import filler

MIN_WORDS = 40  # our choice: in fewer words a missing part may simply not have come yet
MAX_ANSWER_S = 150.0  # our choice: career guides suggest one to two minutes (weak); half a minute of grace
MAX_ENDING_WORDS = 14  # our choice: a longer sentence tells something
MIN_AFTER_ENDING_S = 8.0  # our choice: less is a courtesy, not a second ending
RESULT_FROM = 0.55  # our choice: a result told before this share of an answer is not where it ends
MIN_OTHERS = 4  # our choice: in so many sentences somebody else acts, and the person in none
MIN_HABITS = 2  # our choice: one "always" may stand in any story
OPENING_WORDS = 4  # our choice: how far into an answer a word still belongs to its start
OPENING_SHARE = 0.5  # our choice: a habit of openings shows in at least half of the answers

BEHAVIOURAL = re.compile(
    r"\b(time (when|that|you)|example|situation|challenge|obstacle|conflict|disagree\w*|mistake|fail\w*|"
    r"difficult\w*|"
    r"proud\w*|achiev\w*|accomplish\w*|project|problem you|led a|pressure|deadline|tell (me|"
    r"us) about a\b(?! little))",
    re.I,
)
"""Questions that ask for something that happened."""

GENERAL = re.compile(
    r"^\W*(and |so )?(how (do|would|will|are)|what (would|do you do|will)|are|do|would|why)\b", re.I
)
"""Questions about habits and plans: whatever they name, no story is asked for ..."""
OCCASION = re.compile(r"\b(a time|an? example|an occasion|did you|have you)\b", re.I)
"""... except where they ask for an occasion, too."""

NO_ACTION = re.compile(
    r"\bi (also |then )*(worked|wanted|needed|liked|loved|hoped|moved|joined|started (at|in|as)|studied|"
    r"lived|graduated|"
    r"used|tried|decided|learned|realised|realized|noticed|enjoyed|seemed|guess|happened|faced|"
    r"assumed|grew up|trained as|looked after|got (a|the|some) (call|mail|letter|message|news))\b",
    re.I,
)
OTHERS_ACTION = re.compile(
    r"^(and |so |then |but )*(he|she|(the|my|our) (chef|boss|manager|head|leader|supervisor|owner|director|"
    r"colleague|team)( \w+)?) (then |also |just |quickly |\w+ly )?"
    r"(\w{2,}ed|went|took|made|gave|told|sent|wrote|brought|found|got|set|put|led|ran|stood|spoke|said)\b",
    re.I,
)
ENDING = re.compile(
    r"^(so |and |but )*(yeah|yes|that's (it|about it|all|basically it|pretty much it|why|my answer|how)|"
    r"that is (it|all|why|my answer|how)|that was (it|all|how|my)|i (think|guess|hope) that (answers|"
    r"covers)|i think that's it)\b",
    re.I,
)
HEDGED_START = re.compile(
    r"^(well |so |um |uh |yeah )*(i guess|i suppose|i'm not (really )?sure|i don't (really )?know|"
    r"to be honest|"
    r"honestly|it's hard to say|that's a (hard|tough|difficult|good|great) (one|question)|maybe|hmm|kind of|"
    r"sort of)\b",
    re.I,
)
FILLERS = frozenset({filler.NAME, filler.DISCOURSE})


def content_points(session: SessionEvidence) -> Iterator[Point]:
    """Yield what could be said about the words of each answer, and of their openings together."""
    if session.language != "en":
        return
    for answer in session.answers:
        yield from _parts(answer)
        yield from _ending(answer)
        yield from _length(answer)
    yield from _openings(session)


def is_behavioural(question: str) -> bool:
    """Whether a question asks for something that happened.

    >>> is_behavioural("What is the biggest challenge you have faced?"), is_behavioural("Why us?")
    (True, False)
    >>> is_behavioural("How do you work under pressure?")
    False
    """
    return bool(BEHAVIOURAL.search(question)) and (
        not GENERAL.search(question) or bool(OCCASION.search(question))
    )


def result_sentences(answer: AnswerEvidence) -> tuple[Sentence, ...]:
    """Return the sentences that tell what came of it, in words of a result or by what others did."""
    return tuple(
        s
        for s in answer.sentences
        if RESULT.search(NO_RESULT.sub("", s.plain))
        or (OUTCOME_AFTER if OWN_START.search(s.plain) else OUTCOME).search(s.plain)
    )


def action_sentences(answer: AnswerEvidence) -> tuple[Sentence, ...]:
    """Return the sentences in which the person says what they did themselves."""
    return tuple(
        s
        for s in answer.sentences
        if OWN_ACTION.search(s.plain) and not NO_ACTION.search(s.plain) and not HABIT.search(s.plain)
    )


def _parts(answer: AnswerEvidence) -> Iterator[Point]:
    if not is_behavioural(answer.question) or len(answer.words) < MIN_WORDS or len(answer.sentences) < 3:
        return
    habits = [s for s in answer.sentences if HABIT.search(s.plain)]
    if len(habits) >= MIN_HABITS and not action_sentences(answer) and not _is_waived(answer, "talk"):
        yield Point(
            "result",
            f"You were asked for one occasion, and tell what you usually do: {habits[0].quote()}. Tell one: "
            f"when it "
            "was, what you did, how it ended.",
            tuple(s.span for s in habits[:3]),
            deviation=0.9,
            observations=len(answer.sentences),
            answer=answer.index,
            why=f"{len(habits)} sentences of habit (“always”, “usually”), none of something you did once.",
        )
        return
    ending = first_ending(answer)
    last = ending or answer.sentences[-1]
    late = answer.span.start_s + RESULT_FROM * (last.span.end_s - answer.span.start_s)
    is_result_told = any(s.span.middle_s >= late for s in result_sentences(answer))
    if not _is_told(answer, "result", by_words=is_result_told):
        yield Point(
            "result",
            f"I hear what happened, not what came of it: you end on {last.quote_end()}. If there was a "
            "result, finish on it.",
            (last.span,),
            deviation=0.8,
            observations=len(answer.sentences),
            answer=answer.index,
            why="No words of an outcome were heard in the last part of this answer.",
        )
    others = [s for s in answer.sentences if OTHERS_ACTION.search(s.plain)]
    texts = [w for s in answer.sentences for w in s.plain.split()]
    team, own = sum(w in {"we", "we're", "we'd", "our"} for w in texts), action_sentences(answer)
    if team >= 4 and not own:
        first = next(s for s in answer.sentences if re.search(r"\bwe\b|\bour\b", s.plain))
        yield Point(
            "own_part",
            f"You say “we” {team} times and never what you did yourself. Which part was yours?",
            (first.span,),
            deviation=0.7,
            observations=team,
            answer=answer.index,
            why=f"“we” or “our” {team} times, “I” with something done: none.",
        )
    elif len(others) >= MIN_OTHERS and not own and not _is_waived(answer, "action"):
        yield Point(
            "own_part",
            f"You tell what somebody else did ({others[0].quote()}), and not what you did yourself. Which "
            "part was yours?",
            tuple(s.span for s in others[:3]),
            deviation=0.7,
            observations=len(others),
            answer=answer.index,
            why=f"{len(others)} sentences of what others did, none of something you did.",
        )


def _is_told(answer: AnswerEvidence, part: Part, *, by_words: bool) -> bool:
    """Return whether a part is told: by the sentences' parts where they are sure, else by words alone."""
    if answer.told is None:
        return by_words
    probability = answer.told.story.probability_of(part)
    if _is_waived(answer, part) or probability >= SURE_FROM:
        return True
    return by_words and not (probability < SURE_BELOW and answer.told.story.is_story)


def _is_waived(answer: AnswerEvidence, part: str) -> bool:
    """Return whether the person has said that this part is not needed here."""
    if answer.told is None:
        return False
    response = answer.told.response
    is_waived_now = response is not None and (response.part, response.response) == (part, "not_needed")
    return is_waived_now or part in answer.told.waived


def first_ending(answer: AnswerEvidence) -> Sentence | None:
    """Return the closing sentence after which the person went on, or None."""
    for sentence in answer.sentences[2:-1]:
        rest_s = answer.span.end_s - sentence.span.end_s
        if (
            ENDING.search(sentence.plain)
            and len(sentence.words) <= MAX_ENDING_WORDS
            and rest_s >= MIN_AFTER_ENDING_S
        ):
            return sentence
    return None


def _ending(answer: AnswerEvidence) -> Iterator[Point]:
    sentence = first_ending(answer)
    if sentence is None:
        return
    rest_s = answer.span.end_s - sentence.span.end_s
    yield Point(
        "second_ending",
        f"You had ended at {clock(sentence.span.start_s)} ({sentence.quote()}) and went on for {rest_s:.0f} "
        "seconds. Stop there next time.",
        (Span(sentence.span.start_s, answer.span.end_s),),
        deviation=min(1.0, rest_s / 30),
        observations=sum(s.span.start_s >= sentence.span.start_s for s in answer.sentences),
        answer=answer.index,
        why=f"A closing sentence, then {rest_s:.0f} seconds more.",
    )


def _length(answer: AnswerEvidence) -> Iterator[Point]:
    length = answer.span.duration_s
    if length > MAX_ANSWER_S and len(answer.sentences) >= 3:
        minutes, seconds = divmod(round(length), 60)
        middle = answer.sentences[len(answer.sentences) // 2]
        yield Point(
            "length",
            f"This answer takes {minutes}:{seconds:02d} minutes. Listeners follow for one or two: choose one "
            f"story "
            "and stop on its result.",
            (middle.span,),
            deviation=min(1.0, (length - MAX_ANSWER_S) / 90),
            observations=len(answer.sentences),
            answer=answer.index,
            why="Most career guides suggest one to two minutes (weak evidence).",
        )


def weak_opening(answer: AnswerEvidence) -> tuple[str, Span] | None:
    """Return the um or hedge an answer starts on, in the person's own word, or None.

    Returns:
        what was said ("um", "I guess") and where.
    """
    if not answer.sentences:
        return None
    first = answer.sentences[0]
    begin = first.words[:OPENING_WORDS]
    if begin[0].kind in FILLERS:
        text = begin[0].text.lower().strip(".,…-")
        return text, begin[0].span
    hedge = HEDGED_START.search(first.plain)
    if hedge and first.span.duration_s > 0:
        text = hedge[2].replace("i ", "I ", 1) if hedge[2].startswith("i ") else hedge[2]
        text = re.sub(r"^i'm", "I'm", text)
        return text, Span(first.span.start_s, begin[-1].span.end_s)
    return None


def _openings(session: SessionEvidence) -> Iterator[Point]:
    answers = [a for a in session.answers if a.words]
    starts = [(a, *opening) for a in answers if (opening := weak_opening(a)) is not None]
    if len(starts) < 3 or len(starts) / len(answers) < OPENING_SHARE:
        return
    which = "all" if len(starts) == len(answers) else f"{_number(len(starts))} of"
    texts = list(dict.fromkeys(text for _, text, _ in starts))
    places = ", ".join(clock(a.span.start_s) for a, *_ in starts)
    named = (
        " and ".join(f"“{t}”" for t in texts[:3])
        if len(texts) < 3
        else ", ".join(f"“{t}”" for t in texts[:3])
    )
    yield Point(
        "opening",
        f"You start {which} {_number(len(answers))} answers on {named}. Breathe, then start on the first "
        f"word "
        f"({places}).",
        tuple(span for *_, span in starts),
        deviation=len(starts) / len(answers),
        observations=len(starts),
        evidence=tuple(e.id for a, _, span in starts for e in a.events if e.span.overlap_s(span) > 0),
        why=f"{len(starts)} of {len(answers)} answers begin with an um, a filler word or a hedge.",
    )


def _number(n: int) -> str:
    return (
        ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")[n]
        if n < 10
        else str(n)
    )
