"""Make recordings of every kind with PyAV, whose frames and sound encode their own time.

A bright square travels along the upper edge, so that its position is the frame's time. At `FLASH_S` the lower
half turns white and a tone of 100 ms begins. A red patch marks the upper left corner. Tests read times from
decoded pixels and samples, and compare them with the timestamps.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from secondtake.media import mp4_boxes

FLASH_S = 1.0
TONE_HZ, TONE_S, SOUND_HZ = 1000.0, 0.1, 48000
TICK = Fraction(1, 90000)

MATRICES = {
    "90": (0, 1, -1, 0),
    "180": (-1, 0, 0, -1),
    "270": (0, -1, 1, 0),
    "flipped": (-1, 0, 0, 1),
    "transposed": (0, 1, 1, 0),
}
"""Display matrices (a, b, c, d): a stored (x, y) is shown at (a x + c y, b x + d y)."""

STORED: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "90": lambda shown: np.rot90(shown, 1),
    "180": lambda shown: np.rot90(shown, 2),
    "270": lambda shown: np.rot90(shown, -1),
    "flipped": lambda shown: shown[:, ::-1],
    "transposed": lambda shown: shown.transpose(1, 0, 2),
}
"""How a camera in that orientation stores a frame, for each matrix; independent of the code under test."""


def steady(fps: float, duration_s: float, start_s: float = 0.0) -> tuple[float, ...]:
    return tuple(start_s + i / fps for i in range(round(duration_s * fps)))


@dataclass(frozen=True)
class Kind:
    """A kind of recording; `video` or `sound` is None for none. `damage` changes the finished file."""

    name: str
    suffix: str
    video: str | None = "libx264"
    sound: str | None = "aac"
    size: tuple[int, int] = (320, 240)
    times_s: tuple[float, ...] = steady(25, 2.4)
    flash_s: float = FLASH_S
    sound_from_s: float = 0.0
    sound_to_s: float = 2.4
    pix_fmt: str = "yuv420p"
    options: dict[str, str] = field(default_factory=dict)
    muxing: dict[str, str] = field(default_factory=dict)
    tick: Fraction = TICK
    tracks: int = 1
    orientation: str | None = None
    pixel_aspect: Fraction = Fraction(1)
    damage: Callable[[Path], None] | None = None

    @property
    def start_offset_s(self) -> float:
        starts = ([self.times_s[0]] if self.video else []) + ([self.sound_from_s] if self.sound else [])
        return min(starts)

    def make(self, folder: Path) -> Path:
        path = folder / f"{self.name}{self.suffix}"
        with av.open(str(path), "w", options=self.muxing) as out:
            sources = []
            if self.video:
                sources.append(_video(out, self))
            for track in range(self.tracks if self.sound else 0):
                # Only the last track carries the tone: recorders keep an unused line silent.
                sources.append(_tone(out, self, silent=track < self.tracks - 1))
            _interleave(out, sources)
        if self.orientation:
            set_orientation(path, self.orientation)
        if self.damage:
            self.damage(path)
        return path


TimedPackets = Iterator[tuple[float, av.Packet]]


def _interleave(out: av.container.OutputContainer, sources: list[TimedPackets]) -> None:
    heads = {i: head for i, source in enumerate(sources) if (head := next(source, None))}
    while heads:
        first = min(heads, key=lambda i: heads[i][0])
        out.mux(heads[first][1])
        head = next(sources[first], None)
        if head:
            heads[first] = head
        else:
            del heads[first]


def _video(out: av.container.OutputContainer, kind: Kind) -> TimedPackets:
    stream = out.add_stream(kind.video, rate=Fraction(round(1 / np.median(np.diff(kind.times_s)))))
    stored = _stored(kind, 0.0)
    stream.height, stream.width = stored.shape[:2]
    stream.pix_fmt = kind.pix_fmt
    stream.options = dict(kind.options)
    stream.codec_context.time_base = kind.tick
    stream.codec_context.sample_aspect_ratio = kind.pixel_aspect

    def packets() -> TimedPackets:
        for time_s in kind.times_s:
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(_stored(kind, time_s)), format="rgb24")
            frame.pts, frame.time_base = round(time_s / kind.tick), kind.tick
            for packet in stream.encode(frame.reformat(format=kind.pix_fmt)):
                yield float(packet.dts * packet.time_base), packet
        for packet in stream.encode(None):
            yield float(packet.dts * packet.time_base), packet

    return packets()


def _stored(kind: Kind, time_s: float) -> np.ndarray:
    frame = draw_frame(kind, time_s)
    return STORED[kind.orientation](frame) if kind.orientation else frame


def draw_frame(kind: Kind, time_s: float) -> np.ndarray:
    """Draw the frame of a time: H x W x 3."""
    width, height = kind.size
    rgb = np.full((height, width, 3), 40, np.uint8)
    rgb[: height // 8, : width // 8] = (220, 30, 30)
    side = height // 4
    left = round(time_s / _travel_s(kind) * (width - side))
    rgb[height // 8 : height // 8 + side, left : left + side] = 230
    if kind.flash_s <= time_s < kind.flash_s + TONE_S:
        rgb[height // 2 :] = 250
    return rgb


def _travel_s(kind: Kind) -> float:
    return max(kind.times_s) + 0.1


def shown_time_s(kind: Kind, rgb: np.ndarray) -> float:
    """Read the time from a decoded frame, on the clock of `times_s` (not the recording's)."""
    height, width = rgb.shape[:2]
    side = kind.size[1] // 4 * width / kind.size[0]
    band = rgb[height * 3 // 16 : height * 5 // 16].mean(axis=(0, 2))
    bright = np.clip(band - 80, 0, 100)
    centre = float((bright * (np.arange(width) + 0.5)).sum() / bright.sum())
    return (centre - side / 2) / (width - side) * _travel_s(kind)


def flashes(rgb: np.ndarray) -> bool:
    return bool(rgb[rgb.shape[0] * 5 // 8 :].mean() > 140)


def is_upright(rgb: np.ndarray) -> bool:
    """Return True if the red patch is in the upper left corner and in no other."""
    height, width = rgb.shape[:2]
    h, w = height // 16, width // 16
    corners = (rgb[:h, :w], rgb[:h, -w:], rgb[-h:, :w], rgb[-h:, -w:])
    redness = [float(corner[..., 0].mean() - corner[..., 1].mean()) for corner in corners]
    return redness[0] > 80 and max(redness[1:]) < 40


def _tone(out: av.container.OutputContainer, kind: Kind, *, silent: bool) -> TimedPackets:
    stream = out.add_stream(kind.sound, rate=SOUND_HZ)
    stream.layout = "mono"
    packed = {"pcm_s16le": "s16", "flac": "s16", "libopus": "flt"}.get(kind.sound or "", "fltp")
    stream.codec_context.format = packed

    def packets() -> TimedPackets:
        size = stream.codec_context.frame_size or 1024
        times_s = np.arange(round(kind.sound_from_s * SOUND_HZ), round(kind.sound_to_s * SOUND_HZ)) / SOUND_HZ
        samples = np.zeros(len(times_s)) if silent else tone(times_s, kind.flash_s)
        for start in range(0, len(samples), size):
            frame = _sound_frame(samples[start : start + size], packed)
            frame.pts, frame.time_base = round(kind.sound_from_s * SOUND_HZ) + start, Fraction(1, SOUND_HZ)
            for packet in stream.encode(frame):
                yield float(packet.dts * packet.time_base), packet
        for packet in stream.encode(None):
            yield float(packet.dts * packet.time_base), packet

    return packets()


def _sound_frame(samples: np.ndarray, packed: str) -> av.AudioFrame:
    values = (samples * 32767).astype(np.int16) if packed == "s16" else samples.astype(np.float32)
    frame = av.AudioFrame.from_ndarray(values[None, :], format=packed, layout="mono")
    frame.sample_rate = SOUND_HZ
    return frame


def tone(times_s: np.ndarray, from_s: float) -> np.ndarray:
    """The tone, over a very quiet hum, so that no track is silent."""
    sounding = (times_s >= from_s) & (times_s < from_s + TONE_S)
    hum = 2e-4 * np.sin(2 * np.pi * 120 * times_s)
    return np.where(sounding, 0.5 * np.sin(2 * np.pi * TONE_HZ * (times_s - from_s)), hum)


def onset_s(start_s: float, samples: np.ndarray, rate_hz: int) -> float:
    """Start of the tone: the first 5 ms in which the mean level exceeds half of the tone's."""
    window = rate_hz // 200
    level = np.sqrt(np.convolve(np.square(samples), np.ones(window) / window, mode="full")[: len(samples)])
    return start_s + float(np.argmax(level > 0.18)) / rate_hz - window / 2 / rate_hz


def set_orientation(path: Path, orientation: str) -> None:
    """Write a display matrix into the video's track header (`tkhd`), as phones do; PyAV cannot."""
    a, b, c, d = MATRICES[orientation]
    unit = 1 << 16
    with path.open("r+b") as file:
        for kind, start, _ in list(mp4_boxes.boxes(file)):
            if kind != b"tkhd":
                continue
            file.seek(start)
            at = start + (52 if file.read(1) == b"\1" else 40)
            file.seek(at + 36)
            if file.read(4) == b"\0\0\0\0":  # no width: a sound track
                continue
            file.seek(at)
            file.write(struct.pack(">9i", a * unit, b * unit, 0, c * unit, d * unit, 0, 0, 0, 1 << 30))


def truncate(share: float) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * share)])

    return damage


def scratch(first: float, last: float) -> Callable[[Path], None]:
    """Overwrite short runs of bytes between two relative positions, as a failing disk does."""

    def damage(path: Path) -> None:
        data = bytearray(path.read_bytes())
        rng = np.random.default_rng(1)
        for at in range(int(len(data) * first), int(len(data) * last), 97):
            data[at : at + 24] = rng.bytes(24)
        path.write_bytes(bytes(data))

    return damage
