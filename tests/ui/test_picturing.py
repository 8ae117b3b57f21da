"""The library's small pictures: made beside the server, once, and not of what is gone."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import av
import numpy as np
import pytest

from secondtake.core.errors import MediaError
from secondtake.ui import picturing
from secondtake.ui.picturing import keep_picture


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Two seconds of one colour."""
    path = tmp_path / "recording.mp4"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p"
        for _ in range(20):
            picture = np.full((120, 160, 3), 90, np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode())
    return path


def test_one_picture_is_made_however_many_ask(recording: Path, tmp_path: Path) -> None:
    kept = tmp_path / "cache" / "picture.jpg"
    kept.parent.mkdir()
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda _: keep_picture(recording, 1.0, kept), range(3)))
    assert kept.read_bytes().startswith(b"\xff\xd8\xff")
    assert list(kept.parent.iterdir()) == [kept]
    before = kept.stat().st_mtime_ns
    keep_picture(recording, 1.0, kept)
    assert kept.stat().st_mtime_ns == before


def test_why_there_is_no_picture_is_said_in_the_same_words(recording: Path, tmp_path: Path) -> None:
    with pytest.raises(MediaError, match=r"60\.0 s"):
        keep_picture(recording, 60.0, tmp_path / "picture.jpg")
    with pytest.raises(MediaError):
        keep_picture(tmp_path / "nothing.mp4", 1.0, tmp_path / "picture.jpg")
    assert not (tmp_path / "picture.jpg").exists()


def test_a_file_that_hangs_keeps_no_other_from_its_picture(
    recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hangs, kept = tmp_path / "hangs.mp4", tmp_path / "picture.jpg"
    os.mkfifo(hangs)  # whoever opens it waits for a writer, and there is none
    with monkeypatch.context() as impatient:
        impatient.setattr(picturing, "PATIENCE_S", 0.5)
        with pytest.raises(MediaError, match="too long"):
            keep_picture(hangs, 1.0, kept)
    assert not kept.exists()
    keep_picture(recording, 1.0, kept)
    assert kept.exists()


@pytest.mark.parametrize("moment", ["write_bytes", "replace"])
def test_no_picture_comes_after_its_recording_was_erased(
    recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Erased between the look whether it is there and the moment its picture is kept."""
    folder = tmp_path / "cache"
    folder.mkdir()
    real = getattr(Path, moment)

    def erased_before(path: Path, *given: object) -> object:
        recording.unlink(missing_ok=True)
        return real(path, *given)

    monkeypatch.setattr(Path, moment, erased_before)
    with pytest.raises(MediaError, match="gone"):
        keep_picture(recording, 1.0, folder / "picture.jpg")
    assert list(folder.iterdir()) == []
