"""Two voices told apart by their sound, where there is no picture (extra `[speakers]`).

Prints of short stretches are grouped in two; the outcome is how much each moment sounds like the one or the
other. Which of them is the candidate's is decided in judging (`core/conversation/speaker_turns.py`).
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from secondtake.core.errors import ModelMissing
from secondtake.core.recording import Recording
from secondtake.core.series import Floats, Series
from secondtake.core.spans import merge
from secondtake.media.audio import blocks
from secondtake.observers.audio.speaker_embeddings import WINDOW_S, SpeakerEncoder, weights_file
from secondtake.observers.audio.speech_activity import RATE_HZ, speech_spans
from secondtake.observers.audio.speech_windows import SpeechWindow, SpeechWindows
from secondtake.observers.track_files import write_series

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from secondtake.config import Settings
    from secondtake.observers.audio.speech_windows import Samples

NAME, VERSION = "speakers", 1
VOICE_SIDE = "voice_side"
FILE = "voices.parquet"

# All "our choice"; prints of one voice are alike by .80 to .85 on average, of two voices by .35 to .65.
HOP_S = 0.8
JOIN_S = 0.4  # speech with shorter gaps is one stretch
SHORTEST_S = 0.5  # less voice has no print worth having
SAME_VOICE = 0.70  # two groups whose middles are more alike than this are one voice
MIN_SHARE, MIN_PRINTS = 0.03, 5  # a smaller group is a laugh or a noise
MAX_GROUPED = 1500  # so many prints are compared with each other; of a longer recording every k-th
STEP_S, REACH_S, SPREAD_S = 0.1, 1.0, 0.4  # a print speaks for its surroundings, less with distance

Progress = Callable[[str, float, float], None]

log = logging.getLogger(__name__)


def observe_speakers(
    path: str | os.PathLike[str],
    recording: Recording,
    settings: Settings,
    folder: Path,
    progress: Progress | None = None,
) -> Path:
    """Write to `folder` which of two voices each moment sounds like, and return it.

    Nothing is written for a recording without sound.

    Raises:
        MediaError: if the sound cannot be read.
        ModelMissing: if voice prints are not installed.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if recording.audio is None:
        return folder
    weights = weights_file()
    if weights is None:
        raise ModelMissing("Voice prints are not installed. Run: pip install --no-deps Resemblyzer")
    voices = TwoSpeakerClustering(SpeakerEncoder(weights))
    for window in SpeechWindows(block.samples for block in blocks(path, track=recording.audio.track)):
        voices.hear(window)
        if progress is not None:
            progress(NAME, min(window.end_s, recording.duration_s), recording.duration_s)
    side = voices.side()
    write_series(folder / FILE, {VOICE_SIDE: side})
    log.info("%s: %s", recording.name, "two voices" if len(side) else "one voice")
    return folder


class TwoSpeakerClustering:
    """Prints of a growing recording; `hear` its windows, then ask for the `side`."""

    def __init__(self, encoder: SpeakerEncoder) -> None:
        self._encoder = encoder
        self._middles_s: list[float] = []
        self._prints: list[Samples] = []

    def hear(self, window: SpeechWindow) -> None:
        """Take the prints of the window's speech."""
        middles = [
            middle
            for span in merge(speech_spans(window.probabilities), gap_s=JOIN_S)
            if span.duration_s >= SHORTEST_S
            for middle in _middles(span.start_s, span.end_s)
        ]
        stretches = [_stretch(window.samples, middle) for middle in middles]
        if stretches:
            self._middles_s += [window.start_s + middle for middle in middles]
            self._prints.append(self._encoder.of(stretches))

    def side(self) -> Series:
        """-1..1: like the one voice or the other; nothing where only one voice is heard."""
        nothing = Series([], [], unit="side", hold_s=STEP_S)
        if len(self._middles_s) < 2 * MIN_PRINTS:
            return nothing
        prints = np.concatenate(self._prints).astype(np.float64)
        centres = cluster_two_speakers(prints)
        if centres is None:
            return nothing
        likeness = prints @ centres.T
        leaning = likeness[:, 0] - likeness[:, 1]
        leaning /= np.median(np.abs(leaning)) + 1e-9
        return _spread(np.array(self._middles_s), np.clip(leaning, -1.0, 1.0))


def cluster_two_speakers(prints: Floats) -> Floats | None:
    """The middles of two groups of prints, shape (2, 256), or None if they are one voice.

    Average linkage on cosine distances, as in Park et al. 2022, A review of speaker diarization.
    """
    from scipy.cluster.hierarchy import fcluster, linkage

    some = prints[:: max(1, -(-len(prints) // MAX_GROUPED))]
    group = fcluster(linkage(some, "average", metric="cosine"), 2, "maxclust")
    groups = [some[group == g] for g in (1, 2)]
    if min(len(g) for g in groups) < max(MIN_PRINTS, MIN_SHARE * len(some)):
        return None
    centres: Floats = np.stack([g.mean(axis=0) for g in groups])
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    return None if float(centres[0] @ centres[1]) > SAME_VOICE else centres


def _middles(start_s: float, end_s: float) -> NDArray[np.float64]:
    """Where to take prints in a stretch of speech: about every `HOP_S`, inside it where it is long enough."""
    first, last = start_s + WINDOW_S / 2, end_s - WINDOW_S / 2
    if last <= first:
        return np.array([(start_s + end_s) / 2])
    return np.linspace(first, last, max(2, round((last - first) / HOP_S) + 1))


def _stretch(samples: Samples, middle_s: float) -> Samples:
    """1.6 s around a time; at the edges of a window what there is, repeated."""
    size = round(WINDOW_S * RATE_HZ)
    first = max(0, round(middle_s * RATE_HZ) - size // 2)
    found = samples[first : first + size]
    return np.resize(found, size)


def _spread(middles_s: Floats, leaning: Floats) -> Series:
    """The prints' leanings as a series, weighted by distance; NaN far from any print."""
    times_s = np.arange(0.0, middles_s[-1] + REACH_S, STEP_S)
    total, weight = np.zeros(times_s.size), np.zeros(times_s.size)
    for middle_s, lean in zip(middles_s, leaning, strict=True):
        near = slice(
            int(np.searchsorted(times_s, middle_s - REACH_S)),
            int(np.searchsorted(times_s, middle_s + REACH_S)),
        )
        w = np.exp(-0.5 * ((times_s[near] - middle_s) / SPREAD_S) ** 2)
        total[near] += w * lean
        weight[near] += w
    values = np.where(weight > 0, total / np.maximum(weight, 1e-12), np.nan)
    return Series(times_s, values, unit="side", hold_s=STEP_S)
