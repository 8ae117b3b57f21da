"""Speech with a known change, to validate energy. Needs the `dev` extra (pyworld).

Only one stretch of natural speech is made quieter, flatter or slower, so the truth is known without labels.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from secondtake.core.spans import Span

Samples = NDArray[np.float32]

RATE_HZ = 16_000
QUIET_DB, FLAT_SHARE = -9.0, 0.25  # clearly heard, yet no whisper and no robot (our choice)
SLOWER = 1.25  # slowed by a fifth: four fifths of the tempo
FADE_S = 0.02
PAUSE_S, ROOM_SNR_DB = 4.0, 30.0  # a pause for thought, in a quiet room (our choice)
GRAIN_S, SEARCH_S = 0.03, 0.01  # a few periods of a voice; one period either way (our choice)
WORLD_STEP_S = 0.005
HOP_S = 0.016  # of swift-f0
VOICED = 0.5
ATTACK_S, RELEASE_S = 0.01, 0.2  # of the compressor: usual for speech (our choice)


def quiet(samples: Samples, span: Span) -> tuple[Samples, Span]:
    """Make the stretch 9 dB quieter, with short fades."""
    gain = np.ones(samples.size)
    start, stop = _range(span)
    gain[start:stop] = 10 ** (QUIET_DB / 20)
    fade = round(FADE_S * RATE_HZ)
    smooth = np.convolve(gain, np.ones(fade) / fade, "same")
    smooth[:fade], smooth[-fade:] = gain[:fade], gain[-fade:]
    return (samples * smooth).astype(np.float32), span


def flat(samples: Samples, span: Span) -> tuple[Samples, Span]:
    """Reduce the stretch's pitch movement to a quarter (in semitones), by resynthesis."""
    start, stop = _range(span)
    part = resynthesised(samples[start:stop], movement=FLAT_SHARE)[0]
    return np.concatenate([samples[:start], part, samples[stop:]]), span


def slow(samples: Samples, span: Span) -> tuple[Samples, Span]:
    """Slow the stretch to four fifths of its tempo, without changing its grains of sound."""
    start, stop = _range(span)
    part = stretched(samples[start:stop])
    changed = np.concatenate([samples[:start], part, samples[stop:]]).astype(np.float32)
    return changed, Span(span.start_s, span.start_s + part.size / RATE_HZ)


def stretched(samples: Samples, *, by: float = SLOWER) -> Samples:
    """Stretch speech in time by overlapping its grains where they fit best.

    WSOLA (Verhelst & Roelands 1993, doi:10.1109/ICASSP.1993.319366). Not a phase vocoder: it smears the
    spectrum over time, and a detector could respond to the smearing instead of the tempo.
    """
    hop, reach = round(GRAIN_S * RATE_HZ / 2), round(SEARCH_S * RATE_HZ)
    window = np.hanning(2 * hop + 1)[:-1]
    padded = np.pad(samples.astype(np.float64), 4 * hop + reach)
    longer = np.zeros(round(samples.size * by) + 2 * hop)
    grain = 4 * hop + reach
    for at in range(0, longer.size - 2 * hop + 1, hop):
        following = padded[grain + hop : grain + 3 * hop]
        nearest = 4 * hop + reach + round(at / by)
        if at:
            around = padded[nearest - reach : nearest + reach + 2 * hop]
            power = np.convolve(around**2, np.ones(2 * hop), "valid")
            likeness = np.correlate(around, following, "valid") / np.sqrt(power + 1e-9)
            nearest += int(np.argmax(likeness)) - reach
        grain = nearest
        longer[at : at + 2 * hop] += window * padded[grain : grain + 2 * hop]
    return longer[: round(samples.size * by)].astype(np.float32)


