"""What was measured, as Markdown: `docs/validation.md` is nothing but this."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from secondtake.evaluation.report.results import WEAK_F1, WEAK_WRONG, Kept, Table
from secondtake.evaluation.report.section import Section

COMMAND = "python -m secondtake.evaluation.report"

HEAD = f"""# How often Second Take is right

Written by `{COMMAND}`; do not edit. Bad numbers are here too.

**Reading the tables.** Found and true events are matched one to one: as many as possible, the best
overlapping first. An event may lie off by the tolerance named in each section. *Precision*: the share of
what was shown that is true. *Recall*: the share of what is true that was shown. *F1*: the harmonic mean of
both. *Shared of either's time*: seconds in which found and true events agree, by seconds that either covers.
An empty cell: it cannot be said, as where nothing was true, or where not every event was labelled.
Real people and synthetic material are never added up. *Weak*: F1 below {WEAK_F1}, and at least
{WEAK_WRONG} events missed or false.

**Making it again.** `{COMMAND}` in a clone measures everything
that is at hand, from minutes to half an hour; renders, words and faces are kept, so that a second time they
are only judged. `--only NAME` measures one section. Recordings of real people are no part of this project:
where `SECONDTAKE_VALIDATION` does not lead to them, their sections stay as they were last measured, with a
remark.
"""


def markdown(sections: tuple[Section, ...], kept: Mapping[str, Kept], detectors: Mapping[str, int]) -> str:
    """The whole page.

    Args:
        sections: in the order they are shown.
        kept: by section's name, what was measured.
        detectors: today's detectors and their versions, to say which figures are older.
    """
    lines = [HEAD]
    for section in sections:
        lines += [f"## {section.title}", ""]
        lines += (
            _section(section, kept[section.name], detectors) if section.name in kept else _nothing(section)
        )
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _nothing(section: Section) -> Iterator[str]:
    yield f"Not measured yet. `{COMMAND} --only {section.name}` does it."


def _section(section: Section, kept: Kept, detectors: Mapping[str, int]) -> Iterator[str]:
    yield f"**Measured on** {section.on}"
    yield ""
    yield f"**Tolerance.** {section.tolerance}"
    yield ""
    versions = ", ".join(f"{name} {version}" for name, version in kept.versions.items())
    judged = ", ".join(f"`{name}@{version}`" for name, version in kept.outcome.detectors.items())
    yield f"{kept.date}, `{COMMAND} --only {section.name}`, {versions}{f'; {judged}' if judged else ''}."
    yield from _remarks(kept, detectors)
    for table in kept.outcome.tables:
        yield from _table(table)
    if kept.outcome.weak:
        yield from ("", "**Weak:**", "")
        yield from (f"- {sentence}" for sentence in kept.outcome.weak)


def _remarks(kept: Kept, detectors: Mapping[str, int]) -> Iterator[str]:
    """Why the figures are not today's, where they are not."""
    if kept.not_again:
        yield from ("", f"> Kept from {kept.date}: {kept.not_again}.")
    then = kept.outcome.detectors
    changed = [
        f"`{name}@{now}`"
        for name, version in then.items()
        if (now := detectors.get(name, version)) != version
    ]
    if changed:
        yield from ("", f"> Changed since, and not measured again here: {', '.join(changed)}.")


def _table(table: Table) -> Iterator[str]:
    yield from ("", f"### {table.title}", "")
    yield f"| {' | '.join(table.head)} |"
    yield "|" + "---|" * len(table.head)
    yield from (f"| {' | '.join(row)} |" for row in table.rows)
    if table.remarks:
        yield ""
        yield from (f"- {remark}" for remark in table.remarks)
