"""Helper processes: answers, errors of the same class, and every way to end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from secondtake.core.errors import MediaError, ObserverStopped, StoreError
from secondtake.helper_process import HelperProcess

PATIENCE_S = 600.0  # for what comes in its own time
CHILD = """
import os, time
from secondtake.core.errors import MediaError
from secondtake.helper_process import serve

def handle(request, payload):
    print("noise of a library")
    if request == "pid":
        return os.getpid()
    if request == "bytes":
        return payload[::-1]
    if request == "error":
        raise MediaError("“x.mp4” is no recording.")
    if request == "end":
        os._exit(3)
    if request == "hang":
        time.sleep(600)
    return {"request": request}

serve(handle)
"""


@pytest.fixture
def helper(tmp_path: Path) -> Callable[..., HelperProcess]:
    (tmp_path / "made_child.py").write_text(CHILD)
    path = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])
    made: list[HelperProcess] = []

    def make(**options) -> HelperProcess:
        made.append(
            HelperProcess("made_child", {"PYTHONPATH": path}, ended=ObserverStopped("It ended."), **options)
        )
        return made[-1]

    yield make
    for process in made:
        process.close()


def test_helper_answers_json_and_bytes_from_one_process(helper):
    process = helper()
    assert process.ask(["a", 1]) == {"request": ["a", 1]}
    assert process.ask("bytes", b"abc\n\x00") == b"\x00\ncba"
    assert process.ask("pid") == process.ask("pid")


def test_helper_error_is_raised_as_its_class_and_the_process_stays(helper):
    process = helper()
    pid = process.ask("pid")
    with pytest.raises(MediaError, match=r"x\.mp4"):
        process.ask("error")
    assert process.ask("pid") == pid


def test_helper_that_ends_is_said_and_replaced(helper):
    process = helper()
    with pytest.raises(ObserverStopped, match="It ended"):
        process.ask("end")
    assert process.ask("again") == {"request": "again"}


def test_helper_that_hangs_is_given_up(helper):
    process = helper(timeout_s=3.0, too_long=StoreError("It took too long."))
    with pytest.raises(StoreError, match="too long"):
        process.ask("hang")
    process._timeout_s = None  # a busy machine may take longer to start the next one
    assert process.ask("pid")


def test_helper_ends_when_idle_and_comes_again(helper):
    process = helper(idle_s=0.1)
    first = process.ask("pid")
    deadline = time.monotonic() + PATIENCE_S
    while process.is_running and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not process.is_running
    assert process.ask("pid") != first


def test_helper_looked_at_while_it_is_closed_is_not_running(helper):
    running = helper()
    assert running.ask("pid")
    looks = [None, running._child]

    class Closing(HelperProcess):
        _child = property(lambda _: looks.pop(), lambda *_: None)

    assert Closing("made_child", {}, ended=ObserverStopped("It ended.")).is_running
    assert looks == [None]


def test_helper_ends_with_its_killed_owner(tmp_path, helper):
    helper()  # writes the child's module
    owner = """
import time
from secondtake.core.errors import StoreError
from secondtake.helper_process import HelperProcess
process = HelperProcess("made_child", {}, ended=StoreError("ended"))
print(process.ask("pid"), flush=True)
time.sleep(600)
"""
    path = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [sys.executable, "-c", owner]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": path}) as running:
        child = psutil.Process(int(running.stdout.readline()))
        running.send_signal(signal.SIGKILL)
        child.wait(timeout=PATIENCE_S)
    assert not child.is_running()
