"""Questions in and out as CSV and Markdown. What comes in is not believed; what goes out does nothing.

A spreadsheet runs a cell that begins like a formula (OWASP, CSV Injection): such cells go out with an
apostrophe before them, and come back without it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from secondtake.core.conversation.marks import LONGEST_QUESTION
from secondtake.core.errors import UsageError
from secondtake.journal.questions.question import KINDS, Outline, PlainTexts, Question, plain
from secondtake.journal.sanitise import lines, one_line

COLUMNS = (
    "text", "kind", "wordings", "situation", "task", "action", "result", "notes", "story", "asked", "takes",
)  # fmt: skip
MOST = 2000  # our choice: far more than anybody was ever asked
LONGEST_CELL = 20_000  # our choice: many pages of notes
STARTERS = Path(__file__).with_name("starter_questions.csv")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_BULLET = re.compile(r"^\s*(?:[-*+]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?")
_BETWEEN = " | "


def to_csv(questions: Iterable[Question]) -> str:
    """Return the library as CSV, one question a row, with where it was asked and how often practised."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for q in questions:
        interviews = "; ".join(f"{a.company} {a.at:%Y-%m-%d}" for a in q.asked)
        wordings = _BETWEEN.join(q.wordings)
        cells = (
            q.text,
            q.kind,
            wordings,
            *q.outline.parts().values(),
            q.notes,
            q.story,
            interviews,
            str(len(q.takes)),
        )
        writer.writerow([_harmless(cell) for cell in cells])
    return out.getvalue()


def to_markdown(questions: Iterable[Question]) -> str:
    """Return the library as Markdown by kind: questions as list items, with wordings, outline and notes."""
    library = tuple(questions)
    page = ["# Questions"]
    for kind in KINDS:
        of_kind = [q for q in library if q.kind == kind]
        if of_kind:
            page += ["", f"## {kind.capitalize()}", "", *(line for q in of_kind for line in _item(q))]
    return "\n".join(page) + "\n"


def from_csv(text: str, at: datetime) -> tuple[Question, ...]:
    """Questions from CSV: columns by name (`text` or `question`, the others may be missing), in any order.

    Args:
        at: when they come into the library.

    Raises:
        UsageError: there is no such column, or the text is no CSV; the message says where.
    """
    try:
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), dialect=_dialect(text)))
    except csv.Error as error:
        raise UsageError(f"This CSV file cannot be read: {error}.") from error
    names = [name.strip().casefold() for name in rows[0]] if rows else []
    names = ["text" if name == "question" else name for name in names]
    if "text" not in names:
        raise UsageError("The first line must name the columns, one of them “text” or “question”.")
    questions = (_from_row(dict(zip(names, row, strict=False)), at) for row in rows[1:])
    return _checked(q for q in questions if q is not None)


def from_markdown(text: str, at: datetime) -> tuple[Question, ...]:
    """Questions from Markdown or plain text: list items, else lines; a heading that names a kind sets it.

    Indented lines belong to the question above them and are its notes, or its outline where they begin with
    one of its parts ("Action: ...").
    """
    kind, questions = "other", list[Question]()
    text_lines = text.removeprefix("\ufeff").splitlines()
    listed = any(_BULLET.match(line) and not line[:1].isspace() for line in text_lines)
    for line in text_lines:
        if line.startswith("#"):
            heading = one_line(line.strip("# ")).casefold()
            kind = heading if heading in KINDS else "other"
        elif line[:1].isspace() and line.strip() and questions:
            questions[-1] = _added(questions[-1], one_line(_BULLET.sub("", line)))
        elif line.strip() and (not listed or _BULLET.match(line)):
            questions.append(Question("", one_line(_BULLET.sub("", line)), kind, at))
    return _checked(q for q in questions if q.text)


def starters(at: datetime) -> tuple[Question, ...]:
    """Return the starter set: common questions in our words, to begin with."""
    return tuple(replace(q, starter=True) for q in from_csv(STARTERS.read_text(encoding="utf-8"), at))


def starter_words() -> frozenset[str]:
    """Return the starter set in plain words: sixty different questions, as we know, having written them."""
    return frozenset(plain(q.text) for q in starters(datetime.now(UTC)))


def _from_row(row: dict[str, str], at: datetime) -> Question | None:
    cells = {name: _cell_text(value) for name, value in row.items() if value}
    text = one_line(cells.get("text", ""))
    if not text:
        return None
    kind = cells.get("kind", "").casefold()
    return Question(
        id="",
        text=text,
        kind=kind if kind in KINDS else "other",
        added_at=at,
        wordings=tuple(w for part in cells.get("wordings", "").split("|") if (w := one_line(part))),
        outline=Outline(*(cells.get(name, "") for name in Outline().parts())),
        notes=cells.get("notes", ""),
        story=one_line(cells.get("story", "")),
    )


def _added(question: Question, line: str) -> Question:
    """Return the question with one more indented line."""
    name, colon, rest = line.partition(":")
    parts = question.outline.parts()
    if colon and name.casefold() in parts:
        return replace(question, outline=Outline(**(parts | {name.casefold(): rest.strip()})))
    if colon and name.casefold() == "story":
        return replace(question, story=rest.strip())
    if colon and name.casefold() == "also":
        return replace(question, wordings=(*question.wordings, rest.strip()))
    return replace(question, notes="\n".join(part for part in (question.notes, line) if part))


def _item(question: Question) -> Iterator[str]:
    yield f"- {question.text}"
    for wording in question.wordings:
        yield f"  - Also: {wording}"
    if question.story:
        yield f"  - Story: {question.story}"
    for name, text in question.outline.parts().items():
        if text:
            yield f"  - {name.capitalize()}: {one_line(text)}"
    for line in question.notes.splitlines():
        if line.strip():
            yield f"  {line.strip()}"


def _checked(questions: Iterator[Question]) -> tuple[Question, ...]:
    """Each question once, none too long, not too many.

    Raises:
        UsageError: a question is too long, or there are too many.
    """
    unique: list[Question] = []
    words = PlainTexts()
    for question in questions:
        if len(question.text) > LONGEST_QUESTION:
            raise UsageError(f"Question {len(unique) + 1} is longer than {LONGEST_QUESTION} characters.")
        if len(unique) == MOST:
            raise UsageError(f"At most {MOST} questions can be imported at once. Split the file.")
        if words.add(question):
            unique.append(question)
    return tuple(unique)


def _harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    >>> _harmless("=HYPERLINK(1)"), _harmless("'=1"), _harmless("Why us?")
    ("'=HYPERLINK(1)", "''=1", 'Why us?')
    """
    return f"'{cell}" if _is_formula(cell) else cell


def _is_formula(cell: str) -> bool:
    """Return whether a spreadsheet takes a cell for a formula, with or without apostrophes before it."""
    return cell.lstrip("'").startswith(_FORMULA)


def _cell_text(cell: str) -> str:
    """Return what a cell says, our apostrophe taken off."""
    is_escaped = cell[:1] == "'" and _is_formula(cell)
    return lines(cell[1:] if is_escaped else cell, LONGEST_CELL)


def _dialect(text: str) -> type[csv.Dialect]:
    """Commas, or the semicolons that spreadsheets write where the comma is the decimal point."""
    first = text.removeprefix("\ufeff").partition("\n")[0]
    semicolons = first.count(";") > first.count(",")

    class Found(csv.excel):
        delimiter = ";" if semicolons else ","

    return Found
