"""The commands as a person gives them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from secondtake.cli import main
from secondtake.config import Settings


@pytest.fixture
def run(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    """Run a command in a home of its own; gives its exit code, what it printed and what it complained of."""
    monkeypatch.setenv("SECONDTAKE_HOME", str(settings.home))

    def go(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return go
