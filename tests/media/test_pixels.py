"""Colours, levels, shapes and rotation of single frames."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from types import SimpleNamespace

import av
import numpy as np
import pytest

from contract import media_kinds as kinds
from contract.made_media import MATRICES, STORED, Kind, draw_frame, steady
from secondtake.media import pixels
from secondtake.media.video import decoder_threads, frames

COLOURS = {"grey": (128, 128, 128), "skin": (224, 172, 140), "dark": (60, 40, 30), "white": (255, 255, 255)}


def first_frame(path: Path) -> np.ndarray:
    return next(frames(path, every_s=0)).rgb


def of_one_colour(path: Path, rgb: tuple[int, int, int], pix_fmt: str, *, full: bool = False) -> Path:
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=25, options={"qp": "4", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 66, 50, pix_fmt
        if full:
            stream.codec_context.color_range = pixels.FULL_RANGE
        image = av.VideoFrame.from_ndarray(np.full((50, 66, 3), rgb, np.uint8), format="rgb24")
        levels = "JPEG" if full else None
        for packet in [
            *stream.encode(image.reformat(format=pix_fmt, dst_color_range=levels)),
            *stream.encode(None),
        ]:
            out.mux(packet)
    return path


@pytest.mark.parametrize("name", COLOURS)
@pytest.mark.parametrize("pix_fmt", ["yuv420p", "yuv444p", "yuv422p", "nv12", "yuvj420p"])
def test_convert_keeps_colours_of_every_pixel_format(name: str, pix_fmt: str, tmp_path: Path) -> None:
    full = pix_fmt == "yuvj420p"
    path = of_one_colour(tmp_path / "colour.mp4", COLOURS[name], pix_fmt, full=full)
    assert np.abs(first_frame(path).astype(int) - COLOURS[name]).max() <= 5


def test_convert_full_range_yuv420p_keeps_levels(tmp_path: Path) -> None:
    path = of_one_colour(tmp_path / "full.mkv", (250, 250, 250), "yuv420p", full=True)
    assert np.abs(first_frame(path).astype(int) - 250).max() <= 5


def test_convert_without_opencv_gives_the_same_frame(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = Kind("small", ".mp4", options=kinds.QUICK, sound=None, times_s=steady(25, 0.2))
    path = kind.make(tmp_path)
    fast = first_frame(path)
    monkeypatch.setitem(sys.modules, "cv2", None)
    slow = first_frame(path)
    assert fast.shape == slow.shape
    assert np.abs(fast.astype(int) - slow).mean() < 2


@pytest.mark.parametrize(("width", "height"), [(590, 332), (1080, 602), (321, 241), (642, 358), (64, 50)])
def test_convert_padded_rows_do_not_skew_the_frame(width: int, height: int, tmp_path: Path) -> None:
    kind = Kind("odd", ".webm", "libvpx", None, options=kinds.VP9, size=(width, height), tick=kinds.MILLI,
                times_s=steady(25, 0.2))  # fmt: skip
    rgb = first_frame(kind.make(tmp_path))
    assert rgb.shape == (height, width, 3)
    truth = draw_frame(kind, 0.0)
    assert np.abs(rgb.astype(int) - truth).mean() < 6


@pytest.mark.parametrize("held", MATRICES)
def test_upright_undoes_the_cameras_orientation(held: str) -> None:
    truth = np.random.default_rng(0).integers(0, 255, (6, 8, 3), np.uint8)
    upright = pixels.upright(STORED[held](truth), MATRICES[held])
    np.testing.assert_array_equal(upright, truth)
    assert upright.flags.c_contiguous


def test_pq_becomes_bright_enough_for_a_screen() -> None:
    """ST 2084: level 0.58 is 203 nits, the white of a page, which must look bright; black stays black."""
    table = pixels._pq_to_sdr()
    assert table[0] == 0
    assert np.all(np.diff(table.astype(int)) >= 0)
    assert 175 < table[round(0.58 * 255)] < 215
    assert table[255] == 255


def test_decoded_frames_do_not_pile_up(tmp_path: Path) -> None:
    """Frames whose side data was read stayed until the garbage collector ran: 750 MB at 4K."""
    path = Kind("short", ".mp4", options=kinds.QUICK, times_s=steady(25, 1.6), sound=None).make(tmp_path)
    gc.collect()
    gc.disable()
    try:
        assert len(list(frames(path, every_s=0))) == 40
        assert sum(isinstance(o, av.VideoFrame) for o in gc.get_objects()) < 10
    finally:
        gc.enable()


@pytest.mark.parametrize(
    ("size", "pixels", "most"),
    [((1920, 1080), "yuv420p", 16), ((3840, 2160), "yuv420p10le", 2), ((8192, 4608), "yuv420p10le", 1)],
)
def test_decoder_threads_are_bound_by_the_frame(
    size: tuple[int, int], pixels: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 16)
    context = SimpleNamespace(format=av.VideoFormat(pixels, *size))
    assert decoder_threads(SimpleNamespace(codec_context=context, width=size[0], height=size[1])) == most
