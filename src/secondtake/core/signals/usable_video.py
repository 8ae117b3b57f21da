"""Where the video cannot show behaviour: it stands still, is too dark, or shows a drawn face.

Nothing is observed there: a blink, a smile or a touch that such a video does not show is not known to be
absent.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from secondtake.core.coverage import SOUND_TRACKS
from secondtake.core.series import Floats, Series
from secondtake.core.signals.rolling import rolling_max, rolling_mean
from secondtake.core.spans import Span, clip, intersect, merge, total_s
from secondtake.core.tracks import Tracks

FROZEN_S = 3.0
"""Our choice: nobody holds head, eyes and light this still for so long."""

MAX_FROZEN_LIGHT = 0.0006
"""Range of the frame's mean luma in three seconds. One frame under a sensor's noise, encoded: up to .0005."""

MAX_FROZEN_FACE: Mapping[str, float] = {"yaw_deg": 0.6, "pitch_deg": 0.6, "eyeBlinkLeft": 0.04}
"""Range of the head's angles and the lid in three seconds. A frozen face stays below all (it reads up to .15,
.3 and .01); no three seconds of eleven clips of people did (.3, .5 and .04 and more). The frame's luma alone
does not tell: a small tile of a call moves it as little as a frozen frame does."""

FROZEN_GAP_S = 2.0  # our choice: a key frame sharpens a frozen video for a moment

MIN_LIGHT = 0.05
"""Our choice: mean luma (0..1) of the face, or of the frame where no face is found, below which landmarks are
guesses: of one frame at .02 the head's angles wander by 3 to 5 degrees in three seconds."""

DARK_S = 1.0  # our choice: a shorter one is a flicker


LIFELESS_S, MAX_LIFELESS_LIDS, MIN_LIFELESS_SEEN = 20.0, 0.06, 0.8
"""Range of both lids' mean in 20 seconds with a face in so much of them: drawings and posters. A drawn face
that sways reads .02; the lids of people move by .4 and more in any five seconds of the labelled clips."""

MIN_LIFELESS_SHARE = 0.8  # our choice, of the time with a face


def lifeless_spans(tracks: Tracks) -> tuple[Span, ...]:
    """Return where a face's lids stand still for at least `LIFELESS_S`, whatever else moves.

    Only if they do for nearly all of the recording: a person who stares for a while is none.
    """
    left, right = tracks["eyeBlinkLeft"], tracks["eyeBlinkRight"]
    if not len(left) or len(left) != len(right):
        return ()
    lids = left.with_values((left.values + right.values) / 2)
    seen_share = rolling_mean(lids.with_values(np.isfinite(lids.values).astype(float)), LIFELESS_S)
    is_still = (_range(lids, LIFELESS_S) <= MAX_LIFELESS_LIDS) & (seen_share.values >= MIN_LIFELESS_SEEN)
    spans = _windows_around(lids, is_still, LIFELESS_S)
    return spans if total_s(spans) >= MIN_LIFELESS_SHARE * lids.observed_s() else ()


def frozen_spans(tracks: Tracks) -> tuple[Span, ...]:
    """Return where frame, head and lids stand still for at least `FROZEN_S`."""
    light = tracks["frame_light"]
    if not len(light):
        return ()
    is_still = _range(light) <= MAX_FROZEN_LIGHT
    if not is_still.any():
        return ()
    for name, most in MAX_FROZEN_FACE.items():
        moved = _range(tracks[name])
        is_still &= ~(tracks[name].with_values(moved).at(light.times_s) > most)
    return _windows_around(light, is_still, FROZEN_S)


def _windows_around(series: Series, is_still: NDArray[np.bool_], window_s: float) -> tuple[Span, ...]:
    """Return the windows around the samples that are still, without those that the series does not fill."""
    half_s = window_s / 2
    starts_s = series.times_s[is_still]
    is_whole = (starts_s >= series.times_s[0] + half_s) & (starts_s <= series.times_s[-1] - half_s)
    middles_s = starts_s[is_whole].tolist()
    reach_s = half_s + series.hold_s
    windows = [Span(max(0.0, t - reach_s), t + reach_s) for t in middles_s]
    return merge(windows, gap_s=FROZEN_GAP_S)


def _range(series: Series, window_s: float = FROZEN_S) -> Floats:
    """Return the range of the values in the window around each sample, shape (n,); NaN where unobserved."""
    low = rolling_max(series.with_values(-series.values), window_s).values
    difference: Floats = rolling_max(series, window_s).values + low
    return difference


def dark_spans(tracks: Tracks) -> tuple[Span, ...]:
    """Return where the face, or without one the frame, is too dark for landmarks."""
    frame = tracks["frame_light"]
    face = tracks["face_light"].at(frame.times_s)
    light = frame.with_values(np.where(np.isfinite(face), face, frame.values))
    is_dark = light.with_values(np.where(light.values < MIN_LIGHT, 1.0, np.nan))
    return tuple(s for s in merge(is_dark.observed_spans(), gap_s=DARK_S) if s.duration_s >= DARK_S)


@lru_cache(maxsize=4)  # every visual detector and its measures ask for the same
def unusable_spans(tracks: Tracks) -> tuple[Span, ...]:
    """Return where the video shows no behaviour, within the recording."""
    return merge((*frozen_spans(tracks), *lifeless_spans(tracks), *dark_spans(tracks)))


@lru_cache(maxsize=4)
def usable_video(tracks: Tracks) -> Tracks:
    """Return the tracks with nothing observed where the video is frozen or too dark; the sound stays."""
    spans = unusable_spans(tracks)
    if not spans:
        return tracks
    return tracks.with_series(
        **{name: s.without(spans) for name, s in tracks.series.items() if name not in SOUND_TRACKS}
    )


def unusable_video_warning(tracks: Tracks) -> str:
    """Return a sentence about a face in frozen or dark video; "" if there is none for long."""
    face = tracks["yaw_deg"].observed_spans()
    seconds = total_s(clip(intersect(face, unusable_spans(tracks)), tracks.whole))
    if seconds < FROZEN_S:
        return ""
    return (
        f"The video is frozen, drawn or too dark for {seconds:.0f} s. Face, hands and posture are not judged "
        "there."
    )
