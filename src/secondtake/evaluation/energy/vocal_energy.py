"""Accuracy of vocal energy on labelled speech, changed by `audio_perturbations.py` (docs/validation.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from secondtake.config import Settings
from secondtake.core.event import Transcript, Word
from secondtake.core.spans import Span, gaps
from secondtake.core.tracks import Tracks
from secondtake.detectors.voice import pitch, vocal_energy
from secondtake.evaluation import audio_perturbations
from secondtake.evaluation.audio_perturbations import Samples
from secondtake.evaluation.scoring import best_fit, validation_folder
from secondtake.evaluation.speech import observe_speech
from secondtake.observers.audio.pitch import FRAME_S, HIGHEST_HZ, HOP, LOWEST_HZ, RATE_HZ
from secondtake.observers.audio.speech_activity import speech_spans
from secondtake.observers.audio.speech_windows import SpeechWindows
from secondtake.observers.audio.voice import compute_voice_tracks
from secondtake.synthetic.sample_data import samples_folder

LOW_VOICE, MONOTONE = vocal_energy.KIND.name, pitch.KIND.name
RECORDINGS = ("natural_neg_libri", "tts_af_heart", "tts_am_michael", "tts_dialog_two_speakers")
SLOW_BY_HIMSELF = "natural_acoustic_corpus"
"""The speaker says "I'm talking pretty fast here", and later "this is me talking really slow and slightly
lower in intensity": a low stretch of natural speech that labels itself."""
SLOW_SPAN = Span(9.0, 22.0)
SAMPLE = "the sample session"
INTERVIEWER = {
    "tts_dialog_two_speakers": (Span(0, 4.7), Span(25.7, 28.7), Span(34.3, 37.2)),
    SAMPLE: (Span(1.0, 7.5), Span(35.0, 39.5), Span(74.0, 77.2)),
}
"""The interviewer's speech, cut out as in the product (`Tracks.turns`)."""
SAMPLE_STARTS_S = (1.6, 8.0, 14.3, 49.0)
"""On the clock without the interviewer; each within an answer, away from its own fast and low stretches."""

CHANGED_S, PLACES, EDGE_S = 13.0, 5, 0.5
CUT_S = 30.0  # every recording is also judged cut to this length: a stretch is then almost half of it
OVERLAP = 0.7  # our choice: a little over two thirds; edges of a fading voice have no exact time
MIN_VOICED_PROBABILITY = 0.5  # of pYIN; frames below it are not compared
CHANGES: dict[str, tuple[Callable[[Samples, Span], tuple[Samples, Span]], tuple[str, ...]]] = {
    "9 dB quieter": (audio_perturbations.quiet, (LOW_VOICE,)),
    "pitch a quarter": (audio_perturbations.flat, (MONOTONE,)),
    "a fifth slower": (audio_perturbations.slow, (LOW_VOICE,)),
}


@dataclass(frozen=True, slots=True)
class VoiceCase:
    """One changed stretch: its coverage by one event, and the intersection over union (`best_fit`)."""

    recording: str
    change: str
    long: bool
    covered: float
    either: float


def speech_folder() -> Path:
    """Return the folder of the validation speech; it may not exist."""
    return validation_folder() / "speech"


def path_of(name: str) -> Path:
    """Return the path of a recording."""
    if name == SAMPLE:
        return samples_folder() / "session" / "interview.mp4"
    return speech_folder() / f"{name}.flac"


def load(name: str) -> Samples:
    """Load a recording, 16 kHz mono, without the interviewer."""
    from secondtake.media.audio import load as load_sound

    samples = load_sound(path_of(name), rate_hz=RATE_HZ).samples
    parts = gaps(INTERVIEWER.get(name, ()), Span(0.0, samples.size / RATE_HZ))
    return np.concatenate([samples[round(s.start_s * RATE_HZ) : round(s.end_s * RATE_HZ)] for s in parts])


