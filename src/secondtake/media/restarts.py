"""Recordings appended to one another: the clock begins anew in the middle of the file.

Browsers' recordings are joined so, byte by byte, by recorders that were interrupted. Each part is moved to
the end of the one before, its sound and its video by the same time.
"""

from __future__ import annotations

import mmap
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from secondtake.media import mp4_boxes

if TYPE_CHECKING:
    from av import Packet
    from av.container import InputContainer

RESTART_S, NEAR_START_S = 1.0, 2.0
"""Our choice: a clock begins anew if it falls back by the first, to within the second of where it began. A
damaged timestamp seldom does both."""

EBML_HEADER = re.compile(rb"\x1a\x45\xdf\xa3.{1,8}\x42\x86", re.DOTALL)
"""How a Matroska or WebM file begins (RFC 8794): the header with its size, then the version."""


class RestartClock:
    """Moves the packets of appended parts to one clock; packets come in file order.

    Args:
        start_offset_s: where the first part's clock begins.
    """

    def __init__(self, start_offset_s: float) -> None:
        self._start_s = start_offset_s
        self._shifts_s = [0.0]
        self._end_s = start_offset_s
        self._streams: dict[int, tuple[int, float]] = {}  # the part that each stream is in, its last time

    @property
    def parts(self) -> int:
        """How many parts have begun so far."""
        return len(self._shifts_s)

    def move(self, packet: Packet) -> Packet:
        """Return the packet with the length of the parts before its own added to its timestamps."""
        ticks = packet.dts if packet.dts is not None else packet.pts
        if ticks is None:
            return packet
        base_s = float(packet.time_base)
        time_s = ticks * base_s
        part, last_s = self._streams.get(packet.stream_index, (0, time_s))
        if last_s - time_s > RESTART_S and time_s - self._start_s < NEAR_START_S:
            if part == len(self._shifts_s) - 1:  # this stream is the first one in the new part
                self._shifts_s.append(self._end_s - self._start_s)
            part = len(self._shifts_s) - 1
        self._streams[packet.stream_index] = (part, time_s)
        if part and packet.is_discard:  # for libav it lies outside the first part
            packet = _copied(packet)
        moved = round(self._shifts_s[part] / base_s)
        if packet.pts is not None:
            packet.pts += moved
        if packet.dts is not None:
            packet.dts += moved
        shown_at = packet.pts if packet.pts is not None else ticks + moved
        self._end_s = max(self._end_s, (shown_at + (packet.duration or 0)) * base_s)
        return packet


def _copied(packet: Packet) -> Packet:
    """Return the packet without its flag to be discarded, which PyAV cannot change."""
    import av

    copy = av.Packet(bytes(packet))
    for name in ("stream", "time_base", "pts", "dts", "duration", "is_keyframe"):
        setattr(copy, name, getattr(packet, name))
    return copy


def count_parts(path: Path, container: InputContainer) -> int:
    """Return how many appended recordings the file consists of; with more than one, a time is ambiguous."""
    status = path.stat()
    return _count_parts(path, container.format.name.split(",")[0], status.st_size, status.st_mtime_ns)


@cache
def _count_parts(path: Path, format: str, size: int, changed_ns: int) -> int:
    if format == "matroska":
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return sum(1 for _ in EBML_HEADER.finditer(content))
    if format == "mov":
        with path.open("rb") as file:
            return sum(kind == b"ftyp" for kind, _, _ in mp4_boxes.boxes(file))
    return _count_restarts(path) if format in {"mpeg", "mpegts", "ogg"} else 1


def _count_restarts(path: Path) -> int:
    from secondtake.media.container import open_recording, packets
    from secondtake.media.read_errors import ReadErrors

    with open_recording(path) as source:
        clock = RestartClock(source.start_offset_s)
        for _ in packets(source, *source.streams, errors=ReadErrors(), clock=clock):
            pass
        return clock.parts
