"""Every command line of the docs is one that the program takes, and those of its shell blocks run as printed.

Run elsewhere: the page for coaches in `test_coach_desk.py`; `docker compose exec` and the containers' own
commands in `container/test_start.py`; installing, the page and `.ci/run` in `browser/test_wheel.py` and by
`.ci/run` itself. Not run at all: what needs Docker's engine, and `pip install` of what is already here.
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer

from sample_cuts import cut
from secondtake.cli import app

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
WAIT_S = 600
ANALYSING = ("analyse", "watch", "worker")
RUN_HERE = {"README", "researchers", "several-machines"}
RUN_ELSEWHERE = {"coaches", "models"}


def commands(page: Path) -> list[list[str]]:
    """The arguments of each `secondtake` line in a page's shell blocks, and of those in its text."""
    text = page.read_text("utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.M | re.S)
    lines = [line for block in blocks for line in block.splitlines()]
    lines = [line for line in lines if re.match(r"(\S*/)?secondtake\b", line)]
    return [shlex.split(line, comments=True)[1:] for line in lines]


DOCUMENTED = [
    pytest.param(arguments, id=f"{page.stem}: {' '.join(arguments)}")
    for page in PAGES
    for arguments in commands(page)
]


IN_TEXT = [
    pytest.param(shlex.split(command), id=f"{page.stem}: {command}")
    for page in PAGES
    for command in re.findall(r"`(?:\.venv/bin/)?secondtake ([^`]+)`", page.read_text("utf-8"))
]


def test_docs_have_commands_and_each_page_is_run():
    assert len(DOCUMENTED) > 20
    assert len(IN_TEXT) > 40
    assert {page.stem for page in PAGES if commands(page)} == RUN_HERE | RUN_ELSEWHERE


@pytest.mark.parametrize("arguments", IN_TEXT)
def test_command_in_text_and_its_options_are_known(arguments):
    group = typer.main.get_command(app)
    while hasattr(group, "commands") and arguments:
        assert arguments[0] in group.commands
        group, arguments = group.commands[arguments[0]], arguments[1:]
        arguments = arguments if not hasattr(group, "commands") or arguments[:1] != ["ID"] else []
    known = {name for parameter in group.params for name in (*parameter.opts, *parameter.secondary_opts)}
    assert {word for word in arguments if word.startswith("--")} <= known


@pytest.mark.parametrize("arguments", DOCUMENTED)
def test_documented_command_is_parsed(arguments):
    group, context = typer.main.get_command(app), None
    while hasattr(group, "commands") and arguments and arguments[0] in group.commands:
        name, *arguments = arguments
        group = group.commands[name]
    assert not hasattr(group, "commands") or arguments == ["--help"], arguments
    if "--help" not in arguments:
        context = group.make_context("secondtake", list(arguments))
        assert not context.args


def test_researchers_commands_run_as_printed(run, sample_session, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("export", sample_session.id, "--format", "eaf", "-o", "interview.eaf")[0] == 0
    for coder in "ab":
        assert (
            run("export", sample_session.id, "--format", "textgrid", "-o", f"coder-{coder}.TextGrid")[0] == 0
        )
    assert len(run_as_printed("researchers", run, sample_session.id)) >= 7


def test_commands_of_the_readme_run_as_printed(run, sample_session, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("answer.txt").write_text(
        "When sales fell last year, I was asked to find out why, so I called customers."
    )
    assert len(run_as_printed("README", run, sample_session.id)) >= 4


def run_as_printed(stem, run, session_id):
    """Run a page's commands but those that analyse, in order."""
    page = next(page for page in PAGES if page.stem == stem)
    ran = [c for c in commands(page) if c[0] not in ANALYSING]
    for arguments in ran:
        filled = [session_id if argument == "ID" else argument for argument in arguments]
        code, _, errors = run(*filled)
        assert code == 0, (arguments, errors)
    return ran


@pytest.mark.slow
def test_commands_that_analyse_run_as_printed(library, tmp_path, monkeypatch):
    """Two of them end at Ctrl-C alone."""
    environ = os.environ | {"SECONDTAKE_HOME": str(library.home.root)}
    monkeypatch.chdir(tmp_path)
    for number, folder in enumerate(("Recordings", "FOLDER")):
        Path(folder).mkdir()
        cut(Path(folder, "take.mp4"), 8.0 * number, 8.0 * number + 2)
    cut(Path("interview.mp4"), 0, 2, picture=True)
    cut(Path("call.mp4"), 0, 3, picture=True)
    until = {  # Ctrl-C comes once this holds
        "watch Recordings": lambda: reviewed(library) == 2,
        "worker": lambda: "Waiting for recordings" in Path("log").read_text(),
    }
    documented = [c for page in PAGES if page.stem in RUN_HERE for c in commands(page) if c[0] in ANALYSING]
    assert {" ".join(arguments) for arguments in documented} > set(until)
    for arguments in documented:
        with Path("log").open("w") as log:
            # A shell has what it starts in the background ignore Ctrl-C, the tests and all they start too.
            process = subprocess.Popen(
                [sys.executable, "-m", "secondtake", *arguments],
                env=environ,
                stderr=log,
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            )
        try:
            if (is_done := until.get(" ".join(arguments))) is not None:
                while not is_done():
                    assert process.poll() is None, Path("log").read_text()
                    time.sleep(0.1)
                process.send_signal(signal.SIGINT)
            assert process.wait(WAIT_S) == 0, Path("log").read_text()
        finally:
            process.kill()
    assert reviewed(library) == len(library.sessions()) == 4


def reviewed(library):
    """How many sessions have a review."""
    return sum(library.latest_review(session.id) is not None for session in library.sessions())
