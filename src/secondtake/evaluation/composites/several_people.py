"""Section on several people: who is taken for the person in composites, as calls show people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from secondtake.evaluation.composites.choice import (
    CaseChoice,
    PersonChoice,
    measure_case,
    measure_choice,
    several_people,
)
from secondtake.evaluation.composites.talkers import MATERIAL, cases, render
from secondtake.evaluation.composites.views import CLOSE_VIEWS, close_cases, longer_cases, view_cases
from secondtake.evaluation.report.results import Outcome, Table
from secondtake.evaluation.report.section import Section, Work
from secondtake.evaluation.report.seeing import no_clips
from secondtake.observers.vision.vision import VERSION

LENGTHS_S = {"real people, 6 to 8 s": (0.0, 8.0), "a real person, 20 s": (8.0, 20.0)}
RENDERED = "rendered people, 30 to 100 s"

MIN_RIGHT = 0.9
"""The aim: the right person is chosen in so many of the composites."""


def measure_people(work: Work) -> Outcome:
    """Measure who is taken for the person in every composite of several people."""
    folder = work.folder / f"composites-{VERSION}"
    choices = [measure_choice(folder, name, work.settings) for name in several_people()]
    calls = []
    for half in MATERIAL:
        render(half, folder / "talkers")
        calls += [*cases(half, folder / "talkers"), *view_cases(half)]
    calls += longer_cases()
    results, close = (
        [measure_case(folder / "talkers", case, work.settings) for case in some]
        for some in (calls, close_cases())
    )
    tables = (_choice_table(choices), _length_table(results), _talker_table(results), _close_table(close))
    return Outcome(tables, tuple(_weak(choices, [*results, *close])))


def _weak(choices: Sequence[PersonChoice], results: Sequence[CaseChoice]) -> Iterable[str]:
    """Yield what was not right."""
    for r in results:
        if not r.is_right:
            yield f"“{r.case.name}” ({r.case.half}) was not right{', by lips' if r.is_by_lips else ''}."
    with_sound = [c for c in choices if c.is_heard]
    held = [r for r in results if r.case.talks and r.case.half == "held back"]
    close = [r for r in results if r.case.half == "close together"]
    for what, some in (
        ("composites above with sound", with_sound),
        ("calls held back", held),
        ("calls close together", close),
    ):
        if sum(c.is_right for c in some) < MIN_RIGHT * len(some):
            yield f"Of the {what}, {_share(some)} are right; the aim is nine of ten."


def _share(some: Iterable[PersonChoice | CaseChoice]) -> str:
    rights = [c.is_right for c in some]
    return f"{sum(rights)} of {len(rights)}" if rights else ""


def _choice_table(choices: Sequence[PersonChoice]) -> Table:
    rows = [
        (
            c.name,
            f"{c.people} of {c.tiles}",
            _yes(c.is_heard),
            c.chosen_by,
            *map(_yes, (c.is_right, c.is_asked, c.is_right_after_press)),
        )
        for c in choices
    ]
    for words, some in (
        ("all with sound", [c for c in choices if c.is_heard]),
        ("all without, in which nothing tells who the person is", [c for c in choices if not c.is_heard]),
    ):
        counts = ([c.is_asked for c in some], [c.is_right_after_press for c in some])
        shares = (f"{sum(values)} of {len(values)}" for values in counts)
        rows.append((words, "", "", "", _share(some), *shares))
    head = ("composite", "people listed", "sound", "chosen by", "the right one chosen")
    return Table(
        "Composites of several people, 8 s each",
        (*head, "“Which one is you?” asked", "with one press"),
        tuple(rows),
    )


def _length_table(results: Sequence[CaseChoice]) -> Table:
    """Return how often the right one was chosen, by how long they are heard."""
    talking = [r for r in results if r.case.talks]
    rows = []
    for words, some in _by_length(talking).items():
        wrong = [r for r in some if not r.is_right]
        halves = (_share(r for r in some if r.case.half == half) for half in MATERIAL)
        counts = (sum(r.is_by_lips for r in wrong), sum(not r.is_asked for r in wrong))
        rows.append((words, *halves, *map(str, counts)))
    return Table(
        "The one who talks, by how long they are heard",
        ("heard", *(f"right, {half}" for half in MATERIAL), "wrong by lips", "wrong and nothing asked"),
        tuple(rows),
        ("20 s are the one longer clip whole, of which each half has a part",),
    )


def _by_length(talking: Sequence[CaseChoice]) -> Mapping[str, list[CaseChoice]]:
    real = [r for r in talking if r.case.who != "rendered"]
    by_length = {
        words: [r for r in real if least < r.case.composite.seconds <= most]
        for words, (least, most) in LENGTHS_S.items()
    }
    return by_length | {RENDERED: [r for r in talking if r not in real], "all": list(talking)}


def _talker_table(results: Sequence[CaseChoice]) -> Table:
    """Return how often the right one was chosen, by kind of call and by half."""
    rows = []
    for talks, words in ((True, "{}"), (False, "a voice alone, {}: nobody chosen by lips")):
        some = [r for r in results if r.case.talks == talks]
        for kind in dict.fromkeys(r.case.kind for r in some):
            same = [r for r in some if r.case.kind == kind]
            halves = (_share(r for r in same if r.case.half == half) for half in MATERIAL)
            rows.append((words.format(kind), *halves))
    head = ("call", *(f"right, {half}" for half in MATERIAL))
    return Table("Calls in which somebody can be heard", head, tuple(rows))


def _close_table(results: Sequence[CaseChoice]) -> Table:
    """Return how often the right one was chosen where tiles touch."""
    kinds = {kind: [r for r in results if r.case.kind == kind] for kind in CLOSE_VIEWS} | {"all": results}
    rows = []
    for kind, same in kinds.items():
        wrong = [r for r in same if not r.is_right]
        counts = (sum(r.is_by_lips for r in wrong), sum(not r.is_asked for r in wrong))
        rows.append((kind, _share(same), *map(str, counts)))
    return Table(
        "Calls whose tiles touch, and very small ones",
        ("call", "right", "wrong by lips", "wrong and nothing asked"),
        tuple(rows),
        (
            "made after the rule was chosen; measured once before and once after the person was followed by "
            "their look",
        ),
    )


def _yes(is_true: bool) -> str:
    return "yes" if is_true else "no"


SECTION = Section(
    name="people",
    title="Choosing among several people",
    on="the composites above that show several people, galleries of two and of four in which one person "
    "talks and the others do not, and speaker views: another person fills the frame, and a small tile shows "
    "the person. The right one is the person of the composite, or who talks; one press "
    "is “This is me” on the page, or `--me N`. Then calls in every view, in two halves that share no moment "
    "and nobody rendered: lips are compared with the sound, and with the letters that are said. All calls, "
    "and which letters close lips, were written before that was measured; how well one must fit was chosen "
    "on one half. The other was measured before and after two faults were mended that the tuned half and the "
    "composites had shown: a face's lips were mistaken for its neighbour's, and small lips were not read. "
    "Calls whose tiles touch were made after that. There are three real people who talk, "
    "and how their lips and sound run was looked at in all three. A call counts as right, too, where lips "
    "are not clear and the likeliest is the talker; it is asked about all the same.",
    tolerance="A face counts as the person's if its centre is in their tile.",
    measure=measure_people,
    lacks=no_clips,
)
"""The section."""
