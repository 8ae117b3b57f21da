"""A hand-in is made in the background: the page is answered at once, sees progress, cancels, saves."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from secondtake.core.errors import MediaError
from secondtake.ui import handin_jobs

BODY = {"name": "Ada", "answers": [1], "faces": "shown"}
WAIT_S = 600.0


class Process:
    """Stands in for the helper: reports until it may end, as the encoder does."""

    error: Exception | None = None

    def __init__(self) -> None:
        self.may_end = threading.Event()

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def ask(self, request, *, on_progress):
        self.request = request
        on_progress("clips", 0.25, 1.0)
        while not self.may_end.wait(0.01):
            on_progress("clips", 0.5, 1.0)
        if self.error:
            raise self.error
        Path(request["out"]).write_bytes(b"hand-in")


@pytest.fixture
def process(client, monkeypatch):
    made = Process()
    monkeypatch.setattr(handin_jobs, "handin_process", lambda _: made)
    yield made
    made.may_end.set()
    handin_jobs.drop_all()


def state_once(client, path, state):
    until_s = time.monotonic() + WAIT_S
    while (answer := client.get(path).json()).get("state") != state:
        assert time.monotonic() < until_s, answer
        time.sleep(0.01)
    return answer


@pytest.fixture
def session(add_session, library):
    session = add_session()
    library.save_review(session.id, library.latest_review(session.id).body | {"debrief": []})
    return session


def begin(client, session, **changed):
    return client.post(f"/api/sessions/{session.id}/handin", json=BODY | changed)


def test_handin_is_answered_at_once_shows_progress_and_is_saved(client, session, process, library):
    job = begin(client, session).json()
    path = f"/api/handins/{job['handin']}"
    assert job["state"] == "running"
    assert client.get(f"{path}/file").status_code == 400
    until_s = time.monotonic() + WAIT_S
    while client.get(path).json()["share"] != 0.5:
        assert time.monotonic() < until_s
    assert process.request["answers"] == [0]
    process.may_end.set()
    state_once(client, path, "done")
    saved = client.get(f"{path}/file")
    assert saved.content == b"hand-in"
    assert saved.headers["content-disposition"].endswith(".handin")
    assert client.delete(path).status_code == 200
    assert client.get(path).status_code == 400
    assert not [p for p in library.home.cache.iterdir() if p.is_file() and p.read_bytes() == b"hand-in"]


def test_cancelled_handin_ends_and_leaves_nothing(client, session, process):
    path = f"/api/handins/{begin(client, session).json()['handin']}"
    client.delete(path)
    until_s = time.monotonic() + WAIT_S
    while client.get(path).status_code == 200:
        assert time.monotonic() < until_s
        time.sleep(0.01)
    assert not Path(process.request["out"]).exists()


def test_handin_that_fails_says_why(client, session, process):
    process.error = MediaError("take.mp4 cannot be read.")
    process.may_end.set()
    path = f"/api/handins/{begin(client, session).json()['handin']}"
    assert state_once(client, path, "failed")["error"] == "take.mp4 cannot be read."
    assert client.get(f"{path}/file").status_code == 400


def test_handins_at_once_are_bounded_and_bodies_checked(client, session, process):
    for _ in range(handin_jobs.MAX_JOBS):
        assert begin(client, session).status_code == 200
    assert "Wait until" in begin(client, session).json()["error"]
    assert begin(client, session, faces="painted").status_code == 400
    assert begin(client, session, answers=["1"]).status_code == 400
    assert begin(client, session, answers=[0]).status_code == 400
