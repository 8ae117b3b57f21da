"""Every kind of recording keeps its times, its orientation and its sync, as read from pixels and samples.

Tolerances: a frame's time is right to a frame (40 ms here), and sound may deviate from the video by 40 ms,
below what viewers notice (ITU-R BT.1359: 45 ms).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import psutil
import pytest

from contract import media_kinds as kinds
from contract.made_media import Kind, flashes, is_upright, onset_s, shown_time_s
from secondtake.core.errors import MediaError
from secondtake.core.spans import Span
from secondtake.media.audio import blocks, load
from secondtake.media.clip import cut_clip, thumbnail
from secondtake.media.probe import probe
from secondtake.media.proxy import make_proxy, needs_proxy
from secondtake.media.read_errors import ReadErrors
from secondtake.media.video import frames, sample_frames

FRAME_S, SYNC_S = 0.04, 0.04
EDGE_S = 0.05  # codecs pad their first and last packets
WITH_VIDEO = tuple(kind for kind in kinds.WHOLE if kind.video)
BOTH = tuple(kind for kind in kinds.WHOLE if kind.video and kind.sound)
WITH_SOUND = tuple(kind for kind in kinds.WHOLE if kind.sound)


def each(*kind: Kind) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("kind", kind, ids=lambda k: k.name)


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory):
    """Makes a kind's file once, in a folder with an odd name."""
    folder = tmp_path_factory.mktemp("prüfung – take 1 ' %20d")
    files: dict[str, Path] = {}

    def make_once(kind: Kind) -> Path:
        if kind.name not in files:
            files[kind.name] = kind.make(folder)
        return files[kind.name]

    return make_once


def times_open(path: Path) -> int:
    """Count how often this process has the file open."""
    return sum(Path(opened.path).resolve() == path.resolve() for opened in psutil.Process().open_files())


def flash_s(path: Path) -> float:
    return next(frame.time_s for frame in frames(path, every_s=0) if flashes(frame.rgb))


def tone_s(path: Path) -> float:
    block = load(path)
    return onset_s(block.start_s, block.samples, 16000)


@each(*kinds.WHOLE)
def test_probe_describes_the_recording(kind: Kind, make) -> None:
    recording = probe(make(kind))
    ends_s = ([kind.times_s[-1] + FRAME_S] if kind.video else []) + ([kind.sound_to_s] if kind.sound else [])
    assert recording.duration_s == pytest.approx(max(ends_s) - kind.start_offset_s, abs=EDGE_S)
    assert recording.warnings == () or kind.tracks > 1
    assert (recording.video is not None) == (kind.video is not None)
    assert (recording.audio is not None) == (kind.sound is not None)
    if recording.video:
        width = round(kind.size[0] * kind.pixel_aspect)
        assert (recording.video.width, recording.video.height) == (width, kind.size[1])
        assert recording.video.variable_rate == ("uneven" in kind.name)
        assert recording.video.offset_s == pytest.approx(kind.times_s[0] - kind.start_offset_s, abs=SYNC_S)
    if recording.audio:
        assert recording.audio.offset_s == pytest.approx(kind.sound_from_s - kind.start_offset_s, abs=SYNC_S)


@each(*WITH_VIDEO)
def test_frames_are_upright_complete_and_on_time(kind: Kind, make) -> None:
    errors = ReadErrors()
    decoded = list(frames(make(kind), every_s=0, errors=errors))
    assert not errors
    assert len(decoded) == len(kind.times_s)
    assert all(frame.rgb.flags.c_contiguous and frame.rgb.dtype == np.uint8 for frame in decoded)
    assert all(is_upright(frame.rgb) for frame in decoded)
    shown_s = np.array([shown_time_s(kind, frame.rgb) - kind.start_offset_s for frame in decoded])
    assert np.abs(np.array([frame.time_s for frame in decoded]) - shown_s).max() < FRAME_S


@each(*WITH_SOUND)
def test_blocks_have_the_tone_on_time(kind: Kind, make) -> None:
    assert tone_s(make(kind)) == pytest.approx(kind.flash_s - kind.start_offset_s, abs=SYNC_S)


@each(*BOTH)
def test_flash_and_tone_are_in_sync(kind: Kind, make) -> None:
    first_after = min(t for t in kind.times_s if t >= kind.flash_s) - kind.flash_s
    assert flash_s(make(kind)) - first_after == pytest.approx(tone_s(make(kind)), abs=SYNC_S)


@each(*WITH_VIDEO)
def test_frames_of_segments_equal_those_of_the_whole(kind: Kind, make) -> None:
    path = make(kind)
    whole = [f.time_s for f in frames(path, every_s=1 / 15)]
    border_s = whole[-1] * 0.6
    parts = [
        frame.time_s
        for span in (Span(0, border_s), Span(border_s, whole[-1] + 1))
        for frame in frames(path, every_s=1 / 15, span=span)
    ]
    assert parts == whole


