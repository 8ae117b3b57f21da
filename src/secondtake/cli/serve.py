"""Commands that run until stopped: the page and the worker."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from secondtake.cli.output import HomeOption, print_note, settings_for
from secondtake.core.errors import UsageError


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


def centre(
    root: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder of everybody's data directories.")],
    proxy: Annotated[
        str, typer.Option(metavar="ADDRESS", help="The proxy that signs people in: 172.30.8.2.")
    ],
    name: Annotated[
        str, typer.Option(metavar="HOST", help="Host name under which the proxy serves the page.")
    ],
    header: Annotated[
        str, typer.Option(help="The header in which the proxy says who somebody is.")
    ] = "X-Forwarded-User",
    host: Annotated[str, typer.Option(help="Address to serve.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to serve.", min=1, max=65535)] = 8501,
) -> None:
    """Serve many people, each with a library of their own, behind a proxy that signs them in.

    Example: secondtake centre /srv/people --proxy 172.30.8.2 --name practice.example.org
    """
    if find_spec("httpx") is None:
        raise UsageError("Install what a centre needs: pip install 'secondtake[servers]'.")
    import uvicorn

    from secondtake.jobs.worker import stop_on_signals
    from secondtake.ui.centre.gateway import Gateway, guarded
    from secondtake.ui.centre.owner_pages import OwnerPages
    from secondtake.ui.centre.owners import SignInProxy

    pages = OwnerPages(root.absolute())
    app = guarded(Gateway(SignInProxy(proxy, header), pages), name)
    stop_on_signals()  # uvicorn repeats the signal that ended it: it must not end us before the pages
    try:
        # Forwarded addresses are never believed: who is connected counts.
        uvicorn.run(app, host=host, port=port, proxy_headers=False, lifespan="off", access_log=False)
    finally:
        pages.stop()


def worker(
    once: Annotated[bool, typer.Option("--once", help="Exit when the queue is empty.")] = False,
    home: HomeOption = None,
) -> None:
    """Analyse queued recordings, on one or several machines (docs/several-machines.md).

    Example: secondtake worker --once
    """
    from secondtake.jobs.worker import stop_on_signals, work

    print_note("Waiting for recordings. Press Ctrl-C to stop; finished work is saved.")
    work(settings_for(home), once=once, stop=stop_on_signals())
