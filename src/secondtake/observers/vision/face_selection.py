"""Select the person's face among several, the largest and most persistent, and mask the others.

The landmarker tracks one face only, whichever it detects first. So a fast detector runs a few times per
second, and the faces of bystanders are greyed out before the landmarkers process the frame.
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
"""Our choice: true faces have about .9, posters and collars about .5."""

MIN_DETECTIONS = 3
"""Our choice: a face detected once or twice may be a hand or a pattern."""

FORGET_S = 3.0
"""Our choice: a face that was not detected for this long has left."""

GREY = 127


@dataclass(frozen=True, slots=True)
class Box:
    """A face's position: centre, width and height in pixels."""

    x: float
    y: float
    width: float
    height: float

    def matches(self, other: Box) -> bool:
        """Return True if both are the same face a moment apart: centres less than half a face away."""
        reach = max(self.width, other.width) / 2
        return abs(self.x - other.x) < reach and abs(self.y - other.y) < reach

    def is_separate_from(self, other: Box) -> bool:
        """Return True if the two faces do not overlap."""
        return (
            abs(self.x - other.x) > (self.width + other.width) / 2
            or abs(self.y - other.y) > (self.height + other.height) / 2
        )


@dataclass(slots=True)
class FaceTrack:
    """A detected face: last position and time, number of detections, and its area summed over them."""

    box: Box
    last_s: float
    detections: int = 0
    total_area: float = 0.0


class FaceTracker:
    """Tracks the faces in the frame.

    Attributes:
        count: faces in the last update.
        max_count: maximum number of persistent faces at once.
    """

    def __init__(self) -> None:
        self.count = self.max_count = 0
        self._tracks: list[FaceTrack] = []

    def update(self, time_s: float, boxes: Sequence[Box]) -> None:
        """Update the tracks with the faces detected now."""
        self.count = len(boxes)
        for box in boxes:
            track = next((t for t in self._tracks if t.box.matches(box)), None)
            if track is None:
                track = FaceTrack(box, time_s)
                self._tracks.append(track)
            track.box, track.last_s, track.detections = box, time_s, track.detections + 1
            track.total_area += box.width * box.height
        self._tracks = [t for t in self._tracks if time_s - t.last_s <= FORGET_S]
        self.max_count = max(self.max_count, len(self._persistent()))

    def bystanders(self) -> list[Box]:
        """Return the persistent faces that are not the person's and do not overlap it."""
        tracks = self._persistent()
        if len(tracks) < 2:
            return []
        person = max(tracks, key=lambda track: track.total_area).box
        return [track.box for track in tracks if track.box.is_separate_from(person)]

    def _persistent(self) -> list[FaceTrack]:
        return [track for track in self._tracks if track.detections >= MIN_DETECTIONS]


class BystanderMask:
    """Counts faces, and masks all but the person's."""

    def __init__(self, weight: Path) -> None:
        # The face landmarker's bundle contains a face detector.
        with zipfile.ZipFile(weight) as bundle:
            model = bundle.read("face_detector.tflite")
        self._detector = Landmarker("FaceDetector", model, min_detection_confidence=CONFIDENCE)
        self._next_s = float("-inf")
        self.tracker = FaceTracker()

    def apply(self, frame: Frame) -> Frame:
        """Return the frame with every persistent face but the person's greyed out."""
        if frame.time_s >= self._next_s:
            self._next_s = frame.time_s + CHECK_S
            detections = self._detector.detect(frame).detections
            self.tracker.update(frame.time_s, [_box(detection.bounding_box) for detection in detections])
        bystanders = self.tracker.bystanders()
        if not bystanders:
            return frame
        rgb = frame.rgb.copy()
        for box in bystanders:
            # The detector's box ends at the brows and the chin; hair and ears could still be detected.
            left, right = int(box.x - 0.7 * box.width), int(box.x + 0.7 * box.width)
            top, bottom = int(box.y - 0.9 * box.height), int(box.y + 0.7 * box.height)
            rgb[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)] = GREY
        return replace(frame, rgb=rgb)

    def close(self) -> None:
        """Free the native memory."""
        self._detector.close()


def _box(box: Any) -> Box:
    """Convert MediaPipe's box (origin and size in pixels)."""
    x, y, width, height = box.origin_x, box.origin_y, box.width, box.height
    return Box(x + width / 2, y + height / 2, float(width), float(height))