@each(*WITH_SOUND)
def test_blocks_of_segments_equal_those_of_the_whole(kind: Kind, make) -> None:
    path = make(kind)
    whole = load(path).samples
    cut = len(whole) // 2
    late = load(path, Span(cut / 16000, len(whole) / 16000)).samples
    assert onset_s(cut / 16000, late, 16000) == pytest.approx(
        onset_s(cut / 16000, whole[cut:], 16000), abs=0.005
    )
    assert len(late) == pytest.approx(len(whole) - cut, abs=16000 * EDGE_S)


@each(*kinds.WHOLE)
def test_make_proxy_where_needed_plays_in_sync(kind: Kind, make, tmp_path: Path) -> None:
    path = make(kind)
    recording = probe(path)
    if needs_proxy(recording) is None and kind.orientation is None:
        assert path.suffix in {".mp4", ".webm", ".mp3", ".m4a", ".wav", ".flac", ".ogg", ".oga", ".aac"}
        return
    copy = make_proxy(path, tmp_path / "copy")
    assert needs_proxy(probe(copy)) is None
    if kind.video:
        decoded = list(frames(copy, every_s=0))
        assert len(decoded) == len(kind.times_s)
        assert all(is_upright(frame.rgb) for frame in decoded)
        assert flash_s(copy) == pytest.approx(flash_s(path), abs=0.005)
    if kind.sound:
        assert tone_s(copy) == pytest.approx(tone_s(path), abs=0.005)


@each(*BOTH)
def test_cut_clip_starts_at_zero_and_in_sync(kind: Kind, make, tmp_path: Path) -> None:
    path, from_s = make(kind), max(0.0, kind.flash_s - kind.start_offset_s - 0.3)
    cut_clip(path, Span(from_s, from_s + 0.6), tmp_path / "-clip.mp4")
    clip = probe(tmp_path / "-clip.mp4")
    assert clip.duration_s == pytest.approx(0.6, abs=0.1)
    assert needs_proxy(clip) is None
    # The clip's clock may start with its first frame, one interval after the span's start.
    assert flash_s(tmp_path / "-clip.mp4") == pytest.approx(flash_s(path) - from_s, abs=SYNC_S)
    assert tone_s(tmp_path / "-clip.mp4") == pytest.approx(tone_s(path) - from_s, abs=SYNC_S)


@each(*kinds.DAMAGED)
def test_frames_of_damaged_recording_are_read_or_counted(kind: Kind, make) -> None:
    path, errors = make(kind), ReadErrors()
    recording = probe(path)
    decoded = list(frames(path, every_s=0, errors=errors))
    assert 0.3 * len(kind.times_s) < len(decoded) < len(kind.times_s)
    first_s = decoded[0].time_s  # the codecs' preroll differs, so count from the first frame
    shown_s = np.array([shown_time_s(kind, f.rgb) for f in decoded])
    assert np.abs(np.array([f.time_s - first_s for f in decoded]) - shown_s).max() < 2 * FRAME_S
    if "cut" in kind.name:
        assert 0.9 < recording.duration_s < 1.6
    else:
        assert recording.duration_s > 2.3
        list(blocks(path, errors=errors))
        assert errors.packets or errors.frames or errors.gaps


@each(*(kind for kind in kinds.DAMAGED if kind.suffix != ".avi"))
def test_probe_of_truncated_file_warns(kind: Kind, make) -> None:
    warned = any("cut off" in warning for warning in probe(make(kind)).warnings)
    assert warned == ("cut" in kind.name)


def test_probe_of_mp4_without_index_is_refused(make, tmp_path: Path) -> None:
    path = tmp_path / "phone died.mp4"
    data = make(kinds.WHOLE[0]).read_bytes()
    path.write_bytes(data[: len(data) * 6 // 10])
    with pytest.raises(MediaError, match=r"phone died\.mp4.*index.*moov"):
        probe(path)


def test_probe_selects_the_audible_track_and_warns(make) -> None:
    kind = next(kind for kind in kinds.WHOLE if kind.tracks > 1)
    recording = probe(make(kind))
    assert recording.audio is not None
    assert (recording.audio.tracks, recording.audio.track) == (2, 1)
    assert any("track 2" in warning for warning in recording.warnings)


@each(*(kind for kind in kinds.WHOLE if kind.orientation))
def test_thumbnail_is_upright(kind: Kind, make, tmp_path: Path) -> None:
    import cv2

    jpeg = np.frombuffer(thumbnail(make(kind), 1.05), np.uint8)
    rgb = cv2.cvtColor(cv2.imdecode(jpeg, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)
    assert is_upright(rgb)
    assert flashes(rgb)


@each(*BOTH[:6])
def test_readers_close_their_files(kind: Kind, make) -> None:
    path = make(kind)
    for reader in (
        frames(path, every_s=0),
        blocks(path, block_s=0.1),
        sample_frames(path, every_s={"a": 0.1}),
    ):
        next(reader)
        assert times_open(path) > 0
        reader.close()
        assert times_open(path) == 0
