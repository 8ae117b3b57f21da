"""Recordings appended to one another, byte by byte: the clock begins anew, and everything is read in sync."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from contract import media_kinds as kinds
from contract.made_media import Kind, flashes, steady
from secondtake.core.spans import Span
from secondtake.media.audio import load
from secondtake.media.probe import probe
from secondtake.media.proxy import make_proxy, needs_proxy
from secondtake.media.read_errors import ReadErrors
from secondtake.media.video import frames

LENGTH_S, TIMES_S = 2.4, steady(25, 2.4)
LIVE = {"live": "1"}
FRAGMENTS = {"movflags": "frag_keyframe+empty_moov+default_base_moof"}
APPENDED = (
    Kind("browser webm", ".webm", "libvpx", "libopus", options=kinds.VP9, tick=kinds.MILLI, muxing=LIVE),
    Kind("browser mp4", ".mp4", options={**kinds.QUICK, "g": "25"}, muxing=FRAGMENTS),
    Kind("transport stream", ".ts", options={**kinds.QUICK, "g": "25"}),
    Kind("program stream", ".vob", "mpeg2video", "ac3", tick=kinds.AVI, options={"b": "2000000", "g": "12"}),
)


def appended(kind: Kind, folder: Path, parts: int = 3) -> Path:
    path = kind.make(folder)
    path.write_bytes(path.read_bytes() * parts)
    return path


def flash_times_s(path: Path, span: Span | None = None) -> list[float]:
    """Return when each flash begins."""
    times_s = [frame.time_s for frame in frames(path, every_s=0, span=span) if flashes(frame.rgb)]
    return [time_s for i, time_s in enumerate(times_s) if i == 0 or time_s - times_s[i - 1] > 0.5]


def tone_times_s(path: Path) -> list[float]:
    samples = load(path).samples
    window = 80
    level = np.sqrt(np.convolve(np.square(samples), np.ones(window) / window, mode="full")[: len(samples)])
    loud = level > 0.18
    starts = np.flatnonzero(loud & ~np.concatenate([[False], loud[:-1]]))
    times_s = starts / 16000 - window / 32000
    return [t for i, t in enumerate(times_s) if i == 0 or t - times_s[i - 1] > 0.5]


@pytest.mark.parametrize("kind", APPENDED, ids=lambda kind: kind.name)
def test_appended_recordings_are_read_whole_and_in_sync(kind: Kind, tmp_path: Path) -> None:
    path, errors = appended(kind, tmp_path), ReadErrors()
    recording = probe(path)
    assert recording.duration_s == pytest.approx(3 * LENGTH_S, abs=0.2)
    assert recording.warnings == ()
    assert not recording.seekable
    assert len(list(frames(path, every_s=0, errors=errors))) == 3 * len(TIMES_S)
    assert not errors
    flash_s, tone_s = flash_times_s(path), tone_times_s(path)
    assert len(flash_s) == len(tone_s) == 3
    assert np.abs(np.array(flash_s) - tone_s).max() < 0.06


@pytest.mark.parametrize("kind", APPENDED, ids=lambda kind: kind.name)
def test_segments_of_appended_recordings_equal_the_whole(kind: Kind, tmp_path: Path) -> None:
    path = appended(kind, tmp_path)
    whole = [frame.time_s for frame in frames(path, every_s=1 / 15)]
    parts = [
        frame.time_s
        for span in (Span(0, 3.1), Span(3.1, 6.0), Span(6.0, 9.0))
        for frame in frames(path, every_s=1 / 15, span=span)
    ]
    assert parts == whole
    late = load(path, Span(5.0, 7.0)).samples
    np.testing.assert_allclose(late, load(path).samples[80000:112000], atol=0.02)


@pytest.mark.parametrize("kind", APPENDED[:2], ids=lambda kind: kind.name)
def test_copy_of_appended_recordings_plays_in_sync(kind: Kind, tmp_path: Path) -> None:
    path = appended(kind, tmp_path)
    assert needs_proxy(probe(path)) is not None
    copy = make_proxy(path, tmp_path / "copy")
    assert needs_proxy(probe(copy)) is None
    assert flash_times_s(copy) == pytest.approx(flash_times_s(path), abs=0.01)
    assert tone_times_s(copy) == pytest.approx(tone_times_s(path), abs=0.01)


def test_parts_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    """Libav reads two finished Matroska files in a row, and no third."""
    kind = Kind("finished", ".mkv", options=kinds.QUICK)
    recording = probe(appended(kind, tmp_path))
    assert recording.duration_s == pytest.approx(2 * LENGTH_S, abs=0.2)
    assert any("3 recordings" in warning and "first 2" in warning for warning in recording.warnings)


def test_damaged_timestamp_does_not_begin_a_part(tmp_path: Path) -> None:
    kind = Kind("scratched", ".ts", options={**kinds.QUICK, "g": "12"}, damage=kinds.scratch(0.5, 0.6))
    assert probe(kind.make(tmp_path)).duration_s == pytest.approx(LENGTH_S, abs=0.2)
