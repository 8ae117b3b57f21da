from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from secondtake.core.answer import Mark
from secondtake.core.conversation.speaker_turns import detect_turns
from secondtake.core.event import Transcript, Word
from secondtake.core.series import Series
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks

OTHER = Span(12.0, 16.0)
SPEECH = tuple(Span(start_s, start_s + 3.5) for start_s in range(0, 48, 4))


def _tracks(*, other_st: float = 0.0, other_db: float = 0.0) -> Tracks:
    """One face whose lips rest in `OTHER`, where the voice differs by so much."""
    rng = np.random.default_rng(3)
    times_s = np.arange(0.0, 48.0, 1 / 30)
    is_other = (times_s >= OTHER.start_s) & (times_s < OTHER.end_s)
    # Intonation: another level for every second of speech.
    melody_st = rng.normal(0.0, 1.5, 50)[times_s.astype(int)] + other_st * is_other
    loudness_db = rng.normal(-25.0, 2.0, 50)[times_s.astype(int)] + other_db * is_other
    lips = 0.01 + np.where(is_other, 0.0, 0.03 * (1 + np.sin(2 * np.pi * 4.1 * times_s)))
    lips += rng.normal(0.0, 0.001, times_s.size)
    hold_s = 1 / 30
    series = {
        "mouth_open": Series(times_s, lips, unit="face heights", hold_s=hold_s),
        "pitch_hz": Series(times_s, 110 * 2 ** (melody_st / 12), unit="Hz", hold_s=hold_s),
        "level_db": Series(times_s, loudness_db, unit="dB", hold_s=hold_s),
    }
    return Tracks(48.0, series, speech=SPEECH)


def _speakers(tracks: Tracks) -> set[str]:
    return {turn.speaker for turn in detect_turns(tracks)}


def test_detect_turns_resting_lips_with_the_same_voice_give_none():
    assert detect_turns(_tracks()) == ()


@pytest.mark.parametrize("difference", [{"other_st": 8.0}, {"other_st": -8.0}, {"other_db": -12.0}])
def test_detect_turns_resting_lips_with_another_voice_give_two(difference):
    assert _speakers(_tracks(**difference)) == {"candidate", "interviewer"}


def test_pieces_that_differ_in_both_directions_are_no_other_voice():
    """Their median lies outside an even melody; a voice of its own differs in one direction."""
    tracks = _tracks()
    times_s, hertz = tracks["pitch_hz"].times_s, np.full(len(tracks["pitch_hz"]), 110.0)
    hertz[(times_s >= OTHER.start_s) & (times_s < 13.75)] *= 2 ** (8 / 12)
    hertz[(times_s >= 13.75) & (times_s < OTHER.end_s)] *= 2 ** (-2 / 12)
    pitch = Series(times_s, hertz, unit="Hz", hold_s=1 / 30)
    assert detect_turns(tracks.with_series(pitch_hz=pitch)) == ()


@pytest.mark.parametrize(("text", "speakers"), [("Why did you leave?", 2), ("and so we left.", 0)])
def test_detect_turns_same_voice_needs_a_question(text, speakers):
    words = [Word(w, Span(12.5 + i / 2, 12.9 + i / 2), 0.9) for i, w in enumerate(text.split())]
    assert len(_speakers(replace(_tracks(), transcript=Transcript(tuple(words), "en")))) == speakers


def test_detect_turns_without_pitch_believes_the_lips():
    tracks = _tracks()
    lips = replace(tracks, series={"mouth_open": tracks["mouth_open"]})
    assert _speakers(lips) == {"candidate", "interviewer"}


def test_detect_turns_countdown_is_the_candidates():
    mark = Mark(Span(8.0, 48.0), question_span=Span(0.0, 8.0), countdown_s=4.0)
    turns = detect_turns(_tracks(), marks=[mark])
    assert [turn.speaker for turn in turns] == ["interviewer", "candidate"]
    assert turns[1].span.start_s == 4.0


def test_detect_turns_countdown_without_spoken_question_has_no_interviewer():
    mark = Mark(Span(4.0, 48.0), question_span=Span(0.0, 4.0), countdown_s=4.0)
    assert detect_turns(_tracks(), marks=[mark]) == ()


def test_detect_turns_marked_question_remains_without_second_voice():
    mark = Mark(Span(8.0, 48.0), question_span=Span(0.0, 8.0))
    turns = detect_turns(_tracks(), marks=[mark])
    assert [turn.speaker for turn in turns] == ["interviewer", "candidate"]