def voice_tracks(samples: Samples, transcript: Transcript | None = None) -> Tracks:
    """Observe voice tracks and speaking time of a sound, as in the product."""
    voice = compute_voice_tracks([samples])
    windows = SpeechWindows([samples])
    for _ in windows:  # iterating computes the voice probabilities; the windows are for the recogniser
        pass
    speech = speech_spans(windows.probabilities)
    series = {**voice.frames, **voice.loudness}
    return Tracks(samples.size / RATE_HZ, series, transcript, speech, facts=voice.facts)


def events(tracks: Tracks, kinds: Sequence[str]) -> list[Span]:
    """Return spans of the voice detectors' events of the given kinds."""
    detected = [
        *vocal_energy.detect(tracks, vocal_energy.Params()).events,
        *pitch.detect(tracks, pitch.Params()).events,
    ]
    return [e.span for e in detected if e.kind in kinds]


def cases(
    change: str,
    transcripts: Mapping[str, Transcript],
    *,
    cut: bool,
    recordings: Sequence[str] = RECORDINGS,
) -> Iterator[VoiceCase]:
    """Yield every recording, whole or cut short, with one stretch changed at several positions.

    Args:
        transcripts: words recognised in the unchanged recordings; they are moved with the change.
    """
    perturb, kinds = CHANGES[change]
    for name in recordings:
        samples = load(name)[: round(CUT_S * RATE_HZ) if cut else None]
        evenly_s = np.linspace(EDGE_S, samples.size / RATE_HZ - CHANGED_S - EDGE_S, PLACES)
        for start_s in SAMPLE_STARTS_S if name == SAMPLE else evenly_s:
            before = Span(float(start_s), float(start_s) + CHANGED_S)
            changed, true = perturb(samples, before)
            words = _moved(transcripts[name], before, true, changed.size / RATE_HZ)
            yield VoiceCase(
                name, change, not cut, *best_fit(events(voice_tracks(changed, words), kinds), true)
            )


def _moved(transcript: Transcript, before: Span, after: Span, length_s: float) -> Transcript:
    """Move the words of a recording in which `before` became `after`, and which ends at `length_s`."""
    slower = after.duration_s / before.duration_s

    def place(time_s: float) -> float:
        inside_s = np.clip(time_s - before.start_s, 0.0, before.duration_s)
        return float(time_s + inside_s * (slower - 1.0))

    moved = [replace(w, span=Span(place(w.span.start_s), place(w.span.end_s))) for w in transcript.words]
    return replace(transcript, words=tuple(w for w in moved if w.span.end_s <= length_s))


@dataclass(frozen=True, slots=True)
class PitchError:
    """Pitch error: median in semitones, share of errors beyond one semitone, share of frames with pitch."""

    median_st: float
    gross: float
    found: float

    def __str__(self) -> str:
        return f"median {self.median_st:.3f} st, gross {self.gross:.1%} | of voiced frames {self.found:.0%}"


def pitch_error(samples: Samples, hertz: NDArray[np.float64], step_s: float) -> PitchError:
    """Compare the track `pitch_st` with a known pitch (0 = unvoiced) every `step_s`."""
    track = compute_voice_tracks([samples]).frames["pitch_st"]
    at = np.clip(np.round(track.times_s / step_s).astype(int), 0, hertz.size - 1)
    true = np.where(hertz[at] > 0, 12 * np.log2(np.maximum(hertz[at], 1.0) / 100), np.nan)
    both = np.isfinite(true) & np.isfinite(track.values)
    error = np.abs(track.values - true)[both]
    return PitchError(
        float(np.median(error)), float(np.mean(error > 1.0)), float(both.sum() / np.isfinite(true).sum())
    )


def known_pitch(snr_db: float) -> PitchError:
    """Measure the tracker on resynthesised natural speech with known pitch, in noise."""
    speech, hertz = audio_perturbations.resynthesised(load("natural_neg_libri"))
    noisy = audio_perturbations.with_noise(speech, snr_db)
    return pitch_error(noisy, hertz, audio_perturbations.WORLD_STEP_S)


