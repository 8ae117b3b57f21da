from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from secondtake.core.event import Word
from secondtake.core.spans import Span
from secondtake.observers.audio.speech_activity import FRAME, FRAME_S, RATE_HZ
from secondtake.observers.audio.speech_windows import SpeechWindow
from secondtake.observers.speech.word_times import align_words


def window(*sounding: tuple[float, float], start_s: float = 0.0, duration_s: float = 8.0) -> SpeechWindow:
    """Noise at -20 dBFS with voice in the given spans, at -60 dBFS else."""
    rng = np.random.default_rng(4)
    samples = rng.normal(0, 1e-3, int(duration_s * RATE_HZ)).astype(np.float32)
    voiced = np.zeros(-(-len(samples) // FRAME), np.float32)
    for a, b in sounding:
        samples[int(a * RATE_HZ) : int(b * RATE_HZ)] *= 100
        voiced[int(a / FRAME_S) : int(b / FRAME_S) + 1] = 0.9
    return SpeechWindow(start_s, samples, voiced)


def word(text: str, start_s: float, end_s: float, probability: float = 0.9) -> Word:
    return Word(text, Span(start_s, end_s), probability)


def times(words: tuple[Word, ...]) -> list[tuple[float, float]]:
    return [(w.span.start_s, w.span.end_s) for w in words]


def test_align_words_removes_silence_at_both_ends():
    aligned = align_words([word("so", 0.0, 2.0)], window((1.0, 1.6)))
    assert times(aligned) == [(pytest.approx(1.0, abs=0.05), pytest.approx(1.6, abs=0.05))]


def test_align_words_extends_a_long_um():
    aligned = align_words([word("um", 1.0, 1.2), word("and", 2.6, 3.0)], window((1.0, 2.0), (2.6, 3.0)))
    assert times(aligned)[0] == (pytest.approx(1.0, abs=0.05), pytest.approx(2.0, abs=0.05))


def test_align_words_does_not_extend_over_the_next_word():
    aligned = align_words([word("um", 1.0, 1.2), word("and", 1.5, 2.0)], window((1.0, 2.0)))
    assert times(aligned)[0][1] == pytest.approx(1.5, abs=0.02)


def test_word_over_a_pause_takes_its_longest_sound():
    aligned = align_words([word("was", 1.0, 4.1), word("I", 4.1, 4.6)], window((1.0, 1.4), (4.0, 4.6)))
    assert times(aligned)[0] == (pytest.approx(1.0, abs=0.05), pytest.approx(1.4, abs=0.05))


def test_pause_is_before_the_word_that_spans_it():
    sound = window((1.0, 1.6), (2.2, 3.0))
    aligned = align_words([word("down", 1.0, 1.45), word("on", 1.45, 2.3), word("Monday", 2.3, 3.0)], sound)
    assert times(aligned)[0] == (pytest.approx(1.0, abs=0.05), pytest.approx(1.6, abs=0.05))
    assert times(aligned)[1] == (pytest.approx(2.2, abs=0.05), pytest.approx(2.3, abs=0.05))


def test_pause_after_a_silent_t_is_before_the_word():
    sound = window((1.0, 1.38), (1.46, 1.7), (3.2, 4.0))
    aligned = align_words([word("part", 1.0, 1.52), word("was", 1.52, 3.3), word("Monday", 3.3, 4.0)], sound)
    assert times(aligned)[1] == (pytest.approx(3.2, abs=0.05), pytest.approx(3.3, abs=0.05))


def test_pause_is_after_a_word_with_a_comma():
    sound = window((1.0, 1.6), (2.2, 3.0))
    aligned = align_words([word("the", 1.0, 1.25), word("end,", 1.25, 2.3), word("then", 2.3, 3.0)], sound)
    assert times(aligned)[1] == (pytest.approx(1.25, abs=0.05), pytest.approx(1.6, abs=0.05))


@pytest.mark.parametrize("next_to_s", [1.5, 1.6])
def test_certain_word_without_duration_gets_one(next_to_s):
    words = [word("just", 1.0, 1.5), word("you", next_to_s, next_to_s), word("know", next_to_s, 2.2)]
    aligned = align_words(words, window((1.0, 2.2)))
    assert [w.text for w in aligned] == ["just", "you", "know"]
    assert all(w.span.duration_s >= 0.08 for w in aligned)
    unsure = [word("just", 1.0, 1.5), word("you", 1.5, 1.5, 0.3), word("know", 1.5, 2.2)]
    assert [w.text for w in align_words(unsure, window((1.0, 2.2)))] == ["just", "know"]


def test_soft_word_with_a_trace_of_sound_keeps_its_time():
    trace = window((1, 1.4), (1.7, 1.71), (2, 2.4))
    assert times(align_words([word("so", 1.0, 1.4), word("this", 1.6, 1.8)], trace))[1] == (1.6, 1.8)


def test_knock_before_the_voice_is_not_part_of_the_word():
    sound = window((0.2, 0.4), (1.0, 1.5))
    sound.probabilities[: int(0.9 / FRAME_S)] = 0
    aligned = align_words([word("um", 0.2, 1.3), word("and", 2.6, 3.0)], sound)
    assert times(aligned)[0] == (pytest.approx(1.0, abs=0.05), pytest.approx(1.5, abs=0.05))


def test_word_without_duration_takes_the_next_sound():
    aligned = align_words([word("um", 1.1, 1.1), word("and", 2.5, 3.0)], window((1.2, 1.7), (2.5, 3.0)))
    assert times(aligned)[0] == (pytest.approx(1.2, abs=0.05), pytest.approx(1.7, abs=0.05))


def test_words_without_voice_or_sound_are_dropped():
    sound = window((1.0, 2.0))
    aligned = align_words(
        [word("yes", 1.0, 2.0), word("um", 2.0, 2.0), word("it", 5.0, 5.4, 0.1), word("was", 5.4, 5.4)], sound
    )
    assert [w.text for w in aligned] == ["yes"]


def test_improbable_um_needs_sound_of_its_own():
    sound = window((1.0, 2.0), (3.2, 4.0))
    words = [word("but", 1.0, 2.0), word("um", 2.1, 3.25, 0.03), word("then", 3.25, 4.0)]
    assert [w.text for w in align_words(words, sound)] == ["but", "then"]
    loud = window((1.0, 2.0), (2.4, 2.6), (3.2, 4.0))
    assert [w.text for w in align_words(words, loud)] == ["but", "um", "then"]


def test_soft_word_between_loud_ones_keeps_its_time():
    aligned = align_words(
        [word("loud", 1.0, 1.5), word("the", 1.55, 1.7), word("loud", 1.8, 2.4)], window((1, 1.5), (1.8, 2.4))
    )
    assert [w.text for w in aligned] == ["loud", "the", "loud"]
    assert times(aligned)[1] == (1.55, 1.7)


def test_times_are_ordered_on_the_recordings_clock():
    words = [word("a", 1.0, 1.4), word("b", 1.3, 1.8), word("c", 1.8, 2.4)]
    aligned = align_words(words, window((1.0, 2.4), start_s=100.0))
    starts = [a for a, _ in times(aligned)]
    assert starts == sorted(starts)
    assert all(100 < a < b < 103 for a, b in times(aligned))
    assert all(first.span.end_s <= second.span.start_s + 1e-9 for first, second in pairwise(aligned))
