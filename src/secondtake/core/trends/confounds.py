"""A change that came with another camera or microphone may be the recording's, not the person's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mode

import numpy as np

from secondtake.core.trends.rank_tests import trend_within
from secondtake.core.trends.recording_conditions import Conditions, Side, differences, setups

WITHIN_P = 0.05  # the usual one: a trend that also shows among recordings made alike is no camera's
SAID = {
    "picture": "The camera changed here too: this may be the recording, not you.",
    "sound": "The microphone changed here too: this may be the recording, not you.",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a change may be the recording's.

    Attributes:
        side: what was recorded in another way, "picture" or "sound".
        since: index of the first value that was.
        differences: what is different, in words.
    """

    side: Side
    since: int
    differences: tuple[str, ...]

    @property
    def text(self) -> str:
        """The doubt as a sentence."""
        return SAID[self.side]


def doubt(
    values: Sequence[float], conditions: Sequence[Conditions], side: Side, *, rises: bool
) -> Doubt | None:
    """Whether a change of these values may come from how they were recorded; None where nothing says so.

    It may where the first third was recorded in another way than the last, and the same trend does not show
    among the recordings that were made alike.

    Args:
        values: of one measure, the earliest first.
        conditions: of their recordings.
        rises: the direction of the change.

    >>> far, near = Conditions(face_height=0.2), Conditions(face_height=0.4)
    >>> found = doubt([1, 2, 1, 5, 6, 5], [far, far, far, near, near, near], "picture", rises=True)
    >>> found.since, found.differences
    (3, ('your face is larger in the picture',))
    """
    ways, third = setups(conditions, side), max(2, len(values) // 3)
    before, now = mode(ways[:third]), mode(ways[-third:])
    if before == now:
        return None
    p, direction = trend_within(np.array(values, dtype=np.float64), ways)
    if p / 2 <= WITHIN_P and (direction > 0) == rises:  # one-sided: the change has said which way
        return None
    since = max(range(1, len(ways)), key=lambda i: ways[:i].count(before) + ways[i:].count(now))
    differ = differences(conditions[ways.index(before)], conditions[ways.index(now)], side)
    return Doubt(side, since, differ)
