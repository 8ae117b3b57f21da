"""What could not be read, counted, so that it is shown and never swallowed."""

from __future__ import annotations

from dataclasses import dataclass, field

from secondtake.core.spans import Span, merge


@dataclass(slots=True)
class ReadErrors:
    """A tally that a reader of pictures or sound fills while it reads.

    Attributes:
        packets: pieces of the file that could not be read or decoded.
        frames: decoded pictures or pieces of sound thrown away because the decoder called them damaged.
        gaps: stretches without sound, filled with silence to keep the clock; half-open seconds.
    """

    packets: int = 0
    frames: int = 0
    gaps: list[Span] = field(default_factory=list)

    def gap(self, start_s: float, end_s: float) -> None:
        """Note a stretch without sound."""
        self.gaps[:] = merge([*self.gaps, Span(start_s, end_s)])

    def __bool__(self) -> bool:
        return bool(self.packets or self.frames or self.gaps)
