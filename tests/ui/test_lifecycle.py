"""Beginning anew: everything that was kept is gone, and the page goes on without being started again."""

from __future__ import annotations

import pytest

from secondtake.core.errors import StoreError
from secondtake.store.database.tables import JobRow, now
from secondtake.ui import services
from secondtake.ui.helpers.rejudge_queue import RejudgeQueue
from secondtake.ui.server.lifecycle import ServerLifecycle


@pytest.fixture
def at_home(settings, monkeypatch):
    monkeypatch.setattr(services, "settings", lambda: settings)
    services.close()
    yield settings.home
    services.close()


@pytest.mark.usefixtures("at_home")
def test_erase_everything_leaves_an_empty_home_in_use(library, add_session):
    secret = b"MEDIABYTES-0123456789"
    session = add_session(secret * 100, title="Quicksilver", said="xylophonic quagmire")
    assert [s.id for s in services.library().sessions()] == [session.id]
    library.close()
    ServerLifecycle().erase_everything()
    assert services.library().sessions(archived=None) == ()
    assert services.preference("sample") is True  # so that nothing is put in again
    files = [path for path in services.library().home.root.rglob("*") if path.is_file()]
    assert {path.name.partition("-")[0] for path in files} == {"secondtake.db", "secondtake.home"}
    for path in files:
        assert not any(word in path.read_bytes() for word in (secret, b"xylophonic", b"Quicksilver"))
    services.prefer("toured", True)
    assert services.preference("toured") is True


@pytest.mark.usefixtures("at_home")
def test_erase_everything_during_analysis_raises_and_keeps_sessions(library, add_session, monkeypatch):
    monkeypatch.setattr("secondtake.store.erase.erase_all.__kwdefaults__", {"wait_s": 0.2})
    session = add_session()
    with library.database.write() as database:
        database.add(JobRow(id="j", name="x", source="/x", state="running", beat_at=now()))
    with pytest.raises(StoreError, match="is being analysed"):
        ServerLifecycle().erase_everything()
    assert [s.id for s in services.library().sessions()] == [session.id]


def test_rejudge_queue_drop_cancels_waiting_sessions():
    judged: list[str] = []
    renewal = RejudgeQueue(lambda session_id: (judged.append(session_id), renewal.drop())[0])
    renewal.enqueue(["a", "b", "c"])
    while renewal.enqueue([]):
        pass
    assert judged == ["a"]
