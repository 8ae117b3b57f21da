"""Segmentation of a recording into answers, by the best available evidence.

In this order: marks, the turns of two speakers, a list of questions found in what was heard, long pauses,
the whole recording. Each answer says how it was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from secondtake.core.answer import Answer, FoundBy, Mark, Turn
from secondtake.core.event import Word
from secondtake.core.spans import Span, clip, gaps, merge, total_s
from secondtake.core.tracks import Tracks

# All "our choice": a nod in words ("mm-hm", "okay, great") is no question, "yes, sure" no answer.
SHORTEST_QUESTION_S = 1.0
SHORTEST_ANSWER_S = 2.0
SAME_QUESTION = 0.6  # share of matching words from which two wordings are one question
BETWEEN_ANSWERS_S = 5.0  # a silence as long as reading the next question from a sheet
BETWEEN_LISTED_ANSWERS_S = 2.0  # shorter is enough where the number of questions is known
MIN_SPEECH_S = 10.0  # a stretch between long pauses needs this much speech to be an answer


def segment_answers(
    tracks: Tracks, marks: Sequence[Mark] = (), questions: Sequence[str] = ()
) -> tuple[Answer, ...]:
    """Return the answers, numbered in order; never empty.

    Args:
        tracks: with `turns` and the transcript's speakers already told.
        marks: boundaries from our recorder, a marks file or a correction: taken as they are.
        questions: the texts of the questions, in the order they were (probably) asked.
    """
    if marks:
        return _numbered([_from_mark(m, tracks) for m in sorted(marks, key=lambda m: m.span)])
    by_turns = _by_turns(tracks, questions)
    if by_turns:
        return _numbered(by_turns)
    by_list = _by_questions(tracks, questions)
    if by_list:
        return _numbered(by_list)
    return _numbered(_by_pauses(tracks, questions) or [_whole(tracks, questions)])


def _numbered(answers: Sequence[Answer]) -> tuple[Answer, ...]:
    return tuple(
        Answer(i, a.span, a.question, a.found_by, a.question_span, a.question_id)
        for i, a in enumerate(answers)
    )


def _from_mark(mark: Mark, tracks: Tracks) -> Answer:
    start_s = min(mark.span.start_s, tracks.duration_s)
    span = Span(start_s, max(start_s, min(mark.span.end_s, tracks.duration_s)))
    text = mark.question or _text(_words_in(tracks, mark.question_span))
    return Answer(0, span, text, "marks", mark.question_span, mark.question_id)


def _by_turns(tracks: Tracks, questions: Sequence[str]) -> list[Answer]:
    """Split by speakers: an interviewer's turn is a question; speech up to the next one answers it."""
    answers: list[Answer] = []
    asked: list[Turn] = []
    said: list[Turn] = []

    def close() -> None:
        if total_s(t.span for t in said) < SHORTEST_ANSWER_S:
            return  # "yes, sure" stays part of the talk before the question
        asked_span = Span(asked[0].span.start_s, asked[-1].span.end_s) if asked else None
        text = _listed(_text(w for t in asked for w in _words_in(tracks, t.span, "interviewer")), questions)
        span = Span(said[0].span.start_s, said[-1].span.end_s)
        answers.append(Answer(0, span, text, "speakers", asked_span))
        asked.clear()
        said.clear()

    if not any(_is_question(t) for t in tracks.turns):
        return []
    for turn in tracks.turns:
        if turn.speaker == "candidate":
            said.append(turn)
        elif _is_question(turn):
            close()
            said.clear()
            asked.append(turn)
    close()
    return answers


def _is_question(turn: Turn) -> bool:
    return turn.speaker == "interviewer" and turn.span.duration_s >= SHORTEST_QUESTION_S


