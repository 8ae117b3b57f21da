"""What is built for other people's computers: the wheel of the source archive, outside the checkout."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest
from driving import ROOT, SESSION, WAIT_MS, WAIT_S, eventually, free_port
from settled import press, ready

pytestmark = pytest.mark.browser

WHERE = "import secondtake; print(end=secondtake.__file__)"
OUTSIDE = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def built(kind: str, source: Path, folder: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    return next(folder.glob("*.tar.gz" if kind == "sdist" else "*.whl"))


@pytest.fixture(scope="module")
def program(tmp_path_factory) -> Path:
    """Install the wheel into an environment of its own; only what it depends on is lent to it."""
    folder = tmp_path_factory.mktemp("installed")
    with tarfile.open(built("sdist", ROOT, folder)) as archive:
        archive.extractall(folder)
    source = next(path for path in folder.iterdir() if path.is_dir())
    wheel = built("wheel", source, folder)
    environment = folder / "environment"
    venv.create(environment)
    pip = [sys.executable, "-m", "pip", "--python", str(environment / "bin" / "python")]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)], check=True)
    own = next(environment.glob("lib/python*/site-packages"))
    # A .pth file adds a folder, but not what that folder's own .pth files name: the checkout stays out.
    (own / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return environment / "bin" / "secondtake"


@pytest.fixture
def address(program, tmp_path) -> Iterator[str]:
    """Serve the page of the installed program; the address that it prints."""
    command = [
        str(program),
        "page",
        "--no-browser",
        "--port",
        str(free_port()),
        "--home",
        str(tmp_path / "home"),
    ]
    log = tmp_path / "page.log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=tmp_path, stdout=out, stderr=out, env=OUTSIDE)
    eventually(lambda: "?token=" in log.read_text() or process.poll() is not None)
    yield re.findall(r"http\S+\?token=\S+", log.read_text())[-1]
    process.terminate()
    process.wait(WAIT_S)


def test_installed_wheel_opens_the_sample(address, program, browser):
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(2 * WAIT_MS)
    page.goto(address)
    press(page.get_by_role("link", name="Sample interview").first)
    ready(page, ".session")
    page.wait_for_function(f"{SESSION}.player.video.readyState >= 1")
    context.close()
    printed = subprocess.run([program.with_name("python"), "-c", WHERE], capture_output=True, env=OUTSIDE)
    assert Path(os.fsdecode(printed.stdout)).is_relative_to(program.parents[1])  # not the checkout's code
