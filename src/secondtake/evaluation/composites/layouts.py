"""Section on layouts that change: is the same person followed to their new place?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import fmean

from secondtake.evaluation.composites.following import Following, measure_following
from secondtake.evaluation.composites.switches import PEOPLE, SECONDS, switch_cases
from secondtake.evaluation.report.results import Outcome, Table
from secondtake.evaluation.report.section import Section, Work
from secondtake.evaluation.report.seeing import no_clips

MIN_RIGHT = 0.9
"""The aim: the right one is followed for so much of the time."""

KINDS = {
    "switch": "all in which the person is always in the video",
    "absence": "all in which they are not",
    "no switch": "all without a switch",
}


def measure_layouts(work: Work) -> Outcome:
    """Measure who is followed in every call whose layout changes."""
    results = [measure_following(case, work.settings) for half in PEOPLE for case in switch_cases(half)]
    weak = tuple(
        f"“{r.case.name}” ({r.case.half}): the right one was followed for {r.right:.0%} of the time."
        for r in results
        if r.right < MIN_RIGHT
    )
    return Outcome((_table(results),), weak)


def _table(results: Sequence[Following]) -> Table:
    rows = [_row(name, [r for r in results if r.case.name == name]) for name in _names(results)]
    rows += [_row(words, [r for r in results if r.case.kind == kind]) for kind, words in KINDS.items()]
    halves = [f"{what}, {half}" for half in PEOPLE for what in ("right by place alone", "right", "wrong")]
    return Table(
        f"Calls that change after some seconds, {SECONDS:.0f} s each", ("call", *halves), tuple(rows)
    )


def _row(words: str, results: Sequence[Following]) -> tuple[str, ...]:
    cells = [words]
    for half in PEOPLE:
        some = [r for r in results if r.case.half == half]
        cells += [
            _share(values)
            for values in ([r.right_by_place for r in some], [r.right for r in some], [r.wrong for r in some])
        ]
    return tuple(cells)


def _share(values: Sequence[float]) -> str:
    return f"{fmean(values):.2f}" if values else ""


def _names(results: Iterable[Following]) -> Sequence[str]:
    return tuple(dict.fromkeys(r.case.name for r in results))


SECTION = Section(
    name="layouts",
    title="Following the person when a call changes its layout",
    on="clips of real people in calls that switch speakers, reorder their tiles, share a screen, or lose the "
    "person for some seconds, and in which a lamp, a background or a distance changes instead. Two halves "
    "share no moment of a clip and no pair of people. All calls, and (on single frames of all clips) the "
    "size of the thumbnails that are compared, were chosen before; thresholds were chosen on one half, and "
    "the other measured twice by the same rule: the first time, a track that lasts where only a screen is "
    "left counted as somebody. The person was said by one press. All is after the first change. Right is "
    "nobody where the person is not in the video.",
    tolerance="A face counts as the person's if its centre is in their tile. Shares are of the looks "
    "for faces, every .4 s; the frames are not encoded.",
    measure=measure_layouts,
    lacks=no_clips,
)
"""The section."""
