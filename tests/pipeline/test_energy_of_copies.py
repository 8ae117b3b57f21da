"""Energy through the whole product: copies of a recording, sound beside a camera, and what is no speech."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from secondtake.cli import main
from secondtake.core.tracks import Tracks
from secondtake.detectors.voice import loudness, pitch
from secondtake.evaluation.audio_perturbations import RATE_HZ, resynthesised
from secondtake.evaluation.energy.vocal_energy import events, voice_tracks
from secondtake.media.audio import load
from secondtake.pipeline.judge import attribute
from secondtake.pipeline.judging_options import UNCHANGED
from secondtake.pipeline.sample import add_sample
from secondtake.pipeline.track_index import load_tracks
from secondtake.store.library import Library
from secondtake.synthetic.sample_data import samples_folder

pytestmark = pytest.mark.slow

INTERVIEW = samples_folder() / "session" / "interview.mp4"
KINDS = ("low_voice_energy", "monotone")
Samples = NDArray[np.float32]


@pytest.fixture(scope="module")
def spoken() -> Samples:
    """The sample's sound: three answers, the last of which begins with a flat stretch."""
    return load(INTERVIEW, rate_hz=RATE_HZ).samples


def encoded(path: Path, samples: Samples, rate_hz: int, codec: str, *, channels: int = 1) -> Path:
    """The samples, given at 16 kHz, as a file of another rate and codec."""
    import av
    import librosa

    wanted = librosa.resample(samples, orig_sr=RATE_HZ, target_sr=rate_hz).astype(np.float32)
    layout = "stereo" if channels == 2 else "mono"
    with av.open(str(path), "w") as out:
        stream = out.add_stream(codec, rate=rate_hz, layout=layout)
        stream.bit_rate = 64_000
        frame = av.AudioFrame.from_ndarray(np.tile(wanted, (channels, 1)), format="fltp", layout=layout)
        frame.sample_rate = rate_hz
        resampler = av.AudioResampler(stream.format, layout, rate_hz, stream.frame_size or 1024)
        for piece in [*resampler.resample(frame), *resampler.resample(None), None]:
            out.mux(stream.encode(piece))
    return path


@pytest.fixture(scope="module")
def said() -> Tracks:
    """The sample as it is shipped, for its words and whose they are."""
    return attribute(load_tracks(INTERVIEW.parent / "tracks"), UNCHANGED)


def found(samples: Samples, said: Tracks) -> list[tuple[float, float]]:
    tracks = replace(voice_tracks(samples, said.transcript), turns=said.turns)
    return [(e.start_s, e.end_s) for e in events(tracks, KINDS)]


@pytest.mark.parametrize(
    ("name", "rate_hz", "codec", "channels"),
    [
        ("phone.wav", 8_000, "pcm_s16le", 1),
        ("stereo.wav", 44_100, "pcm_s16le", 2),
        ("small.mp3", 44_100, "libmp3lame", 1),
        ("memo.m4a", 48_000, "aac", 1),
    ],
)
def test_judge_copy_has_the_same_events(
    spoken: Samples, said: Tracks, tmp_path: Path, name: str, rate_hz: int, codec: str, channels: int
) -> None:
    copy = load(encoded(tmp_path / name, spoken, rate_hz, codec, channels=channels), rate_hz=RATE_HZ).samples
    usual = found(spoken, said)
    assert usual
    assert found(copy, said) == [pytest.approx(span, abs=0.5) for span in usual]


def test_judge_gain_keeps_events_and_warns_of_clipping(spoken: Samples, said: Tracks) -> None:
    usual = found(spoken, said)
    for by_db in (-12.0, 12.0):
        copy = np.clip(spoken * 10 ** (by_db / 20), -1, 1).astype(np.float32)
        assert found(copy, said) == [pytest.approx(span, abs=0.5) for span in usual]
    assert voice_tracks(copy).facts["clipped_share"] >= loudness.Params().clipped_share


def test_judge_higher_pitch_keeps_pitch_movement(spoken: Samples) -> None:
    def variation(shift_st: float) -> float:
        tracks = voice_tracks(resynthesised(spoken[41 * RATE_HZ : 74 * RATE_HZ], shift_st=shift_st)[0])
        return pitch.detect(tracks, pitch.Params()).scores["pitch_variation"].mean()

    assert variation(4.0) == pytest.approx(variation(0.0), rel=0.05)


