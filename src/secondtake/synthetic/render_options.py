"""Options in which two renders of the same interview may differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from secondtake.core.errors import UsageError

Sex = Literal["female", "male"]
Skin = Literal["light", "medium", "tan", "brown", "dark"]
Light = Literal["soft", "side", "warm", "dim", "backlit"]

FRAME_RATES_FPS = (5.0, 120.0)
HEIGHTS = (90, 2160)


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to render the person.

    Attributes:
        seed: moves blinks, pauses and small motions; the same seed gives the same recording.
        distance: 1 is a laptop on a desk (the face fills a sixth of the picture's width); 2 is twice as far.
        head_turn_deg: habitual turn of the head to the person's left, the eyes still on the camera.
        camera_pitch_deg: how far the camera stands above (+) or below (-) the eyes.
        camera_aside_deg: how far it stands to the person's left (+) or right (-) of what they look at, as
            beside a monitor.
        glasses: thin dark frames.
        beard: a short full beard with a moustache.
        noise: standard deviation of the sensor's noise, in levels of 0..255.
        jitter: shake of the camera, in thousandths of the picture's height.
        mirrored: the picture flipped left to right, as many webcams record it.

    Raises:
        UsageError: for a value outside what can be rendered.
    """

    seed: int = 0
    body: Sex = "female"
    skin: Skin = "medium"
    light: Light = "soft"
    distance: float = 1.0
    head_turn_deg: float = 0.0
    camera_pitch_deg: float = 0.0
    camera_aside_deg: float = 0.0
    glasses: bool = False
    beard: bool = False
    noise: float = 1.5
    jitter: float = 0.0
    mirrored: bool = False
    fps: float = 30.0
    size: tuple[int, int] = (640, 360)

    def __post_init__(self) -> None:
        for name, value, names in (
            ("body", self.body, Sex),
            ("skin", self.skin, Skin),
            ("light", self.light, Light),
        ):
            if value not in get_args(names):
                raise UsageError(f"There is no {name} “{value}”. Choose one of {', '.join(get_args(names))}.")
        for name, number, least, most in (
            ("distance", self.distance, 0.6, 3.0),
            ("head_turn_deg", self.head_turn_deg, -35.0, 35.0),
            ("camera_pitch_deg", self.camera_pitch_deg, -30.0, 30.0),
            ("camera_aside_deg", self.camera_aside_deg, -30.0, 30.0),
            ("noise", self.noise, 0.0, 60.0),
            ("jitter", self.jitter, 0.0, 50.0),
            ("fps", self.fps, *FRAME_RATES_FPS),
            ("height", self.size[1], *HEIGHTS),
            ("width", self.size[0], *HEIGHTS),
        ):
            if not least <= number <= most * (2 if name == "width" else 1):
                raise UsageError(f"{name} {number:g} cannot be rendered; it may be {least:g} to {most:g}.")
        if self.size[0] % 2 or self.size[1] % 2:
            raise UsageError(f"width and height must be even for H.264, not {self.size[0]}x{self.size[1]}.")
