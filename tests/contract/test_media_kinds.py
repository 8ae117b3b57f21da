"""Every kind of recording keeps its times, its way up and its sound in step - read from pixels and samples.

Tolerances: a picture's time is right to a frame (40 ms here), and sound may part from the picture by 40 ms,
the least that viewers notice (ITU-R BT.1359: 45 ms).
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

A_FRAME_S, IN_STEP_S = 0.04, 0.04
EDGE_S = 0.05  # codecs pad their first and last packets
SEEN = tuple(kind for kind in kinds.WHOLE if kind.picture)
BOTH = tuple(kind for kind in kinds.WHOLE if kind.picture and kind.sound)
HEARD = tuple(kind for kind in kinds.WHOLE if kind.sound)


def each(*kind: Kind) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("kind", kind, ids=lambda k: k.name)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory):
    """Makes a kind's file once, in a folder whose name is as odd as people's are."""
    folder = tmp_path_factory.mktemp("prüfung – take 1 ' %20d")
    files: dict[str, Path] = {}

    def make(kind: Kind) -> Path:
        if kind.name not in files:
            files[kind.name] = kind.make(folder)
        return files[kind.name]

    return make


def times_open(path: Path) -> int:
    """How often this process has the file open; what else it opens and closes meanwhile does not count."""
    return sum(Path(opened.path).resolve() == path.resolve() for opened in psutil.Process().open_files())


def flash_s(path: Path) -> float:
    return next(frame.time_s for frame in frames(path, every_s=0) if flashes(frame.rgb))


def tone_s(path: Path) -> float:
    heard = load(path)
    return onset_s(heard.start_s, heard.samples, 16000)


@each(*kinds.WHOLE)
def test_the_probe_tells_what_was_made(kind: Kind, made) -> None:
    recording = probe(made(kind))
    ends_s = ([kind.times_s[-1] + A_FRAME_S] if kind.picture else []) + (
        [kind.sound_to_s] if kind.sound else []
    )
    assert recording.duration_s == pytest.approx(max(ends_s) - kind.zero_s, abs=EDGE_S)
    assert recording.warnings == () or kind.tracks > 1
    assert (recording.video is not None) == (kind.picture is not None)
    assert (recording.audio is not None) == (kind.sound is not None)
    if recording.video:
        width = round(kind.size[0] * kind.pixel_aspect)
        assert (recording.video.width, recording.video.height) == (width, kind.size[1])
        assert recording.video.variable_rate == ("uneven" in kind.name)
        assert recording.video.offset_s == pytest.approx(kind.times_s[0] - kind.zero_s, abs=IN_STEP_S)
    if recording.audio:
        assert recording.audio.offset_s == pytest.approx(kind.sound_from_s - kind.zero_s, abs=IN_STEP_S)


@each(*SEEN)
def test_pictures_come_upright_whole_and_at_their_times(kind: Kind, made) -> None:
    skipped = ReadErrors()
    seen = list(frames(made(kind), every_s=0, skipped=skipped))
    assert not skipped
    assert len(seen) == len(kind.times_s)
    assert all(frame.rgb.flags.c_contiguous and frame.rgb.dtype == np.uint8 for frame in seen)
    assert all(is_upright(frame.rgb) for frame in seen)
    shown_s = np.array([shown_time_s(kind, frame.rgb) - kind.zero_s for frame in seen])
    assert np.abs(np.array([frame.time_s for frame in seen]) - shown_s).max() < A_FRAME_S


@each(*HEARD)
def test_the_tone_sounds_at_its_time(kind: Kind, made) -> None:
    assert tone_s(made(kind)) == pytest.approx(kind.flash_s - kind.zero_s, abs=IN_STEP_S)


@each(*BOTH)
def test_flash_and_tone_are_in_step(kind: Kind, made) -> None:
    first_after = min(t for t in kind.times_s if t >= kind.flash_s) - kind.flash_s
    assert flash_s(made(kind)) - first_after == pytest.approx(tone_s(made(kind)), abs=IN_STEP_S)


@each(*SEEN)
def test_segments_give_the_pictures_of_the_whole(kind: Kind, made) -> None:
    path = made(kind)
    whole = [f.time_s for f in frames(path, every_s=1 / 15)]
    border_s = whole[-1] * 0.6
    parts = [
        frame.time_s
        for span in (Span(0, border_s), Span(border_s, whole[-1] + 1))
        for frame in frames(path, every_s=1 / 15, span=span)
    ]
    assert parts == whole


@each(*HEARD)
def test_segments_give_the_sound_of_the_whole(kind: Kind, made) -> None:
    path = made(kind)
    whole = load(path).samples
    cut = len(whole) // 2
    late = load(path, Span(cut / 16000, len(whole) / 16000)).samples
    assert onset_s(cut / 16000, late, 16000) == pytest.approx(
        onset_s(cut / 16000, whole[cut:], 16000), abs=0.005
    )
    assert len(late) == pytest.approx(len(whole) - cut, abs=16000 * EDGE_S)


@each(*kinds.WHOLE)
def test_a_copy_is_made_where_needed_plays_and_is_in_step(kind: Kind, made, tmp_path: Path) -> None:
    path = made(kind)
    recording = probe(path)
    if needs_proxy(recording) is None and kind.held is None:
        assert path.suffix in {".mp4", ".webm", ".mp3", ".m4a", ".wav", ".flac", ".ogg", ".oga", ".aac"}
        return
    copy = make_proxy(path, tmp_path / "copy")
    assert needs_proxy(probe(copy)) is None
    if kind.picture:
        seen = list(frames(copy, every_s=0))
        assert len(seen) == len(kind.times_s)
        assert all(is_upright(frame.rgb) for frame in seen)
        assert flash_s(copy) == pytest.approx(flash_s(path), abs=0.005)
    if kind.sound:
        assert tone_s(copy) == pytest.approx(tone_s(path), abs=0.005)


@each(*BOTH)
def test_a_clip_starts_its_own_clock_and_stays_in_step(kind: Kind, made, tmp_path: Path) -> None:
    path, from_s = made(kind), max(0.0, kind.flash_s - kind.zero_s - 0.3)
    cut_clip(path, Span(from_s, from_s + 0.6), tmp_path / "-clip.mp4")
    clip = probe(tmp_path / "-clip.mp4")
    assert clip.duration_s == pytest.approx(0.6, abs=0.1)
    assert needs_proxy(clip) is None
    # The clip's clock may start with its first picture, one interval after the span's start.
    assert flash_s(tmp_path / "-clip.mp4") == pytest.approx(flash_s(path) - from_s, abs=IN_STEP_S)
    assert tone_s(tmp_path / "-clip.mp4") == pytest.approx(tone_s(path) - from_s, abs=IN_STEP_S)


@each(*kinds.DAMAGED)
def test_what_is_left_of_a_damaged_recording_is_read_and_the_rest_is_counted(kind: Kind, made) -> None:
    path, skipped = made(kind), ReadErrors()
    recording = probe(path)
    seen = list(frames(path, every_s=0, skipped=skipped))
    assert 0.3 * len(kind.times_s) < len(seen) < len(kind.times_s)
    zero_s = seen[0].time_s  # the codecs' run-up differs, so count from the first picture
    shown_s = np.array([shown_time_s(kind, f.rgb) for f in seen])
    assert np.abs(np.array([f.time_s - zero_s for f in seen]) - shown_s).max() < 2 * A_FRAME_S
    if "cut" in kind.name:
        assert 0.9 < recording.duration_s < 1.6
    else:
        assert recording.duration_s > 2.3
        list(blocks(path, skipped=skipped))
        assert skipped.packets or skipped.frames or skipped.gaps


@each(*(kind for kind in kinds.DAMAGED if kind.suffix != ".avi"))
def test_a_cut_file_says_so(kind: Kind, made) -> None:
    warned = any("cut off" in warning for warning in probe(made(kind)).warnings)
    assert warned == ("cut" in kind.name)


def test_an_mp4_whose_index_was_never_written_says_so(made, tmp_path: Path) -> None:
    path = tmp_path / "phone died.mp4"
    data = made(kinds.WHOLE[0]).read_bytes()
    path.write_bytes(data[: len(data) * 6 // 10])
    with pytest.raises(MediaError, match=r"phone died\.mp4.*index.*moov"):
        probe(path)


def test_the_track_that_is_not_silent_is_heard_and_told(made) -> None:
    kind = next(kind for kind in kinds.WHOLE if kind.tracks > 1)
    recording = probe(made(kind))
    assert recording.audio is not None
    assert (recording.audio.tracks, recording.audio.track) == (2, 1)
    assert any("track 2" in warning for warning in recording.warnings)


@each(*(kind for kind in kinds.WHOLE if kind.held))
def test_the_thumbnail_is_upright(kind: Kind, made, tmp_path: Path) -> None:
    import cv2

    jpeg = np.frombuffer(thumbnail(made(kind), 1.05), np.uint8)
    rgb = cv2.cvtColor(cv2.imdecode(jpeg, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)
    assert is_upright(rgb)
    assert flashes(rgb)


@each(*BOTH[:6])
def test_readers_close_what_they_open(kind: Kind, made) -> None:
    path = made(kind)
    for reader in (
        frames(path, every_s=0),
        blocks(path, block_s=0.1),
        sample_frames(path, every_s={"a": 0.1}),
    ):
        next(reader)
        assert times_open(path) > 0
        reader.close()
        assert times_open(path) == 0
