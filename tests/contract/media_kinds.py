"""Recordings of every kind, made with PyAV, whose pictures and sound tell the time they were shown.

A bright square travels along the upper edge, so that its place is the picture's time. At `FLASH_S` the lower
half turns white and a tone of 100 ms begins. A red patch in the upper left corner tells what is up. Hence a
test reads times out of decoded pixels and samples, and compares them with what the timestamps say.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from secondtake.media import boxes

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
"""What a camera held that way stores, for each matrix: NumPy's words, independent of the product's."""


def steady(fps: float, duration_s: float, start_s: float = 0.0) -> tuple[float, ...]:
    return tuple(start_s + i / fps for i in range(round(duration_s * fps)))


def uneven() -> tuple[float, ...]:
    """A phone in poor light: between 8 and 50 pictures a second; one falls on the flash."""
    steps = np.random.default_rng(3).choice([0.02, 0.04, 0.08, 0.12], 60)
    times = {round(float(t), 3) for t in np.cumsum(steps) if t < 2.4}
    return tuple(sorted({0.0, *times, FLASH_S}))


@dataclass(frozen=True)
class Kind:
    """A kind of recording. No `picture` or no `sound`: None. `damage` is done to the finished file."""

    name: str
    suffix: str
    picture: str | None = "libx264"
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
    held: str | None = None
    pixel_aspect: Fraction = Fraction(1)
    damage: Callable[[Path], None] | None = None

    @property
    def zero_s(self) -> float:
        starts = ([self.times_s[0]] if self.picture else []) + ([self.sound_from_s] if self.sound else [])
        return min(starts)

    def make(self, folder: Path) -> Path:
        path = folder / f"{self.name}{self.suffix}"
        with av.open(str(path), "w", options=self.muxing) as out:
            sources = []
            if self.picture:
                sources.append(_pictures(out, self))
            for track in range(self.tracks if self.sound else 0):
                # Only the last track carries the tone: recorders keep an unused line silent.
                sources.append(_tone(out, self, silent=track < self.tracks - 1))
            _interleave(out, sources)
        if self.held:
            turn(path, self.held)
        if self.damage:
            self.damage(path)
        return path


Timed = Iterator[tuple[float, av.Packet]]


def _interleave(out: av.container.OutputContainer, sources: list[Timed]) -> None:
    heads = {i: head for i, source in enumerate(sources) if (head := next(source, None))}
    while heads:
        first = min(heads, key=lambda i: heads[i][0])
        out.mux(heads[first][1])
        head = next(sources[first], None)
        if head:
            heads[first] = head
        else:
            del heads[first]


def _pictures(out: av.container.OutputContainer, kind: Kind) -> Timed:
    stream = out.add_stream(kind.picture, rate=Fraction(round(1 / np.median(np.diff(kind.times_s)))))
    stored = _stored(kind, 0.0)
    stream.height, stream.width = stored.shape[:2]
    stream.pix_fmt = kind.pix_fmt
    stream.options = dict(kind.options)
    stream.codec_context.time_base = kind.tick
    stream.codec_context.sample_aspect_ratio = kind.pixel_aspect

    def packets() -> Timed:
        for time_s in kind.times_s:
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(_stored(kind, time_s)), format="rgb24")
            frame.pts, frame.time_base = round(time_s / kind.tick), kind.tick
            for packet in stream.encode(frame.reformat(format=kind.pix_fmt)):
                yield float(packet.dts * packet.time_base), packet
        for packet in stream.encode(None):
            yield float(packet.dts * packet.time_base), packet

    return packets()


def _stored(kind: Kind, time_s: float) -> np.ndarray:
    shown = picture(kind, time_s)
    return STORED[kind.held](shown) if kind.held else shown


def picture(kind: Kind, time_s: float) -> np.ndarray:
    """What is shown at a time: H x W x 3."""
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
    """The time that a decoded picture shows, in the maker's clock (not the recording's)."""
    height, width = rgb.shape[:2]
    side = kind.size[1] // 4 * width / kind.size[0]
    band = rgb[height * 3 // 16 : height * 5 // 16].mean(axis=(0, 2))
    bright = np.clip(band - 80, 0, 100)
    centre = float((bright * (np.arange(width) + 0.5)).sum() / bright.sum())
    return (centre - side / 2) / (width - side) * _travel_s(kind)


def flashes(rgb: np.ndarray) -> bool:
    return bool(rgb[rgb.shape[0] * 5 // 8 :].mean() > 140)


def is_upright(rgb: np.ndarray) -> bool:
    """Whether the red patch is in the upper left corner and in no other."""
    height, width = rgb.shape[:2]
    h, w = height // 16, width // 16
    corners = (rgb[:h, :w], rgb[:h, -w:], rgb[-h:, :w], rgb[-h:, -w:])
    redness = [float(corner[..., 0].mean() - corner[..., 1].mean()) for corner in corners]
    return redness[0] > 80 and max(redness[1:]) < 40


def _tone(out: av.container.OutputContainer, kind: Kind, *, silent: bool) -> Timed:
    stream = out.add_stream(kind.sound, rate=SOUND_HZ)
    stream.layout = "mono"
    packed = {"pcm_s16le": "s16", "flac": "s16", "libopus": "flt"}.get(kind.sound or "", "fltp")
    stream.codec_context.format = packed

    def packets() -> Timed:
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
    """A very quiet hum everywhere, so that no track is empty, and the tone."""
    sounding = (times_s >= from_s) & (times_s < from_s + TONE_S)
    hum = 2e-4 * np.sin(2 * np.pi * 120 * times_s)
    return np.where(sounding, 0.5 * np.sin(2 * np.pi * TONE_HZ * (times_s - from_s)), hum)


def onset_s(start_s: float, samples: np.ndarray, rate_hz: int) -> float:
    """When the tone begins: the first 5 ms in which the mean level passes half of the tone's."""
    window = rate_hz // 200
    level = np.sqrt(np.convolve(np.square(samples), np.ones(window) / window, mode="full")[: len(samples)])
    return start_s + float(np.argmax(level > 0.18)) / rate_hz - window / 2 / rate_hz


