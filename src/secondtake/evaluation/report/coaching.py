"""Section on coaching: how often the first choices agree with a coach's."""

from __future__ import annotations

from collections.abc import Iterable

from secondtake.evaluation.coaching_cases import Choice, choose, read_cases
from secondtake.evaluation.report.results import Outcome, Table
from secondtake.evaluation.report.section import Section, Work

TABLES = (
    ("cases", "used in development"),
    ("held_back", "held back; first look 16 and 22 of 24"),
    ("second_coach", "a second coach's; first look 19 and 16 of 24"),
    ("third_coach", "a third coach's, who knew the rule; first look 19 and 21 of 22"),
)
"""By table: what it is. A first look is the figure before any of its misses was known."""


def measure(work: Work) -> Outcome:
    """Choose for every case of every table, and count where a coach agrees."""
    rows: list[tuple[str, ...]] = []
    remarks: list[str] = []
    for name, label in TABLES:
        choices = [choose(case) for case in read_cases(name)]
        agreements = (
            _share(c.agrees_on_change for c in choices),
            _share(c.agrees_on_keep for c in choices),
        )
        rows.append((label, str(len(choices)), *agreements))
        remarks += [_remark(choice, label) for choice in choices if not choice.agrees_on_change]
    head = ("table", "cases", "first thing to change", "first thing to keep")
    return Outcome((Table("Agreement with a coach", head, tuple(rows), tuple(remarks)),))


def _share(agreements: Iterable[bool]) -> str:
    values = list(agreements)
    return f"{sum(values)} of {len(values)} ({sum(values) / len(values):.2f})"


def _remark(choice: Choice, label: str) -> str:
    return f"{label}: {choice.name}: chose {choice.change}"


SECTION = Section(
    name="coaching",
    title="What the debrief chooses",
    on="made interviews (`tests/data/coaching/`): words as a recogniser writes them, voice and movement as "
    "data, with every first choice that a coach would accept; the first three tables "
    "were written without sight of the rule, the fourth before it was run on it. The figures of the first "
    "look are those on unseen material. Some are recordings on which a coach would give no advice.",
    tolerance="None: the choice is one that the coach accepts, or it is not.",
    measure=measure,
)
