"""Commands for files of questions: `secondtake questions import` and `export`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from secondtake.cli.inputs import read_text
from secondtake.cli.output import HomeOption, print_line, settings_for, write_text
from secondtake.core.errors import UsageError


def register(app: typer.Typer) -> None:
    """Add these commands to the group `questions`."""
    app.command("import")(import_questions)
    app.command("export")(export_questions)


def import_questions(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="CSV (with a column “text”), Markdown or text file.")
    ] = None,
    starter: Annotated[
        bool, typer.Option("--starter", help="Import the starter set of common questions.")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Import questions from a file, or the starter set. Questions you already have are skipped.

    Example: secondtake questions import --starter
    """
    from secondtake.journal.questions.import_export import from_csv, from_markdown, starters
    from secondtake.store.library import Library

    if (file is None) != starter:
        raise UsageError("Give either a file or --starter.")
    now = datetime.now(UTC)
    if file is None:
        questions = starters(now)
    else:
        parse = from_csv if file.suffix.lower() == ".csv" else from_markdown
        questions = parse(read_text(file), now)
    with Library.open(settings_for(home)) as library:
        count = library.questions.add_all(questions)
    print_line(f"Imported {count} of {len(questions)} questions.")


def export_questions(
    out: Annotated[str, typer.Option("--output", "-o", help="A .csv or .md file; - prints CSV.")] = "-",
    home: HomeOption = None,
) -> None:
    """Export your questions as CSV or Markdown.

    Example: secondtake questions export -o questions.md
    """
    from secondtake.journal.questions.import_export import to_csv, to_markdown
    from secondtake.store.library import Library

    with Library.open(settings_for(home)) as library:
        questions = library.questions.all()
    write = to_markdown if out.lower().endswith((".md", ".markdown")) else to_csv
    write_text(write(questions), out)