def turn(path: Path, held: str) -> None:
    """Write a display matrix into the picture's track header (`tkhd`), as phones do; PyAV cannot."""
    a, b, c, d = MATRICES[held]
    one = 1 << 16
    with path.open("r+b") as file:
        for kind, start, _ in list(boxes.boxes(file)):
            if kind != b"tkhd":
                continue
            file.seek(start)
            at = start + (52 if file.read(1) == b"\1" else 40)
            file.seek(at + 36)
            if file.read(4) == b"\0\0\0\0":  # no width: a sound track
                continue
            file.seek(at)
            file.write(struct.pack(">9i", a * one, b * one, 0, c * one, d * one, 0, 0, 0, 1 << 30))


def cut(part: float) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * part)])

    return damage


def scratch(first: float, last: float) -> Callable[[Path], None]:
    """Overwrite short runs of bytes between two parts of the file, as a failing disk does."""

    def damage(path: Path) -> None:
        data = bytearray(path.read_bytes())
        rng = np.random.default_rng(1)
        for at in range(int(len(data) * first), int(len(data) * last), 97):
            data[at : at + 24] = rng.bytes(24)
        path.write_bytes(bytes(data))

    return damage


QUICK = {"preset": "ultrafast"}
FRONT = {"movflags": "faststart"}
MILLI = Fraction(1, 1000)
AVI = Fraction(1, 25)
AV1 = {"usage": "realtime", "cpu-used": "8"}
# A negative speed is a fixed one: a positive one follows how busy the machine is, and so would the file.
VP9 = {"deadline": "realtime", "cpu-used": "-8"}
HEVC = {"preset": "ultrafast", "x265-params": "log-level=none"}
LATE = tuple(t + 0.7 for t in steady(25, 1.7))

CODECS = (
    Kind("h264 in mp4", ".mp4", options=QUICK),
    Kind("h264 with b-frames in mov", ".mov", options={"preset": "veryfast", "bf": "2"}),
    Kind("h264 in mkv", ".mkv", options=QUICK),
    Kind("h264 in avi", ".avi", sound="pcm_s16le", options={**QUICK, "bf": "0"}, tick=AVI),
    Kind("hevc in mp4", ".mp4", "libx265", options=HEVC),
    Kind("hevc of 10 bits in mov", ".mov", "libx265", options=HEVC, pix_fmt="yuv420p10le"),
    Kind("vp8 in webm", ".webm", "libvpx", "libopus", options=VP9, tick=MILLI),
    Kind("vp9 in webm", ".webm", "libvpx-vp9", "libopus", options=VP9, tick=MILLI),
    Kind("vp9 with vorbis in mkv", ".mkv", "libvpx-vp9", "libvorbis", options=VP9, tick=MILLI),
    Kind("av1 in mp4", ".mp4", "libaom-av1", options=AV1),
    Kind("av1 in webm", ".webm", "libaom-av1", "libopus", options=AV1, tick=MILLI),
    Kind("mpeg-4 in avi", ".avi", "mpeg4", "pcm_s16le", tick=AVI, options={"b": "2000000"}),
    Kind("mpeg-4 in mp4", ".mp4", "mpeg4", tick=AVI, options={"b": "2000000"}),
    Kind("motion jpeg in avi", ".avi", "mjpeg", "pcm_s16le", pix_fmt="yuvj420p", tick=AVI),
    Kind("h264 in a transport stream", ".ts", options={**QUICK, "g": "25"}),
    Kind("4:4:4 pixels", ".mp4", options=QUICK, pix_fmt="yuv444p"),
    Kind("mkv with flac", ".mkv", sound="flac", options=QUICK),
)

