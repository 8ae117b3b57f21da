"""The question library as it is kept: wordings, merging and its undoing, takes that follow their sessions."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from secondtake.config import Settings
from secondtake.core.answer import Mark
from secondtake.core.errors import UsageError
from secondtake.core.spans import Span
from secondtake.journal.questions.question import Outline
from secondtake.store import migrations
from secondtake.store.erase import erase_session
from secondtake.store.files.home import Home
from secondtake.store.history import measure_points
from secondtake.store.library import Library
from secondtake.store.practice_summary import finished_practices, own_sessions

AT = datetime(2026, 11, 3, 10, tzinfo=UTC)


def test_question_saved_is_read_back_with_all_fields(library):
    question = library.questions.add("  Tell me about\tyourself. ", "opening")
    library.questions.update(question.id, notes="Keep it short.", outline=Outline(action="led", result="won"))
    library.questions.set_due(question.id, date(2026, 11, 9))
    kept = library.questions.get(question.id[:6])
    assert (kept.text, kept.kind, kept.notes) == ("Tell me about yourself.", "opening", "Keep it short.")
    assert kept.outline == Outline(action="led", result="won")
    assert kept.chosen_due == date(2026, 11, 9)


def test_add_question_same_words_returns_the_same(library):
    first = library.questions.add("Why us?")
    assert library.questions.add("WHY us").id == first.id
    assert len(library.questions.all()) == 1


def test_outlines_are_found_by_id_and_by_every_wording(library):
    one, two = library.questions.add("Why us?"), library.questions.add("What draws you here?")
    library.questions.add("Never outlined?")
    library.questions.update(one.id, outline=Outline(result="won"))
    library.questions.merge(one.id, two.id)
    outlines = library.questions.outlines()
    assert set(outlines) == {one.id, two.id, "why us", "what draws you here"}
    assert outlines["what draws you here"]["result"] == "won"


@pytest.mark.parametrize("text", ["", " \n ", "why " * 400])
def test_add_question_invalid_text_raises_usage_error(library, text):
    with pytest.raises(UsageError):
        library.questions.add(text)


def test_merge_loses_nothing_and_split_undoes_it(library):
    one, two = library.questions.add("Why us?"), library.questions.add("What draws you here?")
    where = library.interviews.add("Acme", "Engineer", AT)
    library.interviews.log_asked(where.id, two.text, "poorly")
    merged = library.questions.merge(one.id, two.id)
    assert merged.wordings == (two.text,)
    assert [(a.company, a.went) for a in merged.asked] == [("Acme", "poorly")]
    assert library.questions.get(two.id).id == one.id
    assert library.questions.add(two.text).id == one.id
    with pytest.raises(UsageError, match="already"):
        library.questions.merge(one.id, two.id)
    split = library.questions.split(one.id, two.text)
    assert split.id == two.id
    assert len(split.asked) == 1
    assert library.questions.get(one.id).asked == ()


def test_merge_moves_earlier_wordings(library):
    a, b, c = (library.questions.add(text) for text in ("A a?", "B b?", "C c?"))
    library.questions.merge(b.id, c.id)
    assert set(library.questions.merge(a.id, b.id).wordings) == {"B b?", "C c?"}


def test_delete_question_deletes_its_wordings(library):
    one, two = library.questions.add("Why us?"), library.questions.add("What draws you here?")
    library.questions.merge(one.id, two.id)
    library.questions.delete(one.id)
    assert library.questions.all() == ()


def test_take_in_any_wording_belongs_to_its_question(library, add_session):
    question = library.questions.add("Tell me about yourself")
    session = add_session(title="one")
    (take,) = library.questions.get(question.id).takes
    assert (take.session_id, take.answer, take.real, take.to_improve) == (session.id, 0, False, 0)
    library.corrections.rate_oneself(session.id, 0, {"answers": 2})
    assert library.questions.get(question.id).takes[0].went == "poorly"


def test_take_with_question_id_belongs_to_its_question(library, make_review, make_recording, add_session):
    question = library.questions.add("Walk me through your CV")
    session = add_session(title="one")
    review = make_review(make_recording(b"sound"), question="something else")
    review["answers"][0]["question_id"] = question.id
    library.save_review(session.id, review)
    assert [t.session_id for t in library.questions.get(question.id).takes] == [session.id]


def test_erase_session_removes_its_takes(library, add_session):
    question = library.questions.add("Tell me about yourself")
    session = add_session(title="one")
    library.corrections.set_marks(session.id, [Mark(Span(0, 1))])
    erase_session(library, session.id)
    assert library.questions.get(question.id).takes == ()


def test_revision_0002_leaves_what_is_there(settings: Settings, tmp_path: Path):
    """A database of the version before, with a session in it, gets the journal's tables."""
    home = Home.open(settings.home)
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    engine = create_engine(f"sqlite:///{home.database_file}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    with closing(sqlite3.connect(home.database_file)) as connection, connection:
        connection.execute(
            "insert into recordings (id, digest, name, media, size_bytes, duration_s, probe, added_at)"
            " values (1, ?, 'a.mp4', ?, 5, 60.0, '{}', '2026-11-01 10:00:00')",
            [f"sha256:{'0' * 64}", f"{'a' * 26}.mp4"],
        )
        connection.execute(
            "insert into sessions (id, recording_id, kind, title, created_at, recorded_at, tags, archived)"
            " values ('abcd', 1, 'real', 'Acme', '2026-11-01 10:00:00', '2026-11-01 10:00:00', '[]', 0)"
        )
    with Library.open(settings) as library:
        assert library.session("abcd").title == "Acme"
        interview = library.interviews.add("Acme", "Engineer", AT, session_id="abcd")
        assert interview.session_id == "abcd"
        assert library.questions.add("Why us?").asked == ()


def test_answer_marked_for_practice_is_a_take(library, add_session):
    question = library.questions.add("Tell me about yourself")
    session = add_session(title="one")
    said = {"well": "", "okay": "", "improve": "", "span": [0.0, 5.0], "answer": 0}
    library.corrections.add("debrief", said | {"again": True}, session_id=session.id, subject="0.00")
    assert library.questions.get(question.id).takes[0].again
    library.corrections.add("debrief", said | {"again": False}, session_id=session.id, subject="0.00")
    assert not library.questions.get(question.id).takes[0].again


def test_take_has_the_change_of_its_debrief(library, make_review, make_recording, add_session):
    question = library.questions.add("Tell me about yourself")
    session = add_session(title="one")
    review = make_review(make_recording(b"sound"))
    review["debrief"] = [{"answer": 0, "keep": None, "change": {"label": "Pace"}}]
    library.save_review(session.id, review)
    assert library.questions.get(question.id).takes[0].change == ""  # not before it is rated
    library.corrections.rate_oneself(session.id, None, {"pace": 3})
    assert library.questions.get(question.id).takes[0].change == "Pace"


def test_drill_is_excluded_from_takes_and_trends(library, add_session):
    question = library.questions.add("Tell me about yourself")
    session = add_session(title="one")
    assert own_sessions(library)
    assert measure_points(library, person="")
    library.update_session(session.id, tags=["drill", "ladder"])
    assert library.session(session.id).is_drill
    assert library.questions.get(question.id).takes == ()
    assert list(own_sessions(library)) == []
    assert measure_points(library, person="") == ()
    assert finished_practices(library, "") == 1
