"""Conversation of a recording: turns, speakers of words, and answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from secondtake.core.answer import Mark, SpeakerCorrection, Turn
from secondtake.core.conversation.answer_segmentation import segment_answers
from secondtake.core.conversation.speaker_corrections import assign_speakers
from secondtake.core.conversation.speaker_turns import detect_turns
from secondtake.core.tracks import Tracks

ONE_VOICE = (
    "There is no video to tell speakers apart, so every word counts as yours. If an interviewer speaks here, "
    "assign their words in the transcript, enter the list of questions, or install the `speakers` extra "
    "(see README.md)."
)


def build_conversation(
    tracks: Tracks,
    marks: Sequence[Mark] = (),
    questions: Sequence[str] = (),
    speakers: Sequence[SpeakerCorrection] = (),
) -> Tracks:
    """Return the tracks with turns, speakers of words, and answers.

    Where neither lips nor voices tell anybody apart, listed questions that were heard word for word do: they
    are the interviewer's, or read aloud, and either way no answer.

    Args:
        marks: answers given from outside; they override everything heard.
        questions: the questions in the order they were asked, if known.
        speakers: what the person said about who speaks.
    """
    with_turns = _with_turns(tracks, marks, speakers)
    answers = segment_answers(with_turns, marks=marks, questions=questions)
    if not with_turns.turns and answers[0].found_by == "questions":
        questions_asked = [Turn("interviewer", a.question_span) for a in answers if a.question_span]
        with_turns = _with_turns(tracks, marks, (*questions_asked, *speakers))
    return replace(with_turns, answers=answers)


def single_speaker_warning(tracks: Tracks) -> tuple[str, ...]:
    """Return a warning if nothing could distinguish a second voice from the first."""
    looked_for = {"mouth_open", "voice_side"} & set(tracks.series)
    return (ONE_VOICE,) if tracks.speech and not tracks.turns and not looked_for else ()


def _with_turns(tracks: Tracks, marks: Sequence[Mark], speakers: Sequence[SpeakerCorrection]) -> Tracks:
    turns = detect_turns(tracks, marks=marks, corrected=speakers)
    return replace(
        tracks, turns=turns, transcript=tracks.transcript and assign_speakers(tracks.transcript, turns)
    )
