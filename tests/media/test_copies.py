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
def avi(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten seconds of a format that no browser plays."""
    kind = Kind("old", ".avi", "mpeg4", "libmp3lame", tick=kinds.AVI, size=(160, 120),
                times_s=steady(25, 10.0), sound_to_s=10.0)  # fmt: skip
    return kind.make(tmp_path_factory.mktemp("old"))


def test_make_proxy_progress_rises_to_the_duration(avi: Path, tmp_path: Path) -> None:
    reports: list[tuple[str, float, float]] = []
    copy = make_proxy(avi, tmp_path / "copy.avi", on_progress=lambda *step: reports.append(step))
    assert copy == tmp_path / "copy.mp4"
    assert {stage for stage, _, _ in reports} == {"proxy"}
    done = [done_s for _, done_s, _ in reports]
    assert done == sorted(done)
    assert 8 <= len(done) <= 13
    assert reports[-1][1] == reports[-1][2] == pytest.approx(10.0, abs=0.3)


def test_make_proxy_cancelled_leaves_no_file(avi: Path, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        make_proxy(avi, tmp_path / "copy", is_cancelled=lambda: True)
    assert list(tmp_path.iterdir()) == []


def test_make_proxy_of_no_recording_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "letter.mp4"
    path.write_text("Dear hiring manager")
    with pytest.raises(MediaError):
        make_proxy(path, tmp_path / "copy")
    assert list(tmp_path.iterdir()) == [path]


def test_make_proxy_into_missing_folder_is_a_store_error(avi: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        make_proxy(avi, tmp_path / "gone" / "copy")


def test_make_proxy_of_large_video_scales_it_down(tmp_path: Path) -> None:
    path = Kind("large", ".mp4", "libx265", options=kinds.HEVC, size=(1920, 1080), sound=None,
                times_s=steady(25, 0.2)).make(tmp_path)  # fmt: skip
    reason = needs_proxy(probe(path))
    assert reason is not None
    assert "hevc" in reason
    video = probe(make_proxy(path, tmp_path / "copy")).video
    assert video is not None
    assert (video.width, video.height, video.codec) == (1280, 720, "h264")


def test_make_proxy_keeps_the_colours(tmp_path: Path) -> None:
    path = Kind("colours", ".mp4", "libx265", options=kinds.HEVC, times_s=steady(25, 0.4),
                sound=None).make(tmp_path)  # fmt: skip
    before = next(frames(path, every_s=0)).rgb.astype(int)
    after = next(frames(make_proxy(path, tmp_path / "copy"), every_s=0)).rgb
    assert np.abs(before - after).mean() < 4


def test_cut_clip_with_blur_changes_every_frame(avi: Path, tmp_path: Path) -> None:
    out = tmp_path / "hidden.mp4"
    cut_clip(avi, Span(2.0, 3.0), out, blur=lambda rgb: np.zeros_like(rgb))
    hidden = [frame.rgb for frame in frames(out, every_s=0)]
    assert len(hidden) == 25
    assert max(int(rgb.max()) for rgb in hidden) < 12
    assert probe(out).audio is not None


def test_cut_clip_into_memory_writes_no_file(avi: Path, tmp_path: Path) -> None:
    out, before = BytesIO(), set(tmp_path.iterdir())
    cut_clip(avi, Span(2.0, 3.0), out)
    assert set(tmp_path.iterdir()) == before
    (tmp_path / "clip.mp4").write_bytes(out.getvalue())
    assert probe(tmp_path / "clip.mp4").duration_s == pytest.approx(1.0, abs=0.1)


def test_cut_clip_beyond_the_end_is_refused(avi: Path, tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="No video frame"):
        cut_clip(avi, Span(50.0, 51.0), tmp_path / "clip.mp4")
    assert list(tmp_path.iterdir()) == []


def test_thumbnail_is_a_jpeg_of_the_nearest_frame(avi: Path) -> None:
    assert thumbnail(avi, 4.0).startswith(b"\xff\xd8\xff")
    assert thumbnail(avi, 4.0) == thumbnail(avi, 4.01) != thumbnail(avi, 7.0)
    assert thumbnail(avi, 10.5)  # just after the last frame: the last one
    with pytest.raises(MediaError, match=r"60\.0 s"):
        thumbnail(avi, 60.0)


@pytest.mark.parametrize(
    ("crop", "shares"),
    [
        ((0.25, 0.0, 0.75, 0.5), (0.5, 0.5)),
        ((-0.5, 0.5, 0.5, 2.0), (0.5, 0.5)),
        ((0.999, 0.999, 1.0, 1.0), None),
    ],
)
def test_thumbnail_crop_is_that_part_inside_the_frame(avi: Path, crop, shares) -> None:
    import cv2

    whole, part = (
        cv2.imdecode(np.frombuffer(thumbnail(avi, 4.0, crop=c), np.uint8), cv2.IMREAD_COLOR).shape[:2]
        for c in (None, crop)
    )
    expected = (2, 2) if shares is None else [share * n for share, n in zip(shares, whole, strict=True)]
    assert part == pytest.approx(expected, abs=2)
