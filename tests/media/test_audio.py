"""Sound on the recording's clock: gaps, overlaps, changes of rate, and blocks of any size."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from contract import media_kinds as kinds
from contract.made_media import Kind, steady
from secondtake.core.errors import MediaError
from secondtake.core.spans import Span
from secondtake.media.audio import blocks, load
from secondtake.media.read_errors import ReadErrors

HZ = 48000


def written(path: Path, *spans: tuple[float, float], loudness: float = 0.5) -> Path:
    """A Matroska file with a tone in the spans (start, end), and nothing between them."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream("pcm_s16le", rate=HZ, layout="mono")
        for start_s, end_s in spans:
            for at in range(round(start_s * HZ), round(end_s * HZ), 480):
                times_s = np.arange(at, at + 480) / HZ
                samples = (loudness * 32767 * np.sin(2 * np.pi * 440 * times_s)).astype(np.int16)
                frame = av.AudioFrame.from_ndarray(samples[None], format="s16", layout="mono")
                frame.sample_rate, frame.pts, frame.time_base = HZ, at, Fraction(1, HZ)
                out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def rms(samples: np.ndarray, start_s: float, end_s: float) -> float:
    """The level of a span, in -1..1; the tone's is 0.35."""
    return float(np.sqrt(np.mean(np.square(samples[round(start_s * 16000) : round(end_s * 16000)]))))


def test_blocks_gap_becomes_silence_and_is_counted(tmp_path: Path) -> None:
    path, errors = written(tmp_path / "hole.mkv", (0.0, 1.0), (1.5, 3.0)), ReadErrors()
    samples = np.concatenate([block.samples for block in blocks(path, block_s=0.7, errors=errors)])
    assert len(samples) == pytest.approx(3.0 * 16000, abs=80)
    assert [round(gap.start_s, 2) for gap in errors.gaps] == [1.0]
    assert [round(gap.end_s, 2) for gap in errors.gaps] == [1.5]
    assert rms(samples, 0.1, 0.95) == pytest.approx(0.354, abs=0.01)
    assert rms(samples, 1.05, 1.45) < 1e-3
    assert rms(samples, 1.55, 2.9) == pytest.approx(0.354, abs=0.01)


@pytest.mark.parametrize("block_s", [0.05, 0.333, 1.0, 30.0])
def test_blocks_of_any_size_join_to_the_same_sound(block_s: float, tmp_path: Path) -> None:
    path = written(tmp_path / "whole.mkv", (0.0, 2.0))
    parts = list(blocks(path, block_s=block_s))
    assert [part.start_s for part in parts] == pytest.approx(
        [i * block_s for i in range(len(parts))], abs=1e-3
    )
    assert {len(part.samples) for part in parts[:-1]} <= {round(block_s * 16000)}
    joined = np.concatenate([part.samples for part in parts])
    np.testing.assert_array_equal(joined, load(path).samples)
    assert joined.dtype == np.float32


@pytest.mark.parametrize("rate_hz", [8000, 16000, 44100, 48000])
def test_load_resamples_and_keeps_the_pitch(rate_hz: int, tmp_path: Path) -> None:
    samples = load(written(tmp_path / "tone.mkv", (0.0, 1.0)), rate_hz=rate_hz).samples
    assert len(samples) == pytest.approx(rate_hz, abs=rate_hz / 100)
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    assert np.argmax(spectrum) * rate_hz / len(samples) == pytest.approx(440, abs=2)


def test_load_span_returns_exactly_its_samples(tmp_path: Path) -> None:
    path = written(tmp_path / "whole.mkv", (0.0, 4.0))
    part = load(path, Span(1.25, 2.0))
    assert part.start_s == 1.25
    assert len(part.samples) == 0.75 * 16000
    whole = load(path).samples[20000:32000]
    np.testing.assert_allclose(part.samples[200:-200], whole[200:-200], atol=2e-3)


def test_load_silent_recording_is_no_error(tmp_path: Path) -> None:
    path = written(tmp_path / "muted.mkv", (0.0, 1.0), loudness=0.0)
    assert float(np.abs(load(path).samples).max()) == 0.0


def test_blocks_of_missing_sound_or_track_are_refused(tmp_path: Path) -> None:
    silent = Kind("silent", ".mp4", options=kinds.QUICK, sound=None, times_s=steady(25, 0.4)).make(tmp_path)
    with pytest.raises(MediaError, match="no sound"):
        next(blocks(silent))
    audible = written(tmp_path / "audible.mkv", (0.0, 1.0))
    with pytest.raises(MediaError, match="no sound track 3"):
        next(blocks(audible, track=2))


@pytest.mark.parametrize("layout", ["stereo", "5.1"])
def test_load_many_channels_become_one(layout: str, tmp_path: Path) -> None:
    path = tmp_path / "many.mkv"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("flac", rate=HZ, layout=layout)
        count = stream.codec_context.layout.nb_channels
        tone = (0.25 * 32767 * np.sin(2 * np.pi * 440 * np.arange(HZ) / HZ)).astype(np.int16)
        for at in range(0, HZ, 4096):
            packed = np.repeat(tone[at : at + 4096], count)[None]
            frame = av.AudioFrame.from_ndarray(packed, format="s16", layout=layout)
            frame.sample_rate, frame.pts, frame.time_base = HZ, at, Fraction(1, HZ)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    # The same tone in six channels adds up, unlike voices in a room: louder, but of the same order.
    assert 0.1 < rms(load(path).samples, 0.1, 0.9) < 0.7


def test_load_follows_a_change_of_sampling_rate(tmp_path: Path) -> None:
    """Raw ADTS joined from two recorders: one second at 48 kHz, then one at 24 kHz."""
    data = b""
    for rate in (48000, 24000):
        part = tmp_path / f"{rate}.aac"
        with av.open(str(part), "w") as out:
            stream = out.add_stream("aac", rate=rate, layout="mono")
            tone = (0.5 * np.sin(2 * np.pi * 440 * np.arange(rate) / rate)).astype(np.float32)
            for at in range(0, rate, 1024):
                frame = av.AudioFrame.from_ndarray(tone[None, at : at + 1024], format="fltp", layout="mono")
                frame.sample_rate, frame.pts, frame.time_base = rate, at, Fraction(1, rate)
                out.mux(stream.encode(frame))
            out.mux(stream.encode(None))
        data += part.read_bytes()
    path = tmp_path / "joined.aac"
    path.write_bytes(data)
    samples = load(path).samples
    assert len(samples) > 1.5 * 16000  # this format has no times of its own, so its second half is guessed
    for half in (samples[3000:13000], samples[17500:]):
        spectrum = np.abs(np.fft.rfft(half * np.hanning(len(half))))
        assert np.argmax(spectrum) * 16000 / len(half) == pytest.approx(440, abs=15)
