"""Shots: what lies between two cuts, where the picture of the person jumps from one frame to the next."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import numpy as np

from secondtake.core.series import Floats
from secondtake.core.spans import Span, clip
from secondtake.core.tracks import Tracks

# Between two looks at most a fifth of a second apart, faces of people moved by up to .12 of their width and
# grew by up to 9 % (twenty recordings, a walking phone among them); cuts moved them by .6 and more, or
# changed the size by 60 %. A jump cut in the same framing (.16) is none: the camera stands where it stood.
MAX_MOVE, MAX_GROWTH = 0.3, 0.18  # face widths; difference of the logarithms of the width
NEXT_S = 0.2
LOST_S = 1.0  # our choice: so long the tracker may take to find a face after a cut
MAX_LOST_MOVE, MAX_LOST_GROWTH = 0.6, 0.3  # our choice: a face lost behind a hand is found near its place
SETTLED_S = 1.0  # our choice: so long a face is seen in a place of its own; less is a way out or back in


def cut_times_s(tracks: Tracks) -> Floats:
    """Return the times of the first samples after a cut, shape (n,)."""
    x, y, width = (tracks[name] for name in ("face_x", "face_y", "face_width"))
    if not len(x) or not len(width):
        return np.array([])
    is_face = np.isfinite(x.values) & np.isfinite(width.values) & (width.values > 0)
    times_s, size = x.times_s[is_face], width.values[is_face]
    gap_s = np.diff(times_s)
    nearer = np.minimum(size[1:], size[:-1])
    move = np.hypot(np.diff(x.values[is_face]), np.diff(y.values[is_face])) / nearer
    growth = np.abs(np.diff(np.log(size)))
    is_next, is_lost = gap_s <= NEXT_S, gap_s <= LOST_S
    is_cut = is_next & ((move >= MAX_MOVE) | (growth >= MAX_GROWTH))
    is_cut |= is_lost & ((move >= MAX_LOST_MOVE) | (growth >= MAX_LOST_GROWTH))
    places = np.stack([x.values[is_face], y.values[is_face], np.log(size)])
    return _without_returns(times_s[1:][is_cut], times_s, places)


def _without_returns(cuts_s: Floats, times_s: Floats, places: Floats) -> Floats:
    """Leave out the cuts of one who leaves the picture and sits down as before: the camera stood still.

    Args:
        cuts_s: times of the cuts.
        times_s: of the samples with a face.
        places: x, y and the logarithm of the width at these times.
    """

    def is_seen_between(start_s: float, end_s: float) -> bool:
        seen_s = times_s[(times_s >= start_s) & (times_s < end_s)]
        return bool(np.minimum(np.diff(seen_s), NEXT_S).sum() >= SETTLED_S)

    is_apart = [is_seen_between(a, b) for a, b in pairwise(cuts_s)]
    remaining_s: list[float] = []
    for group in np.split(cuts_s, np.flatnonzero(is_apart) + 1):
        if group.size and not _is_same_place(group[0], group[-1], times_s, places):
            remaining_s += group.tolist()
    return np.array(remaining_s)


def _is_same_place(left_s: float, back_s: float, times_s: Floats, places: Floats) -> bool:
    """Return True if the face is where it was, and as large, in the seconds before and after."""
    before = places[:, (times_s >= left_s - SETTLED_S) & (times_s < left_s)]
    after = places[:, (times_s >= back_s) & (times_s < back_s + SETTLED_S)]
    if not before.size or not after.size:
        return False
    (x0, y0, size0), (x1, y1, size1) = np.median(before, axis=1), np.median(after, axis=1)
    move = np.hypot(x1 - x0, y1 - y0) / np.exp(min(size0, size1))
    return bool(move < MAX_MOVE and abs(size1 - size0) < MAX_GROWTH)


@lru_cache(maxsize=4)  # several detectors ask for the same
def shot_spans(tracks: Tracks) -> tuple[Span, ...]:
    """Return the shots in their order; one that holds everything where there is no cut."""
    times_s = tracks["face_x"].times_s
    first_s = min([0.0, *times_s[:1].tolist()]) - 1.0
    last_s = max([tracks.duration_s, *times_s[-1:].tolist()]) + 1.0
    edges = [first_s, *cut_times_s(tracks).tolist(), last_s]
    return tuple(Span(start_s, end_s) for start_s, end_s in pairwise(edges))


def within_shots(spans: tuple[Span, ...], tracks: Tracks, *, shortest_s: float) -> tuple[Span, ...]:
    """Return the spans' parts within one shot each, without what is then shorter than `shortest_s`."""
    parts = (part for shot in shot_spans(tracks) for part in clip(spans, shot))
    return tuple(part for part in parts if part.duration_s >= shortest_s - 1e-6)