def resynthesised(
    samples: Samples, *, movement: float = 1.0, shift_st: float = 0.0
) -> tuple[Samples, NDArray[np.float64]]:
    """Change pitch by WORLD (Morise et al. 2016); return the speech and its pitch every 5 ms, 0 unvoiced."""
    import pyworld
    from swift_f0 import SwiftF0

    pitch = SwiftF0(threads=1, spin=False).detect(samples, RATE_HZ, 50, 600)
    times_s = np.arange(0, samples.size / RATE_HZ + WORLD_STEP_S, WORLD_STEP_S)
    at = np.clip(np.round(times_s / HOP_S).astype(int), 0, len(pitch.pitch_hz) - 1)
    hertz = np.where(pitch.confidence[at] >= VOICED, pitch.pitch_hz[at], 0.0)
    wide = samples.astype(np.float64)
    envelope = pyworld.cheaptrick(wide, hertz, times_s, RATE_HZ)
    breath = pyworld.d4c(wide, hertz, times_s, RATE_HZ)
    voiced = hertz > 0
    if voiced.any():
        middle = np.exp(np.mean(np.log(hertz[voiced])))
        moved = middle * (hertz[voiced] / middle) ** movement * 2 ** (shift_st / 12)
        hertz = hertz.copy()
        hertz[voiced] = moved
    speech = pyworld.synthesize(hertz, envelope, breath, RATE_HZ, frame_period=1000 * WORLD_STEP_S)
    return speech[: samples.size].astype(np.float32), hertz


def compressed(
    samples: Samples, *, ratio: float = 6.0, attack_s: float = ATTACK_S, release_s: float = RELEASE_S
) -> Samples:
    """Compress speech: above 18 dB below the mean level, a sixth of every decibel is left.

    With time constants of seconds it acts as the automatic gain of a call.
    """
    step = RATE_HZ // 1000
    power = np.mean(samples[: samples.size // step * step].reshape(-1, step).astype(np.float64) ** 2, axis=1)
    attack, release = np.exp(-0.001 / attack_s), np.exp(-0.001 / release_s)
    envelope, level = np.empty(power.size), 0.0
    for i, value in enumerate(power):
        keep = attack if value > level else release
        level = keep * level + (1 - keep) * value
        envelope[i] = level
    level_db = 10 * np.log10(envelope + 1e-12)
    threshold_db = 10 * np.log10(power.mean() + 1e-12) - 18.0
    gain_db = np.minimum(threshold_db - level_db, 0.0) * (1 - 1 / ratio) + 12.0
    louder = samples[: power.size * step] * np.repeat(10 ** (gain_db / 20), step)
    clipped: Samples = np.clip(louder, -1, 1).astype(np.float32)
    return clipped


def with_pauses(samples: Samples, span: Span) -> tuple[Samples, Span]:
    """Add room noise, and a pause before the speech and at the start and end of `span`."""
    room, pause = with_noise(samples, ROOM_SNR_DB), _room(samples)
    start, stop = _range(span)
    paused = np.concatenate([pause, room[:start], pause, room[start:stop], pause, room[stop:], pause])
    return paused, span.shifted(2 * PAUSE_S)


def _room(samples: Samples) -> Samples:
    """Return a pause with the same noise level as `with_noise(samples, ROOM_SNR_DB)`."""
    power = float(np.mean(samples.astype(np.float64) ** 2)) / 10 ** (ROOM_SNR_DB / 10)
    noise = np.random.default_rng(1).normal(0.0, np.sqrt(power), round(PAUSE_S * RATE_HZ))
    return noise.astype(np.float32)


def with_noise(samples: Samples, snr_db: float, *, seed: int = 0) -> Samples:
    """Add white noise at a ratio to the samples' mean power."""
    power = float(np.mean(samples.astype(np.float64) ** 2)) / 10 ** (snr_db / 10)
    noise = np.random.default_rng(seed).normal(0.0, np.sqrt(power), samples.size)
    return (samples + noise).astype(np.float32)


def _range(span: Span) -> tuple[int, int]:
    return round(span.start_s * RATE_HZ), round(span.end_s * RATE_HZ)
