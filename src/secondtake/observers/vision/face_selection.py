"""Select the person's face among several, the largest and most persistent, and show the landmarkers only it.

The landmarkers track one face only, whichever they detect first, and detect no small ones. So a detector runs
a few times per second (`face_finder.py`); the frame is cropped around a small face, and the faces of
bystanders are greyed out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from secondtake.config import Settings
from secondtake.core.conversation.people import TILE_FACE
from secondtake.observers.vision.appearance import PersonLook, look_from
from secondtake.observers.vision.face_finder import Box, FaceFinder, distinct
from secondtake.observers.vision.face_log import FaceLog

if TYPE_CHECKING:
    from secondtake.media.video import Frame


CHECK_S = 0.4

SEARCH_S = 2.4
"""Our choice: how often small faces are searched for in the whole frame; between, known ones are followed."""

SURVEY_S = 4.8
"""Our choice: how often small faces are searched for beside a large one, for the log alone."""

MIN_DETECTIONS = 3
"""Our choice: a face detected once or twice may be a hand or a pattern."""

ME_REACH = 0.12
"""Our choice, in shares of the frame's longer side: a face this far from where the person is said to be is
another's. A tile in a gallery of nine is .33 wide."""

SWITCH_SEARCHES, CALM_CHECKS = 4, 5
"""Our choice: so many times in a row all faces are searched for where the person's place shows another look;
layouts change within a second. Then as often as small faces are, and after so many checks that show the
same look once more at once."""

MAX_RIVAL = 2.0
"""Our choice: nobody knows who the person is, and another's face has become so much larger over time."""

FORGET_S = 3.0
"""Our choice: a face that was not detected for this long has left."""

GREY = 127

CROP_BELOW, CROP_ABOVE = 0.125, 0.16
"""Face width in shares of the frame's longer side. The landmarkers get the whole frame until the face is
smaller than the first, and a crop until it is larger than the second. Measured: at .12 the detector's score
is still .8, at .1 faces are lost."""

CROP_SIZE = 6.0
"""Our choice, in face widths: a square with the shoulders and the hands of someone who sits at a desk."""

FACE_FROM_TOP = 0.36
"""Our choice: height of the face's centre in the crop."""

MAX_SHIFT, MAX_GROWTH = 0.8, 1.4
"""Our choice: the crop moves when the face has moved by this many face widths, or changed its size by this
factor. The landmarkers detect anew after each move, so it must be rare."""

ASPECT_TOLERANCE = 0.02
"""Our choice: sizes are rounded to even pixels; a turned phone differs by much more."""


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
        me: where the person is, if known: a point, and how far from it the face may be.
        is_absent: whoever is there now is not the person.
        count: faces in the last complete update.
        max_count: maximum number of persistent faces at once.
    """

    def __init__(self, me: Box | None = None) -> None:
        self.me = me
        self.is_absent = False
        self.count = self.max_count = 0
        self._tracks: list[FaceTrack] = []

    def update(self, time_s: float, boxes: Sequence[Box], *, is_complete: bool = True) -> None:
        """Update the tracks with the faces detected now; not `is_complete` if only some were looked for."""
        self.count = len(boxes) if is_complete else max(self.count, len(boxes))
        for box in boxes:
            track = next((t for t in self._tracks if t.box.matches(box)), None)
            if track is None:
                track = FaceTrack(box, time_s)
                self._tracks.append(track)
            track.box, track.last_s, track.detections = box, time_s, track.detections + 1
            track.total_area += box.width * box.height
        self._tracks = [t for t in self._tracks if time_s - t.last_s <= FORGET_S]
        self.max_count = max(self.max_count, len(self._persistent()))

    def resize(self, factor: float | None) -> None:
        """Scale the tracks to frames of another size; None forgets them."""
        if factor is None:
            self._tracks = []
            return
        for track in self._tracks:
            box = track.box
            track.box = Box(*(factor * side for side in (box.x, box.y, box.width, box.height)))
            track.total_area *= factor**2

    def person(self) -> Box | None:
        """Return the person's face: the largest over time, of the persistent ones if there are any.

        Where `me` is known, the nearest to it of those in reach: the next small tile may show a larger face.
        """
        track = None if self.is_absent else self._person_track()
        return None if track is None else track.box

    def in_place(self, boxes: Sequence[Box]) -> Box | None:
        """Return which of the faces detected now is where the person is or was."""
        if self.me is not None:
            return _nearest(boxes, self.me)
        track = self._person_track()
        return next((box for box in boxes if track is not None and track.box.matches(box)), None)

    def carry(self, box: Box) -> None:
        """Follow the person to another face; whoever's it was is now in their place, if in any."""
        track = self._person_track()
        if track is None:
            return
        other = next((t for t in self._tracks if t is not track and t.box.matches(box)), None)
        if other is not None:
            other.box = track.box
        track.box = box

    def has_rival(self) -> bool:
        """Return True if another's face is much larger over time than the person's."""
        track, persistent = self._person_track(), self._persistent()
        area = 0.0 if track is None else track.total_area
        return any(t is not track and t.total_area > MAX_RIVAL * area for t in persistent)

    def _person_track(self) -> FaceTrack | None:
        if self.me is not None:
            box = _nearest([track.box for track in self._tracks], self.me)
            return next((track for track in self._tracks if track.box is box), None)
        tracks = self._persistent() or self._tracks
        return max(tracks, key=lambda track: track.total_area, default=None)

    def bystanders(self) -> list[Box]:
        """Return the persistent faces that are not the person's and do not overlap it.

        Where `me` is known and not persistent yet, all others: the first seconds must not be somebody else's.
        """
        tracks, person = self._persistent(), self.person()
        if self.me is None and person is None:
            return []
        if self.me is not None and not any(track.box == person for track in tracks):
            tracks = self._tracks
        return [track.box for track in tracks if person is None or track.box.is_separate_from(person)]

    def _persistent(self) -> list[FaceTrack]:
        return [track for track in self._tracks if track.detections >= MIN_DETECTIONS]


