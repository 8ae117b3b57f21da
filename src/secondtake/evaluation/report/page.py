"""Markdown of `docs/validation.md`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from secondtake.evaluation.report.results import WEAK_F1, WEAK_WRONG, StoredOutcome, Table
from secondtake.evaluation.report.section import Section

COMMAND = "python -m secondtake.evaluation.report"

HEAD = f"""# How often Second Take is right

Written by `{COMMAND}`; do not edit. Bad numbers are included.

**Reading the tables.** Detected and true events are matched one to one: as many as possible, best overlap
first. Matched events may differ by the tolerance named in each section. *Precision*: the share of detected
events that are true. *Recall*: the share of true events that are detected. *F1*: the harmonic mean of
both. *Shared of either's time*: intersection over union of detected and true seconds (Jaccard index).
An empty cell is undefined: there were no true events, or not all events were labelled.
Results on real people and on synthetic material are never pooled. *Weak*: F1 below {WEAK_F1}, and at least
{WEAK_WRONG} events missed or false.

**Reproducing it.** `{COMMAND}` in a clone measures every section
whose data is available, in a few minutes to half an hour; renders and tracks are cached for the next run.
`--only NAME` measures one section. Recordings of real people are not part of this project: if
`SECONDTAKE_VALIDATION` does not point to them, their sections keep the previous results, with a remark.
"""


def markdown(
    sections: tuple[Section, ...], outcomes: Mapping[str, StoredOutcome], detectors: Mapping[str, int]
) -> str:
    """Write the whole page.

    Args:
        sections: sections in order.
        outcomes: stored outcomes by section name.
        detectors: current detector versions, to mark older figures.
    """
    lines = [HEAD]
    for section in sections:
        lines += [f"## {section.title}", ""]
        outcome = outcomes.get(section.name)
        lines += _section(section, outcome, detectors) if outcome else _unmeasured(section)
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _unmeasured(section: Section) -> Iterator[str]:
    yield f"Not measured yet. Run `{COMMAND} --only {section.name}`."


def _section(section: Section, stored: StoredOutcome, detectors: Mapping[str, int]) -> Iterator[str]:
    yield f"**Measured on** {section.on}"
    yield ""
    yield f"**Tolerance.** {section.tolerance}"
    yield ""
    versions = ", ".join(f"{name} {version}" for name, version in stored.versions.items())
    judged = ", ".join(f"`{name}@{version}`" for name, version in stored.outcome.detectors.items())
    yield f"{stored.date}, `{COMMAND} --only {section.name}`, {versions}{f'; {judged}' if judged else ''}."
    yield from _remarks(stored, detectors)
    for table in stored.outcome.tables:
        yield from _table(table)
    if stored.outcome.weak:
        yield from ("", "**Weak:**", "")
        yield from (f"- {sentence}" for sentence in stored.outcome.weak)


def _remarks(stored: StoredOutcome, detectors: Mapping[str, int]) -> Iterator[str]:
    """Explain outdated figures, if any."""
    if stored.not_again:
        yield from ("", f"> Figures of {stored.date}: {stored.not_again}.")
    changed = [
        f"`{name}@{now}`"
        for name, version in stored.outcome.detectors.items()
        if (now := detectors.get(name, version)) != version
    ]
    if changed:
        yield from ("", f"> Changed since this measurement: {', '.join(changed)}.")


def _table(table: Table) -> Iterator[str]:
    yield from ("", f"### {table.title}", "")
    yield f"| {' | '.join(table.head)} |"
    yield "|" + "---|" * len(table.head)
    yield from (f"| {' | '.join(row)} |" for row in table.rows)
    if table.remarks:
        yield ""
        yield from (f"- {remark}" for remark in table.remarks)
