"""A synthetic person whose every behaviour is known: the sample, and the ruler our detectors are held to.

`write_samples` renders the practice interview with its truth. For single behaviours and negative controls see
`session.render_behaviours` and `behaviour.Behaviour`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from secondtake.synthetic.variant import Light, Sex, Skin, Variant

if TYPE_CHECKING:
    from secondtake.synthetic.session import SessionFiles

__all__ = ["Variant", "write_samples"]


def write_samples(
    directory: Path,
    *,
    seed: int = 0,
    body: Sex = "female",
    skin: Skin = "medium",
    light: Light = "soft",
    distance: float = 1.0,
    head_turn_deg: float = 0.0,
    camera_pitch_deg: float = 0.0,
    glasses: bool = False,
    noise: float = 1.5,
    jitter: float = 0.0,
    mirrored: bool = False,
    fps: float = 30.0,
    size: tuple[int, int] = (640, 360),
    name: str = "interview",
    progress: Callable[[str, float, float], None] | None = None,
) -> SessionFiles:
    """Renders the practice interview into `directory` as `<name>.mp4` and `<name>.truth.json`.

    The options are those of `Variant`; `progress(stage, done_s, total_s)` is called as frames are written.

    Raises:
        UsageError: for an option outside what can be rendered.
        OSError: if the directory cannot be made or written.
    """
    from secondtake.synthetic.session import (
        render_session,
    )  # numba and PyAV load only when something is rendered

    variant = Variant(
        seed=seed,
        body=body,
        skin=skin,
        light=light,
        distance=distance,
        head_turn_deg=head_turn_deg,
        camera_pitch_deg=camera_pitch_deg,
        glasses=glasses,
        noise=noise,
        jitter=jitter,
        mirrored=mirrored,
        fps=fps,
        size=size,
    )
    return render_session(directory, variant, name=name, progress=progress)
