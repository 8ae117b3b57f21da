"""What goes into the library comes out the same, for everybody who works on it at once."""

from __future__ import annotations

import stat
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from made_plain import recording_of
from secondtake.config import Settings
from secondtake.core.errors import StoreError, UsageError
from secondtake.store.files.home import Home
from secondtake.store.history import baselines, measure_points
from secondtake.store.library import Library
from secondtake.store.records import Session
from secondtake.store.search import search

AddSession = Callable[..., Session]
Make = Callable[..., Any]


def test_saved_review_is_read_back_unchanged(
    library: Library, add_session: AddSession, make_recording: Make, make_review: Make
) -> None:
    session = add_session(b"abc")
    kept = library.latest_review(session.id)
    assert kept is not None
    assert kept.body == make_review(make_recording(b"abc"))
    assert kept.seq == 1


def test_add_recording_same_content_is_stored_once(library: Library, add_session: AddSession) -> None:
    first = add_session(b"same", name="a.m4a")
    second = add_session(b"same", name="b.m4a")
    assert first.id == second.id
    assert len(list(library.home.media.iterdir())) == 1
    assert [s.recording.name for s in library.sessions()] == ["a.m4a"]


def test_save_review_unchanged_adds_no_row(library: Library, add_session: AddSession) -> None:
    session = add_session(b"same")
    body = {**library.reviews(session.id)[0].body, "timing": {"observe_s": 99.0}}
    assert library.save_review(session.id, body).seq == 1
    assert len(library.reviews(session.id)) == 1


def test_save_review_changed_adds_a_row(library: Library, add_session: AddSession) -> None:
    session = add_session(b"same", filler_rate=4.0)
    add_session(b"same", filler_rate=2.0)
    values = [r.body["measures"]["filler_rate"]["value"] for r in library.reviews(session.id)]
    assert values == [4.0, 2.0]
    (point,) = measure_points(library)
    assert point.value == 2.0
    assert point.detector == "fillers@1"


def test_add_session_by_many_writers_makes_one(
    settings: Settings, tmp_path: Path, make_recording: Make
) -> None:
    source = tmp_path / "take.m4a"
    source.write_bytes(b"shared")
    recording, ids, errors = make_recording(b"shared"), [], []

    def write() -> None:
        try:
            with Library.open(settings) as library:
                library.add_recording(source, recording)
                ids.append(library.create_session(recording.digest).id)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(ids) == 8
    assert len(set(ids)) == 1
    assert len(list((settings.home / "media").iterdir())) == 1


def test_home_files_are_private(library: Library, add_session: AddSession) -> None:
    add_session()
    for path in [library.home.root, *library.home.root.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_recording_name_never_becomes_a_path(library: Library, add_session: AddSession) -> None:
    session = add_session(name="../../etc/passwd.mp4; rm -rf ~", title="../../x")
    assert session.recording.media.parent == library.home.media
    assert session.recording.name == "../../etc/passwd.mp4; rm -rf ~"
    with pytest.raises(StoreError):
        library.home.media_file("../secondtake.db")


def test_session_is_changed_archived_deleted_and_restored(library: Library, add_session: AddSession) -> None:
    session = add_session(b"one", title="First")
    add_session(b"two", title="Second")
    when = datetime(2025, 3, 4, 9, 30, tzinfo=UTC)
    changed = library.update_session(
        session.id, title=" Acme ", tags=["b", "a", " "], recorded_at=when, kind="real"
    )
    assert (changed.title, changed.tags) == ("Acme", ("a", "b"))
    assert (changed.recorded_at, changed.kind) == (when, "real")
    assert [s.title for s in library.sessions()] == ["Second", "Acme"]
    library.update_session(session.id, archived=True)
    assert [s.title for s in library.sessions()] == ["Second"]
    assert [s.title for s in library.sessions(archived=True)] == ["Acme"]
    library.delete_session(session.id)
    assert library.sessions(archived=True) == ()
    assert [s.id for s in library.sessions(archived=None, deleted=True)] == [session.id]
    assert library.undelete_session(session.id).deleted_at is None


def test_session_id_prefix_must_be_unambiguous(library: Library, add_session: AddSession) -> None:
    session = add_session()
    assert library.session(session.id[:6]).id == session.id
    for wrong in ("", "%", "nope", "_" * 14):
        with pytest.raises(UsageError, match="No session"):
            library.session(wrong)


def test_search_finds_whole_words_and_phrases(library: Library, add_session: AddSession) -> None:
    session = add_session(b"one", said="Well, I BASICALLY led the team: I'd do it again", question="Why us?")
    add_session(b"two", said="uncategorically basic", question="")
    (hit,) = search(library, "basically")
    assert (hit.session_id, hit.start_s) == (session.id, 2.0)
    assert "led the team" in hit.context
    assert [h.start_s for h in search(library, "the team")] == [4.0]
    assert [h.start_s for h in search(library, "I'd")] == [6.0]
    assert [h.start_s for h in search(library, "why us")] == [None]
    assert search(library, "%") == search(library, "_") == search(library, "asic") == ()
    library.delete_session(session.id)
    assert search(library, "basically") == ()


def test_baseline_needs_three_other_sessions(library: Library, add_session: AddSession) -> None:
    sessions = [add_session(bytes([i]), filler_rate=float(i)) for i in range(4)]
    baseline = baselines(library, leave_out=sessions[3].id)["filler_rate"]
    assert (baseline.median, baseline.n) == (1.0, 3)
    assert baselines(library, before=sessions[2].recorded_at) == {}


def test_baseline_leaves_out_other_people_the_sample_and_brief_sessions(
    library: Library, add_session: AddSession
) -> None:
    own = [add_session(bytes([i]), filler_rate=float(i)) for i in range(4)]
    others = [add_session(bytes([i]), filler_rate=50.0) for i in range(10, 14)]
    for session in others[:2]:
        library.update_session(session.id, person="Ana")
    library.update_session(others[2].id, tags=["sample"])
    library.update_session(others[3].id, person="Ana")
    assert baselines(library)["filler_rate"].median == 1.5
    assert baselines(library, person="Ana")["filler_rate"].n == 3
    brief = add_session(b"brief", filler_rate=90.0, speaking_s=12.0)
    assert baselines(library)["filler_rate"].n == len(own)
    assert brief.person == ""


def test_import_file_interrupted_leaves_no_file(
    library: Library, tmp_path: Path, make_recording: Make
) -> None:
    with pytest.raises(StoreError, match="does not exist"):
        library.add_recording(tmp_path / "gone.mp4", make_recording(b"gone"))
    assert list(library.home.media.iterdir()) == []


def test_open_home_that_is_a_file_raises_store_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match=r"--home"):
        Home.open(tmp_path / "file" / "home")


def test_add_recording_with_lost_file_saves_it_again(library: Library, tmp_path: Path) -> None:
    source = tmp_path / "take.mp4"
    source.write_bytes(b"film")
    stored = library.add_recording(source, recording_of(b"film"))
    stored.media.unlink()
    again = library.add_recording(source, recording_of(b"film"))
    assert again.media == stored.media
    assert stored.media.read_bytes() == b"film"


def test_add_recording_without_a_row_leaves_no_copy(library: Library, tmp_path: Path) -> None:
    source = tmp_path / "take.mp4"
    source.write_bytes(b"film")
    with pytest.raises(UnicodeEncodeError):
        library.add_recording(source, recording_of(b"film", "b\udce9.mp4"))
    assert list(library.home.media.iterdir()) == []
