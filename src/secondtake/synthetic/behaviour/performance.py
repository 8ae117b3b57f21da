"""The person's acts, moment by moment, while the interview is spoken."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from secondtake.core.spans import Span
from secondtake.synthetic.behaviour.behaviour import Behaviour
from secondtake.synthetic.behaviour.blinks import burst, irregular
from secondtake.synthetic.soundtrack import SpokenInterview

BLINK_EVERY_S = (2.0, 4.4)  # about 19 a minute: between rest (17) and talk (26), Bentivoglio 1997
LOOKING_ELSEWHERE = ("look_down", "look_aside", "glance")
MARGIN_S = 0.25


def performance(interview: SpokenInterview, seed: int) -> tuple[Behaviour, ...]:
    """Every behaviour of the interview, by start; the seed moves sides, moments and blinks."""
    rng = np.random.default_rng((seed, 5))
    acts = _acts(interview, rng)
    flutter = burst(interview.line("q3").span.start_s + 0.3)
    return tuple(
        sorted((*acts, *flutter, *_blinks(acts, flutter, interview.duration_s, rng)), key=lambda b: b.start_s)
    )


def _acts(interview: SpokenInterview, rng: np.random.Generator) -> list[Behaviour]:
    """All but the blinks, hung on the lines of the script."""

    def act(
        name: str, line: str, after_s: float, long_s: float, where: str = "", *, from_end: bool = False
    ) -> Behaviour:
        span = interview.line(line).span
        start_s = (span.end_s if from_end else span.start_s) + after_s + float(rng.uniform(-0.08, 0.08))
        return Behaviour(name, round(start_s, 3), round(start_s + long_s, 3), where)

    def lasting(name: str, first: str, last: str, where: str = "") -> Behaviour:
        return Behaviour(
            name,
            round(interview.line(first).span.start_s, 3),
            round(interview.line(last).span.end_s, 3),
            where,
        )

    def side() -> str:
        return "left" if rng.random() < 0.5 else "right"

    hand = side()
    return [
        act("smile", "q1a", 0.5, 2.6),
        act("nod", "q1b", 1.9, 0.7),
        act("glance", "a1a", 0.2, 1.3, side()),
        act("touch", "a1b", 0.7, 3.2, f"nose {hand}"),
        act("look_aside", "a1c", 0.3, 1.7, side(), from_end=True),
        act("gesture", "a1d", 0.0, 3.4),
        lasting("tilt_shoulders", "a1e", "a1f", side()),
        act("smile", "a1f", 0.6, 2.6),
        act("fidget", "q2", 0.2, 5.6),
        act("look_down", "q2", 0.2, 1.6, from_end=True),
        lasting("sway", "a2b", "a2b"),
        act("lean", "a2c", 0.0, 5.6, "forward"),
        act("touch", "a2d", 0.9, 3.0, f"cheek {hand}"),
        act("keep_nodding", "a2e", 0.4, 3.2),
        act("press_lips", "a2e", 0.3, 1.7, from_end=True),
        act("smile", "a2f", 0.8, 2.4),
        lasting("slouch", "a3a", "a3c"),
        act("keep_shaking", "a3d", 0.4, 3.2),
        act("glance", "a3d", 0.0, 1.1, side(), from_end=True),
        act("gesture", "a3e", 0.2, 4.4),
        act("smile", "a3e", 1.6, 2.6),
        act("touch", "a3f", 0.9, 2.6, f"chin {hand}"),
        act("smile", "a3g", 0.3, 2.4, from_end=True),
    ]


def _blinks(
    acts: Sequence[Behaviour], flutter: Sequence[Behaviour], duration_s: float, rng: np.random.Generator
) -> list[Behaviour]:
    """Blinks at irregular intervals; none while the eyes are elsewhere, where lids tell little."""
    elsewhere = [Span(a.start_s - MARGIN_S, a.end_s + MARGIN_S) for a in acts if a.name in LOOKING_ELSEWHERE]
    around_flutter = Span(flutter[0].start_s - 1.5, flutter[-1].end_s + 1.5)
    return irregular(
        rng,
        first_s=(0.5, 1.2),
        every_s=BLINK_EVERY_S,
        until_s=duration_s - 0.6,
        without=[*elsewhere, around_flutter],
    )
