from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest

from made_sound import Voiced
from secondtake.core.spans import Span
from secondtake.observers.audio import speech_windows
from secondtake.observers.audio.speech_activity import FRAME, FRAME_S, RATE_HZ
from secondtake.observers.audio.speech_windows import (
    MARGIN_S,
    WINDOW_S,
    SpeechWindow,
    SpeechWindows,
    normalise_level,
)


def sound(duration_s: float, *speech: tuple[float, float]) -> np.ndarray:
    samples = np.zeros(int(duration_s * RATE_HZ), np.float32)
    for start_s, end_s in speech:
        samples[int(start_s * RATE_HZ) : int(end_s * RATE_HZ)] = 0.1
    return samples


def cut(samples: np.ndarray, monkeypatch: pytest.MonkeyPatch, block_s: float = 30.0) -> list[SpeechWindow]:
    monkeypatch.setattr(speech_windows, "SpeechActivity", Voiced)
    size = int(block_s * RATE_HZ)
    return list(SpeechWindows(samples[i : i + size] for i in range(0, len(samples), size)))


def spans(windows: list[SpeechWindow]) -> list[Span]:
    return [Span(w.start_s, w.end_s) for w in windows]


def test_windows_of_silence_are_empty(monkeypatch):
    assert cut(sound(90), monkeypatch) == []


def test_windows_ignore_a_click(monkeypatch):
    assert cut(sound(60, (10, 10.06)), monkeypatch) == []
    assert len(cut(sound(60, (10, 10.2)), monkeypatch)) == 1


def test_window_has_a_margin_around_speech(monkeypatch):
    (window,) = cut(sound(60, (10, 20)), monkeypatch)
    assert window.start_s == pytest.approx(10 - MARGIN_S, abs=2 * FRAME_S)
    assert window.end_s == pytest.approx(20 + MARGIN_S, abs=2 * FRAME_S)
    assert len(window.probabilities) == pytest.approx(len(window.samples) / FRAME, abs=1)


def test_windows_of_long_speech_are_cut_at_silence(monkeypatch):
    windows = cut(sound(80, (1, 16), (17, 24), (25, 40), (41, 70)), monkeypatch)
    assert all(w.end_s - w.start_s <= WINDOW_S for w in windows)
    first, second = windows[0], windows[1]
    assert 24 <= first.end_s <= 25
    assert 24 <= second.start_s <= 25
    covered = sum(s.duration_s for s in spans(windows))
    assert covered >= 66  # all the speech there is


def test_windows_of_speech_without_silence_are_cut(monkeypatch):
    windows = cut(sound(100, (0, 100)), monkeypatch)
    assert all(w.end_s - w.start_s <= WINDOW_S + FRAME_S for w in windows)
    assert windows[0].start_s == 0
    assert windows[-1].end_s == pytest.approx(100, abs=0.05)
    assert len(windows) > 3
    for before, after in pairwise(windows):
        assert after.start_s == pytest.approx(before.end_s, abs=1e-6)


def test_windows_do_not_depend_on_block_length(monkeypatch):
    samples = sound(70, (1, 16), (17, 24), (25, 40), (41, 66))
    expected = spans(cut(samples, monkeypatch))
    for block_s in (1.0, 7.3, 70.0):
        assert spans(cut(samples, monkeypatch, block_s)) == expected


def test_windows_of_an_hour_hold_little_in_memory(monkeypatch):
    monkeypatch.setattr(speech_windows, "SpeechActivity", Voiced)
    block = sound(30, (2, 12), (14, 29))
    longest = 0

    def blocks() -> Iterator[np.ndarray]:
        for _ in range(120):
            yield block

    for window in SpeechWindows(blocks()):
        longest = max(longest, len(window.samples))
    assert longest <= WINDOW_S * RATE_HZ


@pytest.mark.parametrize("gain_db", [-24, -12, 0, 12])
def test_normalise_level_scales_to_one_level(gain_db):
    rng = np.random.default_rng(0)
    speech = (rng.normal(0, 0.05, 20 * RATE_HZ) * 10 ** (gain_db / 20)).astype(np.float32)
    (out,) = normalise_level([speech])
    assert 10 * np.log10(np.mean(out**2)) == pytest.approx(-20.2, abs=0.3)


def test_normalise_level_keeps_the_gain_of_the_loudest():
    loud, soft = np.full(RATE_HZ, 0.1, np.float32), np.full(RATE_HZ, 0.01, np.float32)
    out = list(normalise_level([loud, soft]))
    assert out[1].max() / out[0].max() == pytest.approx(0.1)


def test_normalise_level_keeps_digital_silence():
    assert not next(iter(normalise_level([np.zeros(RATE_HZ, np.float32)]))).any()


def test_window_crop_keeps_its_time():
    window = SpeechWindow(5.0, np.arange(20 * FRAME, dtype=np.float32), np.arange(20, dtype=np.float32))
    part = window.crop(Span(5.0 + 3.5 * FRAME_S, 5.0 + 6.5 * FRAME_S))
    assert part.start_s == pytest.approx(5.0 + 3 * FRAME_S)
    assert part.probabilities.tolist() == [3, 4, 5, 6]
    assert part.samples[0] == 3 * FRAME
