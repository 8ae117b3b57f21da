"""Playable copies and clips: finished or absent, cancelled at once, blurred when asked."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from contract import media_kinds as kinds
from contract.made_media import Kind, steady
from secondtake.core.errors import Cancelled, MediaError, StoreError
from secondtake.core.spans import Span
from secondtake.media.clip import cut_clip, thumbnail
from secondtake.media.probe import probe
from secondtake.media.proxy import make_proxy, needs_proxy
from secondtake.media.video import frames


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten seconds that no browser plays."""
    kind = Kind("old", ".avi", "mpeg4", "libmp3lame", tick=kinds.AVI, size=(160, 120),
                times_s=steady(25, 10.0), sound_to_s=10.0)  # fmt: skip
    return kind.make(tmp_path_factory.mktemp("old"))


def test_progress_rises_to_the_whole(old: Path, tmp_path: Path) -> None:
    told: list[tuple[str, float, float]] = []
    copy = make_proxy(old, tmp_path / "copy.avi", progress=lambda *step: told.append(step))
    assert copy == tmp_path / "copy.mp4"
    assert {stage for stage, _, _ in told} == {"proxy"}
    done = [done_s for _, done_s, _ in told]
    assert done == sorted(done)
    assert 8 <= len(done) <= 13
    assert told[-1][1] == told[-1][2] == pytest.approx(10.0, abs=0.3)


def test_a_cancelled_copy_leaves_nothing(old: Path, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        make_proxy(old, tmp_path / "copy", cancelled=lambda: True)
    assert list(tmp_path.iterdir()) == []


def test_a_copy_that_fails_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "letter.mp4"
    path.write_text("Dear hiring manager")
    with pytest.raises(MediaError):
        make_proxy(path, tmp_path / "copy")
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_a_matter_of_storage(old: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        make_proxy(old, tmp_path / "gone" / "copy")


def test_large_pictures_become_small_enough_for_a_page(tmp_path: Path) -> None:
    path = Kind("large", ".mp4", "libx265", options=kinds.HEVC, size=(1920, 1080), sound=None,
                times_s=steady(25, 0.2)).make(tmp_path)  # fmt: skip
    reason = needs_proxy(probe(path))
    assert reason is not None
    assert "hevc" in reason
    video = probe(make_proxy(path, tmp_path / "copy")).video
    assert video is not None
    assert (video.width, video.height, video.codec) == (1280, 720, "h264")


def test_copies_keep_the_colours(tmp_path: Path) -> None:
    path = Kind("colours", ".mp4", "libx265", options=kinds.HEVC, times_s=steady(25, 0.4),
                sound=None).make(tmp_path)  # fmt: skip
    before = next(frames(path, every_s=0)).rgb.astype(int)
    after = next(frames(make_proxy(path, tmp_path / "copy"), every_s=0)).rgb
    assert np.abs(before - after).mean() < 4


def test_what_hides_a_face_is_done_to_every_picture_of_a_clip(old: Path, tmp_path: Path) -> None:
    out = tmp_path / "hidden.mp4"
    cut_clip(old, Span(2.0, 3.0), out, blur=lambda rgb: np.zeros_like(rgb))
    hidden = [frame.rgb for frame in frames(out, every_s=0)]
    assert len(hidden) == 25
    assert max(int(rgb.max()) for rgb in hidden) < 12
    assert probe(out).audio is not None


def test_a_clip_can_stay_in_memory(old: Path, tmp_path: Path) -> None:
    out, before = BytesIO(), set(tmp_path.iterdir())
    cut_clip(old, Span(2.0, 3.0), out)
    assert set(tmp_path.iterdir()) == before
    (tmp_path / "clip.mp4").write_bytes(out.getvalue())
    assert probe(tmp_path / "clip.mp4").duration_s == pytest.approx(1.0, abs=0.1)


def test_a_clip_beyond_the_end_is_refused_and_leaves_nothing(old: Path, tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="No picture"):
        cut_clip(old, Span(50.0, 51.0), tmp_path / "clip.mp4")
    assert list(tmp_path.iterdir()) == []


def test_thumbnails_are_small_jpegs_of_the_nearest_picture(old: Path) -> None:
    assert thumbnail(old, 4.0).startswith(b"\xff\xd8\xff")
    assert thumbnail(old, 4.0) == thumbnail(old, 4.01) != thumbnail(old, 7.0)
    assert thumbnail(old, 10.5)  # just after the last picture: the last one
    with pytest.raises(MediaError, match=r"60\.0 s"):
        thumbnail(old, 60.0)
