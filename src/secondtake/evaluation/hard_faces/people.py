"""The rendered people of the hard faces, and what makes each of them hard.

Every second half is held back: other seeds, bodies, skins and cameras, and other orders of the acts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from secondtake.synthetic.render_options import Variant

SMALL = 2.0
"""Distance from which a face counts as small: about 85 pixels wide here."""

PLAIN = Variant(fps=15.0, size=(640, 480))
MAN = replace(PLAIN, body="male", distance=1.2)


@dataclass(frozen=True, slots=True)
class HardFace:
    """One recorded person.

    Args:
        turn: moves on which smiles, places and traps are acted.
        headset: a band, two ear cups, and a microphone on a boom in front of the mouth's corner.
        raised: the corners of the mouth are raised at rest, too.
    """

    variant: Variant
    turn: int
    headset: bool = False
    raised: bool = False


TUNED: Mapping[str, HardFace] = {
    "man, beard": HardFace(replace(MAN, seed=301, beard=True), 0),
    "woman, dim, noisy": HardFace(replace(PLAIN, seed=302, light="dim", noise=10.0), 1),
    "woman, headset": HardFace(replace(PLAIN, seed=303, skin="brown"), 2, headset=True, raised=True),
    "man, glasses, camera below": HardFace(
        replace(MAN, seed=304, glasses=True, camera_pitch_deg=-15.0, fps=25.0), 3, raised=True
    ),
    "man, beard, dim, small": HardFace(
        replace(MAN, seed=305, skin="tan", beard=True, light="dim", noise=7.0, distance=2.2), 4
    ),
    "woman, headset, glasses, camera aside": HardFace(
        replace(PLAIN, seed=306, glasses=True, camera_aside_deg=15.0), 5, headset=True
    ),
}
HELD_BACK: Mapping[str, HardFace] = {
    "man, beard, glasses, brown skin": HardFace(
        replace(MAN, seed=311, skin="brown", beard=True, glasses=True, light="side"), 3
    ),
    "man, dim, noisy, camera above": HardFace(
        replace(MAN, seed=312, skin="tan", light="dim", noise=11.0, camera_pitch_deg=10.0), 4
    ),
    "man, beard, headset, light skin": HardFace(
        replace(MAN, seed=313, skin="light", beard=True), 5, headset=True
    ),
    "woman, glasses, camera below, dark skin": HardFace(
        replace(PLAIN, seed=314, skin="dark", glasses=True, camera_pitch_deg=-12.0, fps=25.0), 0, raised=True
    ),
    "woman, dim, small": HardFace(
        replace(PLAIN, seed=315, skin="light", light="dim", noise=6.0, distance=2.4), 1
    ),
    "man, headset, camera aside, dark skin": HardFace(
        replace(MAN, seed=316, skin="dark", light="warm", camera_aside_deg=-15.0),
        2,
        headset=True,
        raised=True,
    ),
}

CONDITIONS: Mapping[str, Callable[[HardFace], bool]] = {
    "full beard": lambda p: p.variant.beard,
    "dim light and noise": lambda p: p.variant.light == "dim",
    "headset": lambda p: p.headset,
    "glasses": lambda p: p.variant.glasses,
    "camera below, above or aside": lambda p: bool(p.variant.camera_pitch_deg or p.variant.camera_aside_deg),
    "small in the frame": lambda p: p.variant.distance >= SMALL,
    "corners raised at rest": lambda p: p.raised,
}
