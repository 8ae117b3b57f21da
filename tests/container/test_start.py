"""The container's own commands, run on this machine as an engine would run them.

Without rights, on a root that cannot be written, with PostgreSQL and Redis beside them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import numpy as np
import psycopg
import pytest

from container.recipe import ROOT, command_of, environment_of, health_of
from jobs.servers import NotInstalled, free_port, postgres_server, redis_server
from made_sound import wav

pytestmark = pytest.mark.slow

WAIT_S = 120
OPERATORS = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
OPERATORS_COMMANDS = sorted(  # what they remove they restore first
    re.findall(r"docker compose exec page (.*?)(?:`|$)", OPERATORS, re.MULTILINE),
    key=lambda command: command.startswith("rm "),
)
# All that stays writable is the folder that stands for the volume and for /tmp.
CONTAINED = """mount --bind "$0" "$0" && mount -o remount,bind,ro / &&
exec setpriv --bounding-set=-all --no-new-privs "$@\""""


def eventually(is_so: Callable[[], object]) -> None:
    until = time.monotonic() + WAIT_S
    while not is_so():
        assert time.monotonic() < until, "timeout"
        time.sleep(0.2)


class Container:
    """Runs what a service's container would run, with its addresses and folders replaced by ours."""

    def __init__(self, folder: Path, postgres: str, redis: str) -> None:
        self.folder, self.postgres, self.port = folder, postgres, str(free_port())
        self._ours = {
            r"postgresql\+psycopg://.*": postgres.replace("postgresql:", "postgresql+psycopg:"),
            r"redis://.*": redis,
            r"^/data": str(folder / "data"),
            r"^/tmp": str(folder / "tmp"),
            r"\b8501\b": self.port,
            r"^/opt/secondtake/bin:": "",
        }
        for name in ("data", "tmp"):
            (folder / name).mkdir()
        self._prefix = ["unshare", "--mount", "sh", "-c", CONTAINED, str(folder)]
        if shutil.which("unshare") is None or subprocess.run([*self._prefix, "true"]).returncode:
            self._prefix = []  # not allowed here: the commands are tried with the rights of the tests

    def _local(self, text: str) -> str:
        pattern = next((pattern for pattern in self._ours if re.search(pattern, text)), None)
        return text if pattern is None else re.sub(pattern, self._ours[pattern], text)

    def _environ(self, service: str) -> dict[str, str]:
        values = {name: self._local(value) for name, value in environment_of(service).items()}
        kept = {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
        return kept | values | {"PATH": os.environ["PATH"], "TMPDIR": values["HOME"]}

    def run(self, service: str, command: list[str]) -> subprocess.CompletedProcess[str]:
        """Run a command as `docker compose exec` would."""
        words = [*self._prefix, *map(self._local, command)]
        return subprocess.run(
            words, env=self._environ(service), cwd=self.folder, capture_output=True, text=True, timeout=WAIT_S
        )

    def is_healthy(self, service: str) -> bool:
        return self.run(service, health_of(service)).returncode == 0

    @contextmanager
    def started(self, service: str, *options: str) -> Iterator[Path]:
        """Run the service's own command, and end it as an engine does; its log."""
        log = self.folder / f"{service}.log"
        with log.open("w") as out:
            words = [*self._prefix, *map(self._local, command_of(service)), *options]
            process = subprocess.Popen(
                words, env=self._environ(service), cwd=self.folder, stdout=out, stderr=out
            )
        try:
            yield log
            process.terminate()
            assert process.wait(WAIT_S) in (0, -15), log.read_text()
        finally:
            process.kill()
            process.wait(WAIT_S)


@pytest.fixture
def container(tmp_path: Path) -> Iterator[Container]:
    for name in ("postgres", "redis", "own"):
        (tmp_path / name).mkdir()
    try:
        with postgres_server(tmp_path / "postgres") as postgres, redis_server(tmp_path / "redis") as redis:
            yield Container(tmp_path / "own", postgres, redis)
    except NotInstalled as missing:
        pytest.skip(str(missing))


def test_centre_starts_as_the_container_starts_it(tmp_path):
    container = Container(tmp_path, "", "")
    with container.started("centre", "--port", container.port):
        eventually(lambda: container.is_healthy("centre"))


def test_page_and_worker_start_as_the_container_starts_them(container):
    with container.started("page", "--port", container.port) as log:
        eventually(lambda: container.is_healthy("page"))
        eventually(lambda: "?token=" in log.read_text())
        token = re.findall(r"\?token=\S+", log.read_text())[-1]
        with httpx.Client(base_url=f"http://127.0.0.1:{container.port}", timeout=WAIT_S) as browser:
            assert browser.get("/api/shelf").status_code == 401
            browser.get(f"/{token}")
            eventually(lambda: "Sample interview" in browser.get("/api/shelf").text)
            for command in OPERATORS_COMMANDS:
                done = container.run("page", command.split())
                assert done.returncode == 0, done.stderr
            assert "Sample interview" in browser.get("/api/shelf").text
    assert not container.is_healthy("page")

    wav(container.folder / "data" / "take.wav", 9000 * np.sin(np.arange(32_000) / 9))
    queued = container.run(
        "worker", ["secondtake", "analyse", "/data/take.wav", "--queue", "--language", "en"]
    )
    assert queued.returncode == 0, queued.stderr
    with container.started("worker") as log, psycopg.connect(container.postgres, autocommit=True) as database:
        job = "select state, error from jobs"
        eventually(lambda: database.execute(job).fetchone()[0] not in ("queued", "running"))
        assert database.execute(job).fetchall() == [("done", "")], log.read_text()
        assert container.is_healthy("worker"), log.read_text()
