"""sha256 of large files, computed once, remembered beside size and time of change: starting is quick."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path
from typing import Any

from secondtake.files import read_json, write_json

log = logging.getLogger(__name__)

NAME = "digests.json"


def digest_of(path: Path, cache_dir: Path) -> str:
    """The file's sha256 in hex. A cache that cannot be read or written costs time, never correctness."""
    status = path.stat()
    stamp = [status.st_size, status.st_mtime_ns]
    remembered = _remembered(cache_dir)
    known = remembered.get(str(path))
    if known and known[:2] == stamp:
        return str(known[2])
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    try:
        cache_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_json(cache_dir / NAME, {**remembered, str(path): [*stamp, digest]})
    except OSError as error:
        log.debug("cannot remember digests in %s: %s", cache_dir, error)
    return digest


def _remembered(cache_dir: Path) -> dict[str, Any]:
    try:
        remembered = read_json(cache_dir / NAME)
    except (OSError, ValueError):
        return {}
    return remembered if isinstance(remembered, dict) else {}
