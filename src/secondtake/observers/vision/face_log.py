"""Log where faces were and how long, whoever is analysed: the people a recording may be about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondtake.core.spans import Span
from secondtake.core.tracks import FaceAppearance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from secondtake.observers.vision.face_finder import Box

MIN_DETECTIONS_LOGGED = 2
"""Our choice: one detection shows no time, and may be a hand or a pattern."""


@dataclass(slots=True)
class _Entry:
    """A face that is followed by its place; sums of its box are in shares of the frame."""

    box: Box
    first_s: float
    last_s: float
    patience_s: float
    detections: int = 0
    chosen: int = 0
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0


class FaceLog:
    """Logs every face with its place and time."""

    def __init__(self) -> None:
        self._entries: list[_Entry] = []

    def update(
        self,
        time_s: float,
        boxes: Sequence[Box],
        person: Box | None,
        *,
        size: tuple[int, int],
        patience_s: Sequence[float],
    ) -> None:
        """Add the faces detected now.

        Args:
            time_s: in seconds.
            boxes: the faces, in pixels.
            person: the one that is analysed.
            size: width and height of the frame in pixels.
            patience_s: for each box, the longest time until the face is detected again if it stays.
        """
        for box, limit_s in zip(boxes, patience_s, strict=True):
            entry = self._followed(time_s, box)
            if entry is None:
                entry = _Entry(box, time_s, time_s, limit_s)
                self._entries.append(entry)
            entry.box, entry.last_s = box, time_s
            entry.patience_s = max(entry.patience_s, limit_s)
            entry.detections += 1
            entry.chosen += person is not None and box.matches(person)
            entry.x += box.x / size[0]
            entry.y += box.y / size[1]
            entry.width += box.width / size[0]
            entry.height += box.height / size[1]

    def appearances(self, span: Span) -> tuple[FaceAppearance, ...]:
        """Return the appearances inside `span`, earliest first; who was there last stays to its end."""
        logged = []
        for entry in self._entries:
            n = entry.detections
            is_there_at_end = span.end_s - entry.last_s <= entry.patience_s
            start_s = max(entry.first_s, span.start_s)
            end_s = min(span.end_s if is_there_at_end else entry.last_s, span.end_s)
            if n < MIN_DETECTIONS_LOGGED or end_s <= start_s:
                continue
            box = (entry.x / n, entry.y / n, entry.width / n, entry.height / n)
            logged.append(FaceAppearance(Span(start_s, end_s), *box, chosen=entry.chosen / n))
        return tuple(logged)

    def _followed(self, time_s: float, box: Box) -> _Entry | None:
        return next(
            (e for e in self._entries if time_s - e.last_s <= e.patience_s and e.box.matches(box)), None
        )
