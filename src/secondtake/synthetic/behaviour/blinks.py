"""Blinks: single ones at irregular intervals, and a burst of them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from secondtake.core.spans import Span
from secondtake.synthetic.behaviour.behaviour import Behaviour

BLINK_S = 0.28
BURST = 6
BURST_EVERY_S = 0.42
BURST_S = (BURST - 1) * BURST_EVERY_S + BLINK_S


def blink(start_s: float) -> Behaviour:
    """One blink."""
    return Behaviour("blink", round(start_s, 3), round(start_s + BLINK_S, 3))


def burst(start_s: float) -> list[Behaviour]:
    """As many blinks in `BURST_S` as usual in twenty seconds."""
    return [blink(start_s + k * BURST_EVERY_S) for k in range(BURST)]


def irregular(
    rng: np.random.Generator,
    *,
    first_s: tuple[float, float],
    every_s: tuple[float, float],
    until_s: float,
    without: Iterable[Span],
) -> list[Behaviour]:
    """Blinks from `first_s` on, `every_s` apart (least and most), none that touches a span of `without`."""
    busy = tuple(without)
    blinks = []
    at_s = float(rng.uniform(*first_s))
    while at_s < until_s:
        if not any(span.start_s < at_s + BLINK_S and at_s < span.end_s for span in busy):
            blinks.append(blink(at_s))
        at_s += float(rng.uniform(*every_s))
    return blinks
