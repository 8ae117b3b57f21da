"""Command line `secondtake`: one file per group of commands. Heavy imports happen inside the commands."""

from __future__ import annotations

import os
from collections.abc import Sequence

import typer

from secondtake.cli import (
    analyse,
    data,
    desktop,
    edit,
    raters,
    samples,
    serve,
    sessions,
    story,
    validate,
    watch,
)
from secondtake.cli.journal import coach_desk, follow_up, interviews, question_files, questions, today
from secondtake.cli.output import print_error
from secondtake.core.errors import SecondTakeError

HELP = "Review your practice interviews on your own computer: mannerisms, filler words, pauses and smiles."

app = typer.Typer(
    name="secondtake",
    help=HELP,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

app.command("analyse")(analyse.analyse)
app.command("watch")(watch.watch)
app.command("judge")(analyse.judge)
app.command("change")(edit.change)
app.command("speakers")(edit.speakers)
app.command("words")(edit.words)
app.command("list")(sessions.list_sessions)
app.command("show")(sessions.show)
app.command("compare")(sessions.compare)
app.command("export")(sessions.export)
app.command("search")(sessions.search)
app.command("story")(story.story)
app.command("samples")(samples.samples)
app.command("validate")(validate.validate)
app.command("raters")(raters.raters)
app.command("bench")(validate.bench)
app.command("doctor")(data.doctor)
app.command("erase")(data.erase)
app.command("backup")(data.backup)
app.command("restore")(data.restore)
app.command("page")(serve.page)
app.command("desktop")(desktop.desktop)
app.command("worker")(serve.worker)
app.command("centre")(serve.centre)

app.command("today")(today.today)
question_files.register(questions.app)
app.add_typer(questions.app, name="questions")
app.add_typer(interviews.app, name="interviews")
app.add_typer(coach_desk.app, name="desk")
follow_up.register(interviews.app)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (`core/errors.py`); errors are one line on stderr."""
    try:
        app(None if arguments is None else list(arguments))
    except SystemExit as exit_request:
        return exit_request.code if isinstance(exit_request.code, int) else 1
    except SecondTakeError as error:
        print_error(str(error))
        return error.exit_code
    except Exception as error:
        if os.environ.get("SECONDTAKE_DEBUG"):
            raise
        print_error(f"Unexpected error: {error!r}. Set SECONDTAKE_DEBUG=1 to see where it happened.")
        return 1
    return 0
