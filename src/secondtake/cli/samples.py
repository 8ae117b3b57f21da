"""`secondtake samples`: a rendered interview with ground truth."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from secondtake.cli.output import print_line, showing_progress
from secondtake.core.errors import StoreError, UsageError


def samples(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Output folder; created if necessary.")],
    seed: Annotated[int, typer.Option(help="Random seed: each gives a different interview.")] = 0,
    body: Annotated[str, typer.Option(help="Body: female or male.")] = "female",
    skin: Annotated[str, typer.Option(help="Skin: light, medium, tan, brown or dark.")] = "medium",
    light: Annotated[str, typer.Option(help="Lighting: soft, side, warm, dim or backlit.")] = "soft",
    glasses: Annotated[bool, typer.Option("--glasses", help="Wear glasses.")] = False,
    beard: Annotated[bool, typer.Option("--beard", help="Wear a short beard.")] = False,
    distance: Annotated[float, typer.Option(help="Camera distance: 1 for a laptop, 2 twice as far.")] = 1.0,
    head_turn: Annotated[float, typer.Option(help="Habitual head turn, in degrees.")] = 0.0,
    camera_pitch: Annotated[
        float, typer.Option(help="Camera angle above (+) or below (-) the eyes, in degrees.")
    ] = 0.0,
    camera_aside: Annotated[
        float, typer.Option(help="Camera angle left (+) or right (-) of the gaze, in degrees.")
    ] = 0.0,
    fps: Annotated[float, typer.Option(help="Frames per second.")] = 30.0,
    size: Annotated[str, typer.Option(metavar="WxH", help="Frame size in pixels.")] = "640x360",
    noise: Annotated[
        float, typer.Option(help="Sensor noise: standard deviation in levels from 0 to 255.")
    ] = 1.5,
    jitter: Annotated[float, typer.Option(help="Camera shake, in thousandths of the frame height.")] = 0.0,
    mirrored: Annotated[bool, typer.Option("--mirrored", help="Mirror the video.")] = False,
) -> None:
    """Render a sample interview with labelled ground truth.

    Example: secondtake samples /tmp/samples --seed 3 --light side --size 1280x720
    """
    from secondtake.synthetic.render_options import Variant
    from secondtake.synthetic.session import render_session

    choices: dict[str, Any] = {"body": body, "skin": skin, "light": light}  # `Variant` validates them
    variant = Variant(
        seed=seed,
        distance=distance,
        head_turn_deg=head_turn,
        camera_pitch_deg=camera_pitch,
        camera_aside_deg=camera_aside,
        glasses=glasses,
        beard=beard,
        noise=noise,
        jitter=jitter,
        mirrored=mirrored,
        fps=fps,
        size=_parse_size(size),
        **choices,
    )
    try:
        with showing_progress("sample") as on_progress:
            files = render_session(directory, variant, on_progress=on_progress)
    except OSError as error:
        raise StoreError(
            f"{directory} cannot be written ({error.strerror}). Choose a different folder."
        ) from error
    print_line(f"{files.video}\n{files.truth}")


def _parse_size(text: str) -> tuple[int, int]:
    """Parse a width and height in pixels.

    >>> _parse_size("1280x720")
    (1280, 720)
    """
    match = re.fullmatch(r"(\d{1,5})x(\d{1,5})", text)
    if not match:
        raise UsageError(f"Invalid size {text!r}. Write it like 1280x720.")
    return int(match[1]), int(match[2])
