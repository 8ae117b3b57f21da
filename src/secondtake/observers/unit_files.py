"""The list of a finished work unit's files, `done.json`, and the check that they are as they were written."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from secondtake.files import read_json, write_json
from secondtake.observers.vision.vision import FILES

DONE = "done.json"
_PARQUET_MAGIC = b"PAR1"  # a Parquet file's first and last four bytes


def write_done(folder: Path, took_s: float, cpu_s: Mapping[str, float]) -> None:
    """Mark a unit as finished, with its CPU seconds by part, and the size and sha256 of each of its files."""
    files = {path.name: _size_and_digest(path) for path in folder.iterdir() if _is_result(path)}
    cpu_s = {part: round(seconds, 3) for part, seconds in cpu_s.items()}
    write_json(folder / DONE, {"took_s": round(took_s, 3), "cpu_s": cpu_s, "files": files})


def took_s(folder: Path) -> float:
    """Return the seconds that a finished unit took."""
    return float(read_json(folder / DONE)["took_s"])


def cpu_s(folder: Path) -> dict[str, float]:
    """Return the CPU seconds of a finished unit by part; empty for a unit of an earlier version."""
    return dict(read_json(folder / DONE).get("cpu_s", {}))


def is_whole(folder: Path) -> bool:
    """Return True if the unit is finished and none of its files is missing or damaged."""
    return (folder / DONE).is_file() and problem_of(folder) == ""


def problem_of(folder: Path) -> str:
    """Return which file of a finished unit is missing or damaged; "" for none.

    Earlier versions wrote no list of files; there, only files cut short or missing altogether are noticed.
    """
    try:
        receipt: Any = read_json(folder / DONE) if (folder / DONE).is_file() else {"took_s": 0.0}
        float(receipt["took_s"])
        files = receipt.get("files")
        if files is None:
            return _problem_of_unlisted(folder)
        for name, expected in files.items():
            if not (folder / name).is_file():
                return f"{name} is missing"
            if _size_and_digest(folder / name) != list(expected):
                return f"{name} is damaged"
    except FileNotFoundError:
        return "its folder is missing"
    except (ValueError, KeyError, TypeError, AttributeError):
        return f"{DONE} is damaged"
    return ""


def clear_damaged(folder: Path) -> None:
    """Empty the folder of a unit that was finished and is damaged, so that nothing of it is reused."""
    if (folder / DONE).exists() and not is_whole(folder):
        shutil.rmtree(folder)


def _problem_of_unlisted(folder: Path) -> str:
    paths = {path.name: path for path in folder.iterdir() if _is_result(path)}
    expected = FILES if folder.parent.name.startswith("sight-") else ()
    missing = [name for name in expected if name not in paths]
    if missing:
        return f"{missing[0]} is missing"
    return next((f"{name} is damaged" for name, path in paths.items() if _is_torn(path)), "")


def _is_result(path: Path) -> bool:
    return path.suffix in (".parquet", ".json") and path.name != DONE


def _size_and_digest(path: Path) -> list[object]:
    with path.open("rb") as file:
        return [path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()]


def _is_torn(path: Path) -> bool:
    content = path.read_bytes()
    if path.suffix == ".parquet":
        return len(content) < 12 or content[:4] != _PARQUET_MAGIC or content[-4:] != _PARQUET_MAGIC
    try:
        json.loads(content)
    except ValueError:
        return True
    return False
