"""A reel of every visible behaviour, one after the other, with the controls that are easily taken for them.

The seed moves the order, the sides and the pauses, so that no detector can be fitted to one reel.
"""

from __future__ import annotations

import numpy as np

from secondtake.core.spans import Span
from secondtake.synthetic.behaviour.behaviour import Behaviour
from secondtake.synthetic.behaviour.blinks import BURST_S, burst, irregular

BLINK_BURST = "blink_burst"

ACTS_S: tuple[tuple[str, float], ...] = (
    ("smile", 2.6),
    ("glance", 1.2),
    ("touch", 3.0),
    ("press_lips", 1.6),
    ("keep_nodding", 3.6),
    ("slouch", 8.0),
    ("look_down", 1.7),
    ("fidget", 5.6),
    ("smile", 2.2),
    ("sway", 8.0),
    ("look_aside", 1.7),
    ("touch", 2.6),
    ("keep_shaking", 3.6),
    ("lean", 6.0),
    ("press_lips", 1.5),
    ("glance", 1.4),
    ("tilt_shoulders", 6.5),
    (BLINK_BURST, BURST_S),
    ("leave", 4.4),
)
"""What counts, and for how long."""

CONTROLS_S: tuple[tuple[str, float], ...] = (
    ("chatter", 9.0),
    ("gesture", 7.0),
    ("nod", 0.7),
    ("wave_beside", 4.0),
    ("fold_hands", 5.0),
    ("laugh", 2.5),
    ("nod", 0.8),
)
"""What must pass for nothing, but a laugh for a smile: talk, gestures, a nod, a hand aloft, still hands."""

TOUCHED = ("nose", "mouth", "chin", "cheek", "forehead")
LEANS = ("forward", "left", "right")
REST_S = (1.6, 2.6)
QUIET_START_S = 3.0
BLINK_EVERY_S = (1.8, 4.0)
NO_BLINK_DURING = ("glance", "look_aside", "look_down", "touch", "leave")
MARGIN_S, BURST_MARGIN_S = 0.3, 1.2


def reel(seed: int, *, acts: bool = True, controls: bool = True) -> tuple[tuple[Behaviour, ...], float]:
    """Return the behaviours in the order of their start, and the reel's length in seconds."""
    rng = np.random.default_rng((seed, 11))
    lengths = [*(ACTS_S if acts else ()), *(CONTROLS_S if controls else ())]
    at_s = QUIET_START_S
    played: list[Behaviour] = []
    for index in rng.permutation(len(lengths)):
        name, long_s = lengths[int(index)]
        start_s = round(at_s, 3)
        if name == BLINK_BURST:
            played += burst(start_s)
        else:
            played.append(Behaviour(name, start_s, round(start_s + long_s, 3), _where(name, rng)))
        if name == "gesture":  # gestures go with speech
            played.append(Behaviour("chatter", start_s, round(start_s + long_s, 3)))
        at_s += long_s + float(rng.uniform(*REST_S))
    duration_s = round(at_s + 1.0, 1)
    return tuple(sorted([*played, *_blinks(played, duration_s, rng)], key=lambda b: b.start_s)), duration_s


def _where(name: str, rng: np.random.Generator) -> str:
    """Return a side, a place to touch, or a direction, where the behaviour has one."""
    side = ("left", "right")[int(rng.integers(2))]
    if name == "touch":
        return f"{TOUCHED[int(rng.integers(len(TOUCHED)))]} {side}"
    if name == "lean":
        return LEANS[int(rng.integers(len(LEANS)))]
    return side if name in ("glance", "look_aside", "tilt_shoulders", "leave") else ""


def _blinks(played: list[Behaviour], duration_s: float, rng: np.random.Generator) -> list[Behaviour]:
    """Blinks at irregular intervals, none while the eyes are elsewhere or behind a hand, or near a burst."""
    margins_s = dict.fromkeys(NO_BLINK_DURING, MARGIN_S) | {"blink": BURST_MARGIN_S}
    busy = [
        Span(b.start_s - margins_s[b.name], b.end_s + margins_s[b.name])
        for b in played
        if b.name in margins_s
    ]
    return irregular(rng, first_s=(0.8, 1.6), every_s=BLINK_EVERY_S, until_s=duration_s - 0.8, without=busy)
