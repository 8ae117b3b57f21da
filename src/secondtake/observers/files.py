"""Files that are whole or not there: a kill, a full disk or a second writer never leaves half of one."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def atomic_write(path: Path) -> Iterator[Path]:
    """A path to write to; it takes the place of `path` when the block ends well, and goes away otherwise."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    os.close(descriptor)
    unfinished = Path(name)
    try:
        yield unfinished
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def write_json(path: Path, value: Any) -> Path:
    """Write plain values as JSON."""
    with atomic_write(path) as unfinished:
        unfinished.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def read_json(path: Path) -> Any:
    """The plain values in a JSON file, or None where there is no such file."""
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
