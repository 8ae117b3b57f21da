"""The practice interview: who says what, in which manner, with every slip marked.

A line's text marks its slips inline: `[um|filler]`, `[I think maybe|hedge]`. Three lines are written to be
easily confused with fillers ("I like the way", "right away", "so that"): a good ear must let them pass.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Speaker = Literal["interviewer", "candidate"]
Manner = Literal["plain", "fast", "flat"]

_MARK = re.compile(r"\[([^|\]]+)\|([a-z_]+)\]")


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, synthesised in one breath.

    Attributes:
        name: key of the committed piece of sound.
        marked: the text with its slips in brackets.
        manner: `fast` is said at 1.5 times the plain rate; `flat` has a tenth of the pitch's movement.
        pause_s: silence after the line; the seed stretches or shrinks it by up to a tenth.
    """

    name: str
    marked: str
    manner: Manner = "plain"
    pause_s: float = 0.45

    @property
    def text(self) -> str:
        """Its text, without the marks."""
        return _MARK.sub(r"\1", self.marked)

    @property
    def slips(self) -> tuple[tuple[str, int, int], ...]:
        """`(kind, first word, one past the last word)` of every marked slip.

        >>> Line("x", "It was, [um|filler], fine").slips
        (('filler', 2, 3),)
        """
        slips = []
        for mark in _MARK.finditer(self.marked):
            first = len(_MARK.sub(r"\1", self.marked[: mark.start()]).split())
            slips.append((mark.group(2), first, first + len(mark.group(1).split())))
        return tuple(slips)


@dataclass(frozen=True, slots=True)
class ScriptedTurn:
    """Lines of one side before the other speaks again; `latency_s` is the silence before it."""

    speaker: Speaker
    lines: tuple[Line, ...]
    latency_s: float


INTERVIEW: tuple[ScriptedTurn, ...] = (
    ScriptedTurn(
        "interviewer",
        (
            Line("q1a", "Thanks for making the time today.", pause_s=0.3),
            Line("q1b", "Could you tell me a little about yourself?"),
        ),
        latency_s=1.6,
    ),
    ScriptedTurn(
        "candidate",
        (
            Line("a1a", "[Um|filler], I have been working in customer support for about six years."),
            Line(
                "a1b",
                "I started at, [uh|filler], a small travel company, "
                "and it was, [like|discourse_filler], a really busy place.",
                pause_s=0.8,
            ),
            Line("a1c", "[I think maybe|hedge] [the, the|repeat] best part", pause_s=2.3),
            Line("a1d", "was learning how to stay calm when people were upset.", pause_s=0.7),
            Line(
                "a1e", "And then I moved to, [um|filler], a payments team, where I looked after eight people."
            ),
            Line("a1f", "[You know|discourse_filler], I still enjoy helping people every day.", pause_s=0.4),
        ),
        latency_s=0.9,
    ),
    ScriptedTurn(
        "interviewer",
        (Line("q2", "What is the biggest challenge that you have faced at work?"),),
        latency_s=1.2,
    ),
    ScriptedTurn(
        "candidate",
        (
            Line(
                "a2a",
                "[Um|filler], last winter our phone system went down, on the busiest morning of the year.",
                pause_s=0.7,
            ),
            Line(
                "a2b",
                "I split the team in two, half of them answered emails, and the other half called back "
                "every customer who had been waiting longest, starting with the people who had to "
                "travel on that same day,",
                manner="fast",
                pause_s=0.25,
            ),
            Line(
                "a2c",
                "and we kept one shared list on the wall, so that nobody was ever called twice, "
                "and nobody was forgotten.",
                manner="fast",
                pause_s=1.0,
            ),
            Line(
                "a2d",
                "[We wanted to|false_start], we decided to tell people the truth right away.",
                pause_s=0.6,
            ),
            Line("a2e", "It was, [um|filler], hard, but by noon we had answered all of them.", pause_s=2.4),
            Line("a2f", "I was, [uh|filler], very proud of my team that day."),
        ),
        latency_s=2.2,
    ),
    ScriptedTurn(
        "interviewer", (Line("q3", "Good. And why would you like to work with us?"),), latency_s=1.3
    ),
    ScriptedTurn(
        "candidate",
        (
            Line("a3a", "[I guess|hedge] I like the way your company works.", manner="flat", pause_s=0.5),
            Line(
                "a3b",
                "I read about the new office, and the training plan looks good.",
                manner="flat",
                pause_s=0.5,
            ),
            Line("a3c", "It would be, [uh|filler], a sensible next step for me.", manner="flat", pause_s=0.5),
            Line(
                "a3d",
                "The hours are fine, and [hopefully|hedge] the journey is not too long.",
                manner="flat",
                pause_s=1.3,
            ),
            Line(
                "a3e",
                "But what really excites me is your promise to answer every customer within one hour!",
                pause_s=0.5,
            ),
            Line("a3f", "I would love to build that with you.", pause_s=0.4),
            Line("a3g", "[I mean|discourse_filler], who would not want that?"),
        ),
        latency_s=1.1,
    ),
)
"""Three questions and their answers; what is left after the last word is `TAIL_S` of silence."""

TAIL_S = 2.5


def lines(speaker: Speaker) -> tuple[Line, ...]:
    """Every line of one side, in order."""
    return tuple(line for turn in INTERVIEW if turn.speaker == speaker for line in turn.lines)
