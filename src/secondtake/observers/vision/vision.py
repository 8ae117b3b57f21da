"""Observe face, body and hands in one span of a recording, in one pass over its frames."""

from __future__ import annotations

from contextlib import ExitStack, closing
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from secondtake.config import Preset, Settings
from secondtake.core.progress import Progress
from secondtake.core.recording import Recording
from secondtake.core.spans import Span
from secondtake.observers import model_weights
from secondtake.observers.series_builder import SeriesBuilder
from secondtake.observers.track_files import write_series
from secondtake.observers.vision import body, face, hands
from secondtake.observers.vision.brightness import frame_light
from secondtake.observers.vision.denoise import NOISY, denoise, estimate_noise
from secondtake.observers.vision.face_selection import PersonView
from secondtake.observers.vision.hand_motion_gate import MotionGate

if TYPE_CHECKING:
    from secondtake.media.video import Frame

NAME, VERSION = "sight", 4
WEIGHTS = (face.WEIGHT, body.WEIGHT, hands.WEIGHT)
FILES = ("face.parquet", "body.parquet", "hands.parquet")

WARM_UP_S = 0.9
"""Our choice: selecting the person takes three detections .4 s apart (`face_selection.py`), and the
landmarkers' smoothing settles sooner: a span that starts in the middle gives the values of an earlier start,
angles to .03 degrees and blendshapes to .005 (measured at three boundaries in the sample)."""

HOLD = 1.5
"""A sample holds for 1.5 of its nominal interval: uneven frames leave no gaps, lost ones do."""

BLINK_CHANGE, BLINK_CLOSURE = 0.08, 0.25
"""Our choice: eyelids move when their closure changes by the first between samples, or exceeds the second;
squinting and looking down stay below it."""

FACE_AGE_S = 0.2
"""Our choice: a face detected this long ago still gives the person's position."""

HANDS_AGE_S = 1.0
"""Our choice: for this long after a hand or motion was detected, hands are sampled at their full rate; else
as often as the body."""


def observe_vision(
    path: Path,
    recording: Recording,
    settings: Settings,
    folder: Path,
    on_progress: Progress | None,
    span: Span,
) -> None:
    """Write the vision tracks of `span` to `folder`; samples lie in `[span.start_s, span.end_s)`.

    Raises:
        MediaError: if the recording cannot be opened or has no video.
        ModelMissing: if a weight is missing.
    """
    from secondtake.media.read_errors import ReadErrors
    from secondtake.media.video import sample_frames

    errors = ReadErrors()
    every_s = {name: 1 / hz for name, hz in sampling_rates(settings.rates).items()}
    warm = Span(max(0.0, span.start_s - WARM_UP_S), span.end_s)
    with ExitStack() as stack:
        vision = stack.enter_context(closing(VisionPass(settings, recording)))
        for frame, due in sample_frames(
            path, every_s=every_s, span=warm, errors=errors, is_wanted=vision.is_wanted
        ):
            vision.process(frame, due, record=frame.time_s >= span.start_s)
            if on_progress is not None and "body" in due:
                on_progress(NAME, max(0.0, frame.time_s - span.start_s), span.duration_s)
    lost = errors.frames + errors.packets
    facts = {"faces": float(vision.person_view.tracker.max_count), "skipped_frames": float(lost)}
    if settings.me is not None:
        facts["me"] = 1.0
    if vision.face_widths_px:
        facts["face_px"] = median(vision.face_widths_px)
    for name, builder in zip(FILES, (vision.face_rows, vision.body_rows, vision.hand_rows), strict=True):
        write_series(folder / name, builder.series(), facts if name == FILES[0] else None)


