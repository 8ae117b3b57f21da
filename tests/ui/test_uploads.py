"""Bringing a recording in, piece by piece: what arrives, what is refused, and names from outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from secondtake.core.errors import StoreError
from secondtake.store.files.home import Home
from secondtake.store.files.locks import try_lock
from secondtake.ui import services
from secondtake.ui.routes.uploads import ROOM_BYTES, TOO_MUCH, display_name


def upload(client, content: bytes, name: str = "take.mp4", piece: int = 7) -> str:
    begun = client.post("/api/uploads", json={"size": len(content)}).json()
    path = f"/api/uploads/{begun['upload']}"
    for at in range(0, len(content), piece):
        answer = client.put(f"{path}?offset={at}", content=content[at : at + piece])
        assert answer.json()["received"] == min(at + piece, len(content))
    return client.post(f"{path}/finish", json={"name": name, "size": len(content)}).json()["job"]


def test_upload_in_pieces_becomes_a_job(client, library):
    job = services.jobs().get(upload(client, b"not a film, but all of it", "My film.mp4"))
    assert job.name == "My film.mp4"
    assert job.source.read_bytes() == b"not a film, but all of it"
    assert job.source.parent == library.home.uploads
    assert job.source.suffix == ".mp4"
    assert job.request.title == ""  # the analysis knows the recording's date, and titles it


def test_finish_twice_creates_one_job(client):
    content = b"not a film"
    job = upload(client, content)
    again = client.post(f"/api/uploads/{job}/finish", json={"name": "take.mp4", "size": len(content)})
    assert again.json() == {"job": job}
    assert [fixed.id for fixed in services.jobs().all()] == [job]


def test_append_at_wrong_offset_returns_received_bytes(client):
    upload_id = client.post("/api/uploads", json={"size": 6}).json()["upload"]
    path = f"/api/uploads/{upload_id}"
    client.put(f"{path}?offset=0", content=b"abc")
    again = client.put(f"{path}?offset=0", content=b"abc")
    assert (again.status_code, again.json()) == (409, {"received": 3})
    assert client.get(path).json() == {"received": 3}
    early = client.post(f"{path}/finish", json={"name": "x.mp4", "size": 6})
    assert early.status_code == 400
    assert "not complete" in early.json()["error"]


def test_append_beyond_declared_size_is_rejected(client, library):
    def too_much():
        yield b"de"
        yield b"fg"

    upload_id = client.post("/api/uploads", json={"size": 6}).json()["upload"]
    path = f"/api/uploads/{upload_id}"
    client.put(f"{path}?offset=0", content=b"abc")
    for content in (b"defg", too_much()):
        refused = client.put(f"{path}?offset=3", content=content)
        assert (refused.status_code, refused.json()["error"]) == (413, TOO_MUCH)
        assert [part.read_bytes() for part in library.home.uploads.iterdir()] == [b"abc"]
    assert client.put(f"{path}?offset=3", content=b"def").json() == {"received": 6}
    assert client.put(f"{path}?offset=6", content=b"g").status_code == 413
    job = client.post(f"{path}/finish", json={"name": "x.mp4", "size": 6}).json()
    assert services.jobs().get(job["job"]).source.read_bytes() == b"abcdef"


def test_growing_upload_may_exceed_its_declared_size(client):
    upload_id = client.post("/api/uploads", json={"size": 2, "growing": True}).json()["upload"]
    path = f"/api/uploads/{upload_id}"
    assert client.put(f"{path}?offset=0", content=b"abc").json() == {"received": 3}
    assert client.put(f"{path}?offset=3", content=b"def").json() == {"received": 6}


def test_growing_upload_on_full_disk_leaves_reserved_space(client, library, monkeypatch):
    """Full to the last byte, the disk would hold no row of it either."""
    growing, fixed = (
        client.post("/api/uploads", json={"size": 6, "growing": grows}).json()["upload"]
        for grows in (True, False)
    )
    path = f"/api/uploads/{growing}"
    assert client.put(f"{path}?offset=0", content=b"abc").json() == {"received": 3}
    with monkeypatch.context() as full:
        full.setattr(Home, "free_bytes", lambda home: ROOM_BYTES - 1)
        answer = client.put(f"{path}?offset=3", content=b"def")
        assert answer.status_code == 507
        assert "disk is full" in answer.json()["error"]
        assert client.get(path).json() == {"received": 3}
        assert client.put(f"/api/uploads/{fixed}?offset=0", content=b"abc").json() == {
            "received": 3
        }  # had room
    assert client.put(f"{path}?offset=3", content=b"def").json() == {"received": 6}


def test_begin_upload_too_large_or_without_size_is_rejected(client):
    answer = client.post("/api/uploads", json={"size": 10**15})
    assert answer.status_code == 507
    assert "the disk has" in answer.json()["error"]
    assert client.post("/api/uploads", json={"size": 0}).status_code == 400
    for body in ({}, {"size": "large"}, {"size": None}):
        assert "how many bytes" in client.post("/api/uploads", json=body).json()["error"]


def test_delete_upload_removes_its_file(client, library):
    upload_id = client.post("/api/uploads", json={"size": 6}).json()["upload"]
    client.delete(f"/api/uploads/{upload_id}")
    assert list(library.home.uploads.iterdir()) == []
    assert client.get(f"/api/uploads/{upload_id}").status_code == 400


@pytest.mark.parametrize("name", ["../../etc/passwd", "..", "x" * 26, "x" * 26 + "-5", "a/b", "%2e%2e"])
def test_append_to_unknown_upload_id_is_rejected(client, name):
    assert client.put(f"/api/uploads/{name}?offset=0", content=b"x").status_code in (400, 404, 405)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../evil.mp4", "evil.mp4"),
        ("C:\\Users\\me\\talk.mov", "talk.mov"),
        ("a\x00b\nc.mp4", "abc.mp4"),
        ("\u202egpj.mp4", "gpj.mp4"),
        ("x" * 400 + ".webm", "x" * 120 + ".webm"),
        ("...", "recording"),
        ("Übung für Zoë.mp4", "Übung für Zoë.mp4"),
    ],
)
def test_display_name_of_hostile_name_is_harmless(name, shown):
    assert display_name(name) == shown


def test_uploads_in_progress_reserve_their_space(client, monkeypatch):
    monkeypatch.setattr(Home, "free_bytes", lambda home: ROOM_BYTES + 450)
    begun = [client.post("/api/uploads", json={"size": 200}) for _ in range(6)]
    assert [answer.status_code for answer in begun] == [200, 200, 507, 507, 507, 507]
    assert "other uploads need" in begun[2].json()["error"]
    client.delete(f"/api/uploads/{begun[0].json()['upload']}")
    assert client.post("/api/uploads", json={"size": 200}).status_code == 200


def test_finish_that_cannot_submit_leaves_no_copy(client, library, monkeypatch):
    upload_id = client.post("/api/uploads", json={"size": 3}).json()["upload"]
    client.put(f"/api/uploads/{upload_id}?offset=0", content=b"abc")
    with monkeypatch.context() as patch:
        patch.setattr(services.jobs(), "submit", _disk_is_full)
        answer = client.post(f"/api/uploads/{upload_id}/finish", json={"name": "x.mp4", "size": 3})
    assert answer.status_code == 507
    assert [path.name for path in library.home.uploads.iterdir()] == [f"{upload_id}.part"]
    assert client.post(f"/api/uploads/{upload_id}/finish", json={"name": "x.mp4", "size": 3}).json()["job"]


def test_append_while_another_server_writes_is_refused(client, library):
    upload_id = client.post("/api/uploads", json={"size": 3}).json()["upload"]
    with (library.home.uploads / f"{upload_id}.part").open("r+b") as other_server:
        assert try_lock(other_server.fileno())
        refused = client.put(f"/api/uploads/{upload_id}?offset=0", content=b"abc")
        assert (refused.status_code, refused.json()) == (409, {"received": 0})
    assert client.put(f"/api/uploads/{upload_id}?offset=0", content=b"abc").json() == {"received": 3}


def test_begin_while_an_upload_vanishes_succeeds(client, library, monkeypatch):
    vanishing = library.home.uploads / "gone.part"
    glob = Path.glob
    monkeypatch.setattr(Path, "glob", lambda folder, pattern: [*glob(folder, pattern), vanishing])
    assert client.post("/api/uploads", json={"size": 3}).status_code == 200


def _disk_is_full(*_, **__):
    raise StoreError("The disk is full.")
