"""Cache of the sha256 of large files, by size and modification time."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path
from typing import Any

from secondtake.files import read_json, write_json

log = logging.getLogger(__name__)

NAME = "digests.json"


def digest_of(path: Path, cache_dir: Path) -> str:
    """Return the file's sha256 in hex. A cache that cannot be read or written only costs time."""
    status = path.stat()
    stamp = [status.st_size, status.st_mtime_ns]
    digests = _cached_digests(cache_dir)
    entry = digests.get(str(path))
    if entry and entry[:2] == stamp:
        return str(entry[2])
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    try:
        write_json(cache_dir / NAME, {**digests, str(path): [*stamp, digest]})
    except OSError as error:
        log.debug("cannot cache digests in %s: %s", cache_dir, error)
    return digest


def _cached_digests(cache_dir: Path) -> dict[str, Any]:
    try:
        digests = read_json(cache_dir / NAME)
    except (OSError, ValueError):
        return {}
    return digests if isinstance(digests, dict) else {}
