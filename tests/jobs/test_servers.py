"""Several machines: one database, one shared folder, several workers. Against real servers, started here."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from secondtake.config import Settings
from secondtake.core.errors import StoreError
from secondtake.jobs import claims
from secondtake.jobs.job import Request
from secondtake.jobs.jobs import Jobs
from secondtake.jobs.wake import open_queue
from secondtake.store.erase import erase_session
from secondtake.store.home import Home
from secondtake.store.library import Library

pytestmark = pytest.mark.slow

NOT_ROOT = "postgres"  # PostgreSQL refuses to run as root; this user comes with its package
DEBIANS = Path("/usr/lib/postgresql")  # where Debian keeps its programs, off the path


def free_port() -> int:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL of our own, on a port of its own; its address."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: pip install 'secondtake[servers]'")
    places = os.pathsep.join([os.environ["PATH"], *map(str, sorted(DEBIANS.glob("*/bin")))])
    initdb, program = shutil.which("initdb", path=places), shutil.which("postgres", path=places)
    if initdb is None or program is None:
        pytest.skip("PostgreSQL's initdb and postgres are not installed")
    as_user = ["setpriv", f"--reuid={NOT_ROOT}", f"--regid={NOT_ROOT}", "--clear-groups"]
    as_user = as_user if os.getuid() == 0 else []
    place = tmp_path_factory.mktemp("postgres")
    for folder in (place, *list(place.parents)[:2]):
        folder.chmod(0o755)
    if as_user:
        shutil.chown(place, NOT_ROOT)
    data, port = place / "data", free_port()
    init = [*as_user, initdb, "-D", str(data), "-U", "secondtake", "-A", "trust", "-N"]
    subprocess.run(init, check=True, capture_output=True, cwd=place)
    options = ["-p", str(port), "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={place}"]
    server = subprocess.Popen(
        [*as_user, program, "-D", str(data), *options], cwd=place, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port)
        yield f"postgresql://secondtake@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Redis of our own; its address."""
    pytest.importorskip("redis", reason="redis is not installed: pip install 'secondtake[servers]'")
    if shutil.which("redis-server") is None:
        pytest.skip("redis-server is not installed")
    port, place = free_port(), tmp_path_factory.mktemp("redis")
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(place)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(20)


def wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            time.sleep(0.5)  # PostgreSQL answers "starting up" for a moment
            return
    raise AssertionError("the server did not start")


@pytest.fixture
def shared(postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """Settings of a shared library: the database on the server, emptied afterwards."""
    url = postgres.replace("postgresql:", "postgresql+psycopg:")
    monkeypatch.setenv("SECONDTAKE_DB", url)
    settings = Settings.load({}, home=tmp_path / "home", database_url=url)
    yield settings
    import psycopg

    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("drop schema public cascade")
        connection.execute("create schema public")


def test_a_library_on_a_server_is_like_any_other(
    shared: Settings, make_recording: Callable, make_review: Callable, tmp_path: Path
) -> None:
    (tmp_path / "take").write_bytes(b"sound")
    recording = make_recording(b"sound")
    for _ in range(2):  # opened again, it is up to date
        with Library.open(shared) as library:
            library.add_recording(tmp_path / "take", recording)
            session = library.create_session(recording.digest, title="Acme")
            library.save_review(session.id, make_review(recording))
    with Library.open(shared) as library:
        assert [s.title for s in library.sessions()] == ["Acme"]
        assert library.latest_review(session.id).body == make_review(recording)
        erase_session(library, session.id)
        assert library.sessions() == ()
        assert list(library.home.media.iterdir()) == []


def test_an_address_that_does_not_answer_is_explained(shared: Settings) -> None:
    nowhere = shared.with_(database_url=f"postgresql+psycopg://x:secret@127.0.0.1:{free_port()}/x")
    with pytest.raises(StoreError) as error:
        Library.open(nowhere)
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("kind", ["redis", "postgres"])
def test_a_queue_on_a_server_wakes_a_waiting_worker(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    import threading

    url = request.getfixturevalue(kind)
    home = Home.open(tmp_path)
    here, there = (open_queue(home, {"SECONDTAKE_QUEUE": url}) for _ in range(2))
    heard = threading.Event()

    def listen() -> None:
        if there.wait(threading.Event()):
            heard.set()

    here.call()
    listener = threading.Thread(target=listen)
    listener.start()
    listener.join(10)
    assert heard.is_set()
    here.close()
    there.close()


def test_an_unknown_queue_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="SECONDTAKE_QUEUE"):
        open_queue(Home.open(tmp_path), {"SECONDTAKE_QUEUE": "amqp://rabbit"})


def test_three_workers_finish_twelve_recordings_though_one_is_killed(
    shared: Settings,
    redis: str,
    monkeypatch: pytest.MonkeyPatch,
    recording_file: Callable[..., Path],
    start_worker: Callable[..., subprocess.Popen[bytes]],
    eventually: Callable[..., None],
) -> None:
    monkeypatch.setenv("SECONDTAKE_QUEUE", redis)
    files = [recording_file(f"{number}.mp4") for number in range(12)]
    with Library.open(shared) as library:
        queue = open_queue(library.home, {"SECONDTAKE_QUEUE": redis})
        jobs = Jobs(library, queue)
        for number, file in enumerate(files):
            jobs.submit(file, Request(), owner=("ann", "bob")[number % 2])
        workers = [start_worker(once=False) for _ in range(3)]
        eventually(lambda: sum(job.state == "done" for job in jobs.all()) >= 3)
        workers[0].kill()
        eventually(lambda: all(job.ended for job in jobs.all()), 90.0)
        queue.close()
        assert {job.state for job in jobs.all()} == {"done"}
        assert claims.recover(library.database) == 0
    assert [file.with_suffix(".kept").read_text() for file in files] == ["0123456789"] * 12