def other_trackers(name: str = "natural_neg_libri") -> PitchError:
    """Compare the track on natural speech with pYIN, where pYIN and WORLD's DIO agree within a semitone.

    The true pitch of natural speech is unknown. Each of the two errs in about 5 % of frames, but not in the
    same ones.
    """
    import librosa
    import pyworld

    samples = load(name)
    hertz, _, voiced = librosa.pyin(
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
    agreed = (voiced[:frames] > MIN_VOICED_PROBABILITY) & (apart_st < 1.0)
    return pitch_error(samples, np.where(agreed, first, 0.0), FRAME_S)


def heard_words(settings: Settings) -> dict[str, Transcript]:
    """Transcribe all recordings without the interviewer, as in the product; cached in the home."""
    transcripts = {}
    for name in (*RECORDINGS, SAMPLE, SLOW_BY_HIMSELF):
        transcript = observe_speech(path_of(name), settings).transcript
        if transcript is not None:
            transcripts[name] = replace(transcript, words=_without_interviewer(transcript.words, name))
    return transcripts


def _without_interviewer(words: Sequence[Word], name: str) -> tuple[Word, ...]:
    """Return the candidate's words on the clock of `load`."""
    cut = INTERVIEWER.get(name, ())
    candidate = [w for w in words if not any(s.contains(w.span.middle_s) for s in cut)]
    return tuple(
        replace(w, span=w.span.shifted(-_cut_before_s(w.span, cut)), speaker="unknown") for w in candidate
    )


def _cut_before_s(span: Span, cut: Sequence[Span]) -> float:
    return sum(s.duration_s for s in cut if s.end_s <= span.middle_s)


def untouched(transcripts: Mapping[str, Transcript]) -> tuple[int, float]:
    """Count the events in the unchanged recordings; return the number and the total minutes."""
    count, length_s = 0, 0.0
    for name in RECORDINGS:
        samples = load(name)
        count += len(events(voice_tracks(samples, transcripts[name]), (LOW_VOICE, MONOTONE)))
        length_s += samples.size / RATE_HZ
    return count, length_s / 60


def slow_by_himself(transcripts: Mapping[str, Transcript]) -> float:
    """Return the detected share of the stretch that the speaker calls slow."""
    tracks = voice_tracks(load(SLOW_BY_HIMSELF), transcripts[SLOW_BY_HIMSELF])
    overlaps_s = [e.overlap_s(SLOW_SPAN) for e in events(tracks, (LOW_VOICE,))]
    return max(overlaps_s, default=0.0) / SLOW_SPAN.duration_s


GAINS: dict[str, Callable[[Samples], Samples]] = {
    "none": lambda samples: samples,
    "fast, of a webcam (attack 10 ms, release .2 s)": audio_perturbations.compressed,
    "of a recorder (attack 50 ms, release 1 s)": lambda s: audio_perturbations.compressed(
        s, attack_s=0.05, release_s=1.0
    ),
    "slow, of a call (attack .5 s, release 5 s)": lambda s: audio_perturbations.compressed(
        s, attack_s=0.5, release_s=5.0
    ),
    "slowest (attack .5 s, release 10 s)": lambda s: audio_perturbations.compressed(
        s, attack_s=0.5, release_s=10.0
    ),
}
"""Simulated automatic gains (`audio_perturbations.compressed`)."""


def behind_gain(name: str, gain: str) -> tuple[float, bool]:
    """Return the certainty of automatic gain control, and whether a monotone stretch is still found.

    The speech has pauses with room noise, because a slow gain is detectable in pauses only.
    """
    flat, true = audio_perturbations.flat(load(name), Span(EDGE_S + 10, EDGE_S + 10 + CHANGED_S))
    paused, true = audio_perturbations.with_pauses(flat, true)
    tracks = voice_tracks(GAINS[gain](paused))
    detected = events(tracks, (MONOTONE,))
    return tracks.facts["agc"], any(e.overlap_s(true) >= OVERLAP * CHANGED_S for e in detected)
