"""Composite recordings: real clips as they stand in phone, call and meeting recordings (docs/validation.md).

Every composite shows one labelled clip small or beside others, so that what is detected in it can be compared
with what is detected in the clip itself (`comparison.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from secondtake.core.spans import Span
from secondtake.evaluation.composites.changes import changed
from secondtake.evaluation.vision import clips_folder
from secondtake.media.audio import load

if TYPE_CHECKING:
    from secondtake.media.audio import Samples

Rgb = NDArray[np.uint8]

WIDTH, HEIGHT = 1280, 720
FPS, SECONDS = 30, 8
RATE_HZ = 16_000
ENCODER_DELAY = 1024
"""Samples of silence that the AAC encoder puts first."""
PERSON = "lp_d9.mp4"
OTHERS = ("vret_1.mp4", "sadtalker_hill.mp4", "pyfeat_WolfgangLanger_Pexels.mp4", "lp_d14.mp4")
PHONE = "latentsync_3.mp4"
PAGE, INK, CURSOR = 235, 60, (220, 30, 30)


@dataclass(frozen=True, slots=True)
class Tile:
    """One clip's place in the frame, in pixels, from `start_s` to `end_s`; it fills its place.

    It plays from its `from_s`; a higher clip is cut so that `cut` of what is cut off is above: 0.5 for its
    middle. A clip is a name in the folder of clips, or a path. `change` is made to it: see `changes.py`.
    """

    clip: str
    x: int
    y: int
    width: int
    height: int
    start_s: float = 0.0
    end_s: float = inf
    from_s: float = 0.0
    cut: float = 0.5
    change: str = ""

    def holds(self, x: float, y: float) -> bool:
        """Return True if a point of the frame is in the tile."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


@dataclass(frozen=True, slots=True)
class Sound:
    """The sound of a clip or of a sound file, played from its `from_s`, and `late_s` after the video."""

    file: str
    from_s: float = 0.0
    late_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Composite:
    """A frame of tiles, each above those after it.

    `is_screen`: on a shared screen with a moving cursor. `person`: number of a tile that shows the person.
    """

    tiles: tuple[Tile, ...]
    is_screen: bool = False
    sound: Sound | None = None
    seconds: float = float(SECONDS)
    person: int = 0

    @property
    def clip(self) -> str:
        """Name of the clip that shows the person."""
        return self.tiles[self.person].clip

    def shows_person(self, x: float, y: float) -> bool:
        """Return True if the person is seen at a point of the frame at any time: not behind another tile."""
        at = [tile for tile in self.tiles if tile.holds(x, y)]
        return any(
            next(tile for tile in at if tile.start_s <= shown.start_s < tile.end_s).clip == self.clip
            for shown in at
        )


def _gallery(columns: int, rows: int) -> Composite:
    width, height = WIDTH // max(columns, 2), HEIGHT // max(rows, 2)
    top = (HEIGHT - rows * height) // 2
    names = [PERSON, *OTHERS, PHONE, *OTHERS]
    places = [(column * width, top + row * height) for row in range(rows) for column in range(columns)]
    return Composite(tuple(Tile(name, *xy, width, height) for name, xy in zip(names, places, strict=False)))


def _corner(width: int) -> Composite:
    height = width * 3 // 4
    return Composite((Tile(PERSON, WIDTH - width - 16, 16, width, height),), is_screen=True)


def _switch() -> Composite:
    half_s, other = SECONDS / 2, OTHERS[0]
    large, small = (0, 0, 960, 720), (970, 10, 300, 225)
    return Composite(
        (
            Tile(PERSON, *large, end_s=half_s),
            Tile(other, *small, end_s=half_s),
            Tile(PERSON, *small, start_s=half_s),
            Tile(other, *large, start_s=half_s),
        )
    )


COMPOSITES: Mapping[str, Composite] = {
    "phone clip in a call": Composite((Tile(PHONE, 438, 0, 404, 720),)),
    "phone clip, half as high": Composite((Tile(PHONE, 540, 180, 202, 360),)),
    "phone clip, a third as high": Composite((Tile(PHONE, 573, 240, 134, 240),)),
    "gallery of two": _gallery(2, 1),
    "gallery of four": _gallery(2, 2),
    "gallery of nine": _gallery(3, 3),
    "corner tile 320x240": _corner(320),
    "corner tile 240x180": _corner(240),
    "corner tile 160x120": _corner(160),
    "corner tile 96x72": _corner(96),
    "speaker switch": _switch(),
}


def file_stem(name: str) -> str:
    """Return the name of a composite's files.

    >>> file_stem("phone clip, half as high")
    'phone_clip_half_as_high'
    """
    return name.replace(" ", "_").replace(",", "")


