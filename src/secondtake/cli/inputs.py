"""Input files of the command line: recordings, marks and questions, all validated."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from secondtake.core.answer import NO_CALIBRATION, Calibration, Mark
from secondtake.core.conversation.marks import parse_marks_file, parse_questions
from secondtake.core.dates import parse_recording_date
from secondtake.core.errors import UsageError

MAX_TEXT_BYTES = 1 << 20  # our choice: a thousand times any list of questions
# Suffixes of recordings in a folder. A file given by its own path may have any name.
VIDEO_SUFFIXES = (".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".mpg", ".mpeg", ".ts", ".3gp")
AUDIO_SUFFIXES = (".m4a", ".mp3", ".wav", ".flac", ".ogg", ".opus", ".aac")
SUFFIXES = frozenset((*VIDEO_SUFFIXES, *AUDIO_SUFFIXES))


def recordings_in(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield each file as it is, and the recordings in each folder, sorted by path.

    Raises:
        UsageError: a folder contains none.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        recordings = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
        if not recordings:
            raise UsageError(f"{path} contains no recordings ({', '.join(sorted(SUFFIXES))}).")
        yield from recordings


def read_date(text: str) -> datetime:
    """Parse the date of a recording.

    Raises:
        UsageError: it is not a date, or lies in the future.
    """
    return parse_recording_date(text, datetime.now(UTC))


def read_marks(file: Path | None) -> tuple[tuple[Mark, ...], Calibration]:
    """Read marks and calibration from a JSON file; without a file, return no marks and `NO_CALIBRATION`.

    Raises:
        UsageError: the file cannot be read, or its marks are invalid.
    """
    if file is None:
        return (), NO_CALIBRATION
    text = read_text(file)
    try:
        return parse_marks_file(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{file} is not valid JSON: {error}.") from error
    except UsageError as error:
        raise UsageError(f"{file}: {error}") from error


def read_questions(file: Path | None) -> tuple[str, ...]:
    """Read questions from a text file with one per line; without a file, return none.

    Raises:
        UsageError: the file cannot be read, or is not such a list.
    """
    if file is None:
        return ()
    text = read_text(file)
    try:
        return parse_questions(text)
    except UsageError as error:
        raise UsageError(f"{file}: {error}") from error


def read_text(file: Path) -> str:
    """Read a short text file.

    Raises:
        UsageError: it cannot be read, is larger than `MAX_TEXT_BYTES`, or is not UTF-8.
    """
    try:
        if file.stat().st_size > MAX_TEXT_BYTES:
            raise UsageError(f"{file} is too large. Check that it is the right file.")
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{file} cannot be read ({error.strerror}). Check the path.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{file} is not UTF-8 text. Save it as UTF-8.") from error


def read_me(text: str) -> tuple[float, float] | int:
    """Return which person is reviewed: a place "X,Y" in shares of the frame, or a number in `people`.

    Raises:
        UsageError: it is neither two numbers from 0 to 1, nor a whole number from 1.

    >>> read_me("0.75,0.5"), read_me("2")
    ((0.75, 0.5), 2)
    """
    if text.isdecimal() and len(text) <= 4 and int(text) >= 1:
        return int(text)
    try:
        x, y = (float(part) for part in text.split(","))
    except ValueError:
        x = y = -1.0
    if not (0 <= x <= 1 and 0 <= y <= 1):
        raise UsageError(
            f"“{text}” is no person and no place in the video. Write the person's number, such as 2, or X,Y "
            "from 0 to 1, such as 0.75,0.5 for the middle of the right half."
        )
    return x, y
