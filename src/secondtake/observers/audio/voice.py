"""Voice tracks: level, loudness, pitch, voicing, syllables; and the quality of the sound."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from secondtake.core.progress import Progress
from secondtake.core.recording import Recording
from secondtake.core.series import Floats, Series
from secondtake.observers.audio.articulation import SpectralFluxEstimator, syllable_nuclei
from secondtake.observers.audio.audio_quality import (
    ClippingEstimator,
    audio_facts,
    local_noise_db,
    soft_gain,
)
from secondtake.observers.audio.loudness import STEP_S, VOWEL_BAND_HZ, LevelEstimator, LoudnessEstimator
from secondtake.observers.audio.pitch import FRAME_S, PitchEstimator, correct_octave_errors
from secondtake.observers.audio.voice_breaks import voice_breaks
from secondtake.observers.track_files import write_series

if TYPE_CHECKING:
    from secondtake.config import Settings
    from secondtake.media.audio import Samples

NAME, VERSION = "voice", 4
VOICE, LOUDNESS = "voice.parquet", "loudness.parquet"
BLOCK_S = 15.0


log = logging.getLogger(__name__)


@dataclass(frozen=True)
class VoiceTracks:
    """Series of one clock (`frames`), loudness on its own clock, and facts."""

    frames: dict[str, Series]
    loudness: dict[str, Series]
    facts: dict[str, float]


def observe_voice(
    path: Path,
    recording: Recording,
    settings: Settings,
    folder: Path,
    on_progress: Progress | None = None,
) -> Path:
    """Write the voice tracks of a recording to `folder` and return it; nothing is written without sound.

    Raises:
        MediaError: if the sound cannot be read.
    """
    from secondtake.media.audio import blocks

    folder.mkdir(parents=True, exist_ok=True)
    if recording.audio is None:
        return folder
    track = recording.audio.mixed_tracks

    def chunks() -> Iterable[Samples]:
        for block in blocks(path, block_s=BLOCK_S, track=track):
            yield block.samples
            if on_progress is not None:
                done_s = min(block.start_s + BLOCK_S, recording.duration_s)
                on_progress(NAME, done_s, recording.duration_s)

    tracks = compute_voice_tracks(chunks())
    gain = soft_gain(tracks.frames["level_db"].values) if tracks.frames else 1.0
    if gain > 1.0:
        log.info("%s: very soft, pitch is sought with a gain of %.0f", recording.name, gain)
        tracks = compute_voice_tracks(chunks(), gain=gain)
    write_series(folder / LOUDNESS, tracks.loudness)
    write_series(folder / VOICE, tracks.frames, tracks.facts)
    log.info("voice of %s: %s", recording.name, tracks.facts)
    return folder


def compute_voice_tracks(chunks: Iterable[Samples], *, gain: float = 1.0) -> VoiceTracks:
    """Compute the voice tracks of contiguous 16 kHz mono samples, in chunks of any length.

    Args:
        chunks: of samples.
        gain: of the sound in which pitch is sought; levels stay as recorded.
    """
    pitch, level, vowels = PitchEstimator(), LevelEstimator(), LevelEstimator(VOWEL_BAND_HZ)
    loudness, change, clipping = LoudnessEstimator(), SpectralFluxEstimator(), ClippingEstimator()
    estimators = (level, vowels, loudness, change, clipping)
    total = 0
    for samples in chunks:
        total += samples.size
        pitch.feed(samples * np.float32(gain))
        for estimator in estimators:
            estimator.feed(samples)
    if not total:
        return VoiceTracks({}, {}, {})
    pitch_hz, voicing = pitch.finish()
    level_db, vowel_db, changes = level.finish(), vowels.finish(), change.finish()
    n = min(x.size for x in (pitch_hz, level_db, changes))
    pitch_hz, voicing, level_db, vowel_db, changes = (
        x[:n] for x in (pitch_hz, voicing, level_db, vowel_db, changes)
    )
    frames = {
        "level_db": _series(level_db, "dBFS"),
        "pitch_hz": _series(pitch_hz, "Hz"),
        "pitch_st": _series(correct_octave_errors(pitch_hz), "st"),
        "voicing": _series(voicing, "share"),
        "syllable": _series(syllable_nuclei(vowel_db, voicing, local_noise_db(vowel_db)), "nuclei"),
        "spectral_change": _series(changes, "per s"),
        "voice_break": _series(voice_breaks(vowel_db, voicing), "breaks"),
    }
    momentary, short_term = loudness.finish()
    loud = {"loudness_lufs": _loudness(momentary), "loudness_short_lufs": _loudness(short_term)}
    facts = audio_facts(level_db, voicing) | {"clipped_share": clipping.finish()}
    return VoiceTracks(frames, loud, facts)


def _loudness(lufs: Floats) -> Series:
    return Series(np.arange(lufs.size) * STEP_S, lufs, unit="LUFS", hold_s=STEP_S)


def _series(values: Floats, unit: str) -> Series:
    return Series(np.arange(values.size) * FRAME_S, values, unit=unit, hold_s=FRAME_S)
