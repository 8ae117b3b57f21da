"""How well energy is found in the labelled speech, changed by `manipulate.py` (docs/validation.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from secondtake.core.event import Transcript
from secondtake.core.time import Span, gaps, total_s
from secondtake.core.tracks import Tracks
from secondtake.detectors import pitch, vocal_energy
from secondtake.observers.pitch import FRAME_S, HIGHEST_HZ, HOP, LOWEST_HZ, RATE_HZ
from secondtake.observers.speech_activity import SpeechActivity, speech_spans
from secondtake.observers.voice import hear_voice
from secondtake.pipeline import manipulate
from secondtake.pipeline.manipulate import Samples
from secondtake.pipeline.validate import validation_folder

RECORDINGS = (
    "natural_neg_libri",
    "tts_af_heart",
    "tts_am_michael",
    "tts_dialog_two_speakers",
    "natural_acoustic_corpus",
    "natural_cold_corpus",
)
INTERVIEWER = {"tts_dialog_two_speakers": (Span(0, 4.7), Span(25.7, 28.7), Span(34.3, 37.2))}
"""Cut out, as the product leaves the interviewer out (`Tracks.turns`)."""

CHANGED_S, PLACES, EDGE_S = 13.0, 3, 2.0
LONG_S = 35.0  # a stretch of 13 s leaves twice as much to compare it with
OVERLAP = 0.7  # the issue's
PYIN_SURE = 0.5  # probability of voice from which the second tracker is asked
CHANGES: dict[str, tuple[Callable[[Samples, Span], tuple[Samples, Span]], tuple[str, ...]]] = {
    "9 dB quieter": (manipulate.quiet, ("low_voice_energy",)),
    "pitch a quarter": (manipulate.flat, ("monotone",)),
    "a fifth slower": (manipulate.slow, ("low_voice_energy",)),
}


@dataclass(frozen=True, slots=True)
class Case:
    """One changed stretch and what was found of it: shared seconds by true seconds, and by either's."""

    recording: str
    change: str
    long: bool
    covered: float
    either: float


def speech_folder() -> Path:
    """Where the validation speech lies; it need not exist."""
    return validation_folder() / "speech"


def load(name: str) -> Samples:
    """One of the recordings, 16 kHz mono."""
    from secondtake.media.audio import load as load_sound

    samples = load_sound(speech_folder() / f"{name}.flac", rate_hz=RATE_HZ).samples
    kept = gaps(INTERVIEWER.get(name, ()), Span(0.0, samples.size / RATE_HZ))
    return np.concatenate([samples[round(s.start_s * RATE_HZ) : round(s.end_s * RATE_HZ)] for s in kept])


def heard(samples: Samples, transcript: Transcript | None = None) -> Tracks:
    """The voice tracks and speaking time of a sound."""
    voice = hear_voice([samples])
    activity = SpeechActivity()
    speech = speech_spans(np.concatenate([activity.feed(samples), activity.close()]))
    series = {**voice.frames, **voice.loudness}
    return Tracks(samples.size / RATE_HZ, series, transcript, speech, facts=voice.facts)


def events(tracks: Tracks, kinds: Sequence[str]) -> list[Span]:
    """What the detectors of the voice find, of the given kinds."""
    found = [
        *vocal_energy.detect(tracks, vocal_energy.Params()).events,
        *pitch.detect(tracks, pitch.Params()).events,
    ]
    return [e.span for e in found if e.kind in kinds]


def cases(change: str) -> Iterator[Case]:
    """Every recording with one stretch changed, in several places one after the other."""
    manipulated, kinds = CHANGES[change]
    for name in RECORDINGS:
        samples = load(name)
        length_s = samples.size / RATE_HZ
        for start_s in np.linspace(EDGE_S, length_s - CHANGED_S - EDGE_S, PLACES):
            changed, true = manipulated(samples, Span(float(start_s), float(start_s) + CHANGED_S))
            found = events(heard(changed), kinds)
            yield _case(name, change, length_s >= LONG_S, found, true)


