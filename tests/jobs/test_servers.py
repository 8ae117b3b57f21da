"""Several machines: one database, one shared folder, several workers. Against real servers, started here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jobs.servers import PATIENCE_S, NotInstalled, postgres_server, redis_server
from jobs.shared_library import Crew, crew_of, empty, recordings
from ports import free_port
from secondtake.config import Settings
from secondtake.core.errors import StoreError, UsageError
from secondtake.jobs import job_claims
from secondtake.jobs.wakeup_queue import open_queue
from secondtake.store.backup import restore_backup, write_backup
from secondtake.store.erase import erase_session
from secondtake.store.files.home import Home
from secondtake.store.library import Library
from secondtake.store.orphans import remove_orphans

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pytest.importorskip("psycopg", reason="psycopg is not installed: pip install 'secondtake[servers]'")
    try:
        with postgres_server(tmp_path_factory.mktemp("postgres")) as address:
            yield address
    except NotInstalled as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pytest.importorskip("redis", reason="redis is not installed: pip install 'secondtake[servers]'")
    try:
        with redis_server(tmp_path_factory.mktemp("redis")) as address:
            yield address
    except NotInstalled as missing:
        pytest.skip(str(missing))


@pytest.fixture
def shared(postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """Settings of a shared library: the database on the server, emptied afterwards."""
    settings = crew_of(tmp_path / "home", postgres, "").settings
    monkeypatch.setenv("SECONDTAKE_DB", str(settings.database_url))
    yield settings
    empty(postgres)


def test_library_on_a_server_works_like_a_local_one(
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


def test_backup_moves_between_a_server_and_one_machine(
    shared: Settings, make_recording: Callable, make_review: Callable, tmp_path: Path
) -> None:
    alone, file = Settings.load({}, home=tmp_path / "alone"), tmp_path / "all.secondtake"
    said = datetime(2024, 5, 6, 12, 30, tzinfo=UTC)
    (tmp_path / "take").write_bytes(b"sound")
    recording = make_recording(b"sound")
    with Library.open(shared) as library:
        library.add_recording(tmp_path / "take", recording)
        session = library.create_session(recording.digest, title="Acme")
        library.save_review(session.id, make_review(recording))
        library.corrections.add_note(session.id, "good start")
        assert write_backup(library, file) == 2
    restore_backup(file, alone)
    with Library.open(alone) as library:
        assert library.latest_review(session.id).body == make_review(recording)
        library.change_recording_date(session.id, said)
        library.update_session(session.id, title="Acme, second round")
        write_backup(library, file)
    with pytest.raises(UsageError, match="--replace"):
        restore_backup(file, shared)
    restore_backup(file, shared, replace=True)
    with Library.open(shared) as library:
        assert [(s.title, s.recorded_at) for s in library.sessions()] == [("Acme, second round", said)]
        note = library.corrections.add_note(session.id, "and a number after those that were restored")
        assert [c.id for c in library.corrections.current("note", session_id=session.id)] == [1, note.id]
        assert library.session(session.id).recording.media.read_bytes() == b"sound"


def test_open_unreachable_server_is_explained(shared: Settings) -> None:
    nowhere = shared.with_(database_url=f"postgresql+psycopg://x:secret@127.0.0.1:{free_port()}/x")
    with pytest.raises(StoreError) as error:
        Library.open(nowhere)
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("kind", ["redis", "postgres"])
def test_queue_on_a_server_wakes_a_waiting_worker(
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

    here.wake()
    listener = threading.Thread(target=listen)
    listener.start()
    listener.join(PATIENCE_S)
    assert heard.is_set()
    here.close()
    there.close()


def test_open_queue_unknown_address_raises_store_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="SECONDTAKE_QUEUE"):
        open_queue(Home.open(tmp_path), {"SECONDTAKE_QUEUE": "amqp://rabbit"})


def test_three_workers_finish_though_one_is_killed(
    postgres: str, redis: str, shared: Settings, tmp_path: Path
) -> None:
    crew = Crew(shared, redis)
    files = recordings(tmp_path, seconds=1.2, picture=False)
    crew.submit(files)
    with crew.workers(3) as workers:
        crew.wait(2)
        workers[0].kill()
        crew.wait(len(files))
    assert {job.state for job in crew.jobs()} == {"done"}
    with Library.open(shared) as library:
        sessions = library.sessions()
        assert sorted(s.title for s in sessions) == [file.stem for file in files]
        assert all(library.latest_review(s.id) for s in sessions)
        assert len({s.recording.digest for s in sessions}) == len(files)
        assert job_claims.recover(library.database) == 0
        media = {path.name for path in library.home.media.iterdir()}
        remove_orphans(library, settled_s=0.0)  # what the killed worker left
        assert {s.recording.media.name for s in sessions} == {p.name for p in library.home.media.iterdir()}
        assert len(media) - len(files) <= 1
