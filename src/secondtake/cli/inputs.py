"""What people hand to the command line: files of recordings, marks and questions, none of them believed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from secondtake.core.answer import NO_CALIBRATION, Calibration, Mark
from secondtake.core.conversation.marks import parse_marks_file, parse_questions
from secondtake.core.dates import parse_recording_date
from secondtake.core.errors import UsageError

LARGEST_BYTES = 1 << 20  # our choice: a thousand times any list of questions
# What a recording in a folder is called; a file named on its own may be called anything.
PICTURES = (".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".mpg", ".mpeg", ".ts", ".3gp")
SOUNDS = (".m4a", ".mp3", ".wav", ".flac", ".ogg", ".opus", ".aac")
RECORDINGS = frozenset((*PICTURES, *SOUNDS))


def recordings_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files as they are, and of folders every file that is named like a recording, sorted.

    Raises:
        UsageError: a folder holds none.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = sorted(p for p in path.rglob("*") if p.suffix.lower() in RECORDINGS and p.is_file())
        if not found:
            raise UsageError(f"{path} holds no recordings ({', '.join(sorted(RECORDINGS))}).")
        yield from found


def read_date(text: str) -> datetime:
    """When a recording was made, as a person says it.

    Raises:
        UsageError: it is no date, or one still to come.
    """
    return parse_recording_date(text, datetime.now(UTC))


def read_marks(file: Path | None) -> tuple[tuple[Mark, ...], Calibration]:
    """Marks from a JSON file, and how the person sat; none without a file.

    Raises:
        UsageError: it cannot be read, or holds no marks; the message says where and why.
    """
    if file is None:
        return (), NO_CALIBRATION
    text = read_text(file)
    try:
        return parse_marks_file(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{file} is not JSON: {error}.") from error
    except UsageError as error:
        raise UsageError(f"{file}: {error}") from error


def read_questions(file: Path | None) -> tuple[str, ...]:
    """Questions from a text file with one on each line; none without a file.

    Raises:
        UsageError: it cannot be read, or is no such list.
    """
    if file is None:
        return ()
    text = read_text(file)
    try:
        return parse_questions(text)
    except UsageError as error:
        raise UsageError(f"{file}: {error}") from error


def read_text(file: Path) -> str:
    """A short text file.

    Raises:
        UsageError: it cannot be read, is far too large, or is not UTF-8.
    """
    try:
        if file.stat().st_size > LARGEST_BYTES:
            raise UsageError(f"{file} is larger than any list of ours. Check that it is the right file.")
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{file} cannot be read ({error.strerror}). Check the path.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{file} is not a text in UTF-8. Save it as UTF-8.") from error