def _by_questions(tracks: Tracks, questions: Sequence[str]) -> list[Answer]:
    """Split by listed questions, each searched in the transcript after the one before it."""
    words = tracks.transcript.words if tracks.transcript is not None else ()
    heard = [_plain(w.text) for w in words]
    found: list[tuple[str, int, int]] = []
    at = 0
    for question in questions:
        place = _find(_plain_words(question), heard, at)
        if place is not None:
            found.append((question, *place))
            at = place[1]
    answers: list[Answer] = []
    for i, (question, first, after) in enumerate(found):
        until = found[i + 1][1] if i + 1 < len(found) else len(words)
        if after < until:
            span = Span(words[after].span.start_s, words[until - 1].span.end_s)
            asked = Span(words[first].span.start_s, words[after - 1].span.end_s)
            answers.append(Answer(0, span, question, "questions", asked))
    return answers


def _find(question: list[str], heard: list[str], at: int) -> tuple[int, int] | None:
    """Return the best match of the question in the transcript as word indices `(first, stop)`, or None."""
    if not question:
        return None
    length = len(question)
    best, place = SAME_QUESTION, None
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(question)
    for first in range(at, max(at, len(heard) - length // 2)):
        matcher.set_seq1(heard[first : first + length])
        if matcher.real_quick_ratio() >= best and matcher.quick_ratio() >= best:
            ratio = matcher.ratio()
            if ratio > best or (place is None and ratio >= best):
                best, place = ratio, (first, min(first + length, len(heard)))
    return place


def _by_pauses(tracks: Tracks, questions: Sequence[str]) -> list[Answer]:
    """Split at long silences; with a list of questions, at the longest ones."""
    speech = merge(tracks.speaking)
    if not speech:
        return []
    least_s = BETWEEN_LISTED_ANSWERS_S if questions else BETWEEN_ANSWERS_S
    silences = [g for g in gaps(speech, Span(speech[0].start_s, speech[-1].end_s)) if g.duration_s >= least_s]
    if questions:
        silences = sorted(silences, key=lambda s: -s.duration_s)[: len(questions) - 1]
    cuts = [speech[0].start_s, *sorted(s.middle_s for s in silences), speech[-1].end_s]
    parts = [clip(speech, Span(a, b)) for a, b in pairwise(cuts)]
    told = _with_enough(parts)
    if len(told) < 2:
        return []
    texts = list(questions) if len(questions) == len(told) else [""] * len(told)
    return [
        Answer(0, Span(part[0].start_s, part[-1].end_s), text, "pauses")
        for part, text in zip(told, texts, strict=True)
    ]


def _with_enough(parts: Sequence[tuple[Span, ...]]) -> list[tuple[Span, ...]]:
    """Merge parts with too little speech into the one before (or, at the start, after)."""
    told: list[tuple[Span, ...]] = []
    for part in (p for p in parts if p):
        if told and (total_s(part) < MIN_SPEECH_S or total_s(told[-1]) < MIN_SPEECH_S):
            told[-1] = (*told[-1], *part)
        else:
            told.append(part)
    return told


def _whole(tracks: Tracks, questions: Sequence[str]) -> Answer:
    speech = tracks.speaking
    span = Span(speech[0].start_s, speech[-1].end_s) if speech else tracks.whole
    found_by: FoundBy = "whole"
    return Answer(0, span, questions[0] if len(questions) == 1 else "", found_by)


def _words_in(tracks: Tracks, span: Span | None, speaker: str | None = None) -> tuple[Word, ...]:
    if span is None or tracks.transcript is None:
        return ()
    return tuple(
        w
        for w in tracks.transcript.words
        if span.contains(w.span.middle_s) and (speaker is None or w.speaker == speaker)
    )


def _text(words: Iterable[Word]) -> str:
    """Return the text with a capital first letter: Whisper starts continued sentences in lower case."""
    said = " ".join(w.text for w in words)
    return said[:1].upper() + said[1:]


def _listed(heard: str, questions: Sequence[str]) -> str:
    """Return the most similar listed question, else the transcribed text."""
    heard_words = _plain_words(heard)

    def likeness(question: str) -> float:
        return SequenceMatcher(None, _plain_words(question), heard_words, autojunk=False).ratio()

    best = max(questions, key=likeness, default="")
    return best if best and likeness(best) >= SAME_QUESTION else heard


def _plain_words(text: str) -> list[str]:
    return [w for w in map(_plain, text.split()) if w]


def _plain(word: str) -> str:
    return re.sub(r"[^\w']", "", word.casefold())
