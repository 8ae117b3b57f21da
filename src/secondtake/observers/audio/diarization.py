"""Two-speaker diarization: by two people's own tracks, or by voice without video (extra `[speakers]`).

Speaker embeddings of short windows are clustered in two; the result is how much each moment sounds like one
or the other. Which of them is the candidate is decided in judging (`core/conversation/speaker_turns.py`).
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from secondtake.core.errors import ModelMissing
from secondtake.core.progress import Progress
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
    from secondtake.media.audio import Samples

NAME, VERSION = "speakers", 1
VOICE_SIDE = "voice_side"
FILE = "voices.parquet"

# All "our choice"; embeddings of one voice have a mean similarity of .80 to .85, of two voices .35 to .65.
HOP_S = 0.8
JOIN_S = 0.4  # speech with shorter gaps is one span
SHORTEST_S = 0.5  # less speech gives no useful embedding
SAME_SPEAKER_SIMILARITY = 0.70  # two clusters with more similar centres are one speaker
MIN_SHARE, MIN_EMBEDDINGS = 0.03, 5  # a smaller cluster is a laugh or a noise
MAX_CLUSTERED = 1500  # of a longer recording every k-th embedding is clustered
# Of two people's own tracks: smoothed over 0.3 s, compared with each one's own loud level.
SILENCE, LOUD_PERCENTILE, SMOOTH, CLEAR_DB = 1e-9, 99, 3, 10.0
STEP_S, REACH_S, SPREAD_S = 0.1, 1.0, 0.4  # an embedding counts for its surroundings, less with distance


log = logging.getLogger(__name__)


def observe_speakers(
    path: str | os.PathLike[str],
    recording: Recording,
    settings: Settings,
    folder: Path,
    on_progress: Progress | None = None,
) -> Path:
    """Write to `folder` which of two speakers each moment sounds like, and return it.

    Nothing is written for a recording without sound.

    Raises:
        MediaError: if the sound cannot be read.
        ModelMissing: if the speaker encoder is not installed.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if recording.audio is None:
        return folder
    if recording.audio.second_track is not None:
        sides = [level_db(path, track) for track in recording.audio.mixed_tracks]
        write_series(folder / FILE, {VOICE_SIDE: side_of_tracks(*sides)})
        return folder
    weights = weights_file()
    if weights is None:
        raise ModelMissing("The speaker encoder is not installed. Run: pip install --no-deps Resemblyzer")
    clustering = TwoSpeakerClustering(SpeakerEncoder(weights))
    for window in SpeechWindows(block.samples for block in blocks(path, track=recording.audio.mixed_tracks)):
        clustering.feed(window)
        if on_progress is not None:
            on_progress(NAME, min(window.end_s, recording.duration_s), recording.duration_s)
    side = clustering.finish()
    write_series(folder / FILE, {VOICE_SIDE: side})
    log.info("%s: %s", recording.name, "two speakers" if len(side) else "one speaker")
    return folder


