"""Recording conditions: a different camera or microphone can change a number that the person did not.

The limits are our choice: wide enough for sitting down again in the same place on another day, narrow enough
for another device, another room or another chair.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from math import isfinite
from typing import Any, Literal

from secondtake.core.recording import Recording
from secondtake.core.tracks import Tracks

Side = Literal["picture", "sound"]

FACE_SCALE_RATIO = 1.5  # times as large a face: a different distance or lens
HIGHER_DEG = 10.0  # of the head's usual pitch: a camera below instead of above the eyes
LUMA_DIFFERENCE = 0.2  # of the face's luma, 0..1: a lamp or a window more or less
QUIETER_DB = 10.0  # of the noise between words: a different room or microphone


@dataclass(frozen=True, slots=True)
class RecordingConditions:
    """Technical facts of one recording; None where unknown.

    Attributes:
        width, height: of the video frame, in pixels.
        face_height: of the face, as a share of the frame height (median).
        pitch_deg: of the head, as the camera sees it (median): tells how high the camera stands.
        face_light: luma of the face, 0..1 (median).
        rate_hz, channels: of the sound as it is stored.
        noise_floor_db: level between words.
        agc: how sure it is that the microphone's gain followed the voice, 0..1.
        camera: its name, if the page's own recorder reported it.
    """

    width: int | None = None
    height: int | None = None
    face_height: float | None = None
    pitch_deg: float | None = None
    face_light: float | None = None
    rate_hz: int | None = None
    channels: int | None = None
    noise_floor_db: float | None = None
    agc: float | None = None
    camera: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the known values as plain values."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> RecordingConditions:
        """Return the conditions that `to_json` wrote; fields missing in earlier versions are None."""
        return cls(**{field.name: plain.get(field.name) for field in fields(cls)})


def conditions_of(recording: Recording, tracks: Tracks) -> RecordingConditions:
    """Return the conditions of a recording from its streams and tracks."""
    video, audio = recording.video, recording.audio
    return RecordingConditions(
        width=video.width if video else None,
        height=video.height if video else None,
        face_height=_median(tracks, "face_height"),
        pitch_deg=_median(tracks, "pitch_deg"),
        face_light=_median(tracks, "face_light"),
        rate_hz=audio.rate_hz if audio else None,
        channels=audio.channels if audio else None,
        noise_floor_db=_fact(tracks, "noise_floor_db"),
        agc=_fact(tracks, "agc") if tracks.speech else None,  # it follows a voice
    )


def differences(before: RecordingConditions, now: RecordingConditions, side: Side) -> tuple[str, ...]:
    """Describe differences large enough to change measures by themselves; unknown values never differ."""
    return tuple(_video_differences(before, now) if side == "picture" else _audio_differences(before, now))


def group_by_setup(conditions: Sequence[RecordingConditions], side: Side) -> tuple[int, ...]:
    """Group recordings by setup: a number for each, 0 for those like the first.

    >>> near, far = RecordingConditions(face_height=0.4), RecordingConditions(face_height=0.2)
    >>> group_by_setup([near, near, far, near], "picture")
    (0, 0, 1, 0)
    """
    setups: list[RecordingConditions] = []
    groups = []
    for current in conditions:
        group = next(
            (i for i, earlier in enumerate(setups) if not differences(earlier, current, side)), len(setups)
        )
        if group == len(setups):
            setups.append(current)
        groups.append(group)
    return tuple(groups)


def _video_differences(before: RecordingConditions, now: RecordingConditions) -> list[str]:
    changes = []
    if before.camera and now.camera and before.camera != now.camera:
        changes.append(f"camera changed from “{before.camera}” to “{now.camera}”")
    if _differ(before.height, now.height) or _differ(before.width, now.width):
        before_size, size = f"{before.width} x {before.height}", f"{now.width} x {now.height}"
        changes.append(f"video size changed from {before_size} to {size}")
    if before.face_height and now.face_height:
        times = now.face_height / before.face_height
        if times >= FACE_SCALE_RATIO:
            changes.append("your face is larger in the frame")
        elif times <= 1 / FACE_SCALE_RATIO:
            changes.append("your face is smaller in the frame")
    if _beyond(before.pitch_deg, now.pitch_deg, HIGHER_DEG):
        changes.append("camera height changed")
    if _beyond(before.face_light, now.face_light, LUMA_DIFFERENCE):
        changes.append("lighting changed")
    return changes


def _audio_differences(before: RecordingConditions, now: RecordingConditions) -> list[str]:
    changes = []
    if _differ(before.rate_hz, now.rate_hz) or _differ(before.channels, now.channels):
        changes.append("audio format changed")
    if _beyond(before.noise_floor_db, now.noise_floor_db, QUIETER_DB):
        changes.append("background noise changed")
    if before.agc is not None and now.agc is not None and (before.agc >= 0.5) != (now.agc >= 0.5):
        changes.append("automatic gain turned " + ("on" if now.agc >= 0.5 else "off"))
    return changes


def _differ(before: int | None, now: int | None) -> bool:
    return before is not None and now is not None and before != now


def _beyond(before: float | None, now: float | None, limit: float) -> bool:
    return before is not None and now is not None and abs(now - before) > limit


def _median(tracks: Tracks, name: str) -> float | None:
    median = tracks[name].median()
    return round(float(median), 4) if isfinite(median) else None


def _fact(tracks: Tracks, name: str) -> float | None:
    value = tracks.facts.get(name)
    return None if value is None or not isfinite(value) else round(float(value), 4)
