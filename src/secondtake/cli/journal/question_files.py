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
    """Import questions or a coach's question set from a file, or the starter set. What you have is skipped.

    Example: secondtake questions import --starter
    """
    from secondtake.journal.questions.import_export import from_csv, from_markdown, starters
    from secondtake.journal.questions.question_set import read_set
    from secondtake.store.library import Library
    from secondtake.ui.handins import save_set

    if (file is None) != starter:
        raise UsageError("Give either a file or --starter.")
    now, question_set = datetime.now(UTC), None
    if file is None:
        questions = starters(now)
    elif file.suffix.lower() == ".csv":
        questions = from_csv(read_text(file), now)
    else:
        text = read_text(file)
        questions = from_markdown(text, now)
        question_set = read_set(text, questions)
    with Library.open(settings_for(home)) as library:
        count = library.questions.add_all(questions)
        if question_set:
            save_set(library.corrections, question_set)
            print_line(f"Question set: {question_set.name}")
    print_line(f"Imported {count} of {len(questions)} questions.")


def export_questions(
    out: Annotated[str, typer.Option("--output", "-o", help="A .csv or .md file; - prints CSV.")] = "-",
    set_name: Annotated[
        str, typer.Option("--set", help="Export a question set of this name for students, as Markdown.")
    ] = "",
    rate: Annotated[
        str, typer.Option(help="What you will rate in the set, such as answers,pace. Default: everything.")
    ] = "",
    ids: Annotated[str, typer.Option("--only", help="Question IDs, such as 7kq2,m3xd. Default: all.")] = "",
    home: HomeOption = None,
) -> None:
    """Export your questions as CSV or Markdown, or some of them as a question set for students.

    Example: secondtake questions export -o questions.md
    """
    from secondtake.journal.questions.import_export import to_csv, to_markdown
    from secondtake.journal.questions.question_set import set_to_markdown
    from secondtake.store.library import Library

    with Library.open(settings_for(home)) as library:
        chosen = [library.questions.get(part.strip()) for part in ids.split(",") if part.strip()]
        questions = tuple(chosen) or library.questions.all()
    if set_name:
        items = [item.strip() for item in rate.split(",") if item.strip()]
        write_text(set_to_markdown(set_name, items, questions), out)
        return
    write = to_markdown if out.lower().endswith((".md", ".markdown")) else to_csv
    write_text(write(questions), out)
