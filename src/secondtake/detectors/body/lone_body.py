"""Bodies without a face: a mask, a head that is turned away or above the frame, somebody far off."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from secondtake.core.series import Floats, Series
from secondtake.core.tracks import Tracks

MIN_ALONE_SHARE = 0.8
"""Our choice: with a face in more of the time, faceless stretches are a head turned away for a moment."""

FACE_OF_SHOULDERS = 0.4
"""Our choice: a face is about so much of the shoulders' breadth across."""


def is_lone_body(tracks: Tracks) -> bool:
    """Return True if the body is mostly visible without a face."""
    alone = tracks["body_alone"].values
    observed = alone[np.isfinite(alone)]
    return bool(observed.size) and bool(observed.mean() >= MIN_ALONE_SHARE)


def shoulder_middle(tracks: Tracks) -> tuple[Series, Series]:
    """Return x and y of the middle between the shoulders in frame heights."""
    left = tracks["left_shoulder_x"]
    x, y = (_middle(tracks, "shoulder", axis) for axis in "xy")
    return left.with_values(x), left.with_values(y)


@lru_cache(maxsize=4)  # several detectors ask for the same
def with_known_head(tracks: Tracks) -> Tracks:
    """Return the tracks with a head for every body.

    Of a lone body, the ears stand for the face, and nothing is known of its distance: gestures draw the
    shoulders in by as much as leaning back. Of any other, the body is left out where there is no face.
    """
    clock = tracks["body_alone"]
    if not is_lone_body(tracks):
        return _without_faceless(tracks) if np.any(clock.values == 1.0) else tracks
    is_seen = np.isfinite(clock.values)
    width = FACE_OF_SHOULDERS * shoulder_breadth(tracks).values
    return tracks.with_series(
        face_x=clock.with_values(_middle(tracks, "ear", "x"), unit="frame heights"),
        face_width=clock.with_values(width, unit="frame heights"),
        face_y=clock.with_values(_middle(tracks, "ear", "y"), unit="frame heights"),
        head_depth=clock.with_values(np.where(is_seen, 1.0, np.nan), unit=""),
        pitch_deg=clock.with_values(np.where(is_seen, 0.0, np.nan), unit="deg"),
    )


def shoulder_breadth(tracks: Tracks) -> Series:
    """Return how far the shoulders are apart across the frame, in frame heights."""
    left, right = tracks["left_shoulder_x"], tracks["right_shoulder_x"]
    return left.with_values(np.abs(left.values - right.values))


def _middle(tracks: Tracks, joint: str, axis: str) -> Floats:
    values: Floats = (tracks[f"left_{joint}_{axis}"].values + tracks[f"right_{joint}_{axis}"].values) / 2
    return values


def _without_faceless(tracks: Tracks) -> Tracks:
    is_faceless = tracks["body_alone"].values == 1.0
    return tracks.with_series(
        **{
            name: series.with_values(np.where(is_faceless, np.nan, series.values))
            for name, series in tracks.series.items()
            if name.startswith(("nose_", "left_", "right_"))
        }
    )
