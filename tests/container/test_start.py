"""The container's own commands, run on this machine as an engine would run them.

Without rights, on a root that cannot be written, with PostgreSQL and Redis beside them.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import numpy as np
import psycopg
import pytest

from container.recipe import ROOT, command_of, environment_of, health_of, instruction
from jobs.servers import NotInstalled, open_to_others, postgres_server, redis_server
from made_sound import wav
from ports import free_port

pytestmark = pytest.mark.slow

WAIT_S = 120
OPERATORS = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
OPERATORS_COMMANDS = sorted(  # what they remove they restore first
    re.findall(r"docker compose exec page (.*?)(?:`|$)", OPERATORS, re.MULTILINE),
    key=lambda command: command.startswith("rm "),
)
# All that stays writable is the folder that stands for the volume and for /tmp.
CONTAINED = """mount --bind "$0" "$0" && mount -o remount,bind,ro / && exec setpriv "$@\""""
NO_RIGHTS = ["--bounding-set=-all", "--no-new-privs"]
USER, GROUP = map(int, instruction("USER").split(":"))
AS_USER = [f"--reuid={USER}", f"--regid={GROUP}", "--clear-groups"]


def eventually(is_so: Callable[[], object]) -> None:
    until = time.monotonic() + WAIT_S
    while not is_so():
        assert time.monotonic() < until, "timeout"
        time.sleep(0.2)


def _open_python(folder: Path) -> str:
    """Commands that let others reach a Python below a closed folder (`/root`), in our own mounts alone."""
    python = Path(sys.base_prefix)
    closed = next((parent for parent in reversed(python.parents) if not parent.stat().st_mode & 1), None)
    if closed is None:
        return ""
    (folder / "python").mkdir()
    aside = shlex.join(["mount", "--bind", str(python), str(folder / "python")])
    hide = shlex.join(["mount", "-t", "tmpfs", "-o", "mode=755", "none", str(closed)])
    back = shlex.join(["mount", "--bind", str(folder / "python"), str(python)])
    return f"{aside} && {hide} && mkdir -p {shlex.quote(str(python))} && {back} && "


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
        open_to_others(folder)
        for name in ("data", "tmp"):
            (folder / name).mkdir()
            with suppress(PermissionError):
                os.chown(folder / name, USER, GROUP)
        self._prefix = self._allowed(folder)

    def _allowed(self, folder: Path) -> list[str]:
        """What takes away as many rights as this machine lets us."""
        namespace = ["unshare", "--mount", "sh", "-c", _open_python(folder) + CONTAINED, str(folder)]
        # The program starts its own Python anew, which the image's user may not reach here.
        probe = (
            "import secondtake, subprocess as s, sys; s.run([sys.executable, '-c', '']).check_returncode()"
        )
        for prefix in ([*namespace, *AS_USER, *NO_RIGHTS], [*namespace, *NO_RIGHTS]):
            with suppress(FileNotFoundError):
                if not subprocess.run([*prefix, sys.executable, "-c", probe], cwd=folder).returncode:
                    return prefix
        return []  # the commands are tried with the rights of the tests

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


def test_commands_run_without_rights_where_that_is_allowed(tmp_path):
    container = Container(tmp_path, "", "")
    status = container.run("page", ["cat", "/proc/self/status"]).stdout
    if "CapBnd:\t0000000000000000" not in status:
        pytest.skip("this machine allows no mount of its own")
    assert "NoNewPrivs:\t1" in status
    assert "Read-only" in container.run("page", ["touch", "/var/tmp/secondtake"]).stderr
    assert container.run("page", ["touch", "/data/file"]).returncode == 0
    if f"Uid:\t{USER}" not in status:
        pytest.skip(f"user {USER} cannot read this Python")
    assert (tmp_path / "data" / "file").stat().st_uid == USER


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
