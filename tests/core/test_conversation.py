from __future__ import annotations

import numpy as np
import pytest

from secondtake.core.answer import Mark, SwapSpeakers, Turn
from secondtake.core.conversation.build import build_conversation, single_speaker_warning
from secondtake.core.event import Transcript, Word
from secondtake.core.series import Series
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks

ASKED = ("What is your biggest strength?", "Why do you want to leave?")
TOLD = ("I listen before I um speak and then I decide", "Because I want to learn something new at last")


def say(text: str, start_s: float, each_s: float = 0.4) -> tuple[Word, ...]:
    return tuple(
        Word(word, Span(start_s + i * each_s, start_s + (i + 0.9) * each_s), 0.9)
        for i, word in enumerate(text.split())
    )


@pytest.fixture
def heard() -> Tracks:
    """Two questions and their answers in one voice or two: nothing tells."""
    words = (*say(ASKED[0], 1.0), *say(TOLD[0], 5.0), *say(ASKED[1], 12.0), *say(TOLD[1], 16.0))
    speech = (Span(0.9, 3.1), Span(4.9, 9.1), Span(11.9, 14.5), Span(15.9, 19.7))
    return Tracks(21.0, transcript=Transcript(words, "en"), speech=speech)


def theirs(tracks: Tracks) -> str:
    return " ".join(w.text for w in tracks.transcript.by("interviewer"))


def test_build_conversation_no_evidence_gives_one_answer(heard):
    conversation = build_conversation(heard)
    assert conversation.turns == ()
    assert [a.found_by for a in conversation.answers] == ["whole"]
    assert {w.speaker for w in conversation.transcript.words} == {"unknown"}


def test_build_conversation_listed_questions_are_interviewers(heard):
    conversation = build_conversation(heard, questions=ASKED)
    assert [a.found_by for a in conversation.answers] == ["questions", "questions"]
    assert [a.question for a in conversation.answers] == list(ASKED)
    assert theirs(conversation) == " ".join(ASKED)
    assert [t.speaker for t in conversation.turns] == ["interviewer", "candidate"] * 2


def test_build_conversation_unasked_questions_give_no_turns(heard):
    conversation = build_conversation(heard, questions=("Where do you see yourself in five years?",))
    assert conversation.turns == ()


def test_build_conversation_correction_overrides_questions(heard):
    corrections = (Turn("candidate", Span(12.0, 14.4)),)
    assert theirs(build_conversation(heard, questions=ASKED, speakers=corrections)) == ASKED[0]


def test_build_conversation_marked_questions_give_turns(heard):
    conversation = build_conversation(heard, marks=[Mark(Span(5, 9), question_span=Span(1, 3))])
    assert theirs(conversation) == ASKED[0]


def test_build_conversation_swap_of_one_voice_gives_interviewer(heard):
    conversation = build_conversation(heard, speakers=(SwapSpeakers(),))
    assert {w.speaker for w in conversation.transcript.words} == {"interviewer"}


def test_single_speaker_warning_needs_no_lips_and_no_voices(heard):
    assert "every word counts as yours" in single_speaker_warning(build_conversation(heard))[0]
    assert not single_speaker_warning(build_conversation(heard, questions=ASKED))
    silent = Series(np.empty(0), np.empty(0), unit="side", hold_s=0.1)
    assert not single_speaker_warning(
        heard.with_series(voice_side=silent)
    )  # looked for, and one voice was heard
    assert not single_speaker_warning(heard.with_series(mouth_open=silent))
    assert not single_speaker_warning(Tracks(21.0, speech=()))
