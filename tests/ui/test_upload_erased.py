"""An upload while `secondtake erase --all` runs in another process: it lands whole, or says what happened."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import anyio
import pytest

from secondtake.config import Settings
from secondtake.core.errors import StoreError
from secondtake.store.files import locks
from secondtake.ui import services
from secondtake.ui.routes import uploads

PATIENCE_S = 600.0  # for what another process does in its own time
CONTENT = b"not a film, but all of it"
# The command as it is, but with a pause where the rows are gone and the files are still there.
ERASE = """
import sys
from secondtake.cli import main
from secondtake.store import erase

rewrite = erase.vacuum

def wait_and_rewrite(*given, **how):
    print("erasing", flush=True)
    sys.stdin.readline()
    rewrite(*given, **how)

erase.vacuum = wait_and_rewrite
sys.exit(main(["erase", "--all", "--yes", "--home", sys.argv[1]]))
"""


@pytest.fixture(autouse=True)
def open_page(library):
    library.sessions()  # a page that has the database open


@pytest.fixture
def eraser(settings: Settings) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Begin to erase everything; it goes on when it is told to."""
    begun: list[subprocess.Popen[str]] = []

    def begin() -> subprocess.Popen[str]:
        command = [sys.executable, "-c", ERASE, str(settings.home)]
        begun.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
        assert begun[-1].stdout is not None
        assert begun[-1].stdout.readline() == "erasing\n"
        return begun[-1]

    yield begin
    for process in begun:
        process.kill()
        process.communicate()


@pytest.fixture
def waits() -> Iterator[threading.Event]:
    """Set as soon as somebody in this process stands at the gate."""
    stands = threading.Event()

    class Heard(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if "is locked by another process" in record.getMessage():
                stands.set()

    heard, level = Heard(), locks.log.level
    locks.log.addHandler(heard)
    locks.log.setLevel(logging.DEBUG)
    yield stands
    locks.log.removeHandler(heard)
    locks.log.setLevel(level)


def begun(client) -> str:
    return client.post("/api/uploads", json={"size": len(CONTENT)}).json()["upload"]


def sent(client, upload: str):
    return client.put(f"/api/uploads/{upload}?offset=0", content=CONTENT)


def ended(client, upload: str):
    return client.post(f"/api/uploads/{upload}/finish", json={"name": "take.mp4", "size": len(CONTENT)})


def practised(client, upload: str):
    parts = [{"upload": upload, "marks": []}]
    return client.post("/api/practice/finish", json={"parts": parts, "type": "video/mp4"})


def assert_landed(client, end, upload: str) -> None:
    job = services.jobs().get(end(client, upload).json()["job"])
    assert job.source.read_bytes() == CONTENT


def files(library) -> list[str]:
    return [path.name for path in library.home.uploads.iterdir()]


def erase_all(settings: Settings) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "import sys; from secondtake.cli import main; sys.exit(main())"]
    command += ["erase", "--all", "--yes", "--home", str(settings.home)]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.mark.parametrize("end", [ended, practised])
def test_finish_during_erase_fails_and_next_upload_succeeds(client, library, eraser, waits, end):
    upload = begun(client)
    sent(client, upload)
    erasing = eraser()
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(end, client, upload)
        assert waits.wait(PATIENCE_S)
        assert not answer.done()
        erasing.communicate("go on\n", timeout=PATIENCE_S)
        response = answer.result()
    assert erasing.returncode == 0
    assert response.status_code == 400
    assert "all data was deleted meanwhile" in response.json()["error"]
    assert (services.jobs().all(), files(library)) == ((), [])
    upload = begun(client)
    sent(client, upload)
    assert_landed(client, end, upload)


def test_upload_begun_during_erase_arrives_complete(client, library, eraser, waits):
    erasing = eraser()
    with ThreadPoolExecutor() as pool:
        upload = pool.submit(begun, client)
        assert waits.wait(PATIENCE_S)
        erasing.communicate("go on\n", timeout=PATIENCE_S)
        sent(client, upload.result())
    assert erasing.returncode == 0
    assert_landed(client, ended, upload.result())


@pytest.mark.parametrize("end", [ended, practised])
def test_erase_during_finish_fails_and_upload_succeeds(client, library, settings, monkeypatch, end):
    upload = begun(client)
    sent(client, upload)
    refused: list[subprocess.CompletedProcess[str]] = []
    submit = services.jobs().submit

    def erased_just_before(*given, **how):
        refused.append(erase_all(settings))
        return submit(*given, **how)

    monkeypatch.setattr(services.jobs(), "submit", erased_just_before)
    assert_landed(client, end, upload)
    [erasing] = refused
    assert erasing.returncode == StoreError.exit_code
    assert "Try again" in erasing.stderr


@pytest.mark.parametrize("opened", [False, True])
def test_append_during_erase_fails_and_creates_no_file(client, library, settings, monkeypatch, opened):
    upload = begun(client)
    open_file = anyio.open_file

    async def erased_around(*given, **how):
        file = await open_file(*given, **how) if opened else None
        assert erase_all(settings).returncode == 0
        return file or await open_file(*given, **how)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(uploads.anyio, "open_file", erased_around)
        response = sent(client, upload)
    assert response.status_code == 400
    assert "all data was deleted meanwhile" in response.json()["error"]
    assert files(library) == []
    assert sent(client, upload).status_code == 400
