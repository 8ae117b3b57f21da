"""Commands that stay: the page and the worker."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from secondtake.cli.output import HomeOption, print_note, settings_for


def page(
    port: Annotated[int, typer.Option(help="Where the page is served on 127.0.0.1.")] = 8501,
    browser: Annotated[bool, typer.Option(help="Open a browser as well.")] = True,
    home: HomeOption = None,
) -> None:
    """Open the page in your browser; it is served to this machine only.

    Example: secondtake page --port 8600
    """
    from secondtake.ui.server import app

    os.environ.update(settings_for(home).to_environ())  # the page and its worker read their settings there
    app.run(port=port, open_browser=browser)


def worker(
    once: Annotated[bool, typer.Option("--once", help="End when nothing is left to do.")] = False,
    home: HomeOption = None,
) -> None:
    """Work on waiting recordings, here or beside other machines (docs/several-machines.md).

    Example: secondtake worker --once
    """
    from secondtake.jobs.worker import work

    print_note("Waiting for recordings. Stop with Ctrl-C: what is finished is kept.")
    work(settings_for(home), once=once)