TIMINGS = (
    Kind("uneven pictures in mp4", ".mp4", options=QUICK, times_s=uneven()),
    Kind("uneven pictures in webm", ".webm", "libvpx", "libopus", options=VP9, times_s=uneven(), tick=MILLI),
    Kind("60 a second", ".mp4", options=QUICK, times_s=steady(60, 2.4)),
    Kind("sound late in mp4", ".mp4", options=QUICK, sound_from_s=0.6),
    Kind("sound late in mkv", ".mkv", options=QUICK, sound_from_s=0.6),
    Kind("picture late in mp4", ".mp4", options=QUICK, times_s=LATE),
    Kind("picture late in webm", ".webm", "libvpx", "libopus", options=VP9, times_s=LATE, tick=MILLI),
    Kind("everything late", ".mkv", options=QUICK, times_s=LATE, sound_from_s=0.5),
    Kind("browser webm without a duration", ".webm", "libvpx", "libopus", options=VP9, tick=MILLI,
         muxing={"live": "1"}),
    Kind("fragmented mp4", ".mp4", options={**QUICK, "g": "25"},
         muxing={"movflags": "frag_keyframe+empty_moov+default_base_moof"}),
    Kind("two sound tracks", ".mkv", options=QUICK, tracks=2),
)  # fmt: skip

SHAPES = (
    *(
        Kind(f"held {held}", ".mp4", options=QUICK, held=held, muxing=FRONT)
        for held in ("90", "180", "270", "flipped", "transposed")
    ),
    Kind("590 wide", ".mp4", options=QUICK, size=(590, 332)),
    Kind("1079 x 607", ".mp4", options=QUICK, size=(1079, 607), pix_fmt="yuv444p", times_s=steady(10, 2.0)),
    Kind("odd vp8", ".webm", "libvpx", "libopus", options=VP9, size=(321, 241), tick=MILLI),
    Kind(
        "4K", ".mp4", options=QUICK, size=(3840, 2160), times_s=steady(25, 0.6), flash_s=0.2, sound_to_s=0.6
    ),
    Kind("wide pixels", ".mp4", options=QUICK, size=(160, 240), pixel_aspect=Fraction(2)),
)

ONE_SENSE = (
    *(
        Kind(f"{codec} alone in {suffix[1:]}", suffix, None, codec)
        for suffix, codec in (
            (".m4a", "aac"), (".mp3", "libmp3lame"), (".wav", "pcm_s16le"), (".flac", "flac"),
            (".ogg", "libopus"), (".oga", "libvorbis"), (".aac", "aac"), (".webm", "libopus"),
        )
    ),
    Kind("picture alone", ".mp4", sound=None, options=QUICK),
)  # fmt: skip

WHOLE = (*CODECS, *TIMINGS, *SHAPES, *ONE_SENSE)

DAMAGED = (
    Kind("mp4 cut in half", ".mp4", options={**QUICK, "g": "12"}, muxing=FRONT, damage=cut(0.5)),
    Kind("webm cut in half", ".webm", "libvpx", "libopus", options=VP9, tick=MILLI, damage=cut(0.5)),
    Kind("mkv cut in half", ".mkv", options=QUICK, damage=cut(0.5)),
    Kind("avi cut in half", ".avi", "mpeg4", "libmp3lame", tick=AVI, damage=cut(0.5)),
    Kind("mp4 scratched", ".mp4", options={**QUICK, "g": "12"}, muxing=FRONT, damage=scratch(0.5, 0.6)),
    Kind("mkv scratched", ".mkv", options={**QUICK, "g": "12"}, damage=scratch(0.5, 0.6)),
    Kind("vp9 scratched", ".webm", "libvpx-vp9", "libopus", options={**VP9, "g": "12"}, tick=MILLI,
         damage=scratch(0.5, 0.6)),
    Kind("avi scratched", ".avi", "mpeg4", "libmp3lame", tick=AVI, damage=scratch(0.5, 0.6)),
)  # fmt: skip


def renamed(kind: Kind, name: str) -> Kind:
    return replace(kind, name=name)
