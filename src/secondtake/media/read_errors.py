"""Counts of unreadable data, so that it is reported instead of ignored."""

from __future__ import annotations

from dataclasses import dataclass, field

from secondtake.core.spans import Span, merge


@dataclass(slots=True)
class ReadErrors:
    """Counts that a reader of video or sound fills while it reads.

    Attributes:
        packets: packets that could not be read or decoded.
        frames: decoded video or sound frames dropped because the decoder marked them as damaged.
        gaps: missing sound, filled with silence to keep the clock; half-open seconds.
    """

    packets: int = 0
    frames: int = 0
    gaps: list[Span] = field(default_factory=list)

    def gap(self, start_s: float, end_s: float) -> None:
        """Add a gap in the sound."""
        self.gaps[:] = merge([*self.gaps, Span(start_s, end_s)])

    def __bool__(self) -> bool:
        return bool(self.packets or self.frames or self.gaps)
