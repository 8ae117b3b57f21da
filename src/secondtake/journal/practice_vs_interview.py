"""Practice compared with real interviews: is the person's energy higher or lower?

Both sides are the person's own. A difference is called one only beyond noise: two standard errors of the
difference between the two groups' means (Welch), each group's spread being at least the noise within its
recordings. With a single real interview its error is the practice's own spread.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

Direction = Literal["up", "down", "same", "unknown"]
BEYOND = 2.0  # our choice: two standard errors
MIN_PRACTICES = 3  # our choice, as for a person's own baseline (core/norm.py)
MIN_PAIRS = 5  # our choice: fewer feelings beside measures calibrate nothing
TOGETHER = 0.4  # our choice: a rank correlation below it means that feeling and measure do not go together


@dataclass(frozen=True, slots=True)
class Value:
    """One number from one session (or one answer of it).

    Args:
        name: the measure.
        session: whose it is.
        value, noise: with its standard error within the recording, where known.
        real: from a real interview.
        question: the question's id where it is one answer's, else "".
    """

    name: str
    session: str
    value: float
    noise: float | None
    real: bool
    question: str = ""


@dataclass(frozen=True, slots=True)
class Contrast:
    """One measure in the real room beside practice.

    Args:
        name: the measure, or "felt" for what was felt.
        practice, real: means, None where there is nothing.
        of_practice, of_real: how many values each rests on.
        error: standard error of the difference, None where there are too few.
        way: up or down in the real room, the same within noise, or unknown.
        paired: whether answers to the same questions were compared.
    """

    name: str
    practice: float | None
    real: float | None
    of_practice: int
    of_real: int
    error: float | None
    way: Direction
    paired: bool = False


@dataclass(frozen=True, slots=True)
class RatingCalibration:
    """Felt energy beside measured energy in practice.

    Args:
        together: Spearman's rank correlation, -1 to 1.
        n: how many practices it rests on.
        trusted: whether what is only felt says something about what would have been measured.
    """

    together: float
    n: int
    trusted: bool


def contrast(name: str, values: Sequence[Value]) -> Contrast:
    """One measure: answers to the same questions where there are enough, else whole sessions."""
    measured = [v for v in values if v.name == name]
    pairs = _same_questions(measured)
    if len(pairs) >= MIN_PRACTICES:
        practice, real = (np.array(side) for side in zip(*pairs, strict=True))
        error = float(np.std(real - practice, ddof=1) / np.sqrt(len(pairs)))
        return _judged(name, practice, real, error, paired=True)
    sessions = [v for v in measured if not v.question]
    practice, real = (np.array([v.value for v in sessions if v.real is side]) for side in (False, True))
    if len(practice) < MIN_PRACTICES or not len(real):
        return Contrast(name, _mean(practice), _mean(real), len(practice), len(real), None, "unknown")
    noise = [[v.noise for v in sessions if v.real is side and v.noise is not None] for side in (False, True)]
    spread = max(float(np.std(practice, ddof=1)), *(noise[0] or [0.0]))
    real_spread = float(np.std(real, ddof=1)) if len(real) >= MIN_PRACTICES else spread
    real_spread = max(real_spread, *(noise[1] or [0.0]))
    error = float(np.hypot(spread / np.sqrt(len(practice)), real_spread / np.sqrt(len(real))))
    return _judged(name, practice, real, error, paired=False)


def energy(values: Sequence[Value], parts: Sequence[str]) -> tuple[Value, ...]:
    """Energy of each session or answer in which every part was measured.

    The mean of its parts, each in units of the person's own spread over practices, so that no part outweighs
    the others.
    """
    scales = {part: _scale([v for v in values if v.name == part and not v.question]) for part in parts}
    by_place: dict[tuple[str, str], dict[str, Value]] = defaultdict(dict)
    for v in values:
        if v.name in scales:
            by_place[v.session, v.question][v.name] = v
    return tuple(
        Value(
            "energy", session, _mean_z(measures, scales), None, next(iter(measures.values())).real, question
        )
        for (session, question), measures in by_place.items()
        if len(measures) == len(parts)
    )


def calibrate(felt_and_measured: Sequence[tuple[float, float]]) -> RatingCalibration | None:
    """Correlate feeling and measure in practice; None with fewer than five pairs."""
    if len(felt_and_measured) < MIN_PAIRS:
        return None
    felt, measured = (np.array(side, dtype=np.float64) for side in zip(*felt_and_measured, strict=True))
    together = _rank_correlation(felt, measured)
    return RatingCalibration(together, len(felt), together >= TOGETHER)


def estimate_from_self_rating(
    felt: Sequence[Value], felt_and_measured: Sequence[tuple[float, float]]
) -> tuple[Value, ...]:
    """Energy of what was only felt, by the line through felt and measured in practice; none where they do
    not go together.

    Its noise is the standard error of a prediction, so that it weighs no more than it knows.
    """
    calibration = calibrate(felt_and_measured)
    if calibration is None or not calibration.trusted:
        return ()
    x, y = (np.array(side, dtype=np.float64) for side in zip(*felt_and_measured, strict=True))
    slope, constant = np.polyfit(x, y, 1)
    n, middle = len(x), x.mean()
    scatter = float(np.sqrt(np.sum((y - constant - slope * x) ** 2) / (n - 2)))
    inside = float(np.sum((x - middle) ** 2))
    return tuple(
        Value(
            "energy",
            rating.session,
            float(constant + slope * rating.value),
            scatter * float(np.sqrt(1 + 1 / n + (rating.value - middle) ** 2 / inside)),
            rating.real,
        )
        for rating in felt
    )


def summary_sentence(contrasts: Mapping[str, Contrast], calibration: RatingCalibration | None) -> str:
    """Return one sentence: more energy, less energy, no difference, or what is needed to tell."""
    measured, felt = contrasts.get("energy"), contrasts.get("felt")
    if measured is not None and measured.way in ("up", "down", "same"):
        return {
            "up": "You have more energy in real interviews than in practice, by more than chance explains.",
            "down": "You have less energy in real interviews than in practice, by more than chance explains.",
            "same": "No measurable difference between your energy in practice and in real interviews.",
        }[measured.way]
    if felt is None or felt.way == "unknown":
        return (
            "To compare your energy in practice and in real interviews, rate it after at least three "
            "practices and one interview."
        )
    sentence = {
        "up": "You feel more energetic in real interviews than in practice",
        "down": "You feel less energetic in real interviews than in practice",
        "same": "You feel as energetic in real interviews as in practice",
    }[felt.way]
    if calibration is None:
        return f"{sentence}. No real interview was recorded, so this is only how you felt."
    if calibration.trusted:
        return f"{sentence}, and in practice your own rating matches what was measured."
    return f"{sentence}, but in practice your own rating differs from the measurement: treat it with caution."


def _judged(name: str, practice: np.ndarray, real: np.ndarray, error: float, *, paired: bool) -> Contrast:
    difference = float(np.mean(real) - np.mean(practice))
    way: Direction = "same" if abs(difference) <= BEYOND * error else "up" if difference > 0 else "down"
    return Contrast(name, _mean(practice), _mean(real), len(practice), len(real), error, way, paired=paired)


def _same_questions(values: Sequence[Value]) -> list[tuple[float, float]]:
    """For each question answered on both sides: mean in practice, mean in the real room."""
    sides: dict[str, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    for v in values:
        if v.question:
            sides[v.question][v.real].append(v.value)
    return [(float(np.mean(p)), float(np.mean(r))) for p, r in sides.values() if p and r]


def _mean_z(measures: Mapping[str, Value], scales: Mapping[str, tuple[float, float]]) -> float:
    return float(np.mean([(v.value - scales[name][0]) / scales[name][1] for name, v in measures.items()]))


def _scale(column: Sequence[Value]) -> tuple[float, float]:
    """Middle and spread over practices, or over all where those are too few; never a spread of nothing."""
    practice = [v.value for v in column if not v.real]
    sample = np.array(practice if len(practice) >= MIN_PRACTICES else [v.value for v in column])
    if not len(sample):
        return 0.0, 1.0
    spread = float(np.std(sample, ddof=1)) if len(sample) > 1 else 0.0
    return float(np.mean(sample)), spread or 1.0


def _mean(values: np.ndarray) -> float | None:
    return float(np.mean(values)) if len(values) else None


def _rank_correlation(a: np.ndarray, b: np.ndarray) -> float:
    """Return Spearman's rank correlation; 0 where either side is constant."""
    from scipy.stats import spearmanr

    return float(spearmanr(a, b).statistic) if np.ptp(a) and np.ptp(b) else 0.0
