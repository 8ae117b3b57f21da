"""Every command line of the docs is one that the program takes, and the researchers' ones run as printed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer

from secondtake.cli import app

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
NEEDS_MODELS = ("analyse", "watch", "bench", "worker", "page", "centre", "desktop", "samples")


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


def test_docs_have_commands():
    assert len(DOCUMENTED) > 20


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
    ran = [c for c in commands(ROOT / "docs" / "researchers.md") if c[0] not in NEEDS_MODELS]
    assert len(ran) >= 7
    for arguments in ran:
        filled = [sample_session.id if argument == "ID" else argument for argument in arguments]
        code, _, errors = run(*filled)
        assert code == 0, (arguments, errors)
