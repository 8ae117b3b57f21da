"""A centre as it is served, with two people: whatever Bob asks for, Ann's library stays as it was."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import psutil
import pytest
from hypothesis import find
from hypothesis import strategies as st
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from centre.app_routes import addresses
from made_handin import made_handin
from made_plain import recording_of, review_of
from ports import free_port
from secondtake.config import Settings
from secondtake.store.coach_desk import CoachDesk
from secondtake.store.files.home import Home
from secondtake.store.library import Library
from secondtake.ui.centre.owners import home_of
from secondtake.ui.routes.openapi import document
from security.made_requests import CHOICES, Operation, fitting, operations

pytestmark = pytest.mark.slow

NAME, HEADER, WAIT_S = "practice.example.org", "X-Owner", 120
SECRET = "Acme of Ann"
OURS = [(method, path) for method, path in addresses() if path.startswith("/api/") and "/api/ui/" not in path]


class Centre(NamedTuple):
    port: int
    root: Path

    def browser(self, owner: str) -> httpx.Client:
        headers = {HEADER: owner, "Host": NAME, "Origin": f"https://{NAME}", "Sec-Fetch-Site": "same-origin"}
        return httpx.Client(base_url=f"http://127.0.0.1:{self.port}", headers=headers, timeout=WAIT_S)


def fill_library(home: Path, title: str) -> str:
    """Make a home with one session, and without the sample; the session's ID."""
    with Library.open(Settings.load({}, home=home)) as library:
        library.corrections.add("preference", {"value": True}, subject="sample")
        source = home / "cache" / "outside.m4a"
        source.parent.mkdir(exist_ok=True)
        source.write_bytes(title.encode())
        recording = recording_of(title.encode(), f"{title}.m4a")
        library.add_recording(source, recording)
        session = library.create_session(recording.digest, title=title)
        library.save_review(session.id, review_of(recording))
        library.questions.add(f"Why {title}?")
        return session.id


@contextmanager
def serving(root: Path) -> Iterator[tuple[Centre, subprocess.Popen[bytes]]]:
    port = free_port()
    options = ["--proxy", "127.0.0.1", "--port", str(port), "--header", HEADER, "--name", NAME]
    process = subprocess.Popen([sys.executable, "-m", "secondtake", "centre", str(root), *options])
    try:
        until = time.monotonic() + WAIT_S
        while not answers(port):
            assert process.poll() is None
            assert time.monotonic() < until, "the centre does not answer"
            time.sleep(0.1)
        yield Centre(port, root), process
    finally:
        process.terminate()
        process.wait(WAIT_S)


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    with serving(tmp_path_factory.mktemp("people")) as (centre, process):
        yield centre
        pages = psutil.Process(process.pid).children(recursive=True)
        assert len(pages) >= 4, "two people have a page and a worker each"
        process.terminate()
        assert psutil.wait_procs(pages, WAIT_S)[1] == [], "pages outlive the centre"
        assert process.wait(WAIT_S) == 0


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/_stcore/health").text == "ok"
    except httpx.TransportError:
        return False


def request_of(operation: Operation, ids: dict[str, str]) -> tuple[str, dict[str, str], Any]:
    """An address with somebody's IDs in every place for one, and a body that fits."""
    path, query = operation.path, {}
    for parameter in operation.plain["parameters"]:
        name = parameter["name"]
        value = ids.get(name) or CHOICES.get(name, ("0",))[0]
        if parameter["in"] == "path":
            path = path.replace(f"{{{name}}}", value)
        else:
            query[name] = value
    content = operation.plain.get("requestBody", {}).get("content", {})
    if "application/json" not in content:
        return path, query, b"abc" if content else None
    schema, shared = content["application/json"]["schema"], document()["components"]["schemas"]
    body = find(fitting(schema, shared, st.nothing()), lambda _: True)
    if isinstance(body, dict):
        body |= {name: value for name, value in ids.items() if name in body}
    return path, query, body


def ask(browser: httpx.Client, operation: Operation, ids: dict[str, str]) -> httpx.Response:
    path, query, body = request_of(operation, ids)
    content = body if isinstance(body, bytes | None) else json.dumps(body).encode()
    return browser.request(operation.method, path, params=query, content=content)


def without(ids: dict[str, str], text: str) -> str:
    for value in ids.values():
        text = text.replace(value, "")
    return text


