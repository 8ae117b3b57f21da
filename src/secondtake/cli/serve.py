"""Commands that run until stopped: the page and the worker."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from secondtake.cli.output import HomeOption, print_note, settings_for


def page(
    port: Annotated[int, typer.Option(help="Port of the page.", min=1, max=65535)] = 8501,
    browser: Annotated[bool, typer.Option(help="Open the page in your browser.")] = True,
    host: Annotated[
        str, typer.Option(help="Address to serve; 0.0.0.0 lets other computers reach the page.")
    ] = "127.0.0.1",
    token: Annotated[
        bool, typer.Option(help="Ask each browser for the token of the printed address.")
    ] = True,
    home: HomeOption = None,
) -> None:
    """Open Second Take in your browser. Only you can reach it, by the address that it prints.

    Example: secondtake page --port 8600
    """
    from secondtake.ui.server import app

    os.environ.update(settings_for(home).to_environ())  # read by the page and its worker
    app.run(port=port, bound=host, token=token, open_browser=browser)


def worker(
    once: Annotated[bool, typer.Option("--once", help="Exit when the queue is empty.")] = False,
    home: HomeOption = None,
) -> None:
    """Analyse queued recordings, on one or several machines (docs/several-machines.md).

    Example: secondtake worker --once
    """
    from secondtake.jobs.worker import work

    print_note("Waiting for recordings. Press Ctrl-C to stop; finished work is saved.")
    work(settings_for(home), once=once)
