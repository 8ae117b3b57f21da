"""Figures that the pages repeat from docs/validation.md agree with it."""

from __future__ import annotations

import pytest

from secondtake.detectors.published_accuracy import PUBLISHED
from secondtake.evaluation.report.results import read_outcomes
from secondtake.evaluation.report.section import ROOT

OUTCOMES = read_outcomes(ROOT / "src" / "secondtake" / "detectors" / PUBLISHED)


def rows(section: str, title: str) -> list[dict[str, str]]:
    """Return the rows of a published table as dictionaries."""
    table = next(t for t in OUTCOMES[section].outcome.tables if t.title.startswith(title))
    return [dict(zip(table.head, row, strict=True)) for row in table.rows]


def row(section: str, title: str, **cells: str) -> dict[str, str]:
    """Return the first row with these cells."""
    return next(r for r in rows(section, title) if cells.items() <= r.items())


def total(kind: str, column: str) -> int:
    """Add up a column over the speakers developed with and those held back."""
    stumbles = rows("listening", "Stumbles made")
    return sum(int(r[column]) for r in stumbles if r["kind"] == kind)


def short(share: str) -> str:
    """Write a share as the pages do, without the leading zero."""
    return share.removeprefix("0")


def stumbles() -> str:
    doubled, cut_off = ((total(k, "true"), total(k, "found")) for k in ("repeated word", "cut-off word"))
    return "of {} doubled by rule it wrote {} down, and of {} cut-offs {} ".format(*doubled, *cut_off)


def unseen(what: str) -> dict[str, str]:
    return row("sentences", "Hedges and stumbles", what=f"{what}, unseen")


def hedges() -> str:
    table_row = unseen("hedges")
    count, traps = table_row["sentences"].removesuffix(" without").split(", ")
    shares = short(table_row["precision"]), short(table_row["recall"])
    return (
        f"{count} sentences written last and unseen, {traps} of them traps "
        "(`tests/data/hedges_unseen.csv`): precision {}, recall {}.".format(*shares)
    )


def repeats() -> str:
    again, anew = unseen("words said again"), unseen("sentences begun anew")
    return (
        f"words said again {short(again['precision'])} precision, {short(again['recall'])} recall; "
        f"sentences begun anew {short(anew['precision'])} and {short(anew['recall'])}."
    )


def stillness() -> str:
    quarter = row("movement", "Real movement", movement="a quarter as large")
    return f"a quarter of it is found in {quarter['found']} of {quarter['true']} stretches of 13 s"


def words() -> str:
    natural = row("speech", "Natural speech", recording="**in sum**")
    wrong, of = natural["words wrong"].split(" of ")
    wrong = wrong.replace("%", " %")
    return f"({wrong} of {of} words of natural speech, {natural['found']} of {natural['true']} fillers)"


def model(way: str) -> tuple[str, str]:
    """Return the words wrong and the fillers found; times are not compared."""
    cells = row("recognisers", "Models", model=f"whisper-base, {way}")
    return cells["words wrong"].replace("%", " %"), cells["fillers found"]


def installed_model() -> str:
    return "{} words wrong, {} fillers".format(*model("as installed"))


def fast_preset() -> str:
    return "the preset *fast* {}, {} and".format(*(cell.split(" of")[0] for cell in model("preset fast")))


def float32() -> str:
    cells = (cell.split(" of")[0] for cell in model("in float32"))
    return "float32 instead of eight bits {}, {} and".format(*cells)


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("detectors/repeats.md", stumbles),
        ("detectors/repeats.md", repeats),
        ("detectors/hedges.md", hedges),
        ("detectors/visible_energy.md", stillness),
        ("models.md", words),
        ("models.md", installed_model),
        ("models.md", fast_preset),
        ("models.md", float32),
    ],
)
def test_page_states_the_published_figure(page, sentence):
    text = " ".join((ROOT / "docs" / page).read_text(encoding="utf-8").split())
    assert sentence() in text
