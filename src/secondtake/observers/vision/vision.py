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
from secondtake.observers.cpu_timer import CpuTimer
from secondtake.observers.series_builder import SeriesBuilder
from secondtake.observers.track_files import write_faces, write_series
from secondtake.observers.vision import body, face, hands
from secondtake.observers.vision.brightness import frame_light
from secondtake.observers.vision.denoise import NOISY, denoise, estimate_noise
from secondtake.observers.vision.eyelid_gate import EyelidGate
from secondtake.observers.vision.face_selection import PersonView
from secondtake.observers.vision.hand_gate import HandGate

if TYPE_CHECKING:
    from secondtake.media.pixels import Grey
    from secondtake.media.video import Frame

NAME, VERSION = "sight", 8
WEIGHTS = (face.WEIGHT, body.WEIGHT, hands.WEIGHT)
FILES = ("face.parquet", "body.parquet", "hands.parquet")

WARM_UP_S = 0.9
"""Our choice: selecting the person takes three detections .4 s apart (`face_selection.py`), and the
landmarkers' smoothing settles sooner: a span that starts in the middle gives the values of an earlier start,
angles to .03 degrees and blendshapes to .005 (measured at three boundaries in the sample)."""

HOLD = 1.5
"""A sample holds for 1.5 of its nominal interval: uneven frames leave no gaps, lost ones do."""

CALM_FACE = 2 / 3
"""Share of its rate at which the face is sampled where every frame's eyes are looked at (`eyelid_gate.py`).
Every third of 30 frames; at 25 a second that would be two or three, and one short smile of six was lost."""

FACE_AGE_S = 0.2
"""Our choice: a face detected this long ago still gives the person's position."""


def observe_vision(
    path: Path,
    recording: Recording,
    settings: Settings,
    folder: Path,
    on_progress: Progress | None,
    span: Span,
    cpu: CpuTimer | None = None,
) -> None:
    """Write the vision tracks of `span` to `folder`; samples lie in `[span.start_s, span.end_s)`.

    `cpu` receives the CPU seconds of decoding and of each observer.

    Raises:
        MediaError: if the recording cannot be opened or has no video.
        ModelMissing: if a weight is missing.
    """
    from secondtake.media.read_errors import ReadErrors
    from secondtake.media.video import sample_frames

    errors, cpu = ReadErrors(), cpu or CpuTimer()
    every_s = sampling_intervals(settings.rates, recording)
    warm = Span(max(0.0, span.start_s - WARM_UP_S), span.end_s)
    with ExitStack() as stack:
        vision = stack.enter_context(closing(VisionPass(settings, recording, cpu)))
        frames = sample_frames(
            path,
            every_s=every_s,
            span=warm,
            errors=errors,
            is_wanted=vision.is_wanted,
            threads=settings.threads,
        )
        for frame, due in cpu.reading(f"{NAME}: decoding", frames):
            vision.process(frame, due, record=frame.time_s >= span.start_s)
            if on_progress is not None and "body" in due:
                on_progress(NAME, max(0.0, frame.time_s - span.start_s), span.duration_s)
    lost = errors.frames + errors.packets
    facts = {"faces": float(vision.person_view.tracker.max_count), "skipped_frames": float(lost)}
    facts |= settings.person_facts
    if vision.face_widths_px:
        facts["face_px"] = median(vision.face_widths_px)
    for name, builder in zip(FILES, (vision.face_rows, vision.body_rows, vision.hand_rows), strict=True):
        write_series(folder / name, builder.series(), facts if name == FILES[0] else None)
    write_faces(folder, vision.person_view.log.appearances(span))


