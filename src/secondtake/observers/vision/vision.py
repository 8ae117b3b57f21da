"""What is seen in one stretch of a recording: face, body and hands from one pass over the pictures."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

from secondtake.config import Preset, Settings
from secondtake.core.recording import Recording
from secondtake.core.spans import Span
from secondtake.observers import model_weights
from secondtake.observers.series_builder import SeriesBuilder
from secondtake.observers.track_files import write_series
from secondtake.observers.vision import body, face, hands
from secondtake.observers.vision.brightness import frame_light
from secondtake.observers.vision.denoise import NOISY, denoise, estimate_noise
from secondtake.observers.vision.face_selection import BystanderMask
from secondtake.observers.vision.motion_gate import MotionGate

if TYPE_CHECKING:
    from secondtake.media.video import Frame

NAME, VERSION = "sight", 3
WEIGHTS = (face.WEIGHT, body.WEIGHT, hands.WEIGHT)
FILES = ("face.parquet", "body.parquet", "hands.parquet")

WARM_UP_S = 0.9
"""Our choice: the choice of the person takes three looks .4 s apart (`faces.py`), and the landmarkers'
smoothing settles sooner: a stretch that starts in the middle gives what one that started earlier gives,
angles to .03 degrees and blendshapes to .005 (measured at three seams of the sample)."""

HOLD = 1.5
"""A sample speaks for one and a half of its usual distance: uneven frames leave no gaps, lost ones do."""

BLINK_RISE, BLINK_CLOSED = 0.08, 0.25
"""Our choice: eyelids move when they close by so much from one look to the next, or stand so far closed;
squints and looks down lie below the latter."""

FACE_AGE_S = 0.2
"""Our choice: a face seen so long ago still says where the person is."""

HANDS_AGE_S = 1.0
"""Our choice: for so long after a hand was seen, or anything moved, hands are looked at closely; else as
often as the body."""

Progress = Callable[[str, float, float], None]


def observe_sight(
    path: Path,
    recording: Recording,
    settings: Settings,
    folder: Path,
    on_progress: Progress | None,
    span: Span,
) -> None:
    """Write what is seen within `span` to `folder`; samples lie in `[span.start_s, span.end_s)`.

    Raises:
        MediaError: if the recording cannot be opened or has no picture.
        ModelMissing: if a weight is missing.
    """
    from secondtake.media.read_errors import ReadErrors
    from secondtake.media.video import sample_frames

    errors = ReadErrors()
    every_s = {name: 1 / hz for name, hz in sight_rates(settings.rates).items()}
    warm = Span(max(0.0, span.start_s - WARM_UP_S), span.end_s)
    with ExitStack() as stack:
        eyes = stack.enter_context(closing(VisionPass(settings, recording)))
        for frame, due in sample_frames(path, every_s=every_s, span=warm, errors=errors, is_wanted=eyes.want):
            eyes.see(frame, due, keep=frame.time_s >= span.start_s)
            if on_progress is not None and "body" in due:
                on_progress(NAME, max(0.0, frame.time_s - span.start_s), span.duration_s)
    lost = errors.frames + errors.packets
    facts = {"faces": float(eyes.keeper.company.most), "skipped_frames": float(lost)}
    for name, columns in zip(FILES, (eyes.face_rows, eyes.body_rows, eyes.hand_rows), strict=True):
        write_series(folder / name, columns.series(), facts if name == FILES[0] else None)


class VisionPass:
    """The landmarkers of one stretch and what they have seen."""

    def __init__(self, settings: Settings, recording: Recording) -> None:
        paths = [model_weights.find(name, settings) for name in WEIGHTS]
        self.keeper = BystanderMask(paths[0])
        self._face = face.FaceObserver(paths[0])
        self._body = body.BodyObserver(paths[1])
        self._hands = hands.HandsObserver(paths[2])
        self._seen: face.SeenFace | None = None
        self._seen_s = self._hands_s = float("-inf")
        self._stir = MotionGate()
        self._noisy = False
        self._lids = BlinkGate()
        holds = _holds(settings.rates, recording)
        self.face_rows = SeriesBuilder(face.UNITS | face.ALWAYS, hold_s=holds["face"])
        self.body_rows = SeriesBuilder(body.UNITS, hold_s=holds["body"])
        self.hand_rows = SeriesBuilder(hands.UNITS, hold_s=holds["hands"])

    def want(self, time_s: float, due: frozenset[str]) -> bool:
        """Whether anybody who is due wants to look at the picture of that time."""
        return bool(self._lookers(time_s, due))

    def see(self, frame: Frame, due: frozenset[str], *, keep: bool) -> None:
        """Look at a picture with those who are due; `keep` what was seen, or only warm up."""
        looking = self._lookers(frame.time_s, due)
        if not looking:
            return
        frame = self.keeper.keep(frame)
        if "face" in looking:
            self._look_at_face(frame, keep)
        if looking & {"body", "hands"}:
            self._look_at_limbs(frame, looking, keep)

    def _lookers(self, time_s: float, due: frozenset[str]) -> frozenset[str]:
        return due_observers(due, lids=self._lids.moving, hands=time_s - self._hands_s <= HANDS_AGE_S)

    def _look_at_face(self, frame: Frame, keep: bool) -> None:
        self._seen, self._seen_s = self._face.see(frame), frame.time_s
        self._lids.add(self._seen.lids if self._seen else None)
        if self._stir.sees(frame.time_s, frame.rgb, self._seen):
            self._hands_s = frame.time_s
        if keep:
            always = {"face_count": float(self.keeper.company.count), "frame_light": frame_light(frame.rgb)}
            self.face_rows.add(frame.time_s, self._seen.values if self._seen else {}, always)

    def _look_at_limbs(self, frame: Frame, looking: frozenset[str], keep: bool) -> None:
        if "body" in looking:
            self._noisy = estimate_noise(frame.rgb) >= NOISY
        if self._noisy:
            frame = denoise(frame)
        seen = self._seen if frame.time_s - self._seen_s <= FACE_AGE_S else None
        if "body" in looking:
            joints = self._body.see(frame, seen)
            if body.wrist_shown(joints):
                self._hands_s = frame.time_s
            if keep:
                self.body_rows.add(frame.time_s, joints or {})
        if "hands" in looking:
            found = self._hands.see(frame, seen)
            if found["hand_count"]:
                self._hands_s = frame.time_s
            if keep:
                self.hand_rows.add(frame.time_s, found)

    def close(self) -> None:
        """Free the native memory of all landmarkers."""
        for observer in (self.keeper, self._face, self._body, self._hands):
            observer.close()


class BlinkGate:
    """Tells when the eyelids move, so that a blink is looked at more closely than the rest."""

    def __init__(self) -> None:
        self.moving = False
        self._before: float | None = None

    def add(self, closed: float | None) -> None:
        """How far the lids are closed now, 0..1; None without a face."""
        if closed is None:
            self.moving = False
        else:
            rise = closed - self._before if self._before is not None else 0.0
            self.moving = abs(rise) >= BLINK_RISE or closed >= BLINK_CLOSED
        self._before = closed


def due_observers(due: frozenset[str], *, lids: bool, hands: bool) -> frozenset[str]:
    """Who of "face", "body" and "hands" looks: the face oftener while the `lids` move, the hands while there
    may be `hands` to see.

    >>> sorted(due_observers(frozenset({"lids", "hands"}), lids=False, hands=False))
    []
    """
    face_looks = "face" in due or (lids and "lids" in due)
    hands_look = ("hands" if hands else "body") in due
    wanted = {"face": face_looks, "body": "body" in due, "hands": hands_look}
    return frozenset(name for name, looks in wanted.items() if looks)


def sight_rates(rates: Preset) -> dict[str, float]:
    """Looks a second by what is looked at; "lids" is the face while the eyelids move."""
    return {"face": rates.face_hz, "lids": rates.blink_hz, "body": rates.body_hz, "hands": rates.hands_hz}


def _holds(rates: Preset, recording: Recording) -> dict[str, float]:
    """How long a sample of each observer speaks for: by its rate, or the recording's where that is lower."""
    fps = recording.video.fps_guess if recording.video else None
    return {name: HOLD / min(hz, fps or hz) for name, hz in sight_rates(rates).items()}
