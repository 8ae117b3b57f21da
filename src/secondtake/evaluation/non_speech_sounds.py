"""Synthesised sounds without speech: any word recognised in them is a hallucination."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
Wave = NDArray[np.float64]

RATE_HZ = 16_000
LENGTH_S = 30.0
LOUDEST = 0.5
BEAT_S = 0.5
SCALE_ST = (0, 2, 4, 5, 7, 9, 11)
CHORD_ST = (0, 4, 7)
VIBRATO_HZ, VIBRATO_ST = 5.5, 0.5
# First three formants of sung vowels, in hertz (Peterson & Barney 1952, men, rounded).
VOWELS_HZ = ((730, 1090, 2440), (270, 2290, 3010), (300, 870, 2240), (530, 1840, 2480))


def silence() -> Samples:
    """Return digital silence."""
    return np.zeros(round(LENGTH_S * RATE_HZ), np.float32)


def room_tone() -> Samples:
    """Synthesise soft brown noise and mains hum."""
    rng = np.random.default_rng(1)
    rumble = _filtered(rng.standard_normal(silence().size), 30, 300)
    return _at_level(rumble / rumble.std() + 0.5 * np.sin(2 * np.pi * 50 * _times()), 0.005)


def music() -> Samples:
    """Synthesise chords, a drum, and a melody with vibrato."""
    rng, sounds = np.random.default_rng(2), np.zeros(silence().size)
    for i, start_s in enumerate(np.arange(0, LENGTH_S - BEAT_S, BEAT_S)):
        note = _times(BEAT_S)
        root_hz = 110 * 2 ** (SCALE_ST[(i // 4 * 3) % 7] / 12)
        sound = sum(_tone(np.full(note.size, root_hz * 2 ** (st / 12)), 6) for st in CHORD_ST)
        tune_hz = 440 * 2 ** ((rng.choice(SCALE_ST) + _vibrato(note)) / 12)
        sound = sound * np.exp(-3 * note) + 1.5 * _tone(tune_hz, 4) * np.minimum(1, 20 * note)
        sound += (3 if i % 2 else 1.5) * np.exp(-30 * note) * rng.standard_normal(note.size)
        _add(sounds, sound, start_s)
    return _at_level(sounds, LOUDEST)


def singing() -> Samples:
    """Synthesise a voice that sings vowels on a melody, without consonants."""
    rng, sounds = np.random.default_rng(3), np.zeros(silence().size)
    for i, start_s in enumerate(np.arange(0.5, LENGTH_S - 2, 2.0)):
        note = _times(1.6)
        pitch_hz = 150 * 2 ** ((rng.choice(SCALE_ST) + _vibrato(note)) / 12)
        glottis = _tone(pitch_hz, 25)
        sung = sum(
            _filtered(glottis, 0.93 * hz, 1.07 * hz) / (k + 1) for k, hz in enumerate(VOWELS_HZ[i % 4])
        )
        _add(sounds, sung * np.minimum(1, 8 * note) * np.minimum(1, 6 * (1.6 - note)), start_s)
    return _at_level(sounds, LOUDEST)


def coughs() -> Samples:
    """Synthesise two coughs every six seconds: bursts of breath with some voice."""
    rng, sounds = np.random.default_rng(4), np.zeros(silence().size)
    for start_s in np.arange(2, LENGTH_S - 2, 6.0):
        for k in range(2):
            burst = _times(0.35)
            breath = _filtered(rng.standard_normal(burst.size), 300, 3500)
            voice = 0.4 * np.sign(np.sin(2 * np.pi * 110 * burst))
            _add(
                sounds, (breath + voice) * np.exp(-9 * burst) * np.minimum(1, 200 * burst), start_s + 0.45 * k
            )
    return _in_a_room(sounds)


def applause() -> Samples:
    """Synthesise forty people clapping."""
    rng, sounds = np.random.default_rng(5), np.zeros(silence().size)
    clap = _times(0.03)
    for _ in range(40):
        colour_hz, start_s = rng.uniform(800, 2500), rng.uniform(0, 0.4)
        sound = _filtered(rng.standard_normal(clap.size), 0.7 * colour_hz, 1.4 * colour_hz)
        while start_s < LENGTH_S - 0.1:
            _add(sounds, rng.uniform(0.5, 1) * sound * np.exp(-150 * clap), start_s)
            start_s += rng.normal(0.25, 0.02)
    return _at_level(sounds, LOUDEST)


def keyboard() -> Samples:
    """Synthesise typing, about seven keys per second."""
    rng, sounds = np.random.default_rng(6), np.zeros(silence().size)
    start_s = 1.0
    while start_s < LENGTH_S - 1:
        key = _times(0.06)
        click = _filtered(rng.standard_normal(key.size), 1500, 6000) * np.exp(-120 * key)
        thud = 0.6 * np.sin(2 * np.pi * rng.uniform(120, 220) * key) * np.exp(-60 * key)
        _add(sounds, rng.uniform(0.4, 1) * (click + thud), start_s)
        start_s += rng.exponential(0.1) + 0.05
    return _in_a_room(sounds)


WORDLESS: Mapping[str, Callable[[], Samples]] = MappingProxyType(
    {
        "silence": silence,
        "room tone": room_tone,
        "music": music,
        "singing without words": singing,
        "coughs": coughs,
        "applause": applause,
        "a keyboard": keyboard,
    }
)


def _times(length_s: float = LENGTH_S) -> Wave:
    return np.arange(round(length_s * RATE_HZ)) / RATE_HZ


def _vibrato(times_s: Wave) -> Wave:
    return VIBRATO_ST * np.sin(2 * np.pi * VIBRATO_HZ * times_s)


def _tone(pitch_hz: Wave, harmonics: int) -> Wave:
    phase = 2 * np.pi * np.cumsum(pitch_hz) / RATE_HZ
    tone: Wave = sum((np.sin(k * phase) / k for k in range(1, harmonics + 1)), np.zeros(pitch_hz.size))
    return tone


def _filtered(sound: Wave, low_hz: float, high_hz: float) -> Wave:
    from scipy.signal import butter, sosfilt

    filtered: Wave = sosfilt(butter(2, [low_hz, high_hz], "band", fs=RATE_HZ, output="sos"), sound)
    return filtered


def _add(to: Wave, sound: Wave, start_s: float) -> None:
    first = round(start_s * RATE_HZ)
    to[first : first + sound.size] += sound[: to.size - first]


def _at_level(sound: Wave, loudest: float) -> Samples:
    levelled: Samples = (sound * loudest / np.abs(sound).max()).astype(np.float32)
    return levelled


def _in_a_room(sound: Wave) -> Samples:
    return _at_level(sound, LOUDEST) + room_tone()