class VisionPass:
    """The landmarkers of one span and their results."""

    def __init__(self, settings: Settings, recording: Recording, cpu: CpuTimer | None = None) -> None:
        paths = [model_weights.find(name, settings) for name in WEIGHTS]
        self._cpu = cpu or CpuTimer()
        self.person_view = PersonView(paths[0], settings)
        self._face = face.FaceObserver(paths[0])
        self._body = body.BodyObserver(paths[1])
        self._hands = hands.HandsObserver(paths[2])
        self._last_face: face.DetectedFace | None = None
        self._face_s = float("-inf")
        self._hand_gate = HandGate()
        self._is_noisy = False
        self._grey: Grey | None = None
        self._eyelid_gate = EyelidGate()
        self.face_widths_px: list[float] = []
        holds = _holds(settings.rates, recording)
        self.face_rows = SeriesBuilder(face.UNITS | face.ALWAYS, hold_s=holds["face"])
        self.body_rows = SeriesBuilder(body.UNITS, hold_s=holds["body"])
        self.hand_rows = SeriesBuilder(hands.UNITS, hold_s=holds["hands"])

    def is_wanted(self, time_s: float, due: frozenset[str], grey: Grey | None) -> bool:
        """Return True if any observer needs the frame of that time, or if that takes its colours to tell."""
        self._grey = grey
        is_to_look_at = grey is None and "lids" in due and self._eyelid_gate.has_eyes
        return is_to_look_at or bool(self._observers(time_s, due, grey))

    def process(self, frame: Frame, due: frozenset[str], *, record: bool) -> None:
        """Run the due observers on a frame; without `record` only to warm up."""
        grey, self._grey = self._grey, None
        if grey is None:
            grey = frame.rgb[:, :, 1]
        observers = self._observers(frame.time_s, due, grey)
        if not observers:
            return
        with self._cpu.part(f"{NAME}: finding people"):
            view = self.person_view.apply(frame)
        if "face" in observers:
            self._process_face(view, frame_light(frame.rgb), record)
            self._eyelid_gate.update(frame.time_s, self._last_face, grey)
        if observers & {"body", "hands"}:
            self._process_limbs(view, observers, record)

    def _observers(self, time_s: float, due: frozenset[str], grey: Grey | None) -> frozenset[str]:
        eyelids = "face" not in due and "lids" in due and self._eyelid_gate.is_open(grey)
        return due_observers(due, eyelids=eyelids, hands=self._hand_gate.is_open(time_s))

    def _process_face(self, frame: Frame, light: float, record: bool) -> None:
        with self._cpu.part(f"{NAME}: face"):
            face = self._face.observe(frame)
        self._last_face, self._face_s = face, frame.time_s
        self._hand_gate.look(frame, face)
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
            with self._cpu.part(f"{NAME}: body"):
                is_alone = not self.person_view.tracker.bystanders()
                joints = self._body.observe(frame, face, is_alone=is_alone)
            if body.is_wrist_visible(joints):
                self._hand_gate.open(frame.time_s)
            if record:
                self.body_rows.add(frame.time_s, joints or {})
        if "hands" in observers:
            values = hands.NONE
            if not self._hand_gate.is_empty(frame.time_s):
                with self._cpu.part(f"{NAME}: hands"):
                    values = self._hands.observe(frame, face)
                self._hand_gate.update(frame.time_s, values)
            if record:
                self.hand_rows.add(frame.time_s, values)

    def close(self) -> None:
        """Free the native memory of all landmarkers."""
        for observer in (self.person_view, self._face, self._body, self._hands):
            observer.close()


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


def sampling_intervals(rates: Preset, recording: Recording) -> dict[str, float]:
    """Return seconds between frames by clock.

    With frames for the eyelids' own clock, the rest of the face is sampled more slowly (`CALM_FACE`).
    """
    fps = recording.video.fps_guess if recording.video else None
    every_s = {name: 1 / hz for name, hz in sampling_rates(rates).items()}
    if every_s["lids"] < every_s["face"] and fps is not None and fps > rates.blink_hz - 1:
        every_s["face"] /= CALM_FACE
    return every_s


def _holds(rates: Preset, recording: Recording) -> dict[str, float]:
    """Return how long a sample of each observer holds: by its interval, or the recording's if that is longer.

    Hands may be sampled as seldom as the body.
    """
    fps = recording.video.fps_guess if recording.video else None
    every_s = sampling_intervals(rates, recording)
    every_s["hands"] = every_s["body"]
    return {name: HOLD * max(interval_s, 1 / fps if fps else 0.0) for name, interval_s in every_s.items()}