def level_db(path: str | os.PathLike[str], track: int) -> Floats:
    """Return the level of a sound track every `STEP_S`, dBFS."""
    size = round(STEP_S * RATE_HZ)
    levels = [
        np.mean(np.square(block.samples[: len(block.samples) // size * size].reshape(-1, size)), axis=1)
        for block in blocks(path, track=track)
    ]
    return 10 * np.log10(np.concatenate(levels).astype(np.float64) + SILENCE)


def side_of_tracks(first_db: Floats, second_db: Floats) -> Series:
    """Return the side, -1..1: which of two people's own tracks is louder than usual for it."""
    size = min(first_db.size, second_db.size)
    louder = [
        np.convolve(db[:size] - np.percentile(db, LOUD_PERCENTILE), np.ones(SMOOTH) / SMOOTH, "same")
        for db in (first_db, second_db)
    ]
    side = np.clip((louder[0] - louder[1]) / CLEAR_DB, -1.0, 1.0)
    return Series(np.arange(size) * STEP_S, side, unit="side", hold_s=STEP_S)


class TwoSpeakerClustering:
    """Clusters the speaker embeddings of a recording; `feed` its windows, then `finish`."""

    def __init__(self, encoder: SpeakerEncoder) -> None:
        self._encoder = encoder
        self._centres_s: list[float] = []
        self._embeddings: list[Samples] = []

    def feed(self, window: SpeechWindow) -> None:
        """Compute the embeddings of the window's speech."""
        centres = [
            centre
            for span in merge(speech_spans(window.probabilities), gap_s=JOIN_S)
            if span.duration_s >= SHORTEST_S
            for centre in _window_centres(span.start_s, span.end_s)
        ]
        crops = [_crop(window.samples, centre) for centre in centres]
        if crops:
            self._centres_s += [window.start_s + centre for centre in centres]
            self._embeddings.append(self._encoder.embed(crops))

    def finish(self) -> Series:
        """Return the side, -1..1: which of two speakers it sounds like; empty with one speaker only."""
        empty = Series([], [], unit="side", hold_s=STEP_S)
        if len(self._centres_s) < 2 * MIN_EMBEDDINGS:
            return empty
        embeddings = np.concatenate(self._embeddings).astype(np.float64)
        centres = cluster_two_speakers(embeddings)
        if centres is None:
            return empty
        similarity = embeddings @ centres.T
        side = similarity[:, 0] - similarity[:, 1]
        side /= np.median(np.abs(side)) + 1e-9
        return _smooth(np.array(self._centres_s), np.clip(side, -1.0, 1.0))


def cluster_two_speakers(embeddings: Floats) -> Floats | None:
    """Return the centres of two clusters, shape (2, 256), or None for one speaker.

    Average linkage on cosine distances, as in Park et al. 2022, A review of speaker diarization.
    """
    from scipy.cluster.hierarchy import fcluster, linkage

    sample = embeddings[:: max(1, -(-len(embeddings) // MAX_CLUSTERED))]
    labels = fcluster(linkage(sample, "average", metric="cosine"), 2, "maxclust")
    clusters = [sample[labels == label] for label in (1, 2)]
    if min(len(c) for c in clusters) < max(MIN_EMBEDDINGS, MIN_SHARE * len(sample)):
        return None
    centres: Floats = np.stack([c.mean(axis=0) for c in clusters])
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    return None if float(centres[0] @ centres[1]) > SAME_SPEAKER_SIMILARITY else centres


def _window_centres(start_s: float, end_s: float) -> NDArray[np.float64]:
    """Return the centres of embedding windows: about every `HOP_S`, inside the span if it is long enough."""
    first, last = start_s + WINDOW_S / 2, end_s - WINDOW_S / 2
    if last <= first:
        return np.array([(start_s + end_s) / 2])
    return np.linspace(first, last, max(2, round((last - first) / HOP_S) + 1))


def _crop(samples: Samples, centre_s: float) -> Samples:
    """Return 1.6 s around a time; shorter samples are repeated."""
    size = round(WINDOW_S * RATE_HZ)
    first = max(0, round(centre_s * RATE_HZ) - size // 2)
    return np.resize(samples[first : first + size], size)


def _smooth(centres_s: Floats, side: Floats) -> Series:
    """Return the sides as a series, weighted by distance in time; NaN far from any embedding."""
    times_s = np.arange(0.0, centres_s[-1] + REACH_S, STEP_S)
    total, weight = np.zeros(times_s.size), np.zeros(times_s.size)
    for centre_s, value in zip(centres_s, side, strict=True):
        near = slice(
            int(np.searchsorted(times_s, centre_s - REACH_S)),
            int(np.searchsorted(times_s, centre_s + REACH_S)),
        )
        w = np.exp(-0.5 * ((times_s[near] - centre_s) / SPREAD_S) ** 2)
        total[near] += w * value
        weight[near] += w
    values = np.where(weight > 0, total / np.maximum(weight, 1e-12), np.nan)
    return Series(times_s, values, unit="side", hold_s=STEP_S)
