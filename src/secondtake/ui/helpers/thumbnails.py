"""Thumbnails, decoded in a process of its own: the decoder takes 80 MB, which the server would never release.

Each is created once, when the library first shows it. A failed one is tried again only when the file changes
or is analysed again (`pipeline/analyse.py`).
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from secondtake.core.errors import MediaError
from secondtake.files import atomic_write
from secondtake.helper_process import HelperProcess, serve

TIMEOUT_S = 30.0  # our choice: a picture takes a second; a file or drive that hangs holds up all others
LIST_SIDE = 480  # our choice, in pixels: longer side of a thumbnail in the library
FACE_SIDE = 1280  # of the frame that a face is cut from, our choice: a face of 40 pixels can be told
FACE_CROP = 0.9  # our choice, in face sizes to each side of its centre: hair and chin are on the picture
TOO_LONG = "Creating the thumbnail took too long."
GONE = "The recording is gone."
ENDED = "The process that creates thumbnails ended. `secondtake doctor` looks for the cause."

decoding_lock = threading.Lock()  # a browser asks for six at a time


def save_thumbnail(recording: Path, time_s: float, thumbnail: Path, error_file: Path) -> None:
    """Save the recording's frame at a time as its thumbnail, unless it exists.

    Args:
        error_file: holds the reason why a thumbnail cannot be created.

    Raises:
        MediaError: no frame near that time, none within `TIMEOUT_S`, or the recording is gone.
    """
    _raise_known_error(recording, error_file)  # before waiting for anybody else's
    with decoding_lock:
        if thumbnail.exists():
            return
        _raise_known_error(recording, error_file)
        now = _file_version(recording)
        try:
            picture = _decode(recording, time_s)
        except MediaError as error:
            _save(recording, f"{now}\n{error}".encode(), error_file)
            raise
        _save(recording, picture, thumbnail)


def _raise_known_error(recording: Path, error_file: Path) -> None:
    """Raise the saved error if the file has not changed since."""
    with suppress(FileNotFoundError):
        then, _, reason = error_file.read_text(encoding="utf-8").partition("\n")
        if then == _file_version(recording):
            raise MediaError(reason)


def _file_version(recording: Path) -> str:
    """Return a text that changes with the file: size and modification time.

    Raises:
        MediaError: it is gone.
    """
    try:
        status = recording.stat()
    except FileNotFoundError as error:
        raise MediaError(GONE) from error
    return f"{status.st_size} {status.st_mtime_ns}"


def face_picture(recording: Path, time_s: float, box: Mapping[str, float]) -> bytes:
    """Return a face with some air around it as JPEG; nothing is saved.

    Args:
        box: the face, in shares of the frame, as in the review's `people`.

    Raises:
        MediaError: as for `save_thumbnail`.
    """
    _file_version(recording)
    reach_x, reach_y = FACE_CROP * box["width"], FACE_CROP * box["height"]
    crop = [box["x"] - reach_x, box["y"] - reach_y, box["x"] + reach_x, box["y"] + reach_y]
    crop = [round(share, 4) for share in crop]
    with decoding_lock:
        return _decode(recording, time_s, FACE_SIDE, crop)


def _decode(
    recording: Path, time_s: float, max_side: int = LIST_SIDE, crop: Sequence[float] | None = None
) -> bytes:
    """Return the frame, or its part inside `crop`, as JPEG, decoded in a process of its own."""
    with HelperProcess(
        __spec__.name, {}, ended=MediaError(ENDED), timeout_s=TIMEOUT_S, too_long=MediaError(TOO_LONG)
    ) as helper:
        picture: bytes = helper.ask([str(recording), time_s, max_side, crop])
        return picture


def _save(recording: Path, content: bytes, file: Path) -> None:
    """Write atomically, unless the recording is gone.

    Raises:
        MediaError: it is.
    """
    if recording.exists():
        with atomic_write(file) as part:
            part.write_bytes(content)
    if not recording.exists():  # erased meanwhile, before its picture, which must not come after it
        file.unlink(missing_ok=True)
        raise MediaError(GONE)


def main() -> None:
    """Answer requests: a recording, a time, a size and a part of the frame become one JPEG."""
    from secondtake.media.clip import thumbnail

    serve(lambda request, _: thumbnail(request[0], request[1], max_side=request[2], crop=request[3]))


if __name__ == "__main__":
    main()
