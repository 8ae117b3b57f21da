from __future__ import annotations

from secondtake.core.coverage import not_understood, not_understood_warning
from secondtake.core.event import Transcript, Word
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks


def _tracks(*words: tuple[float, float], speech: tuple[tuple[float, float], ...]) -> Tracks:
    transcript = Transcript(tuple(Word("so", Span(a, b), 0.9) for a, b in words), "en")
    return Tracks(60.0, transcript=transcript, speech=tuple(Span(a, b) for a, b in speech))


def test_not_understood_voice_without_words_is_a_gap():
    tracks = _tracks((1, 2), (12, 13), speech=((1, 2), (4, 6), (6.2, 8), (12, 13)))
    assert not_understood(tracks) == (Span(4, 8),)


def test_not_understood_breath_beside_a_word_is_no_gap():
    assert not_understood(_tracks((1, 2), speech=((0.5, 3.0),))) == ()


def test_not_understood_recording_without_words_has_no_gaps():
    assert not_understood(_tracks(speech=((0, 30),))) == ()


def test_not_understood_warning_names_three_gaps_and_counts_more():
    tracks = _tracks((0, 1), speech=((0, 1), (5, 8), (15, 18), (25, 28), (35, 38)))
    assert not_understood_warning(tracks) == (
        "Some of the speech was not understood and is missing from the transcript: "
        "0:05 to 0:08, 0:15 to 0:18, 0:25 to 0:28 and 1 more.",
    )
    assert not_understood_warning(_tracks((0, 1), speech=((0, 1),))) == ()
