"""Masks and confidence: where and how far the face signals are reliable."""

from __future__ import annotations

import numpy as np

from secondtake.core.series import Series
from secondtake.core.signals.hysteresis import spans_above
from secondtake.core.signals.neutral import resting_level
from secondtake.core.signals.rolling import rolling_quantile
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks

TURNED_DEG = 40.0  # our choice: yaw was within 2 deg of the truth up to 30; beyond 40 one eye is hidden
COVERED_GAP = 0.05  # face widths from a hand to the face's oval: nearer, and a cheek may be pushed
SHUT_SHARE = 0.25  # of the own open lid gap; lowered lids of a look down kept a third and more
SHUT_LONGER_S = 0.8  # longer than any blink (see `blink.py`): eyes shut, not a blink

DIM_LIGHT = 0.18  # mean luma of the face, 0..1, below which noise moved blendshapes visibly
SMALL_FACE = 0.10  # face width in frame heights: nothing is found below, little is sure near it
BLURRED = 0.6  # log10 variance of the Laplacian
MIN_CONFIDENCE = 0.3


def both_sides(tracks: Tracks, name: str) -> Series:
    """Return the mean of a left and a right blendshape ("mouthSmile")."""
    left, right = tracks[f"{name}Left"], tracks[f"{name}Right"]
    return left.with_values((left.values + right.values) / 2) if len(left) else left


def negated(series: Series) -> Series:
    """Return the signal with its sign flipped."""
    return series.with_values(-series.values)


def open_lids(tracks: Tracks) -> Series:
    """Return the lid gap as a share of the person's own open eyes (75th percentile): 1 open, 0 shut."""
    left, right = tracks["eye_open_left"], tracks["eye_open_right"]
    gap = left.with_values((left.values + right.values) / 2, unit="share") if len(left) else left
    usual = resting_level(gap, quantile=0.75, least_s=0.5)
    return gap.with_values(np.clip(gap.values / max(usual.level, 1e-3), 0.0, 1.5)) if usual else gap


def eyes_shut(tracks: Tracks, *, longer_s: float = 0.0) -> tuple[Span, ...]:
    """Return where the lids are down for at least `longer_s`."""
    lids = open_lids(tracks)
    return spans_above(negated(lids), enter=-SHUT_SHARE, shortest_s=longer_s)


def face_covered(tracks: Tracks) -> tuple[Span, ...]:
    """Return where a hand is on the face or close to it, so that mouth signals are unreliable."""
    gap = tracks["hand_face_gap"]
    return spans_above(negated(gap), enter=-COVERED_GAP, fill_s=0.5)


def head_turned(tracks: Tracks, *, beyond_deg: float = TURNED_DEG) -> tuple[Span, ...]:
    """Return where the head is turned so far from the camera that half of the face is guessed."""
    yaw = tracks["yaw_deg"]
    return spans_above(yaw.with_values(np.abs(yaw.values)), enter=beyond_deg)


def despiked(series: Series, window_s: float = 0.2) -> Series:
    """Return the series without single-sample outliers (running median); NaN stays NaN."""
    smooth = rolling_quantile(series, window_s)
    return series.with_values(np.where(np.isfinite(series.values), smooth.values, np.nan))


def viewing_confidence(tracks: Tracks, span: Span) -> float:
    """Return how clearly the face was visible in `span`, 0.3 to 1: the product of light, size and sharpness.

    The limits are our choice, set where the tracker's signals on darkened, shrunken and blurred copies of
    recordings began to part from those of the originals.
    """
    factors = (
        _worth(tracks["face_light"], span, poor=DIM_LIGHT / 3, good=DIM_LIGHT),
        _worth(tracks["face_width"], span, poor=SMALL_FACE / 2, good=SMALL_FACE),
        _worth(tracks["face_sharpness"], span, poor=BLURRED / 3, good=BLURRED),
    )
    return max(MIN_CONFIDENCE, float(np.prod(factors)))


def _worth(series: Series, span: Span, *, poor: float, good: float) -> float:
    """Return 1 from `good` upwards, falling to `MIN_CONFIDENCE` at `poor`; 1 where it was not measured."""
    level = series.within(span).median()
    if not np.isfinite(level):
        return 1.0
    return float(np.interp(level, (poor, good), (MIN_CONFIDENCE, 1.0)))
