"""Compare what is detected in a composite with what is detected in the clip it shows (docs/validation.md).

Composites and tracks are cached in a folder, so that a changed detector is measured in seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from secondtake.core.tracks import Tracks
from secondtake.evaluation.composites.recordings import (
    COMPOSITES,
    HEIGHT,
    WIDTH,
    Composite,
    Tile,
    clip_size,
    file_stem,
    written,
)
from secondtake.evaluation.scoring import Score, score_kind
from secondtake.evaluation.vision import events, observed

KINDS = ("blink", "smile", "gaze_away")


@dataclass(frozen=True)
class CompositeResult:
    """Detections in a composite, compared with the same seconds of the clip itself.

    Attributes:
        face_px: median width of the person's face in the analysed frame; NaN without a face.
        coverage: share of the time with the person's face.
        yaw_error_deg: median difference of the head's turn.
        scores: by kind; the clip's own events count as true.
    """

    name: str
    face_px: float
    coverage: float
    yaw_error_deg: float
    scores: Mapping[str, Score]


def measure(folder: Path, name: str) -> CompositeResult:
    """Make and observe one composite, and compare it with its clip."""
    composite = COMPOSITES[name]
    stem = file_stem(name)
    plain = Composite((Tile(composite.clip, 0, 0, *clip_size(composite.clip)),))
    reference = observed(
        written(folder / f"plain_{composite.clip}", plain), folder / f"plain_{Path(composite.clip).stem}"
    )
    tracks = observed(written(folder / f"{stem}.mp4", composite), folder / stem, _pressed(composite))
    return compared(name, tracks, reference)


def _pressed(composite: Composite) -> tuple[float, float] | None:
    """Return where the person is, as one press says it; None where they are alone or change their place."""
    tiles = [tile for tile in composite.tiles if tile.clip == composite.clip]
    if len(tiles) > 1 or len(composite.tiles) == 1:
        return None
    return (tiles[0].x + tiles[0].width / 2) / WIDTH, (tiles[0].y + tiles[0].height / 2) / HEIGHT


def compared(name: str, tracks: Tracks, reference: Tracks) -> CompositeResult:
    """Compare what was detected in a composite with what was detected in its clip."""
    true, detected = events(reference), events(tracks)
    truth: dict[str, Any] = {
        "events": [
            {"kind": e.kind, "start_s": e.span.start_s, "end_s": e.span.end_s}
            for e in true
            if e.kind in KINDS
        ],
        "exhaustive": list(KINDS),
    }
    scores = {k: score_kind(k, [e.span for e in detected if e.kind == k], truth) for k in KINDS}
    yaw, true_yaw = tracks["yaw_deg"], reference["yaw_deg"]
    times = true_yaw.times_s
    errors = np.abs(np.interp(times, yaw.times_s, yaw.values) - true_yaw.values)
    is_seen = np.isfinite(errors)
    width = tracks["face_width"].values
    is_face = np.isfinite(width)
    return CompositeResult(
        name,
        float(np.median(width[is_face])) * HEIGHT if is_face.any() else float("nan"),
        yaw.observed_s() / tracks.duration_s,
        float(np.median(errors[is_seen])) if is_seen.any() else float("nan"),
        scores,
    )
