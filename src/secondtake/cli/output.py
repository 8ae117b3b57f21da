"""How the command line speaks: results on stdout, everything else on stderr."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from secondtake.config import Settings
from secondtake.core.errors import StoreError
from secondtake.files import export_bytes

Progress = Callable[[str, float, float], None]

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="Where everything is kept (else SECONDTAKE_HOME, else your data folder)."),
]
JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]


def settings_for(home: Path | None, **given: Any) -> Settings:
    """The settings of one command."""
    return Settings.load(home=home, **given)


def print_line(text: str = "") -> None:
    """One line of the result."""
    typer.echo(text)


def print_note(text: str) -> None:
    """One line beside the result."""
    typer.echo(text, err=True)


def print_error(text: str) -> None:
    """One error, in one line."""
    print_note(f"secondtake: {' '.join(text.split())}")


def print_json(value: Any) -> None:
    """A result as JSON on stdout."""
    print_line(json.dumps(value, ensure_ascii=False, indent=1, default=_plain))


def _plain(value: Any) -> str:
    """A date or time as ISO 8601 has it; anything else as text."""
    return value.isoformat() if isinstance(value, date) else str(value)


def write_json(value: Any, out: str) -> None:
    """A result as JSON into a file, or on stdout for "-".

    Raises:
        StoreError: the file cannot be written.
    """
    write_text(json.dumps(value, ensure_ascii=False, indent=1, default=_plain) + "\n", out)


def require_place(out: str | None) -> None:
    """Before long work: a result could be written there.

    Raises:
        StoreError: its folder is not there, or it is a folder itself.
    """
    if out is None or out == "-":
        return
    if Path(out).is_dir() or not Path(out).parent.is_dir():
        why = "it is a folder" if Path(out).is_dir() else "its folder is not there"
        raise StoreError(f"{out} could not be written ({why}). Choose another place.")


def write_text(text: str, out: str) -> None:
    """A result as text into a file, or on stdout for "-".

    Raises:
        StoreError: the file cannot be written.
    """
    if out == "-":
        print_line(text.removesuffix("\n"))
    else:
        export_bytes(Path(out), text.encode())


def print_table(columns: list[str], rows: list[list[str]]) -> None:
    """A table: aligned columns, cut to nothing, so that it pipes well."""
    widths = [max(len(row[i]) for row in [columns, *rows]) for i in range(len(columns))]
    for row in [columns, *rows]:
        print_line("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


@contextmanager
def showing_progress(title: str) -> Iterator[Progress]:
    """A bar with the time left on a terminal that redraws lines; elsewhere one line when a stage begins."""
    if sys.stderr.isatty() and os.environ.get("TERM") not in ("dumb", "unknown"):
        with _bar(title) as progress:
            yield progress
    else:
        yield _lines(title)


@contextmanager
def _bar(title: str) -> Iterator[Progress]:
    """One bar for all stages: they run side by side, and the slowest says how long it takes."""
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    from secondtake.jobs.progress import ProgressMeter

    meter = ProgressMeter()
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TextColumn("{task.fields[left]}"))
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=1.0, left="")

        def update(stage: str, done_s: float, total_s: float) -> None:
            meter.tell(stage, done_s, total_s)
            stages = ", ".join(f"{n} {100 * d / max(t, 1e-9):.0f} %" for n, (d, t) in meter.stages.items())
            left = "" if meter.left_s is None else f"{length_of(meter.left_s)} left"
            bar.update(task, description=f"{title}: {stages}", completed=meter.share, left=left)

        yield update


def _lines(title: str) -> Progress:
    begun = time.monotonic()
    seen: set[str] = set()

    def update(stage: str, done_s: float, total_s: float) -> None:
        if stage not in seen:
            seen.add(stage)
            print_note(f"{title}: {stage}, begun after {time.monotonic() - begun:.0f} s")

    return update


def date_of(moment: Any) -> str:
    """A date and time as the person's own clock has it."""
    return str(moment.astimezone().strftime("%Y-%m-%d %H:%M"))


def length_of(seconds: float) -> str:
    """A length in minutes and seconds.

    >>> length_of(125.4)
    '2:05'
    """
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