class PersonView:
    """Shows the landmarkers the person alone: others are greyed out, and a small person is cropped."""

    def __init__(self, weight: Path, settings: Settings) -> None:
        talker = None if settings.me else settings.talker
        self._me = settings.person
        self._is_known = self._may_switch = self._me is not None
        self._is_sure = self._is_known and (talker is None or talker.is_clear)
        self._look = PersonLook(look_from(talker.look) if talker else None)
        self._searches: float = SWITCH_SEARCHES
        self._finder = FaceFinder(weight)
        self._check_s = self._search_s = self._survey_s = float("-inf")
        self._crop: Box | None = None
        self._crop_face: Box | None = None
        self._size = (0, 0)
        self.tracker = FaceTracker()
        self.log = FaceLog()

    def apply(self, frame: Frame) -> Frame:
        """Return the part of the frame that shows the person, without the persistent faces of others."""
        if frame.rgb.shape[:2] != self._size:
            self._resize(*frame.rgb.shape[:2])
        if frame.time_s >= self._check_s:
            self._check_s = frame.time_s + CHECK_S
            self._update(frame)
        view = masked(frame, self.tracker.bystanders())
        crop = self._crop
        return view if crop is None else _cropped(view, crop)

    def _resize(self, height: int, width: int) -> None:
        """Adapt to frames of another size, as calls send them: all positions are in pixels."""
        before_height, before_width = self._size
        is_same_shape = abs(before_width * height - before_height * width) < ASPECT_TOLERANCE * height * width
        self.tracker.resize(height / before_height if before_height and is_same_shape else None)
        self._crop = self._crop_face = None
        self._check_s = self._search_s = float("-inf")
        self._size = (height, width)

    def _update(self, frame: Frame) -> None:
        height, width = frame.rgb.shape[:2]
        longer = max(height, width)
        self._point_at_me(width, height)
        boxes = self._finder.in_frame(frame)
        person = self.tracker.person()
        if person is not None and self._crop is not None:
            boxes = self._finder.without_leaps(frame, boxes, person)
        small: list[Box] = []
        is_large = any(box.width >= CROP_BELOW * longer and self._may_be_me(box) for box in boxes)
        is_complete = is_large
        if not is_large:
            if person is not None:
                boxes = distinct([*boxes, *self._finder.around(frame, person)])
            is_lost = not boxes and person is not None and person.width < CROP_BELOW * longer
            if frame.time_s >= self._search_s or is_lost:
                # Another may be smaller still in a call; whoever sits nearer is not searched around for that.
                is_thorough = all(box.width < TILE_FACE * longer for box in boxes)
                boxes, is_complete = self._searched(frame, boxes, is_thorough=is_thorough), True
        if self._may_switch:
            boxes = self._follow(frame, boxes)
        self.tracker.update(frame.time_s, boxes, is_complete=is_complete)
        if is_large:
            small = self._survey(frame, boxes)
        are_several = len(boxes) > 1 and self.tracker.max_count > 1
        self._may_switch = self._may_switch or bool(small) or are_several
        self._log(frame, boxes, small)
        self._move_crop(self.tracker.person(), longer)

    def _point_at_me(self, width: int, height: int) -> None:
        """Tell the tracker where the person is; who was followed without being known may be left again."""
        if self._me is not None and not self._is_known and self.tracker.has_rival():
            self._me, self._look = None, PersonLook()
        reach = 2 * ME_REACH * max(width, height)
        me = self._me
        self.tracker.me = None if me is None else Box(me[0] * width, me[1] * height, reach, reach)

    def _searched(self, frame: Frame, boxes: Sequence[Box], *, is_thorough: bool) -> list[Box]:
        """Return the boxes and the small faces of the whole frame."""
        self._search_s = frame.time_s + SEARCH_S
        return distinct([*boxes, *self._finder.in_tiles(frame, is_thorough=is_thorough)])

    def _follow(self, frame: Frame, boxes: Sequence[Box]) -> list[Box]:
        """Follow the person by their look where their place shows another; return all faces."""
        here = self.tracker.in_place(boxes)
        self.tracker.is_absent = False
        if self._look.is_at(frame.rgb, here):
            self._searches = min(SWITCH_SEARCHES, self._searches + 1 / CALM_CHECKS)
            return list(boxes)
        if self._searches >= 1 or frame.time_s >= self._search_s:
            self._searches = max(0.0, self._searches - 1)
            boxes = self._searched(frame, boxes, is_thorough=True)
        person = self._look.find(frame.rgb, boxes)
        if person is not None and person != here:
            height, width = frame.rgb.shape[:2]
            self.tracker.carry(person)
            self._look.replace(frame.rgb, person)
            self._me = person.x / width, person.y / height
            self._point_at_me(width, height)
        elif here is not None and self._look.is_other(frame.rgb, here):
            self.tracker.is_absent = self._is_sure
        elif here is not None:
            self._look.wait(frame.rgb, here)
        return list(boxes)

    def _survey(self, frame: Frame, boxes: Sequence[Box]) -> list[Box]:
        """Return the faces that the whole frame did not show, every `SURVEY_S`; the tracker lacks them."""
        if frame.time_s < self._survey_s:
            return []
        self._survey_s = frame.time_s + SURVEY_S
        return [face for face in self._finder.in_tiles(frame) if not any(map(face.matches, boxes))]

    def _log(self, frame: Frame, boxes: Sequence[Box], surveyed: Sequence[Box]) -> None:
        height, width = frame.rgb.shape[:2]
        large = CROP_BELOW * max(width, height)
        patience_s = [FORGET_S if box.width >= large else 1.5 * SURVEY_S for box in boxes]
        patience_s += [1.5 * SURVEY_S] * len(surveyed)
        person = self.tracker.person()
        self.log.update(
            frame.time_s, [*boxes, *surveyed], person, size=(width, height), patience_s=patience_s
        )

    def _may_be_me(self, box: Box) -> bool:
        return self.tracker.me is None or box.matches(self.tracker.me)

    def _move_crop(self, face: Box | None, longer: int) -> None:
        limit = CROP_BELOW if self._crop_face is None else CROP_ABOVE
        if face is None or face.width >= limit * longer:
            self._crop = self._crop_face = None
        elif self._crop_face is None or _has_left(face, self._crop_face):
            side = CROP_SIZE * face.width
            self._crop = Box(face.x, face.y + (0.5 - FACE_FROM_TOP) * side, side, side)
            self._crop_face = face

    def close(self) -> None:
        """Free the native memory."""
        self._finder.close()


