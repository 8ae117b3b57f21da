"""Commands that stay: the page and the worker."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from secondtake.cli.output import HomeOption, remark, settings_for
from secondtake.core.errors import UsageError


def page(
    port: Annotated[int, typer.Option(help="Where the page is served on 127.0.0.1.")] = 8501,
    home: HomeOption = None,
) -> None:
    """Open the page in your browser; it is served to this machine only.

    Example: secondtake page --port 8600
    """
    import subprocess

    door = Path(__file__).resolve().parents[3] / "app.py"
    if not door.is_file():
        raise UsageError("app.py is not beside this installation. Run `streamlit run app.py` in a checkout.")
    settings = settings_for(home)
    command = [sys.executable, "-m", "streamlit", "run", str(door)]
    command += ["--server.address=127.0.0.1", f"--server.port={port}", "--browser.gatherUsageStats=false"]
    raise typer.Exit(subprocess.call(command, env=os.environ | {"SECONDTAKE_HOME": str(settings.home)}))


def worker(
    once: Annotated[bool, typer.Option("--once", help="End when nothing is left to do.")] = False,
    home: HomeOption = None,
) -> None:
    """Work on waiting recordings, here or beside other machines (docs/several-machines.md).

    Example: secondtake worker --once
    """
    from secondtake.jobs.worker import work

    remark("Waiting for recordings. Stop with Ctrl-C: what is finished is kept.")
    work(settings_for(home), once=once)
