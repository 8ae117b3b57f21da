"""Sentences about how energy changes over an answer and over a session.

Ten-second windows vary by about 1.5 z even without any change. So a change is described only if it lies two
standard errors from zero.
"""

from __future__ import annotations

from math import inf, sqrt

WINDOW_S = 10.0  # of the running energy
SCATTER_Z = 1.5  # our choice: .8 to 1.5 in four untouched recordings of one voice or several
CLEAR_ERRORS = 2.0  # our choice: about one in twenty is then described by chance
END_DROP_DB = 8.0  # our choice: sentences end 3 to 6 dB lower by themselves (docs/detectors/loudness.md)

TOO_SHORT = "This answer is too short to show how your energy changes."
FADING = "You fade towards the end: your energy falls over this answer."
GROWING = "Your energy grows over this answer."
EVEN = "Your energy ends about where it began."
LOW_START = "You start with low energy and pick up after the first ten seconds."
HIGH_START = "You start with high energy, which drops after the first ten seconds."

SESSION_TOO_SHORT = "You spoke for less than a minute, too little to show whether you warm up or fade."
WARMING_UP = "You take a while to warm up: your first 30 seconds have less energy than the rest."
STRONG_START = "You start strong: your first 30 seconds have more energy than the rest."
TIRING = "The last third of what you said has less energy than the middle third."
RISING = "You finish strong: your energy grows in the last third."
LEVEL = "Your energy stays about the same from start to finish."


def describe_answer(
    spoken_s: float, start_z: float | None, slope_z_per_min: float | None, end_drop_db: float | None
) -> tuple[str, ...]:
    """Describe one answer.

    Args:
        spoken_s: seconds of running energy in it.
        start_z: its first ten seconds against its mean.
        slope_z_per_min: the line through its running energy.
        end_drop_db: how much quieter its last three seconds are than those before.

    >>> describe_answer(60, -0.4, -5.0, 9.6)[1]
    'Your last three seconds are clearly quieter than what came before.'
    """
    if slope_z_per_min is None and end_drop_db is None:
        return (TOO_SHORT,)
    windows = max(spoken_s / WINDOW_S, 1.0)
    sentences = []
    if start_z is not None and is_significant(start_z, 1.0 - 1.0 / windows):
        sentences.append(LOW_START if start_z < 0 else HIGH_START)
    change_z = (slope_z_per_min or 0.0) * spoken_s / 60
    is_course = is_significant(
        change_z, 12.0 / windows
    )  # variance of a line's rise over evenly spaced points
    if is_course:
        sentences.append(FADING if change_z < 0 else GROWING)
    if end_drop_db is not None and end_drop_db > END_DROP_DB:
        sentences.append("Your last three seconds are clearly quieter than what came before.")
    elif slope_z_per_min is not None and not is_course:
        sentences.append(EVEN)
    return tuple(sentences)


def describe_session(
    spoken_s: float, warm_up_z: float | None, warm_up_s: float, fatigue_z: float | None
) -> tuple[str, ...]:
    """Describe the start and the end of a session.

    Args:
        spoken_s: seconds of running energy.
        warm_up_z, warm_up_s: the first so many seconds of it against the rest.
        fatigue_z: the last third of it against the middle third.

    >>> describe_session(300, -2.0, 30, 0.3)
    ('You take a while to warm up: your first 30 seconds have less energy than the rest.',)
    """
    if warm_up_z is None or fatigue_z is None:
        return (SESSION_TOO_SHORT,)
    sentences = []
    if is_significant(warm_up_z, _variance(warm_up_s, spoken_s - warm_up_s)):
        sentences.append(WARMING_UP if warm_up_z < 0 else STRONG_START)
    if is_significant(fatigue_z, _variance(spoken_s / 3, spoken_s / 3)):
        sentences.append(TIRING if fatigue_z < 0 else RISING)
    return tuple(sentences) or (LEVEL,)


def describe_extremes(
    high: int, high_s: float, low: int, low_s: float, difference_z: float
) -> tuple[str, ...]:
    """Name the answers with the highest and the lowest energy, by index, if they differ clearly.

    >>> describe_extremes(0, 60, 2, 40, 3.0)
    ('Your energy is highest in answer 1 and lowest in answer 3.',)
    """
    if not is_significant(difference_z, _variance(high_s, low_s)):
        return ()
    return (f"Your energy is highest in answer {high + 1:d} and lowest in answer {low + 1:d}.",)


def is_significant(z: float, variance: float) -> bool:
    """Test whether a difference is clearly not zero.

    Args:
        variance: of the difference, in units of the variance of one window.
    """
    return variance > 0 and abs(z) >= CLEAR_ERRORS * SCATTER_Z * sqrt(variance)


def _variance(first_s: float, second_s: float) -> float:
    """Return the variance of the difference of two means, in variances of one window."""
    if min(first_s, second_s) <= 0:
        return inf
    return WINDOW_S / first_s + WINDOW_S / second_s