def _nearest(boxes: Sequence[Box], me: Box) -> Box | None:
    near = [box for box in boxes if box.matches(me)]
    return min(near, key=me.distance, default=None)


def _has_left(face: Box, before: Box) -> bool:
    """Return True if the face has moved or changed its size too much for the crop that was made for it."""
    reach = MAX_SHIFT * before.width
    growth = max(face.width / before.width, before.width / face.width)
    return abs(face.x - before.x) > reach or abs(face.y - before.y) > reach or growth > MAX_GROWTH


def masked(frame: Frame, bystanders: Sequence[Box], *, keep: Box | None = None) -> Frame:
    """Return the frame with the bystanders' heads greyed out, but nothing of the face to keep.

    All boxes are on the whole frame. That of a large face may reach into the tile below it.
    """
    if not bystanders:
        return frame
    rgb = frame.rgb.copy()
    for box in bystanders:
        # The detector's box ends at the brows and the chin; hair and ears could still be detected.
        rgb[_pixels(frame, box, side=0.7, up=0.9, down=0.7)] = GREY
    if keep is not None:
        face = _pixels(frame, keep, side=0.5, up=0.5, down=0.5)
        rgb[face] = frame.rgb[face]
    return replace(frame, rgb=rgb)


def _pixels(frame: Frame, box: Box, *, side: float, up: float, down: float) -> tuple[slice, slice]:
    """Return rows and columns from a face's centre to so many widths and heights around it."""
    x, y = box.x - frame.left, box.y - frame.top
    left, right = int(x - side * box.width), int(x + side * box.width)
    top, bottom = int(y - up * box.height), int(y + down * box.height)
    return slice(max(top, 0), max(bottom, 0)), slice(max(left, 0), max(right, 0))


def _cropped(frame: Frame, crop: Box) -> Frame:
    """Return the part of the frame inside a box, in whole pixels."""
    left, top = max(0, round(crop.x - crop.width / 2)), max(0, round(crop.y - crop.height / 2))
    return frame.cropped(left, top, left + round(crop.width), top + round(crop.height))
