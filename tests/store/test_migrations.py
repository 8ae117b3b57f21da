"""Every earlier database comes up to date with its data; one from the future is left alone."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlmodel import SQLModel

from secondtake.config import Settings
from secondtake.core.errors import StoreError
from secondtake.store import migrations
from secondtake.store.database.database import open_database
from secondtake.store.database.revisions import REVISIONS
from secondtake.store.database.tables import RecordingRow, ReviewRow
from secondtake.store.files.home import Home
from secondtake.store.library import Library

FOLDER = Path(migrations.__file__).parent


def test_revisions_match_the_versions_folder() -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    scripts = ScriptDirectory.from_config(config)
    found = [script.revision for script in scripts.walk_revisions()]
    assert tuple(reversed(found)) == REVISIONS


def test_tables_and_migrations_agree(library: Library) -> None:
    with library.database.read() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_every_revision_has_a_data_test() -> None:
    """The first one makes the tables; every later one has a test named after it in this folder."""
    tests = "".join(path.read_text() for path in Path(__file__).parents[1].rglob("test_*.py"))
    for revision in REVISIONS[1:]:
        assert f"def test_revision_{revision}_" in tests, f"revision {revision} has no test with data"


def _add_old_session(session: Any, recording_id: int) -> None:
    """A session as tables before revision 0004 hold it."""
    at = "2026-11-01 12:00:00.000000"
    session.connection().execute(
        text(
            "insert into sessions (id, recording_id, kind, title, created_at, recorded_at, tags, archived)"
            " values ('old', :recording, 'practice', 'Old', :at, :at, '[]', 0)"
        ),
        {"recording": recording_id, "at": at},
    )


def test_revision_0004_gives_every_session_to_the_owner(settings: Settings) -> None:
    old = open_database(Home.open(settings.home), revision="0003")
    with old.write() as session:
        recording = RecordingRow(digest="sha256:1", name="old", media="a" * 26, size_bytes=3, duration_s=60)
        session.add(recording)
        session.flush()
        _add_old_session(session, recording.id or 0)
    old.close()
    with Library.open(settings) as library:
        assert library.session("old").person == ""
        assert library.update_session("old", person=" Ana ").person == "Ana"


def test_revision_0005_leaves_questions_their_outlines(settings: Settings) -> None:
    old = open_database(Home.open(settings.home), revision="0004")
    with old.write() as session:
        columns = "id, text, kind, notes, outline, starter, added_at"
        values = "'q', 'Why us?', 'other', '', '{\"result\": \"won\"}', 0, '2026-11-01 10:00:00'"
        session.connection().execute(text(f"insert into questions ({columns}) values ({values})"))
        interview = "id, company, role, at, zone, people, kind, stage, outcome, debrief, added_at"
        values = "'i', 'Acme', '', '2026-11-01', 'UTC', '[]', 'video', '', 'open', '{}', '2026-11-01'"
        session.connection().execute(text(f"insert into interviews ({interview}) values ({values})"))
        asked = "(interview_id, question_id, wording, went) values ('i', 'q', 'Why us?', '')"
        session.connection().execute(text(f"insert into asked {asked}"))
    old.close()
    with Library.open(settings) as library:
        (question,) = library.questions.all()
        assert (question.outline.result, question.story, len(question.asked)) == ("won", "", 1)
        assert library.stories.all() == ()


def test_revision_0006_leaves_interviews_without_a_posting(settings: Settings) -> None:
    old = open_database(Home.open(settings.home), revision="0005")
    with old.write() as session:
        interview = "id, company, role, at, zone, people, kind, stage, outcome, debrief, added_at"
        values = "'i', 'Acme', '', '2026-11-01', 'UTC', '[]', 'video', '', 'open', '{}', '2026-11-01'"
        session.connection().execute(text(f"insert into interviews ({interview}) values ({values})"))
    old.close()
    with Library.open(settings) as library:
        (interview_there,) = library.interviews.all()
        assert (interview_there.company, interview_there.posting) == ("Acme", "")


def test_revision_0007_keeps_lists_of_interviews_noted_before(settings: Settings) -> None:
    old = open_database(Home.open(settings.home), revision="0006")
    with old.write() as session:
        columns = "id, company, role, at, zone, people, kind, stage, outcome, debrief, posting, added_at"
        values = "'i', 'Acme', '', '2026-11-01 10:00:00.000000', 'UTC', '[]', 'video', '', 'open', '{}',"
        values += " '', '2026-11-02 10:00:00.000000'"
        session.connection().execute(text(f"insert into interviews ({columns}) values ({values})"))
        question = "(id, text, kind, notes, outline, starter, added_at)"
        values = "'q', 'Why us?', 'other', '', '{}', 0, '2026-11-02 10:00:00.000000'"
        session.connection().execute(text(f"insert into questions {question} values ({values})"))
        asked = "(interview_id, question_id, wording, went) values ('i', 'q', 'Why us?', '')"
        session.connection().execute(text(f"insert into asked {asked}"))
    old.close()
    with Library.open(settings) as library:
        assert library.interviews.get("i").likely is None
        library.questions.update("q", text="Why this firm?")
        assert len(library.interviews.get("i").likely or ()) == 10
        assert len(library.interviews.asked_in("i")) == 1


def test_revision_0008_leaves_interviews_without_a_cv(settings: Settings) -> None:
    old = open_database(Home.open(settings.home), revision="0007")
    with old.write() as session:
        columns = "id, company, role, at, zone, people, kind, stage, outcome, debrief, posting, added_at"
        values = "'i', 'Acme', '', '2026-11-01', 'UTC', '[]', 'video', '', 'open', '{}', 'SQL', '2026-11-01'"
        session.connection().execute(text(f"insert into interviews ({columns}) values ({values})"))
    old.close()
    with Library.open(settings) as library:
        interview = library.interviews.get("i")
        assert (interview.posting, interview.cv) == ("SQL", "")


def test_revision_0003_keeps_every_review(
    settings: Settings, make_recording: Callable[..., Any], make_review: Callable[..., Any]
) -> None:
    recording = make_recording(b"old")
    body = make_review(recording, said="as it was said then")
    old = open_database(Home.open(settings.home), revision="0002")
    with old.write() as session:
        kept = RecordingRow(digest=recording.digest, name="old", media="a" * 26, size_bytes=3, duration_s=60)
        session.add(kept)
        session.flush()
        _add_old_session(session, kept.id or 0)
        squeezed = zlib.compress(json.dumps(body).encode())
        session.add(ReviewRow(session_id="old", seq=1, version="0", fingerprint="x", body=squeezed))
    old.close()
    with Library.open(settings) as library:
        review = library.latest_review("old")
        assert review is not None
        assert review.body == body
        assert library.session("old").title == "Old"


def test_open_apart_migrates_in_another_process(settings: Settings) -> None:
    code = "import sys; from secondtake.config import Settings; from secondtake.store.library import Library;"
    code += "library = Library.open(Settings.load(), apart=True); print(len(library.sessions()));"
    code += "print('alembic' in sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | settings.to_environ(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.split() == ["0", "False"]


@pytest.mark.parametrize("revision", ["0999", "made-up"])
def test_open_newer_database_is_refused_untouched(settings: Settings, revision: str) -> None:
    with Library.open(settings) as library:
        file = library.home.database_file
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("update alembic_version set version_num = ?", [revision])
        connection.execute("create table of_the_future (x)")
    before = file.read_bytes()
    with pytest.raises(StoreError, match="newer version"):
        Library.open(settings)
    assert file.read_bytes() == before


def test_open_foreign_database_is_refused_untouched(tmp_path: Path) -> None:
    home = Home.open(tmp_path)
    with closing(sqlite3.connect(home.database_file)) as connection, connection:
        connection.execute("create table moz_bookmarks (x)")
    before = home.database_file.read_bytes()
    with pytest.raises(StoreError, match="something else"):
        open_database(home)
    assert home.database_file.read_bytes() == before


@pytest.mark.parametrize("url", ["garbage", "", "nosuch://here/db", "postgresql+nosuch://here/db"])
def test_open_invalid_url_raises_store_error(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="SECONDTAKE_DB"):
        open_database(Home.open(tmp_path), url)


def test_open_damaged_database_raises_store_error(tmp_path: Path) -> None:
    home = Home.open(tmp_path)
    home.database_file.write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreError, match="restore"):
        open_database(home)
