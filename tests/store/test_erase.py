"""What is erased is nowhere under the home any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from secondtake.config import Settings
from secondtake.core.errors import StoreError, UsageError
from secondtake.core.spans import Span
from secondtake.store import erase, orphans
from secondtake.store.database.tables import JobRow, now
from secondtake.store.erase import erase_all, erase_session, vacuum
from secondtake.store.library import Library
from secondtake.store.records import Session

AddSession = Callable[..., Session]

# Long, rare words: one of three letters stands by chance in a random file name once in a thousand runs.
SECRETS = {
    "said": "xylophonic quagmire",
    "question": "Wherefore Zanzibar-Industries?",
    "name": "marigold-interview.m4a",
    "title": "Quicksilver",
    "note": "petrichor",
    "media": "MEDIABYTES-0123456789",
}


def bytes_on_disk(root: Path) -> Iterator[tuple[Path, bytes]]:
    for path in sorted(root.rglob("*")):
        if path.is_file():
            yield path, path.read_bytes()


def traces(root: Path) -> list[tuple[str, str]]:
    words = [part for secret in SECRETS.values() for part in secret.replace("-", " ").split()]
    needles = {n for w in words for n in (w, w.lower(), w.upper())}
    return [
        (str(path.relative_to(root)), needle)
        for path, content in bytes_on_disk(root)
        for needle in needles
        if needle.encode() in content
    ]


@pytest.fixture
def secret_session(library: Library, add_session: AddSession) -> Session:
    session = add_session(
        SECRETS["media"].encode() * 5000,
        name=SECRETS["name"],
        title=SECRETS["title"],
        said=SECRETS["said"] + " and then" * 4000,
        question=SECRETS["question"],
    )
    library.corrections.add_note(session.id, SECRETS["note"], at_s=3.0)
    library.corrections.dismiss(session.id, "filler", "um", Span(1, 2))
    tracks = library.home.tracks_of(session.recording.digest)
    (tracks / "words-1").mkdir(parents=True)
    (tracks / "words-1" / "words.json").write_text(SECRETS["said"])
    session.recording.thumbnail.write_bytes(SECRETS["media"].encode())
    session.recording.thumbnail_error_file.write_text(SECRETS["name"])
    name = SECRETS["name"]
    with library.database.write() as database:
        database.add(JobRow(id="j", name=name, source=f"/x/{name}", session_id=session.id))
    return session


def test_erase_session_leaves_no_bytes(
    library: Library, add_session: AddSession, secret_session: Session
) -> None:
    other = add_session(b"other", said="something else entirely")
    library.save_review(secret_session.id, library.latest_review(other.id).body)  # type: ignore[union-attr]
    assert {p for p, _ in traces(library.home.root)}, "the search must be able to find what is there"
    erase_session(library, secret_session.id)
    assert traces(library.home.root) == []
    assert [s.id for s in library.sessions()] == [other.id]
    assert other.recording.media.read_bytes() == b"other"
    with pytest.raises(UsageError):
        erase_session(library, secret_session.id)


def test_erase_waits_for_a_thumbnail_in_progress(
    library: Library, secret_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever makes it looks whether the recording is there once it is kept: so that must go first."""
    there: list[bool] = []
    remove = orphans.remove

    def looking(*paths: Path | None) -> None:
        for path in paths:
            if path in (secret_session.recording.thumbnail, secret_session.recording.thumbnail_error_file):
                there.append(secret_session.recording.media.exists())
            remove(path)

    monkeypatch.setattr(erase, "remove", looking)
    erase_session(library, secret_session.id)
    assert there == [False, False]


def test_erase_all_leaves_an_empty_home(library: Library, secret_session: Session) -> None:
    erase_all(library)
    assert list(library.home.root.iterdir()) == []
    with Library.open(Settings.load({}, home=library.home.root)) as again:
        assert again.sessions() == ()


def test_erase_all_library_open_elsewhere_becomes_empty(
    library: Library, secret_session: Session, add_session: AddSession
) -> None:
    with Library.open(Settings.load({}, home=library.home.root)) as page:
        assert len(page.sessions()) == 1
        erase_all(library)
        assert traces(page.home.root) == []
        assert page.sessions() == ()
        assert add_session(b"later").title == "take"
        assert len(page.sessions()) == 1


def test_deleted_session_remains_until_erased(library: Library, secret_session: Session) -> None:
    library.delete_session(secret_session.id)
    assert traces(library.home.root) != []
    erase_session(library, secret_session.id)
    assert traces(library.home.root) == []


def test_erase_session_with_running_job_stops_the_job(library: Library, secret_session: Session) -> None:
    with library.database.write() as database:
        job = database.get(JobRow, "j")
        assert job is not None
        job.state, job.beat_at = "running", now()
    with pytest.raises(StoreError, match="is being analysed"):
        erase_session(library, secret_session.id, wait_s=0.3)
    assert secret_session.recording.media.exists()
    with library.database.read() as database:
        assert database.get(JobRow, "j").cancel  # type: ignore[union-attr]


def test_erase_blocked_by_reader_is_reported_and_completed_later(
    library: Library, secret_session: Session
) -> None:
    with library.database.read() as reader:
        reader.get(JobRow, "j")  # a page that still looks at the state before
        with pytest.raises(StoreError, match="doctor --tidy"):
            erase_session(library, secret_session.id, wait_s=0.2)
    assert library.sessions() == ()
    vacuum(library.database, wait_s=1.0)
    assert traces(library.home.root) == []
