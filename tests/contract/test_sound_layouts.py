"""The right sound of a recording with several tracks or channels."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from secondtake.media.audio import load
from secondtake.media.probe import probe

HZ, LENGTH_S = 48000, 6
TIMES_S = np.arange(HZ * LENGTH_S) / HZ
SILENCE = np.zeros_like(TIMES_S)
# Syllables four times a second with pauses between phrases; a chord whose level swells slowly.
SPEECH = 0.4 * np.sin(2 * np.pi * 180 * TIMES_S) * np.clip(np.sin(2 * np.pi * 4 * TIMES_S), 0, 1)
SPEECH[(TIMES_S % 2.0) > 1.4] = 0.0
MUSIC = 0.15 * sum(np.sin(2 * np.pi * hz * TIMES_S) for hz in (220, 277, 330))
MUSIC *= 0.8 + 0.2 * np.sin(2 * np.pi * 0.5 * TIMES_S)


def recording(path: Path, *tracks: np.ndarray, layout: str = "mono") -> Path:
    """Write sound tracks of shape (channels, samples)."""
    with av.open(str(path), "w") as out:
        streams = [out.add_stream("pcm_s16le", rate=HZ, layout=layout) for _ in tracks]
        for at in range(0, HZ * LENGTH_S, 4800):
            for stream, samples in zip(streams, tracks, strict=True):
                packed = (32767 * samples[:, at : at + 4800]).astype(np.int16).T.reshape(1, -1)
                frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(packed), format="s16", layout=layout)
                frame.sample_rate, frame.pts, frame.time_base = HZ, at, Fraction(1, HZ)
                out.mux(stream.encode(frame))
        for stream in streams:
            out.mux(stream.encode(None))
    return path


def similarity(samples: np.ndarray) -> float:
    """Return the correlation with the speech."""
    speech = SPEECH[::3][: len(samples)]
    return float(abs(np.corrcoef(samples[: len(speech)], speech)[0, 1])) if samples.any() else 0.0


@pytest.mark.parametrize(
    ("tracks", "expected"),
    [
        ((MUSIC, SPEECH), 1),
        ((SPEECH, MUSIC), 0),
        ((SILENCE, MUSIC, SPEECH), 2),
        ((SPEECH, 0.5 * SPEECH), 0),
        ((SILENCE, MUSIC), 1),
        ((SILENCE, SILENCE), 0),
    ],
    ids=["music first", "speech first", "three tracks", "two voices", "music only", "nothing"],
)
def test_track_with_speech_is_chosen(tmp_path: Path, tracks: tuple[np.ndarray, ...], expected: int) -> None:
    path = recording(tmp_path / "talk.mkv", *(track[None] for track in tracks))
    described = probe(path)
    assert described.audio is not None
    assert described.audio.track == expected
    if tracks[expected] is SPEECH:
        assert similarity(load(path).samples) > 0.95


@pytest.mark.parametrize(
    "channels",
    [(SPEECH, -SPEECH), (SPEECH, SILENCE), (SILENCE, SPEECH), (SPEECH, SPEECH), (SPEECH, -0.9 * SPEECH)],
    ids=["out of phase", "right is dead", "left is dead", "same", "almost cancels"],
)
def test_stereo_speech_survives_the_mix(tmp_path: Path, channels: tuple[np.ndarray, ...]) -> None:
    samples = load(recording(tmp_path / "talk.wav", np.stack(channels), layout="stereo")).samples
    assert similarity(samples) > 0.95
    assert np.abs(samples).max() > 0.1


@pytest.mark.parametrize("live", range(8))
def test_speech_in_one_of_eight_channels_is_read(tmp_path: Path, live: int) -> None:
    channels = np.stack([SPEECH if i == live else SILENCE for i in range(8)])
    samples = load(recording(tmp_path / "talk.wav", channels, layout="7.1")).samples
    assert similarity(samples) > 0.95
    assert np.abs(samples).max() > 0.05
