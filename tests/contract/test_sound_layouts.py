"""The right sound of a recording with several tracks or channels."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from secondtake.config import Settings
from secondtake.core.recording import Recording
from secondtake.detectors.voice import loudness
from secondtake.evaluation import non_speech_sounds
from secondtake.media.audio import load
from secondtake.media.probe import probe
from secondtake.media.proxy import make_proxy, needs_proxy
from secondtake.observers.audio.diarization import FILE, VOICE_SIDE, observe_speakers
from secondtake.observers.audio.speech_windows import TARGET_DBFS, normalise_level
from secondtake.observers.audio.voice import compute_voice_tracks
from secondtake.observers.track_files import read_series

HZ, LENGTH_S = 48000, 6
TIMES_S = np.arange(HZ * LENGTH_S) / HZ
SILENCE = np.zeros_like(TIMES_S)
# Syllables four times a second with pauses between phrases; a chord whose level swells slowly.
SPEECH = 0.4 * np.sin(2 * np.pi * 180 * TIMES_S) * np.clip(np.sin(2 * np.pi * 4 * TIMES_S), 0, 1)
SPEECH[(TIMES_S % 2.0) > 1.4] = 0.0
MUSIC = 0.15 * sum(np.sin(2 * np.pi * hz * TIMES_S) for hz in (220, 277, 330))
MUSIC *= 0.8 + 0.2 * np.sin(2 * np.pi * 0.5 * TIMES_S)
VOICES = Path(__file__).parents[2] / "samples" / "voices"


def turns() -> tuple[np.ndarray, np.ndarray]:
    """Return an answer of 3.5 s and a question after it, each with a microphone's noise."""
    noise = np.random.default_rng(1).normal(0, 1e-4, (2, TIMES_S.size))
    voices = [load(VOICES / f"{name}.opus", rate_hz=HZ).samples for name in ("female", "interviewer")]
    answer, question = noise
    answer[: 7 * HZ // 2] += voices[0][: 7 * HZ // 2]
    question[7 * HZ // 2 :] += voices[1][: TIMES_S.size - 7 * HZ // 2]
    return answer, question


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


def similarity(samples: np.ndarray, speech: np.ndarray = SPEECH) -> float:
    """Return the correlation with the speech."""
    speech = speech[::3][: len(samples)]
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
    assert described.audio.mixed_tracks == (expected,)
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


@pytest.mark.parametrize(("beside", "expected"), [("", (0, 1)), ("music", (1, 2))])
def test_two_people_on_two_tracks_are_mixed(tmp_path: Path, beside: str, expected) -> None:
    answer, question = turns()
    tracks = [MUSIC] * bool(beside) + [answer, question]
    described = probe(recording(tmp_path / "talk.mkv", *(track[None] for track in tracks)))
    assert described.audio is not None
    assert described.audio.mixed_tracks == expected
    assert Recording.from_dict(described.as_dict()).audio == described.audio
    assert any("Two people" in warning for warning in described.warnings)
    assert similarity(load(tmp_path / "talk.mkv").samples, answer + question) > 0.95


@pytest.mark.parametrize("sound", [non_speech_sounds.keyboard, non_speech_sounds.coughs])
def test_noise_on_a_second_track_is_nobody(tmp_path: Path, sound) -> None:
    noise = np.repeat(sound(), 3)[: TIMES_S.size]
    described = probe(recording(tmp_path / "talk.mkv", turns()[0][None], noise[None]))
    assert described.audio is not None
    assert described.audio.mixed_tracks == (0,)


def test_two_people_on_two_tracks_are_both_played(tmp_path: Path) -> None:
    path = recording(tmp_path / "talk.mkv", *(track[None] for track in turns()))
    assert needs_proxy(probe(path))
    copy = load(make_proxy(path, tmp_path / "copy")).samples
    assert min(np.abs(part).max() for part in np.split(copy[: 6 * 16000], [7 * 8000])) > 0.1


def test_two_people_are_known_by_their_tracks(tmp_path: Path) -> None:
    path = recording(tmp_path / "talk.mkv", *(track[None] for track in turns()))
    observe_speakers(path, probe(path), Settings.load(home=tmp_path), tmp_path / "tracks")
    side = read_series(tmp_path / "tracks" / FILE)[0][VOICE_SIDE]
    is_answer = side.times_s < 3.3
    assert (side.values[is_answer] > 0).mean() > 0.8
    assert (side.values[~is_answer & (side.times_s > 3.7)] < 0).mean() > 0.8


@pytest.mark.parametrize("gain_db", [-40, -20, 0])
def test_soft_speech_gets_the_level_of_any_other(gain_db: float) -> None:
    samples = (SPEECH[::3] * 10 ** (gain_db / 20)).astype(np.float32)
    levelled = np.concatenate(list(normalise_level([samples])))
    loud_db = 20 * np.log10(np.percentile(np.abs(levelled), 99))
    assert loud_db == pytest.approx(TARGET_DBFS, abs=6)


@pytest.mark.parametrize("level", [1.0, 0.3, 0.05])
@pytest.mark.parametrize(("gain", "is_clipped"), [(1.0, False), (10.0, True)])
def test_clipped_speech_is_noticed(gain: float, is_clipped: bool, level: float) -> None:
    samples = np.clip(gain * SPEECH[::3], -1, 1).astype(np.float32) * np.float32(level)
    share = compute_voice_tracks([samples]).facts["clipped_share"]
    assert (share >= loudness.Params().clipped_share) == is_clipped
