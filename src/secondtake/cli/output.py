"""Output of the command line: results on stdout, everything else on stderr."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from secondtake.config import Settings
from secondtake.core.errors import StoreError
from secondtake.core.progress import Progress
from secondtake.files import export_bytes
from secondtake.plain_text import escape_json, one_line, printable

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", metavar="DIR", help="Data directory [env: SECONDTAKE_HOME]."),
]
JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]
PresetOption = Annotated[
    str | None, typer.Option(help="Speed or precision: fast, balanced (default) or precise.")
]


def settings_for(home: Path | None, **options: Any) -> Settings:
    """Load the settings of one command."""
    return Settings.load(home=home, **options)


def print_line(text: str = "") -> None:
    """Print text of the result on stdout, with nothing in it that could command a terminal."""
    typer.echo(printable(text))


def print_note(text: str) -> None:
    """Print one line beside the result on stderr."""
    typer.echo(printable(text), err=True)


def print_error(text: str) -> None:
    """Print an error as one line on stderr."""
    print_note(f"secondtake: {' '.join(text.split())}")


def print_json(value: Any) -> None:
    """Print a result as JSON on stdout."""
    print_line(escape_json(json.dumps(value, ensure_ascii=False, indent=1, default=_json_value)))


def _json_value(value: Any) -> str:
    """Format a date or time in ISO 8601, and anything else as text."""
    return value.isoformat() if isinstance(value, date) else str(value)


def write_json(value: Any, out: str) -> None:
    """Write a result as JSON to a file, or to stdout for "-".

    Raises:
        StoreError: the file cannot be written.
    """
    write_text(escape_json(json.dumps(value, ensure_ascii=False, indent=1, default=_json_value)) + "\n", out)


def require_writable(out: str | None) -> None:
    """Check before long work that a result could be written.

    Raises:
        StoreError: its folder does not exist, or the path is a folder itself.
    """
    if out is None or out == "-":
        return
    if Path(out).is_dir() or not Path(out).parent.is_dir():
        why = "it is a folder" if Path(out).is_dir() else "its folder does not exist"
        raise StoreError(f"{out} cannot be written ({why}). Choose a different file.")


def write_text(text: str, out: str) -> None:
    """Write a result as text to a file, or to stdout for "-".

    Raises:
        StoreError: the file cannot be written.
    """
    if out == "-":
        if sys.stdout.isatty():
            text = printable(text)
        typer.echo(text.removesuffix("\n"))
    else:
        export_bytes(Path(out), text.encode())


def print_table(columns: list[str], rows: list[list[str]]) -> None:
    """Print a table with aligned columns, never truncated, so that its output can be piped."""
    rows = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in [columns, *rows]) for i in range(len(columns))]
    for row in [columns, *rows]:
        print_line("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


@contextmanager
def showing_progress(title: str) -> Iterator[Progress]:
    """Show a progress bar on a terminal that redraws lines; elsewhere print a line as each stage starts."""
    if sys.stderr.isatty() and os.environ.get("TERM") not in ("dumb", "unknown"):
        with _bar(title) as progress:
            yield progress
    else:
        yield _lines(title)


@contextmanager
def _bar(title: str) -> Iterator[Progress]:
    """Show one bar for all stages: they run in parallel, and the slowest determines the time left."""
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    from secondtake.jobs.progress import ProgressMeter

    meter = ProgressMeter()
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TextColumn("{task.fields[left]}"))
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=1.0, left="")

        def update(stage: str, done_s: float, total_s: float) -> None:
            meter.report(stage, done_s, total_s)
            stages = ", ".join(f"{n} {100 * d / max(t, 1e-9):.0f} %" for n, (d, t) in meter.stages.items())
            left = "" if meter.left_s is None else f"{length_of(meter.left_s)} left"
            bar.update(task, description=f"{title}: {stages}", completed=meter.share, left=left)

        yield update


def _lines(title: str) -> Progress:
    start = time.monotonic()
    started: set[str] = set()

    def update(stage: str, done_s: float, total_s: float) -> None:
        if stage not in started:
            started.add(stage)
            print_note(f"{title}: {stage}, started after {time.monotonic() - start:.0f} s")

    return update


def date_of(moment: Any) -> str:
    """Format a date and time in the local time zone."""
    return str(moment.astimezone().strftime("%Y-%m-%d %H:%M"))


def length_of(seconds: float) -> str:
    """Format a duration in minutes and seconds.

    >>> length_of(125.4)
    '2:05'
    """
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
