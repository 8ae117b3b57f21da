from __future__ import annotations

from dataclasses import replace

import pytest

from secondtake.core.answer import Mark, Turn
from secondtake.core.conversation.answer_segmentation import segment_answers
from secondtake.core.conversation.speaker_corrections import assign_speakers
from secondtake.core.event import Transcript, Word
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks

QUESTIONS = ("Tell me about yourself.", "What is your biggest strength?", "Why do you want to leave?")


def say(text: str, start_s: float, *, each_s: float = 0.4) -> list[Word]:
    return [
        Word(word, Span(start_s + i * each_s, start_s + (i + 0.9) * each_s), 0.9)
        for i, word in enumerate(text.split())
    ]


def conversation() -> Tracks:
    """Three questions by an interviewer, three answers, a nod in words and a short "yes, sure"."""
    words = (
        say("Thanks for coming. Tell me about yourself.", 0.0)
        + say("Well I was born in a small town and then I moved away to study", 4.0)
        + say("Okay.", 11.0)
        + say("and I liked it there a lot so I stayed", 12.0)
        + say("what is your biggest strength?", 20.0)
        + say("I listen before I speak and then I decide", 24.0)
        + say("Are you ready?", 30.0)
        + say("Sure.", 32.0)
        + say("Why do you want to leave?", 33.0)
        + say("Because I want to learn something new at last", 37.0)
    )
    turns = (
        Turn("interviewer", Span(0, 3)),
        Turn("candidate", Span(4, 10)),
        Turn("interviewer", Span(11, 11.4)),
        Turn("candidate", Span(12, 16)),
        Turn("interviewer", Span(20, 22)),
        Turn("candidate", Span(24, 28)),
        Turn("interviewer", Span(30, 31.2)),
        Turn("candidate", Span(32, 32.4)),
        Turn("interviewer", Span(33, 35.4)),
        Turn("candidate", Span(37, 41)),
    )
    transcript = assign_speakers(Transcript(tuple(words), "en"), turns)
    return Tracks(45, transcript=transcript, speech=tuple(t.span for t in turns), turns=turns)


def test_segment_answers_interviewer_turns_become_questions():
    answers = segment_answers(conversation())
    assert [a.span for a in answers] == [Span(4, 16), Span(24, 28), Span(37, 41)]
    assert answers[0].question == "Thanks for coming. Tell me about yourself."
    assert answers[1].question == "What is your biggest strength?"
    assert answers[2].question == "Are you ready? Why do you want to leave?"
    assert [a.index for a in answers] == [0, 1, 2]
    assert {a.found_by for a in answers} == {"speakers"}
    assert answers[1].question_span == Span(20, 22)


def test_segment_answers_listed_questions_replace_transcribed_text():
    answers = segment_answers(conversation(), questions=QUESTIONS)
    assert [a.question for a in answers] == list(QUESTIONS)


def test_segment_answers_marks_override_all_other_evidence():
    marks = [Mark(Span(24, 30), "Second?"), Mark(Span(4, 16), question_span=Span(0, 3))]
    answers = segment_answers(conversation(), marks, QUESTIONS)
    assert [(a.span, a.question) for a in answers] == [
        (Span(4, 16), "Thanks for coming. Tell me about yourself."),
        (Span(24, 30), "Second?"),
    ]
    assert {a.found_by for a in answers} == {"marks"}


def test_segment_answers_mark_past_end_is_clipped():
    assert segment_answers(conversation(), [Mark(Span(30, 99))])[0].span == Span(30, 45)


def test_segment_answers_one_voice_finds_listed_questions():
    tracks = conversation()
    alone = replace(tracks, turns=(), transcript=assign_speakers(tracks.transcript, ()))
    answers = segment_answers(alone, questions=QUESTIONS)
    assert [a.question for a in answers] == list(QUESTIONS)
    assert {a.found_by for a in answers} == {"questions"}
    assert answers[0].span.start_s == pytest.approx(4.0, abs=0.5)
    assert answers[2].span.start_s == 37.0
    assert answers[2].span.end_s == pytest.approx(41, abs=0.7)


def test_segment_answers_unasked_question_is_omitted():
    tracks = replace(conversation(), turns=())
    answers = segment_answers(tracks, questions=("Where do you see yourself in five years?", QUESTIONS[1]))
    assert [a.question for a in answers] == [QUESTIONS[1]]


def test_segment_answers_long_pauses_split_answers():
    speech = (Span(1, 20), Span(21.5, 40), Span(48, 70), Span(90, 130))
    answers = segment_answers(Tracks(140, speech=speech))
    assert [a.span for a in answers] == [Span(1, 40), Span(48, 70), Span(90, 130)]
    assert {a.found_by for a in answers} == {"pauses"}


def test_segment_answers_question_count_limits_pauses():
    speech = (Span(1, 20), Span(24, 40), Span(47, 70), Span(90, 130))
    answers = segment_answers(Tracks(140, speech=speech), questions=("A?", "B?", "C?"))
    assert [a.question for a in answers] == ["A?", "B?", "C?"]
    assert answers[0].span == Span(1, 40)


def test_segment_answers_stray_word_is_merged():
    speech = (Span(1, 30), Span(40, 41), Span(50, 90))
    assert [a.span for a in segment_answers(Tracks(100, speech=speech))] == [Span(1, 41), Span(50, 90)]


def test_segment_answers_no_evidence_gives_one_answer():
    assert segment_answers(Tracks(60, speech=(Span(2, 20), Span(21, 50))))[0].span == Span(2, 50)
    silent = segment_answers(Tracks(60), questions=("Why?",))
    assert [(a.span, a.question, a.found_by) for a in silent] == [(Span(0, 60), "Why?", "whole")]


def test_segment_answers_candidate_first_has_no_question():
    turns = (
        Turn("candidate", Span(0, 30)),
        Turn("interviewer", Span(31, 33)),
        Turn("candidate", Span(34, 50)),
    )
    answers = segment_answers(Tracks(50, speech=tuple(t.span for t in turns), turns=turns))
    assert [(a.span, a.question_span) for a in answers] == [
        (Span(0, 30), None),
        (Span(34, 50), Span(31, 33)),
    ]


def test_segment_answers_speech_in_the_countdown_opens_the_answer():
    tracks = replace(conversation(), turns=(), speech=(Span(0, 3), Span(4.5, 10), Span(12, 16)))
    mark = Mark(Span(6, 16), "Why?", Span(0, 6), countdown_s=3.0)
    early = segment_answers(tracks, marks=[mark])[0]
    assert early.span == Span(4.5, 16)
    late = segment_answers(tracks, marks=[replace(mark, countdown_s=1.0)])[0]
    assert late.span == Span(6, 16)