@pytest.fixture
def analysed(tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """The review of sound, by the command."""
    import soundfile

    def analyse(name: str, samples: Samples) -> dict[str, Any]:
        soundfile.write(tmp_path / name, samples, RATE_HZ)
        out, home = tmp_path / "review.json", tmp_path / "home"
        wanted = ["--real", "--language", "en", "--json", str(out), "--home", str(home)]
        assert main(["analyse", str(tmp_path / name), *wanted]) == 0
        return dict(json.loads(out.read_text()))

    return analyse


def no_speech(what: str) -> Samples:
    """Twenty seconds, the second half much quieter."""
    t = np.arange(20 * RATE_HZ) / RATE_HZ
    rng = np.random.default_rng(0)
    half = np.where(t < 10, 1.0, 0.3)
    white = rng.normal(0, 0.1, t.size)
    if what == "buzz":
        return (half * 0.2 * np.sign(np.sin(2 * np.pi * 120 * t))).astype(np.float32)
    if what == "pink noise":
        spectrum = np.fft.rfft(white) / np.sqrt(np.maximum(np.fft.rfftfreq(t.size), 1e-4))
        pink = np.fft.irfft(spectrum, t.size)
        return (half * 0.1 * pink / pink.std()).astype(np.float32)
    if what == "music":
        hertz = np.repeat(220 * 2 ** (rng.choice([0, 2, 4, 5, 7, 9, 12], 80) / 12), RATE_HZ // 4)
        tone = sum(np.sin(2 * np.pi * np.cumsum(k * hertz) / RATE_HZ) / k for k in (1, 2, 3))
        return (half * 0.2 * tone * np.exp(-3 * (t % 0.25) / 0.25)).astype(np.float32)
    if what == "a hum in silence":
        return (0.003 * np.sin(2 * np.pi * 50 * t) + white / 1000).astype(np.float32)
    if what == "barks":
        since = t % 0.6
        phase = 2 * np.pi * np.cumsum(350 + 500 * np.exp(-(((since - 0.06) / 0.12) ** 2))) / RATE_HZ
        bark = sum(np.sin(k * phase) / k for k in range(1, 9)) + 6 * white
        return (half * 0.2 * bark * np.minimum(since / 0.02, 1) * np.exp(-since / 0.08)).astype(np.float32)
    return (half * white if what == "white noise" else np.zeros(t.size)).astype(np.float32)


@pytest.mark.parametrize(
    "what", ["buzz", "white noise", "pink noise", "music", "silence", "a hum in silence", "barks"]
)
def test_judge_no_speech_has_no_energy(analysed: Callable[..., dict[str, Any]], what: str) -> None:
    review = analysed(f"{what}.flac", no_speech(what))
    assert not [e for e in review["events"] if e["kind"] in (*KINDS, "low_visible_energy")]
    assert review["energy_shape"] is None
    for name in ("low_energy_share", "pitch_variation", "pitch_quotient", "voice_energy_slope"):
        assert review["measures"][name]["value"] is None
        assert review["measures"][name]["why_not"]


def test_judge_audio_only_equals_video_where_comparable(
    analysed: Callable[..., dict[str, Any]],
    spoken: Samples,
    tmp_path: Path,
    settings: Any,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One answer, from the sample's video and as a quieter sound file: what is of the voice is the same."""
    quieter = (spoken[41 * RATE_HZ : 74 * RATE_HZ] * 0.3).astype(np.float32)
    review = analysed("real.flac", quieter)
    with Library.open(settings) as library:
        sample = add_sample(library).id
        real = next(s.id for s in library.sessions() if s.kind == "real")
    capsys.readouterr()
    home = str(tmp_path / "home")
    assert main(["compare", "--takes", f"{sample}:1", f"{real}:0", "--json", "--home", home]) == 0
    takes = json.loads(capsys.readouterr().out)
    for name, within in {"pitch_variation": 0.1, "pitch_quotient": 0.1, "syllable_rate": 0.1}.items():
        assert takes[name]["now"] == pytest.approx(takes[name]["before"], rel=within), name
    for name in ("speech_loudness", "level_variation"):
        assert takes[name]["verdict"] == "not comparable"
        assert "microphone" in takes[name]["text"]
    assert review["measures"]["speech_loudness"]["value"] is not None
    assert review["measures"]["smile_share"]["why_not"]
    assert "smile_share" not in takes