def is_measured(folder: Path, name: str) -> bool:
    """Check whether a composite and its clip are already observed."""
    stems = (file_stem(name), f"plain_{Path(COMPOSITES[name].clip).stem}")
    return all((folder / stem / "hands.parquet").is_file() for stem in stems)


def written(target: Path, composite: Composite) -> Path:
    """Write a composite as an mp4, with its sound if it has one; an existing file is reused."""
    import av

    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    plain = len(composite.tiles) == 1 and composite.tiles[0].x == composite.tiles[0].y == 0
    size = (composite.tiles[0].width, composite.tiles[0].height) if plain else (WIDTH, HEIGHT)
    partial = target.with_suffix(".part.mp4")
    with av.open(str(partial), "w", format="mp4") as out:
        stream = out.add_stream("libx264", rate=Fraction(FPS))
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        stream.options = {"crf": "20", "preset": "veryfast", "threads": "1"}
        audio = out.add_stream("aac", rate=RATE_HZ, layout="mono") if composite.sound else None
        for rgb in composed(composite, size):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(rgb, format="rgb24")))
        out.mux(stream.encode(None))
        if audio is not None:
            frame = av.AudioFrame.from_ndarray(_samples(composite)[None], "fltp", "mono")
            frame.sample_rate = RATE_HZ
            out.mux([*audio.encode(frame), *audio.encode(None)])
    partial.rename(target)
    return target


def composed(composite: Composite, size: tuple[int, int], every: int = 1) -> Iterator[Rgb]:
    """Yield every so many of a composite's frames."""
    clips = {(tile.clip, tile.from_s): _clip(tile.clip, tile.from_s) for tile in composite.tiles}
    for i in range(round(FPS * composite.seconds)):
        time_s = i / FPS
        images = {key: next(clip) for key, clip in clips.items()}
        if i % every:
            continue
        rgb = _screen(time_s) if composite.is_screen else np.zeros((size[1], size[0], 3), np.uint8)
        for tile in reversed(composite.tiles):
            if tile.start_s <= time_s < tile.end_s:
                filled = changed(_filled(images[tile.clip, tile.from_s], tile), tile.change)
                rgb[tile.y : tile.y + tile.height, tile.x : tile.x + tile.width] = filled
        yield rgb


def _samples(composite: Composite) -> Samples:
    """Return the composite's sound, with silence where its file has none."""
    sound = composite.sound
    assert sound is not None
    first_s = sound.from_s - sound.late_s + ENCODER_DELAY / RATE_HZ
    samples = load(clips_folder() / sound.file, Span(max(0.0, first_s), first_s + composite.seconds)).samples
    whole = np.zeros(round(composite.seconds * RATE_HZ), np.float32)
    start = round(max(0.0, -first_s) * RATE_HZ)
    part = samples[: whole.size - start]
    whole[start : start + part.size] = part
    return whole


def _clip(name: str, from_s: float) -> Iterator[Rgb]:
    """Yield a clip's frames at `FPS`; the last one stands still where the clip is shorter."""
    import av

    with av.open(str(clips_folder() / name)) as source:
        i = round(from_s * FPS)
        for frame in source.decode(video=0):
            rgb = np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
            while i <= float(frame.time or 0.0) * FPS + 0.5:
                yield rgb
                i += 1
        while True:
            yield rgb


def clip_size(name: str) -> tuple[int, int]:
    """Return a clip's width and height in pixels."""
    import av

    with av.open(str(clips_folder() / name)) as source:
        stream = source.streams.video[0]
        return stream.width, stream.height


def _filled(rgb: Rgb, tile: Tile) -> Rgb:
    """Return a frame cut to the aspect of its place, and scaled to it."""
    import cv2

    width, height = tile.width, tile.height
    scale = max(width / rgb.shape[1], height / rgb.shape[0])
    cut_width, cut_height = round(width / scale), round(height / scale)
    left, top = (rgb.shape[1] - cut_width) // 2, round((rgb.shape[0] - cut_height) * tile.cut)
    cut = rgb[top : top + cut_height, left : left + cut_width]
    return np.asarray(cv2.resize(cut, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _screen(time_s: float) -> Rgb:
    """Return a shared document with lines of text and a moving cursor."""
    rgb = np.full((HEIGHT, WIDTH, 3), PAGE, np.uint8)
    rng = np.random.default_rng(1)
    for y in range(60, HEIGHT - 60, 28):
        for x in range(60, 60 + int(rng.integers(400, 800)), 60):
            rgb[y : y + 10, x : x + int(rng.integers(20, 52))] = INK
    x, y = 200 + int(80 * time_s), 300 + int(120 * np.sin(time_s))
    rgb[y : y + 14, x : x + 8] = CURSOR
    return rgb
