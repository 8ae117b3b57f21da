"""Section on small faces: composites of real clips, as calls show people."""

from __future__ import annotations

from pathlib import Path

from secondtake.core.errors import UsageError
from secondtake.evaluation.composites.comparison import KINDS, CompositeResult, measure
from secondtake.evaluation.composites.recordings import COMPOSITES, FPS, SECONDS, is_measured
from secondtake.evaluation.report.results import Outcome, Table
from secondtake.evaluation.report.section import Section, Work
from secondtake.evaluation.report.seeing import no_clips
from secondtake.evaluation.scoring import Score
from secondtake.observers.vision.vision import VERSION

MIN_COVERAGE = 0.95
"""The aim: so much of the time the person's face is observed."""


def measure_composites(work: Work) -> Outcome:
    """Measure every composite, or those that are already observed."""
    folder = work.folder / f"composites-{VERSION}"
    names = [name for name in COMPOSITES if not work.at_hand or is_measured(folder, name)]
    if not names:
        raise UsageError("There are no composites yet. Run without --at-hand to make them.")
    results = sorted(_measure_all(folder, names), key=lambda result: -result.face_px)
    missing = [name for name in COMPOSITES if name not in names]
    remarks = (f"not measured this time: {'; '.join(missing)}",) if missing else ()
    head = ("composite", "face, pixels", "face observed", "head's turn, error", *(f"`{k}`" for k in KINDS))
    table = Table(
        f"Composites of real clips, {SECONDS} s each at {FPS} frames per second, 1280 x 720",
        head,
        tuple(_row(result) for result in results),
        remarks,
    )
    weak = tuple(
        f"In “{r.name}” the face was observed for {r.coverage:.0%} of the time."
        for r in results
        if r.coverage < MIN_COVERAGE
    )
    return Outcome((table,), weak)


def _measure_all(folder: Path, names: list[str]) -> list[CompositeResult]:
    return [measure(folder, name) for name in names]


def _row(result: CompositeResult) -> tuple[str, ...]:
    return (
        result.name,
        f"{result.face_px:.0f}",
        f"{min(1.0, result.coverage):.2f}",
        f"{result.yaw_error_deg:.1f} deg",
        *(_counts(result.scores[kind]) for kind in KINDS),
    )


def _counts(score: Score) -> str:
    """Return found of true, and false ones.

    >>> _counts(Score("blink", 5, 1, 2, True))
    '5 of 6, 2 false'
    """
    text = f"{score.hits} of {score.hits + score.misses}"
    return text + (f", {score.false} false" if score.false else "")


SECTION = Section(
    name="composites",
    title="Seeing small faces",
    on="clips of real people as a phone clip in a call, a gallery, a tile beside a shared screen and a call "
    "that switches speakers show them, against what is detected in the clip itself. In the galleries the "
    "person was said by one press (“This is me”, or `--me N`); in “speaker switch” the largest face was "
    "followed to its new place.",
    tolerance="as for real people.",
    measure=measure_composites,
    lacks=no_clips,
)
"""The section."""
