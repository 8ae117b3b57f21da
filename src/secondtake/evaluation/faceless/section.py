"""Section on bodies without a face."""

from __future__ import annotations

from collections.abc import Sequence

from secondtake.detectors import ALL
from secondtake.evaluation.faceless.recordings import (
    BODY_KINDS,
    HIDINGS,
    NOBODY,
    FacelessResult,
    real_clips,
    rendered_people,
    seconds_with_nobody,
)
from secondtake.evaluation.report.results import Outcome, Table
from secondtake.evaluation.report.section import Section, Work
from secondtake.evaluation.report.seeing import TOLERANCE, no_clips
from secondtake.observers.vision.vision import VERSION

MIN_BODY = 0.9
"""The aim: so much of the time the body is seen."""


def measure(work: Work) -> Outcome:
    """Measure rendered people and real clips."""
    folder = work.folder / f"faceless-{VERSION}"
    people, clips = list(rendered_people(folder)), list(real_clips(folder))
    seen_s, shown_s = seconds_with_nobody(folder)
    rendered = Table(
        "Rendered people, two to three minutes each",
        ("person", "face", "body seen", "face seen", *(f"`{kind}`" for kind in BODY_KINDS)),
        tuple(_row(result) for result in people),
    )
    real = Table(
        "Real people, 4 to 20 s each; nothing is labelled in them",
        ("clip", "face", "body seen", "face seen", "events of any kind"),
        tuple((*_first_cells(result), str(result.false)) for result in clips),
        (
            f"lettering in the sky, {NOBODY[0]}: a body is seen for {seen_s:.1f} of {shown_s:.1f} s",
            "below a minute nobody's own posture is known, so that real clips show no posture",
        ),
    )
    versions = {d.name: d.version for d in ALL if set(d.kind_names) & set(BODY_KINDS)}
    return Outcome((rendered, real), _weak([*people, *clips]), {}, versions)


def _first_cells(result: FacelessResult) -> tuple[str, ...]:
    return result.name, result.hiding, f"{min(1.0, result.body):.2f}", f"{result.face:.2f}"


def _row(result: FacelessResult) -> tuple[str, ...]:
    cells = (
        f"{s.hits} of {s.hits + s.misses}" + (f", {s.false} false" if s.false else "")
        for s in (result.scores[kind] for kind in BODY_KINDS)
    )
    return (*_first_cells(result), *cells)


def _weak(results: Sequence[FacelessResult]) -> tuple[str, ...]:
    return tuple(
        f"“{result.name}”, the face {result.hiding}: the body was seen for {result.body:.0%} of the time."
        for result in results
        if result.body < MIN_BODY
    )


SECTION = Section(
    name="faceless",
    title="Seeing a body without a face",
    on="rendered people who act every behaviour, and real clips, once with a grey ellipse on the face "
    f"(“{HIDINGS[0]}”) and once cut off above the mouth (“{HIDINGS[1]}”). Two of the rendered people are "
    "held back: the rules were made on the other two. Who has left the frame, for 4 s of each recording, is "
    "not seen either. Leaning forward and back is not told without a face.",
    tolerance=TOLERANCE,
    measure=measure,
    lacks=no_clips,
)