def _case(name: str, change: str, long: bool, found: list[Span], true: Span) -> Case:
    """The event that fits the true stretch best."""
    shared = max((e.overlap_s(true) for e in found), default=0.0)
    either = max((e.overlap_s(true) / total_s([e, true]) for e in found), default=0.0)
    return Case(name, change, long, shared / true.duration_s, either)


@dataclass(frozen=True, slots=True)
class PitchError:
    """Pitch against the true one: median error in semitones, share of errors beyond one, of frames found."""

    median_st: float
    gross: float
    found: float

    def __str__(self) -> str:
        return f"median {self.median_st:.3f} st, gross {self.gross:.1%} | of voiced frames {self.found:.0%}"


def pitch_error(samples: Samples, hertz: NDArray[np.float64], step_s: float) -> PitchError:
    """The track `pitch_st` against a known pitch (0 = unvoiced) every `step_s`."""
    track = hear_voice([samples]).frames["pitch_st"]
    at = np.clip(np.round(track.times_s / step_s).astype(int), 0, hertz.size - 1)
    true = np.where(hertz[at] > 0, 12 * np.log2(np.maximum(hertz[at], 1.0) / 100), np.nan)
    both = np.isfinite(true) & np.isfinite(track.values)
    error = np.abs(track.values - true)[both]
    return PitchError(
        float(np.median(error)), float(np.mean(error > 1.0)), float(both.sum() / np.isfinite(true).sum())
    )


def known_pitch(snr_db: float) -> PitchError:
    """The tracker on resynthesised natural speech, whose pitch is known, in noise."""
    made, hertz = manipulate.resynthesised(load("natural_neg_libri"))
    return pitch_error(manipulate.with_noise(made, snr_db), hertz, manipulate.WORLD_STEP_S)


def other_trackers(name: str = "natural_neg_libri") -> PitchError:
    """The track on natural speech against pYIN, where that and WORLD's DIO agree within a semitone.

    Nobody knows the pitch of natural speech; each of the two errs in about 5 % of frames, and elsewhere.
    """
    import librosa
    import pyworld

    samples = load(name)
    hertz, _, sure = librosa.pyin(
        samples, sr=RATE_HZ, fmin=LOWEST_HZ, fmax=HIGHEST_HZ, frame_length=1024, hop_length=HOP
    )
    wide = samples.astype(np.float64)
    rough, times_s = pyworld.dio(
        wide, RATE_HZ, f0_floor=LOWEST_HZ, f0_ceil=HIGHEST_HZ, frame_period=1000 * FRAME_S
    )
    other = pyworld.stonemask(wide, rough, times_s, RATE_HZ)
    frames = min(len(hertz), len(other))
    first, second = np.nan_to_num(hertz[:frames]), other[:frames]
    apart_st = 12 * np.abs(np.log2(np.maximum(first, 1.0) / np.maximum(second, 1.0)))
    agreed = (sure[:frames] > PYIN_SURE) & (apart_st < 1.0)
    return pitch_error(samples, np.where(agreed, first, 0.0), FRAME_S)


def untouched() -> tuple[int, float]:
    """Events in the recordings as they are, and their minutes."""
    found, length_s = 0, 0.0
    for name in RECORDINGS:
        samples = load(name)
        found += len(events(heard(samples), ("low_voice_energy", "monotone")))
        length_s += samples.size / RATE_HZ
    return found, length_s / 60


def behind_gain(name: str) -> tuple[float, bool]:
    """How sure automatic gain is told behind a compressor, and whether a flat stretch is found there."""
    samples = load(name)
    true = Span(EDGE_S + 10, EDGE_S + 10 + CHANGED_S)
    tracks = heard(manipulate.compressed(manipulate.flat(samples, true)[0]))
    found = events(tracks, ("monotone",))
    return tracks.facts["agc"], any(e.overlap_s(true) >= OVERLAP * CHANGED_S for e in found)
