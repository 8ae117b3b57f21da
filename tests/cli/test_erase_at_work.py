"""`secondtake erase` while `secondtake analyse` runs in another process: rejected, then done."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sample_cuts import cut
from secondtake.cli import main
from secondtake.config import Settings
from secondtake.core.errors import StoreError
from secondtake.store.library import Library

# The real command, except that observing prints a line and waits for a line on stdin.
ANALYSE = """
import sys
from secondtake.cli import main
from secondtake.core.errors import Cancelled
from secondtake.pipeline import analyse

def observe(*_):
    print("observing", flush=True)
    sys.stdin.readline()
    raise Cancelled("told to go on")

analyse.observe = observe
sys.exit(main(["analyse", sys.argv[1], "--home", sys.argv[2]]))
"""


@pytest.fixture
def analysing(settings: Settings, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Process that is observing the only recording of the home."""
    recording = cut(tmp_path / "take.m4a", 0.0, 1.0)
    command = [sys.executable, "-c", ANALYSE, str(recording), str(settings.home)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "observing\n"
            yield process
        finally:  # the end of `with` waits for it
            process.kill()


def erase(settings: Settings, what: str) -> int:
    return main(["erase", what, "--yes", "--home", str(settings.home)])


@pytest.mark.parametrize("everything", [False, True])
@pytest.mark.parametrize("killed", [False, True])
def test_erase_during_analysis_fails_then_succeeds(
    settings: Settings,
    analysing: subprocess.Popen[str],
    capsys: pytest.CaptureFixture[str],
    everything: bool,
    killed: bool,
) -> None:
    with Library.open(settings) as library:
        [session] = library.sessions()
    target = "--all" if everything else session.id
    assert erase(settings, target) == StoreError.exit_code
    message = " ".join(capsys.readouterr().err.split())
    assert "is being analysed by another command. Try again when that has ended." in message
    assert session.recording.media.exists()
    with Library.open(settings) as library:
        assert [s.id for s in library.sessions()] == [session.id]
    if killed:
        analysing.kill()
        analysing.wait()
    else:
        analysing.communicate("go on\n")
    assert erase(settings, target) == 0
    assert not session.recording.media.exists()
    with Library.open(settings) as library:
        assert library.sessions() == ()
