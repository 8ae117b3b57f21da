"""Boxes of an mp4 or mov file (ISO 14496-12), read only far enough to explain why it cannot be played."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

FIRST_BOXES = {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"styp", b"pnot"}
PARENTS = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf"}
ENCRYPTED_ENTRIES = {b"encv", b"enca", b"drmi", b"drms"}
"""Sample entries of protected tracks: Common Encryption (ISO 23001-7) and Apple's FairPlay."""

MAX_BOXES = 100_000
"""Our choice: a limit against hostile files; an hour in fragments has about 20,000."""


def is_mp4(path: Path) -> bool:
    """Return True if the file begins like mp4, m4a, mov or 3gp."""
    with path.open("rb") as file:
        return file.read(8)[4:] in FIRST_BOXES


def is_encrypted(path: Path) -> bool:
    """Return True if a track's samples are protected by DRM."""
    with path.open("rb") as file:
        for kind, start, _ in boxes(file):
            if kind == b"stsd":
                file.seek(start + 12)
                if file.read(4) in ENCRYPTED_ENTRIES:
                    return True
    return False


def has_index(path: Path) -> bool:
    """Return True if there is a `moov` box; recorders write it last, so a truncated file has none."""
    with path.open("rb") as file:
        return any(kind == b"moov" for kind, _, _ in boxes(file))


def is_fragmented(path: Path) -> bool:
    """Return True if the samples are in fragments (`moof`), as live recorders write them."""
    with path.open("rb") as file:
        return any(kind == b"moof" for kind, _, _ in boxes(file))


def boxes(file: BinaryIO, start: int = 0, end: int | None = None) -> Iterator[tuple[bytes, int, int]]:
    """Yield (kind, start of content, end) of each box, parents before their children, without recursion."""
    if end is None:
        end = file.seek(0, os.SEEK_END)
    pending = [(start, end)]
    for _ in range(MAX_BOXES):
        while pending and pending[-1][1] - pending[-1][0] < 8:
            pending.pop()
        if not pending:
            return
        at, until = pending.pop()
        file.seek(at)
        header = file.read(16)
        size, kind, content = int.from_bytes(header[:4], "big"), header[4:8], at + 8
        if size == 1 and len(header) == 16:
            size, content = int.from_bytes(header[8:], "big"), at + 16
        elif size == 0:
            size = until - at
        if size < content - at:
            continue
        box_end = min(at + size, until)
        pending.append((at + size, until))
        if kind in PARENTS:
            pending.append((content, box_end))
        yield kind, content, box_end
