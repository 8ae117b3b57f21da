"""The made review's signals, and what is said of its energy."""

from __future__ import annotations

import math
import random
from typing import Any

SIGNAL_UNITS = {
    "voice_energy": "z",
    "visible_energy": "z",
    "speech_rate": "syllables/s",
    "pitch_hz": "Hz",
    "smile": "0..1",
    "yaw_deg": "deg",
    "gaze_off_deg": "deg",
    "sway": "z",
}
ENERGY_PARTS = ("energy_level", "energy_pitch", "energy_range", "energy_rate", "energy_face", "energy_head")


def signal(name: str, duration_s: float, rng: random.Random) -> dict[str, Any]:
    count = int(duration_s * 10)
    phase, walk, values = rng.uniform(0, 6), 0.0, []
    for i in range(count):
        walk = 0.98 * walk + rng.gauss(0, 0.12)
        unseen = name != "voice_energy" and 0.30 < i / count < 0.34
        values.append(None if unseen else round(_shape(name, math.sin(phase + i / 90) + walk), 3))
    return {"unit": SIGNAL_UNITS[name], "times_s": [round(i / 10, 2) for i in range(count)], "values": values}


def energy_parts(duration_s: float, seed: int, *, picture: bool) -> dict[str, Any]:
    """What energy is made of, by the second; drawn apart, so that everything else is as it is without."""
    rng = random.Random(seed)
    times_s = [float(i) for i in range(int(duration_s))]
    names = [n for n in ENERGY_PARTS if picture or n not in ("energy_face", "energy_head")]
    return {
        n: {"unit": "z", "times_s": times_s, "values": [round(rng.gauss(0, 1), 2) for _ in times_s]}
        for n in names
    }


def answer_energy(index: int) -> dict[str, Any]:
    said = "You fade towards the end: your energy falls over this answer."
    return {"index": index, "mean": 0.8 - 0.5 * index, "said": [said]}


def _shape(name: str, z: float) -> float:
    if name in ("smile",):
        return 1 / (1 + math.exp(-2 * z + 1.5))
    return {"pitch_hz": 120 + 20 * z, "gaze_off_deg": abs(9 * z), "speech_rate": 4 + 0.6 * z}.get(name, z)
