"""Sections on small faces and on several people: composites of real clips, as calls show people."""

from __future__ import annotations

from collections.abc import Container, Sequence
from pathlib import Path

from secondtake.core.errors import UsageError
from secondtake.evaluation.composites.choice import (
    PersonChoice,
    galleries,
    measure_case,
    measure_choice,
    several_people,
)
from secondtake.evaluation.composites.comparison import KINDS, CompositeResult, measure
from secondtake.evaluation.composites.recordings import COMPOSITES, FPS, SECONDS, is_measured
from secondtake.evaluation.composites.talkers import MATERIAL, TalkerCase, cases, render
from secondtake.evaluation.report.results import Outcome, Table
from secondtake.evaluation.report.section import Section, Work
from secondtake.evaluation.report.seeing import no_clips
from secondtake.evaluation.scoring import Score
from secondtake.observers.vision.vision import VERSION

MIN_COVERAGE = 0.95
"""The aim: so much of the time the person's face is observed."""

BRIEF_S = 8.0
"""Length of one window of lips and sound."""

MIN_RIGHT = 0.9
"""The aim: the right person is chosen in so many of the composites."""


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
    "that switches speakers show them, against what is detected in the clip itself. The largest face is "
    "taken for the person's; among equal tiles that may be another's (`--me N` decides), whose "
    "events are then compared.",
    tolerance="as for real people.",
    measure=measure_composites,
    lacks=no_clips,
)
"""The section."""


def measure_people(work: Work) -> Outcome:
    """Measure who is taken for the person in every composite of several people."""
    folder = work.folder / f"composites-{VERSION}"
    choices = [measure_choice(folder, name, work.settings) for name in several_people()]
    results = []
    for half in MATERIAL:
        render(half, folder / "talkers")
        for case in cases(half, folder / "talkers"):
            results.append((case, *measure_case(folder / "talkers", case, work.settings)))
    heard = [c.is_right for c in choices if c.name in galleries()]
    held = [is_right for case, is_right, _ in results if case.talks and case.half == "held back"]
    weak = [f"“{case.name}” ({case.half}) was not right." for case, is_right, _ in results if not is_right]
    brief, long = (
        [
            is_right
            for case, is_right, _ in results
            if case.talks and (case.composite.seconds > BRIEF_S) == is_long
        ]
        for is_long in (False, True)
    )
    if sum(heard) < MIN_RIGHT * len(heard) or sum(held) < MIN_RIGHT * len(held):
        weak.append(
            f"Of those who talk, the right one was chosen in {sum(heard)} of {len(heard)} galleries, and in "
            f"{sum(held)} of {len(held)} of the calls that were held back; the aim is nine of ten."
        )
        weak.append(
            f"Six to eight seconds of one person's speech are too little: {sum(brief)} of {len(brief)} were "
            f"right, and {sum(long)} of {len(long)} where rendered people are heard for 30 s and more. There "
            "are no longer clips of real people to measure on."
        )
    wrong = [c.is_asked for c in choices if not c.is_right]
    wrong += [is_asked for _, is_right, is_asked in results if not is_right]
    remark = (
        f"another person was chosen in {len(wrong)} of these and of the calls below, and nothing was "
        f"asked in {wrong.count(False)} of them"
    )
    return Outcome((_choice_table(choices, remark), _talker_table(results)), tuple(weak))


def _choice_table(choices: Sequence[PersonChoice], remark: str) -> Table:
    right, asked, pressed = (
        f"{sum(values)} of {len(choices)}"
        for values in (
            [c.is_right for c in choices],
            [c.is_asked for c in choices],
            [c.is_right_after_press for c in choices],
        )
    )
    rows = [
        (
            c.name,
            f"{c.people} of {c.tiles}",
            "lips" if c.is_by_lips else "size",
            _yes(c.is_right),
            _yes(c.is_asked),
            _yes(c.is_right_after_press),
        )
        for c in choices
    ]
    return Table(
        "Composites of several people, 8 s each; the galleries of 2 and of 4 with sound",
        (
            "composite",
            "people listed",
            "chosen by",
            "the right one chosen",
            "“Which one is you?” asked",
            "with one press",
        ),
        (*rows, (f"all {len(choices)}", "", "", right, asked, pressed)),
        (remark,),
    )


def _talker_table(results: Sequence[tuple[TalkerCase, bool, bool]]) -> Table:
    """Return how often the right one was chosen, by kind of call and by half."""

    def counts(kinds: Container[str]) -> tuple[str, ...]:
        halves = (
            [right for case, right, _ in results if case.half == h and case.kind in kinds] for h in MATERIAL
        )
        return tuple(f"{sum(rights)} of {len(rights)}" for rights in halves)

    talking = [case.kind for case, *_ in results if case.talks]
    nobody = [case.kind for case, *_ in results if not case.talks]
    rows = [(kind, *counts((kind,))) for kind in dict.fromkeys(talking)]
    rows.append(("all in which somebody talks", *counts(talking)))
    rows += [
        (f"a voice alone, {kind}: nobody chosen by lips", *counts((kind,))) for kind in dict.fromkeys(nobody)
    ]
    return Table(
        "Calls in which somebody can be heard: natural talkers for 6 to 8 s, rendered ones for 30 to 100 s",
        ("call", *(f"right, {half}" for half in MATERIAL)),
        tuple(rows),
    )


def _yes(is_true: bool) -> str:
    return "yes" if is_true else "no"


PEOPLE = Section(
    name="people",
    title="Choosing among several people",
    on="the composites above that show several people, galleries of two and of four in which one person "
    "talks and the others do not, and speaker views: another person fills the frame, and a small tile shows "
    "the person. The right one is the person of the composite, or who talks; one press "
    "is “This is me” on the page, or `--me N`. Then calls made before the rule, in two halves: the rule was "
    "chosen on one (two people who talk, two rendered ones who take turns) and measured once on the other; "
    "one person's later speech is in the second half, and which sounds and which movements of the lips are "
    "compared was chosen with all three natural talkers in view. A call counts as right, too, where lips "
    "decide nothing and the largest face is the talker's.",
    tolerance="A face counts as the person's if its centre is in their tile.",
    measure=measure_people,
    lacks=no_clips,
)
"""The section on several people."""