def state_of(home: Path) -> dict[str, Any]:
    """Everything in somebody's database but what the page itself writes, and every file of recordings."""
    with Library.open(Settings.load({}, home=home)) as library:
        sessions = [(s.id, s.title, s.archived, s.reviewed) for s in library.sessions(archived=None)]
        questions = [(q.id, q.text, len(q.takes)) for q in library.questions.all()]
        kinds = (
            "rating",
            "self_rating",
            "note",
            "title",
            "goal",
            "preference",
            "prediction",
            "dismiss",
            "missed",
        )
        notes = {kind: library.corrections.count_by_kind(kind) for kind in kinds}
        files = {
            str(p): p.read_bytes()
            for folder in (library.home.media, library.home.uploads, library.home.desk)
            for p in folder.rglob("*")
            if p.is_file()
        }
        return {"sessions": sessions, "questions": questions, "notes": notes, "files": files}


def test_every_route_as_somebody_else_reveals_and_changes_nothing(centre: Centre, tmp_path: Path) -> None:
    anns_home = home_of(centre.root, "ann")
    ids = {"session": fill_library(anns_home, SECRET)}
    ids["handin"] = CoachDesk(Home.open(anns_home)).add(made_handin(tmp_path, SECRET)).id
    fill_library(home_of(centre.root, "bob"), "Bob's own")
    with centre.browser("ann") as ann, centre.browser("bob") as bob:
        assert SECRET in ann.get("/api/shelf").text
        ids["upload"] = ann.post("/api/uploads", json={"size": 6}).json()["upload"]
        ann.put(f"/api/uploads/{ids['upload']}?offset=0", content=b"abc")
        whole = ann.post("/api/uploads", json={"size": 3}).json()["upload"]
        ann.put(f"/api/uploads/{whole}?offset=0", content=b"abc")
        ids["job"] = ann.post(f"/api/uploads/{whole}/finish", json={"name": "x.mp4", "size": 3}).json()["job"]
        wait_for(lambda: "queued" not in (jobs := ann.get("/api/jobs").text) and "running" not in jobs)
        before = state_of(anns_home)
        walked = set()
        nobodys = {name: value[::-1] for name, value in ids.items()}  # of the same shape
        for operation in operations():
            answer = ask(bob, operation, ids)
            walked.add((operation.method, operation.path))
            assert SECRET not in answer.text, operation
            if "{" in operation.path:  # Bob cannot tell whether Ann has it
                other = ask(bob, operation, nobodys)
                assert answer.status_code == other.status_code, operation
                assert without(ids, answer.text) == without(nobodys, other.text), operation
        assert {(m, p.replace(":int", "")) for m, p in OURS if m != "HEAD"} <= walked
        assert state_of(anns_home) == before
        assert "Bob's own" in bob.get("/api/shelf").text
        views = [operation for operation in operations() if operation.path.endswith("{session}/view")]
        assert [ask(ann, view, ids).status_code for view in views] == [200]  # Ann gets what Bob did not


def wait_for(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + WAIT_S
    while not is_so():
        assert time.monotonic() < until, "timeout"
        time.sleep(0.2)


def test_socket_opens_for_its_owner_and_for_nobody_else(centre: Centre) -> None:
    def is_streamlit(headers: dict[str, str], origin: str = f"https://{NAME}") -> bool:
        line = socket.create_connection(("127.0.0.1", centre.port), WAIT_S)
        options = {"additional_headers": headers, "origin": origin, "subprotocols": ["streamlit"]}
        with connect(f"ws://{NAME}/_stcore/stream", sock=line, open_timeout=WAIT_S, **options) as streamlit:
            return bool(streamlit.subprotocol == "streamlit")

    assert is_streamlit({HEADER: "bob"})
    for headers, origin in (({}, f"https://{NAME}"), ({HEADER: "bob"}, "https://evil.example")):
        with pytest.raises(InvalidStatus, match="403"):
            is_streamlit(headers, origin)


def test_pages_end_with_a_centre_that_was_killed(tmp_path: Path) -> None:
    fill_library(home_of(tmp_path, "bob"), "Bob's own")
    with serving(tmp_path) as (centre, process):
        with centre.browser("bob") as bob:
            assert "Bob's own" in bob.get("/api/shelf").text
        pages = psutil.Process(process.pid).children(recursive=True)
        assert pages
        process.kill()
        process.wait(WAIT_S)
        assert psutil.wait_procs(pages, WAIT_S)[1] == []
