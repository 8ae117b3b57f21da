"""`secondtake samples`: the interview of a person of whom everything is known."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from secondtake.cli.output import print_line, showing_progress
from secondtake.core.errors import StoreError, UsageError


def samples(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write them; made if need be.")],
    seed: Annotated[int, typer.Option(help="Another seed, another interview.")] = 0,
    body: Annotated[str, typer.Option(help="female or male.")] = "female",
    skin: Annotated[str, typer.Option(help="light, medium, tan, brown or dark.")] = "medium",
    light: Annotated[str, typer.Option(help="soft, side, warm, dim or backlit.")] = "soft",
    glasses: Annotated[bool, typer.Option("--glasses", help="Put glasses on.")] = False,
    distance: Annotated[float, typer.Option(help="1 is a laptop on a desk, 2 twice as far.")] = 1.0,
    head_turn: Annotated[float, typer.Option(help="Habitual turn of the head, in degrees.")] = 0.0,
    camera_pitch: Annotated[float, typer.Option(help="Camera above (+) or below the eyes, degrees.")] = 0.0,
    camera_aside: Annotated[float, typer.Option(help="Camera left (+) or right of the look, degrees.")] = 0.0,
    fps: Annotated[float, typer.Option(help="Pictures a second.")] = 30.0,
    size: Annotated[str, typer.Option(metavar="WxH", help="Of the picture, in pixels.")] = "640x360",
    noise: Annotated[float, typer.Option(help="Of the sensor: standard deviation in levels of 255.")] = 1.5,
    jitter: Annotated[float, typer.Option(help="Shake of the camera, thousandths of the height.")] = 0.0,
    mirrored: Annotated[bool, typer.Option("--mirrored", help="Left and right exchanged.")] = False,
) -> None:
    """Render the sample interview with everything that is true about it.

    Example: secondtake samples /tmp/samples --seed 3 --light side --size 1280x720
    """
    from secondtake.synthetic.render_options import Variant
    from secondtake.synthetic.session import render_session

    chosen: dict[str, Any] = {"body": body, "skin": skin, "light": light}
    variant = Variant(
        seed=seed,
        distance=distance,
        head_turn_deg=head_turn,
        camera_pitch_deg=camera_pitch,
        camera_aside_deg=camera_aside,
        glasses=glasses,
        noise=noise,
        jitter=jitter,
        mirrored=mirrored,
        fps=fps,
        size=_size(size),
        **chosen,
    )
    try:
        with showing_progress("sample") as progress:
            files = render_session(directory, variant, progress=progress)
    except OSError as error:
        raise StoreError(f"{directory} cannot be written ({error.strerror}). Choose another.") from error
    print_line(f"{files.video}\n{files.truth}")


def _size(given: str) -> tuple[int, int]:
    """
    >>> _size("1280x720")
    (1280, 720)
    """
    found = re.fullmatch(r"(\d{1,5})x(\d{1,5})", given)
    if not found:
        raise UsageError(f"--size {given} is not a size; write it as 1280x720.")
    return int(found[1]), int(found[2])
