"""The command line: `secondtake`. One file for each group of commands; nothing heavy is imported up here."""

from __future__ import annotations

import os
from collections.abc import Sequence

import typer

from secondtake.cli import (
    analysing,
    correcting,
    following_up,
    interviews,
    looking,
    questions,
    sampling,
    serving,
    storing,
    today,
)
from secondtake.cli.output import complain
from secondtake.core.errors import SecondTakeError

HELP = "Review your own mock interviews: every tic, filler, pause and smile, on your own machine."

app = typer.Typer(
    name="secondtake",
    help=HELP,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

app.command("analyse")(analysing.analyse)
app.command("judge")(analysing.judge)
app.command("change")(correcting.change)
app.command("speakers")(correcting.speakers)
app.command("list")(looking.list_sessions)
app.command("show")(looking.show)
app.command("compare")(looking.compare)
app.command("export")(looking.export)
app.command("search")(looking.search)
app.command("samples")(sampling.samples)
app.command("validate")(analysing.validate)
app.command("bench")(analysing.bench)
app.command("doctor")(storing.doctor)
app.command("erase")(storing.erase)
app.command("backup")(storing.backup)
app.command("restore")(storing.restore)
app.command("page")(serving.page)
app.command("worker")(serving.worker)

app.command("today")(today.today)
app.add_typer(questions.app, name="questions")
app.add_typer(interviews.app, name="interviews")
following_up.commands(interviews.app)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (`core/errors.py`); errors are one sentence on stderr."""
    try:
        app(None if arguments is None else list(arguments))
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except SecondTakeError as error:
        complain(str(error))
        return error.exit_code
    except Exception as error:
        if os.environ.get("SECONDTAKE_DEBUG"):
            raise
        complain(f"Something went wrong that should not: {error!r}. SECONDTAKE_DEBUG=1 shows where.")
        return 1
    return 0
