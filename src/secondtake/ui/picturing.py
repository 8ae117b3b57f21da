"""A session's small picture, made beside the server: what decodes a recording takes eighty megabytes, which
would stay with the server for good. Each is made once, when the library first shows it.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from uuid import uuid4

from secondtake.core.errors import MediaError

PATIENCE_S = (
    30.0  # our choice: a picture takes a second; a file or a drive that hangs holds up all the others
)
TOO_LONG = "Making the small picture took too long."
GONE = "The recording is gone."
ENDED = "The process that makes small pictures ended. `secondtake doctor` looks for the cause."

_one = threading.Lock()  # a browser asks for six at a time


def keep_picture(recording: Path, time_s: float, kept: Path) -> None:
    """Put the recording's picture at a time where it is kept, unless it is there.

    Raises:
        MediaError: there is no picture near that time, none within `PATIENCE_S`, or no recording any more.
    """
    with _one:
        if kept.exists():
            return
        command = [sys.executable, "-m", "secondtake.ui.picturing", str(recording), str(time_s)]
        try:
            made = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=PATIENCE_S)
        except subprocess.TimeoutExpired as error:
            raise MediaError(TOO_LONG) from error
        if made.returncode or not made.stdout:
            raise MediaError(made.stderr.decode(errors="replace").strip().rpartition("\n")[2] or ENDED)
        if not recording.exists():
            raise MediaError(GONE)
        part = kept.with_suffix(f".{uuid4().hex}")
        part.write_bytes(made.stdout)
        part.replace(kept)
        if not recording.exists():  # erased meanwhile, before its picture, which must not come after it
            kept.unlink(missing_ok=True)
            raise MediaError(GONE)


def main(recording: str, time_s: str) -> None:
    """The helper: one picture as JPEG, or why there is none."""
    from secondtake.media.clip import thumbnail

    try:
        sys.stdout.buffer.write(thumbnail(recording, float(time_s)))
    except MediaError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(*sys.argv[1:])
