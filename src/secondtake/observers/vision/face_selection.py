"""Whose face it is when there are several: the largest and most lasting; the others are painted over.

The landmarker follows one face only, whichever it finds first. So a quick detector looks for faces a few
times a second, and those that are not the person's are greyed out before anybody else sees the picture.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from secondtake.observers.vision.landmarkers import Landmarker

if TYPE_CHECKING:
    from secondtake.media.video import Frame


CHECK_S = 0.4
CONFIDENCE = 0.6
"""Our choice: the detector is sure of true faces (about .9); posters and collars lie around .5."""

LASTING = 3
"""Our choice: seen so often, somebody is there; once or twice may be a hand or a pattern."""

FORGET_S = 3.0
"""Our choice: who was not seen for so long has left."""

GREY = 127


@dataclass(frozen=True, slots=True)
class Box:
    """A face's place: centre, width and height in pixels."""

    x: float
    y: float
    width: float
    height: float

    def same_as(self, other: Box) -> bool:
        """Whether the two are one face a moment apart: their centres less than half a face away."""
        reach = max(self.width, other.width) / 2
        return abs(self.x - other.x) < reach and abs(self.y - other.y) < reach

    def apart_from(self, other: Box) -> bool:
        """Whether the two faces do not touch."""
        return (
            abs(self.x - other.x) > (self.width + other.width) / 2
            or abs(self.y - other.y) > (self.height + other.height) / 2
        )


@dataclass(slots=True)
class FaceTrack:
    """A face seen at least once: where last, how often, and its area summed over all looks."""

    box: Box
    last_s: float
    looks: int = 0
    weight: float = 0.0


class FaceTracker:
    """Who has been in the picture lately.

    Attributes:
        count: faces at the last look.
        most: the most lasting faces there ever were at once.
    """

    def __init__(self) -> None:
        self.count = self.most = 0
        self._known: list[FaceTrack] = []

    def look(self, time_s: float, boxes: Sequence[Box]) -> None:
        """Take note of the faces that are there now."""
        self.count = len(boxes)
        for box in boxes:
            known = next((k for k in self._known if k.box.same_as(box)), None)
            if known is None:
                known = FaceTrack(box, time_s)
                self._known.append(known)
            known.box, known.last_s, known.looks = box, time_s, known.looks + 1
            known.weight += box.width * box.height
        self._known = [k for k in self._known if time_s - k.last_s <= FORGET_S]
        self.most = max(self.most, len(self._lasting()))

    def others(self) -> list[Box]:
        """Where the lasting faces are that are not the person's and do not touch it."""
        lasting = self._lasting()
        if len(lasting) < 2:
            return []
        person = max(lasting, key=lambda known: known.weight).box
        return [known.box for known in lasting if known.box.apart_from(person)]

    def _lasting(self) -> list[FaceTrack]:
        return [known for known in self._known if known.looks >= LASTING]


class BystanderMask:
    """Counts faces, and hides all but the person's."""

    def __init__(self, weight: Path) -> None:
        # The face landmarker's bundle holds the detector that it starts from.
        with zipfile.ZipFile(weight) as bundle:
            model = bundle.read("face_detector.tflite")
        self._detector = Landmarker("FaceDetector", model, min_detection_confidence=CONFIDENCE)
        self._next_s = float("-inf")
        self.company = FaceTracker()

    def keep(self, frame: Frame) -> Frame:
        """The picture with every lasting face but the person's greyed out."""
        if frame.time_s >= self._next_s:
            self._next_s = frame.time_s + CHECK_S
            found = self._detector.see(frame).detections
            self.company.look(frame.time_s, [_box(detection.bounding_box) for detection in found])
        others = self.company.others()
        if not others:
            return frame
        rgb = frame.rgb.copy()
        for box in others:
            # The detector's box ends at the brows and the chin; hair and ears would still lead to a face.
            left, right = int(box.x - 0.7 * box.width), int(box.x + 0.7 * box.width)
            top, bottom = int(box.y - 0.9 * box.height), int(box.y + 0.7 * box.height)
            rgb[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)] = GREY
        return replace(frame, rgb=rgb)

    def close(self) -> None:
        """Free the native memory."""
        self._detector.close()


def _box(found: Any) -> Box:
    """MediaPipe's box (origin and size in pixels) by its centre."""
    x, y, width, height = found.origin_x, found.origin_y, found.width, found.height
    return Box(x + width / 2, y + height / 2, float(width), float(height))
