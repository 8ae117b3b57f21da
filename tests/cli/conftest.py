"""Run commands as from a terminal."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from secondtake.cli import main
from secondtake.config import Settings
from secondtake.pipeline.sample import add_sample
from secondtake.store.library import Library
from secondtake.store.records import Session


@pytest.fixture
def run(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    """Run a command in a temporary home; returns its exit code, stdout and stderr."""
    monkeypatch.setenv("SECONDTAKE_HOME", str(settings.home))

    def go(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        output = capsys.readouterr()
        return code, output.out, output.err

    return go


@pytest.fixture
def sample_session(library: Library, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Session:
    """Return the sample's session, in the home that commands use."""
    monkeypatch.setenv("SECONDTAKE_HOME", str(settings.home))
    return add_sample(library)
