"""Made histories of measures, with changes that are known: the truth that comparing is held against."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from secondtake.core.trends.confounds import find_confound
from secondtake.core.trends.recording_conditions import RecordingConditions
from secondtake.core.trends.session_trends import MeasureHistory, TrendPoint, TrendResult, compare

SESSIONS = 24
FLAT_MEASURES = 12  # our choice: a page of measures, each a chance for a false call
SHAPES = {"drift": "improving", "step": "worsening"}  # the true changes, and which measures have them
SIZES = (1.0, 2.0, 3.0, 4.0)  # of the whole change, in spreads from session to session

Values = NDArray[Any]


def history(seed: int, *, drift: float = 4.0, step: float = 4.0) -> dict[str, MeasureHistory]:
    """Measures of `SESSIONS` sessions, the earliest first.

    Args:
        seed: the same seed, the same history.
        drift: how much "improving" falls from first to last, in spreads from session to session.
        step: how much "worsening" rises with the change of camera (`cameras`).

    Returns:
        "improving", "worsening" and `FLAT_MEASURES` of noise alone. Every value has the noise of its session
        and that within it; a fifth of the flat ones are counts of a rare thing, with many equal values.
    """
    rng = np.random.default_rng(seed)
    time = np.linspace(0, 1, SESSIONS)
    change_at = _change_at(rng)
    courses = {
        "improving": _course(rng, 10 - drift * time),
        "worsening": _course(rng, 5 + step * (np.arange(SESSIONS) >= change_at)),
    }
    for number in range(FLAT_MEASURES):
        rare = number % 5 == 4
        courses[f"flat {number}"] = (
            MeasureHistory([TrendPoint(float(count)) for count in rng.poisson(1.0, SESSIONS)], "lower")
            if rare
            else _course(rng, np.full(SESSIONS, 5.0))
        )
    return courses


def cameras(seed: int) -> tuple[RecordingConditions, ...]:
    """Return what the same history's sessions were recorded with: another camera from its middle third on."""
    change_at = _change_at(np.random.default_rng(seed))
    older, newer = RecordingConditions(width=640, height=480), RecordingConditions(width=1280, height=720)
    return tuple(older if i < change_at else newer for i in range(SESSIONS))


def check(histories: int = 200) -> dict[str, Any]:
    """Return how often a change is called where there is none, and how often a true one is missed.

    False is every call of a flat measure, and every call of a true change in the wrong direction; the share
    is that of histories with any. Of what is called, "doubted" is the share that is said to be the camera's
    perhaps: the step is the camera's, the drift is not.
    """
    wrong = 0
    missed = {(size, shape): 0 for size in SIZES for shape in SHAPES}
    doubted = dict.fromkeys(missed, 0)
    for seed in range(histories):
        calls = [compare(history(seed, drift=size, step=size)) for size in SIZES]
        wrong += any(_false(name, change) for name, change in calls[seed % len(SIZES)].items())
        for size, changes in zip(SIZES, calls, strict=True):
            for shape, name in SHAPES.items():
                missed[size, shape] += not changes[name].clear
                doubted[size, shape] += changes[name].clear and _doubted(seed, size, name)
    return {
        "histories": histories,
        "sessions": SESSIONS,
        "false_calls": wrong / histories,
        "effects": [
            {
                "size": size,
                "shape": shape,
                "missed": count / histories,
                "doubted": doubted[size, shape] / max(1, histories - count),
            }
            for (size, shape), count in missed.items()
        ],
    }


def _doubted(seed: int, size: float, name: str) -> bool:
    values = [point.value for point in history(seed, drift=size, step=size)[name].points]
    return find_confound(values, cameras(seed), "picture", rises=name == "worsening") is not None


def _change_at(rng: np.random.Generator) -> int:
    return int(rng.integers(SESSIONS // 3, 2 * SESSIONS // 3))


def _false(name: str, change: TrendResult) -> bool:
    if name == "improving":
        return change.verdict == "worse"
    if name == "worsening":
        return change.verdict == "better"
    return change.clear


def _course(rng: np.random.Generator, true: Values) -> MeasureHistory:
    """Return a measure with a spread of 1 from session to session, the noise within sessions included."""
    within = rng.uniform(0.2, 0.5, true.size)
    between = np.sqrt(1 - within**2)
    values = true + between * rng.normal(size=true.size) + within * rng.normal(size=true.size)
    return MeasureHistory(
        [TrendPoint(float(v), float(w)) for v, w in zip(values, within, strict=True)], "lower"
    )
