"""Calibration: the neutral part of a recording, and when an earlier one can be reused.

The recorder asks once to sit as one likes to sit, look at the camera and read nothing. What was seen then is
what slouches, leans, tilts and looks away are measured from. With the same camera and in the same place it
need not be recorded again: the earlier part is laid before the recording's zero, where nothing is counted.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np

from secondtake.core.coverage import SOUND_TRACKS
from secondtake.core.series import Series
from secondtake.core.signals.neutral import MIN_RECORDED_S
from secondtake.core.spans import merge
from secondtake.core.tracks import Tracks

BEFORE_S = 10.0  # our choice: longer than any gap that a detector bridges, so that nothing reaches across
PLACE = 0.3  # our choice, face widths: a nod moves the face by .1, another chair by more than this
SIZE = 0.12  # our choice: the share by which the face may be larger or smaller; a lean makes .06 and more
SHARE = 0.2  # our choice: the same framing for a fifth of the time is enough; the rest are habits


FoundBy = Literal["recorder", "earlier", "recording"]


def choose_calibration(tracks: Tracks, earlier: Tracks | None) -> tuple[Tracks, FoundBy]:
    """Return the tracks for the detectors and the source of their neutral.

    That is this recording's calibration, an earlier one with the same framing, or the whole recording.
    """
    if neutral_seen_s(tracks) >= MIN_RECORDED_S:
        return tracks, "recorder"
    if earlier is not None and same_framing(earlier, tracks):
        return prepend_calibration(tracks, earlier), "earlier"
    return tracks, "recording"


def calibration_warnings(tracks: Tracks) -> tuple[str, ...]:
    """Return a warning if the face was hardly visible during calibration."""
    seen_s = neutral_seen_s(tracks)
    if not tracks.neutral or seen_s >= MIN_RECORDED_S or not tracks.has(["yaw_deg"]):
        return ()
    return (
        f"Your face was visible for only {seen_s:.0f} s of the calibration, "
        "so your usual posture was estimated from the whole recording.",
    )


def neutral_seen_s(tracks: Tracks) -> float:
    """Return the seconds of the neutral part with a visible face."""
    return tracks["yaw_deg"].only(tracks.neutral).observed_s()


def calibration_tracks(tracks: Tracks) -> Tracks | None:
    """Return the longest neutral part's visual tracks, shifted before zero; None if it is too short."""
    parts = merge(tracks.neutral)
    if not parts or neutral_seen_s(tracks) < MIN_RECORDED_S:
        return None
    part = max(parts, key=lambda span: span.duration_s)
    by_s = -BEFORE_S - part.end_s
    visual = {n: s.within(part).shifted(by_s) for n, s in tracks.series.items() if n not in SOUND_TRACKS}
    return Tracks(part.duration_s, visual, neutral=(part.shifted(by_s),))


def same_framing(earlier: Tracks, now: Tracks) -> bool:
    """Check whether the face has its earlier position and size for at least `SHARE` of the time.

    Only then does a direction or a height mean the same: a laptop opened further, or a chair moved back,
    makes another neutral.
    """
    size = earlier["face_width"].median()
    times = now["face_width"].times_s
    offsets = [(now[name].at(times) - earlier[name].median()) / size for name in ("face_x", "face_y")]
    is_close = (np.hypot(*offsets) <= PLACE) & (np.abs(now["face_width"].values / size - 1) <= SIZE)
    is_observed = np.isfinite(now["face_width"].values)
    return bool(is_observed.any() and is_close[is_observed].mean() >= SHARE)


def prepend_calibration(now: Tracks, earlier: Tracks) -> Tracks:
    """Return the tracks with the earlier neutral part before time zero."""
    both = {n: _joined(earlier[n], series) for n, series in now.series.items() if n in earlier.series}
    return replace(now, series={**now.series, **both}, neutral=earlier.neutral)


def _joined(first: Series, then: Series) -> Series:
    times = np.concatenate([first.times_s, then.times_s])
    values = np.concatenate([first.values, then.values])
    return Series(times, values, unit=then.unit, hold_s=then.hold_s)