class VisionPass:
    """The landmarkers of one span and their results."""

    def __init__(self, settings: Settings, recording: Recording) -> None:
        paths = [model_weights.find(name, settings) for name in WEIGHTS]
        self.person_view = PersonView(paths[0], settings.me)
        self._face = face.FaceObserver(paths[0])
        self._body = body.BodyObserver(paths[1])
        self._hands = hands.HandsObserver(paths[2])
        self._last_face: face.DetectedFace | None = None
        self._face_s = self._hands_s = float("-inf")
        self._hand_motion_gate = MotionGate()
        self._is_noisy = False
        self._blink_gate = BlinkGate()
        self.face_widths_px: list[float] = []
        holds = _holds(settings.rates, recording)
        self.face_rows = SeriesBuilder(face.UNITS | face.ALWAYS, hold_s=holds["face"])
        self.body_rows = SeriesBuilder(body.UNITS, hold_s=holds["body"])
        self.hand_rows = SeriesBuilder(hands.UNITS, hold_s=holds["hands"])

    def is_wanted(self, time_s: float, due: frozenset[str]) -> bool:
        """Return True if any observer needs the frame of that time."""
        return bool(self._observers(time_s, due))

    def process(self, frame: Frame, due: frozenset[str], *, record: bool) -> None:
        """Run the due observers on a frame; without `record` only to warm up."""
        observers = self._observers(frame.time_s, due)
        if not observers:
            return
        view = self.person_view.apply(frame)
        if "face" in observers:
            self._process_face(view, frame_light(frame.rgb), record)
        if observers & {"body", "hands"}:
            self._process_limbs(view, observers, record)

    def _observers(self, time_s: float, due: frozenset[str]) -> frozenset[str]:
        return due_observers(
            due, eyelids=self._blink_gate.is_open, hands=time_s - self._hands_s <= HANDS_AGE_S
        )

    def _process_face(self, frame: Frame, light: float, record: bool) -> None:
        face = self._face.observe(frame)
        self._last_face, self._face_s = face, frame.time_s
        self._blink_gate.update(face.eyelid_closure if face else None)
        if self._hand_motion_gate.moved(frame, face):
            self._hands_s = frame.time_s
        if record:
            if face is not None:
                self.face_widths_px.append(face.width * frame.frame_height)
            always = {"face_count": float(self.person_view.tracker.count), "frame_light": light}
            self.face_rows.add(frame.time_s, face.values if face else {}, always)

    def _process_limbs(self, frame: Frame, observers: frozenset[str], record: bool) -> None:
        if "body" in observers:
            self._is_noisy = estimate_noise(frame.rgb) >= NOISY
        if self._is_noisy:
            frame = denoise(frame)
        face = self._last_face if frame.time_s - self._face_s <= FACE_AGE_S else None
        if "body" in observers:
            joints = self._body.observe(frame, face)
            if body.is_wrist_visible(joints):
                self._hands_s = frame.time_s
            if record:
                self.body_rows.add(frame.time_s, joints or {})
        if "hands" in observers:
            values = self._hands.observe(frame, face)
            if values["hand_count"]:
                self._hands_s = frame.time_s
            if record:
                self.hand_rows.add(frame.time_s, values)

    def close(self) -> None:
        """Free the native memory of all landmarkers."""
        for observer in (self.person_view, self._face, self._body, self._hands):
            observer.close()


class BlinkGate:
    """Detects when the eyelids move, so that blinks are sampled at a higher rate.

    Attributes:
        is_open: the eyelids move.
    """

    def __init__(self) -> None:
        self.is_open = False
        self._before: float | None = None

    def update(self, closure: float | None) -> None:
        """Take the current closure of the eyelids, 0..1; None without a face."""
        if closure is None:
            self.is_open = False
        else:
            change = closure - self._before if self._before is not None else 0.0
            self.is_open = abs(change) >= BLINK_CHANGE or closure >= BLINK_CLOSURE
        self._before = closure


def due_observers(due: frozenset[str], *, eyelids: bool, hands: bool) -> frozenset[str]:
    """Return which of "face", "body" and "hands" run.

    Args:
        due: clocks that are due.
        eyelids: the eyelids move, so the face runs at the rate of "lids" as well.
        hands: there may be hands, so they run at their own rate instead of the body's.

    >>> sorted(due_observers(frozenset({"lids", "hands"}), eyelids=False, hands=False))
    []
    """
    runs = {
        "face": "face" in due or (eyelids and "lids" in due),
        "body": "body" in due,
        "hands": ("hands" if hands else "body") in due,
    }
    return frozenset(name for name, is_due in runs.items() if is_due)


def sampling_rates(rates: Preset) -> dict[str, float]:
    """Return frames per second by clock; "lids" is the face while the eyelids move."""
    return {"face": rates.face_hz, "lids": rates.blink_hz, "body": rates.body_hz, "hands": rates.hands_hz}


def _holds(rates: Preset, recording: Recording) -> dict[str, float]:
    """Return how long a sample of each observer holds: by its rate, or the recording's if that is lower."""
    fps = recording.video.fps_guess if recording.video else None
    return {name: HOLD / min(hz, fps or hz) for name, hz in sampling_rates(rates).items()}
