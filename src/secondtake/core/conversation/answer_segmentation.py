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
MIN_SPEECH_S = 10.0  # speech between long pauses must last this long to be an answer


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
    """Return the marked answer; it begins earlier where the person begins to speak in the countdown."""
    early = [s.start_s for s in tracks.speaking if mark.free_s <= s.start_s < mark.span.start_s]
    start_s = min(mark.span.start_s, tracks.duration_s, *early[:1])
    span = Span(start_s, max(start_s, min(mark.span.end_s, tracks.duration_s)))
    text = mark.question or _text(_words_in(tracks, mark.question_span))
    return Answer(0, span, text, "marks", mark.question_span, mark.question_id)


def _by_turns(tracks: Tracks, questions: Sequence[str]) -> list[Answer]:
    """Split by speakers: an interviewer's turn is a question; speech up to the next one answers it."""
    answers: list[Answer] = []
    question_turns: list[Turn] = []
    answer_turns: list[Turn] = []

    def close() -> None:
        if total_s(t.span for t in answer_turns) < SHORTEST_ANSWER_S:
            return  # "yes, sure" stays part of the talk before the question
        question_span = (
            Span(question_turns[0].span.start_s, question_turns[-1].span.end_s) if question_turns else None
        )
        text = _listed(
            _text(w for t in question_turns for w in _words_in(tracks, t.span, "interviewer")), questions
        )
        span = Span(answer_turns[0].span.start_s, answer_turns[-1].span.end_s)
        answers.append(Answer(0, span, text, "speakers", question_span))
        question_turns.clear()
        answer_turns.clear()

    if not any(_is_question(t) for t in tracks.turns):
        return []
    for turn in tracks.turns:
        if turn.speaker == "candidate":
            answer_turns.append(turn)
        elif _is_question(turn):
            close()
            answer_turns.clear()
            question_turns.append(turn)
    close()
    return answers


def _is_question(turn: Turn) -> bool:
    return turn.speaker == "interviewer" and turn.span.duration_s >= SHORTEST_QUESTION_S


def _by_questions(tracks: Tracks, questions: Sequence[str]) -> list[Answer]:
    """Split by listed questions, each searched in the transcript after the one before it."""
    words = tracks.transcript.words if tracks.transcript is not None else ()
    transcript = [_plain(w.text) for w in words]
    matches: list[tuple[str, int, int]] = []
    at = 0
    for question in questions:
        match = _find(_plain_words(question), transcript, at)
        if match is not None:
            matches.append((question, *match))
            at = match[1]
    answers: list[Answer] = []
    for i, (question, first, stop) in enumerate(matches):
        end = matches[i + 1][1] if i + 1 < len(matches) else len(words)
        if stop < end:
            span = Span(words[stop].span.start_s, words[end - 1].span.end_s)
            question_span = Span(words[first].span.start_s, words[stop - 1].span.end_s)
            answers.append(Answer(0, span, question, "questions", question_span))
    return answers


def _find(question: list[str], transcript: list[str], at: int) -> tuple[int, int] | None:
    """Return the best match of the question in the transcript as word indices `(first, stop)`, or None."""
    if not question:
        return None
    length = len(question)
    best, match = SAME_QUESTION, None
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(question)
    for first in range(at, max(at, len(transcript) - length // 2)):
        matcher.set_seq1(transcript[first : first + length])
        if matcher.real_quick_ratio() >= best and matcher.quick_ratio() >= best:
            ratio = matcher.ratio()
            if ratio > best or (match is None and ratio >= best):
                best, match = ratio, (first, min(first + length, len(transcript)))
    return match


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
    long_enough = _merge_short(parts)
    if len(long_enough) < 2:
        return []
    texts = list(questions) if len(questions) == len(long_enough) else [""] * len(long_enough)
    return [
        Answer(0, Span(part[0].start_s, part[-1].end_s), text, "pauses")
        for part, text in zip(long_enough, texts, strict=True)
    ]


def _merge_short(parts: Sequence[tuple[Span, ...]]) -> list[tuple[Span, ...]]:
    """Merge parts with too little speech into the one before (or, at the start, after)."""
    merged: list[tuple[Span, ...]] = []
    for part in (p for p in parts if p):
        if merged and (total_s(part) < MIN_SPEECH_S or total_s(merged[-1]) < MIN_SPEECH_S):
            merged[-1] = (*merged[-1], *part)
        else:
            merged.append(part)
    return merged


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
    text = " ".join(w.text for w in words)
    return text[:1].upper() + text[1:]


def _listed(text: str, questions: Sequence[str]) -> str:
    """Return the most similar listed question, else the transcribed text."""
    plain_words = _plain_words(text)

    def likeness(question: str) -> float:
        return SequenceMatcher(None, _plain_words(question), plain_words, autojunk=False).ratio()

    best = max(questions, key=likeness, default="")
    return best if best and likeness(best) >= SAME_QUESTION else text


def _plain_words(text: str) -> list[str]:
    return [w for w in map(_plain, text.split()) if w]


def _plain(word: str) -> str:
    return re.sub(r"[^\w']", "", word.casefold())
