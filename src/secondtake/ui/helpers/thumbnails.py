"""A session's small picture, made beside the server: what decodes a recording takes eighty megabytes, which
would stay with the server for good. Each is made once, when the library first shows it. One that cannot be
made is tried once, too, and again only when the file changes or is analysed anew (`pipeline/analyse.py`).
"""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

from secondtake.core.errors import MediaError
from secondtake.files import atomic_write
from secondtake.helper_process import HelperProcess, serve

TIMEOUT_S = 30.0  # our choice: a picture takes a second; a file or drive that hangs holds up all others
TOO_LONG = "Creating the thumbnail took too long."
GONE = "The recording is gone."
ENDED = "The process that creates thumbnails ended. `secondtake doctor` looks for the cause."

decoding_lock = threading.Lock()  # a browser asks for six at a time


def save_thumbnail(recording: Path, time_s: float, thumbnail: Path, error_file: Path) -> None:
    """Put the recording's picture at a time where it is kept, unless it is there.

    Args:
        error_file: where it is kept why there is none.

    Raises:
        MediaError: there is no picture near that time, none within `TIMEOUT_S`, or no recording any more.
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
    """Fail as the last time, where that was with the same file."""
    with suppress(FileNotFoundError):
        then, _, reason = error_file.read_text(encoding="utf-8").partition("\n")
        if then == _file_version(recording):
            raise MediaError(reason)


def _file_version(recording: Path) -> str:
    """Return what changes with the file.

    Raises:
        MediaError: it is gone.
    """
    try:
        status = recording.stat()
    except FileNotFoundError as error:
        raise MediaError(GONE) from error
    return f"{status.st_size} {status.st_mtime_ns}"


def _decode(recording: Path, time_s: float) -> bytes:
    """Return the picture as JPEG, made in a process that does nothing else."""
    with HelperProcess(
        __spec__.name, {}, ended=MediaError(ENDED), timeout_s=TIMEOUT_S, too_long=MediaError(TOO_LONG)
    ) as helper:
        picture: bytes = helper.ask([str(recording), time_s])
        return picture


def _save(recording: Path, content: bytes, file: Path) -> None:
    """Put it there whole; nothing of a recording that is gone.

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
    """Answer requests: a recording and a time become one JPEG."""
    from secondtake.media.clip import thumbnail

    serve(lambda request, _: thumbnail(request[0], request[1]))


if __name__ == "__main__":
    main()
