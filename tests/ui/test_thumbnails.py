"""The library's small pictures: made beside the server, tried once, and not of what is gone."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import av
import numpy as np
import pytest

from secondtake.core.errors import MediaError
from secondtake.helper_process import HelperProcess
from secondtake.ui.helpers import thumbnails
from secondtake.ui.helpers.thumbnails import save_thumbnail


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


@pytest.fixture
def failed(tmp_path: Path) -> Path:
    """Where it is kept why there is no picture."""
    return tmp_path / "no picture.txt"


@pytest.fixture
def tries(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The recordings that a process was started for, one an attempt."""
    begun: list[str] = []
    ask = HelperProcess.ask

    def noted(self: HelperProcess, request: list[str], payload: bytes = b"") -> object:
        begun.append(Path(request[0]).name)
        return ask(self, request, payload)

    monkeypatch.setattr(HelperProcess, "ask", noted)
    return begun


def test_thumbnail_requested_in_parallel_is_decoded_once(
    recording: Path, failed: Path, tmp_path: Path, tries: list[str]
) -> None:
    thumbnail = tmp_path / "cache" / "picture.jpg"
    thumbnail.parent.mkdir()
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda _: save_thumbnail(recording, 1.0, thumbnail, failed), range(3)))
    assert thumbnail.read_bytes().startswith(b"\xff\xd8\xff")
    assert list(thumbnail.parent.iterdir()) == [thumbnail]
    assert tries == [recording.name]
    assert not failed.exists()


def test_failed_thumbnail_repeats_its_error_without_a_new_try(
    recording: Path, failed: Path, tmp_path: Path, tries: list[str]
) -> None:
    thumbnail = tmp_path / "picture.jpg"
    messages = set()
    for _ in range(3):
        with pytest.raises(MediaError, match=r"60\.0 s") as error:
            save_thumbnail(recording, 60.0, thumbnail, failed)
        messages.add(str(error.value))
    assert (len(messages), tries) == (1, [recording.name])
    assert not thumbnail.exists()
    os.utime(recording, (0, 0))  # another file
    with pytest.raises(MediaError):
        save_thumbnail(recording, 60.0, thumbnail, failed)
    assert len(tries) == 2
    failed.unlink()  # who analyses it anew asks for it
    save_thumbnail(recording, 1.0, thumbnail, failed)
    assert thumbnail.exists()


def test_thumbnail_of_missing_recording_saves_nothing(failed: Path, tmp_path: Path, tries: list[str]) -> None:
    with pytest.raises(MediaError, match="gone"):
        save_thumbnail(tmp_path / "nothing.mp4", 1.0, tmp_path / "picture.jpg", failed)
    assert (list(tmp_path.iterdir()), tries) == ([], [])


def test_hanging_file_is_tried_once_and_blocks_no_other(
    recording: Path, failed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tries: list[str]
) -> None:
    hangs, thumbnail = tmp_path / "hangs.mp4", tmp_path / "picture.jpg"
    os.mkfifo(hangs)  # whoever opens it waits for a writer, and there is none
    with monkeypatch.context() as impatient:
        impatient.setattr(thumbnails, "TIMEOUT_S", 0.5)
        with pytest.raises(MediaError, match="too long"):
            save_thumbnail(hangs, 1.0, thumbnail, failed)
    for _ in range(3):  # patient again: another attempt would take half a minute
        with pytest.raises(MediaError, match="too long"):
            save_thumbnail(hangs, 1.0, thumbnail, failed)
    assert tries == [hangs.name]
    assert not thumbnail.exists()
    save_thumbnail(recording, 1.0, thumbnail, tmp_path / "another.txt")
    assert thumbnail.exists()


def test_known_thumbnail_error_does_not_wait_for_the_lock(
    recording: Path, failed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(MediaError):
        save_thumbnail(recording, 60.0, tmp_path / "picture.jpg", failed)
    monkeypatch.setattr(thumbnails, "decoding_lock", None)  # nobody who goes on to it would come through
    with pytest.raises(MediaError, match=r"60\.0 s"):
        save_thumbnail(recording, 60.0, tmp_path / "picture.jpg", failed)


@pytest.mark.parametrize("moment", ["write_bytes", "replace"])
@pytest.mark.parametrize("time_s", [1.0, 60.0])
def test_thumbnail_of_recording_erased_meanwhile_is_not_saved(
    recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str, time_s: float
) -> None:
    """Erased between the look whether it is there and the moment its picture, or the failure, is kept."""
    folder = tmp_path / "cache"
    folder.mkdir()
    real = getattr(Path, moment)

    def erased_before(path: Path, *given: object) -> object:
        recording.unlink(missing_ok=True)
        return real(path, *given)

    monkeypatch.setattr(Path, moment, erased_before)
    with pytest.raises(MediaError, match="gone"):
        save_thumbnail(recording, time_s, folder / "picture.jpg", folder / "picture.txt")
    assert list(folder.iterdir()) == []
