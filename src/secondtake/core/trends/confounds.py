"""Changes that may be explained by different recording equipment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mode

import numpy as np

from secondtake.core.trends.rank_tests import stratified_mann_kendall
from secondtake.core.trends.recording_conditions import RecordingConditions, Side, differences, group_by_setup

WITHIN_P = 0.05  # the usual one: a trend within equal setups is not due to the camera
WARNINGS = {
    "picture": "The camera setup changed here too, so this may be the recording, not you.",
    "sound": "The microphone setup changed here too, so this may be the recording, not you.",
}


@dataclass(frozen=True, slots=True)
class RecordingConfound:
    """Difference in recording conditions that may explain a change.

    Attributes:
        side: what was recorded differently, "picture" or "sound".
        since: index of the first value that was.
        differences: what is different, in words.
    """

    side: Side
    since: int
    differences: tuple[str, ...]

    @property
    def text(self) -> str:
        """The warning as a sentence."""
        return WARNINGS[self.side]


def find_confound(
    values: Sequence[float], conditions: Sequence[RecordingConditions], side: Side, *, rises: bool
) -> RecordingConfound | None:
    """Find a difference in recording conditions that may explain a change; None if there is none.

    There is one if the first third was recorded differently from the last, and the same trend does not show
    within equal setups.

    Args:
        values: of one measure, the earliest first.
        conditions: of their recordings.
        rises: the direction of the change.

    >>> far, near = RecordingConditions(face_height=0.2), RecordingConditions(face_height=0.4)
    >>> confound = find_confound([1, 2, 1, 5, 6, 5], [far, far, far, near, near, near], "picture", rises=True)
    >>> confound.since, confound.differences
    (3, ('your face is larger in the frame',))
    """
    ways, third = group_by_setup(conditions, side), max(2, len(values) // 3)
    before, now = mode(ways[:third]), mode(ways[-third:])
    if before == now:
        return None
    p, direction = stratified_mann_kendall(np.array(values, dtype=np.float64), ways)
    if p / 2 <= WITHIN_P and (direction > 0) == rises:  # one-sided: the direction is given
        return None
    since = max(range(1, len(ways)), key=lambda i: ways[:i].count(before) + ways[i:].count(now))
    differ = differences(conditions[ways.index(before)], conditions[ways.index(now)], side)
    return RecordingConfound(side, since, differ)
