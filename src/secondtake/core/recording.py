"""A recording: its digest, its length, and its video and audio streams."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Any, Literal

SessionKind = Literal["practice", "real"]


@dataclass(frozen=True, slots=True)
class VideoStream:
    """Video stream of a recording.

    Attributes:
        codec: short name, such as "h264".
        width, height: pixels as shown: after rotation, and with non-square pixels made square.
        rotation_deg: clockwise turn (0, 90, 180, 270) that a player applies to the stored frames.
        fps_guess: mean frames per second; times never come from it. None for a single frame.
        variable_rate: frames are not evenly spaced.
        offset_s: time of the first frame on the recording's clock.
        end_s: time at which the last frame ends.
        pixel_format: how pixels are stored, such as "yuv420p"; players refuse some.
        streams: how many video streams the recording holds, without cover images.
        stream: which of them is watched, counted from 0.
    """

    codec: str
    width: int
    height: int
    rotation_deg: int
    fps_guess: float | None
    variable_rate: bool
    offset_s: float
    end_s: float
    pixel_format: str = "yuv420p"
    streams: int = 1
    stream: int = 0

    def __post_init__(self) -> None:
        if self.width < 1 or self.height < 1:
            raise ValueError(f"a video needs a size, not {self.width} x {self.height}")
        if self.rotation_deg not in (0, 90, 180, 270):
            raise ValueError(f"a rotation is 0, 90, 180 or 270 degrees, not {self.rotation_deg}")


@dataclass(frozen=True, slots=True)
class AudioStream:
    """Audio stream of a recording.

    Attributes:
        codec: short name, such as "aac".
        rate_hz, channels: as stored; observers hear one channel at 16 kHz.
        tracks: how many sound tracks the recording holds.
        track: which of them is listened to, counted from 0.
        offset_s: time of the first sample on the recording's clock.
        end_s: time at which the sound ends.
        second_track: the track of a second person who is recorded apart; both are mixed.
    """

    codec: str
    rate_hz: int
    channels: int
    tracks: int
    track: int
    offset_s: float
    end_s: float
    second_track: int | None = None

    @property
    def mixed_tracks(self) -> tuple[int, ...]:
        """The tracks that are listened to, mixed where there are two."""
        return (self.track,) if self.second_track is None else (self.track, self.second_track)

    def __post_init__(self) -> None:
        if self.rate_hz < 1 or self.channels < 1:
            raise ValueError(f"sound needs a rate and channels, not {self.rate_hz} Hz, {self.channels}")
        if not 0 <= self.track < self.tracks:
            raise ValueError(f"track {self.track} is not one of {self.tracks}")


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording. Time zero is the earlier start of its video and audio.

    Attributes:
        digest: "sha256:" and the hash of all its bytes: the same content has the same digest.
        name: the file's name, without its folder.
        container: short name of the file's format, such as "mp4" or "webm".
        duration_s: from zero to the end of the last readable frame or sample.
        video, audio: None where the recording has none; one of them is always there.
        warnings: sentences for the person, such as that the file was cut off.
        seekable: the file says how long it is and where things are, so that a player can jump in it.
        made_at: when it was made, as the file itself says, in UTC; None where it says nothing likely.
        stated_s: the length in the file's header, where the file was cut off before it; else None.
    """

    digest: str
    name: str
    container: str
    duration_s: float
    video: VideoStream | None
    audio: AudioStream | None
    warnings: tuple[str, ...] = ()
    seekable: bool = True
    made_at: datetime | None = None
    stated_s: float | None = None

    def __post_init__(self) -> None:
        if not (isfinite(self.duration_s) and self.duration_s > 0):
            raise ValueError(f"a recording lasts longer than {self.duration_s} s")
        if self.video is None and self.audio is None:
            raise ValueError("a recording needs video or audio")

    def as_dict(self) -> dict[str, Any]:
        """Return the review JSON's `recording`; `video` or `audio` is null if there is none."""
        video, audio = self.video, self.audio
        return {
            "digest": self.digest,
            "name": self.name,
            "container": self.container,
            "duration_s": round(self.duration_s, 3),
            "video": video
            and {
                "width": video.width,
                "height": video.height,
                "rotation_deg": video.rotation_deg,
                "codec": video.codec,
                "fps_guess": video.fps_guess and round(video.fps_guess, 3),
                "variable_rate": video.variable_rate,
                "offset_s": round(video.offset_s, 4),
                "end_s": round(video.end_s, 3),
                **({"streams": video.streams, "stream": video.stream} if video.streams > 1 else {}),
            },
            "audio": audio
            and {
                "codec": audio.codec,
                "rate_hz": audio.rate_hz,
                "channels": audio.channels,
                "tracks": audio.tracks,
                "track": audio.track,
                "offset_s": round(audio.offset_s, 4),
                "end_s": round(audio.end_s, 3),
                **({} if audio.second_track is None else {"second_track": audio.second_track}),
            },
            "warnings": list(self.warnings),
            **({} if self.stated_s is None else {"stated_s": round(self.stated_s, 3)}),
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Recording:
        """Return the recording that `as_dict` described, to update a review without the file.

        Raises:
            KeyError, TypeError, ValueError: if it is something else.
        """
        video, audio = plain["video"], plain["audio"]
        return cls(
            **{name: plain[name] for name in ("digest", "name", "container", "duration_s")},
            video=VideoStream(**video) if video else None,
            audio=AudioStream(**audio) if audio else None,
            warnings=tuple(plain["warnings"]),
            stated_s=plain.get("stated_s"),
        )
