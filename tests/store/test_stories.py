"""The story bank as it is kept: one outline for a story and its questions, and nothing lost without it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from secondtake.core.errors import UsageError
from secondtake.journal.questions.import_export import from_csv, from_markdown, to_csv, to_markdown
from secondtake.journal.questions.question import Outline
from secondtake.store.backup import restore_backup, write_backup
from secondtake.store.library import Library

AT = datetime(2026, 11, 3, 10, tzinfo=UTC)
STORM = Outline(situation="60 guests, 4 rooms", action="Called hotels", result="All had a bed")


@pytest.fixture
def told(library):
    """A library whose question uses a story."""
    question = library.questions.add("Tell me about a difficult day.", "behavioural")
    library.questions.update(question.id, outline=Outline(result="its own"))
    story = library.stories.add("  The storm ", STORM)
    library.questions.set_story(question.id, story.id)
    return library


def test_question_with_a_story_has_its_outline_and_title(told):
    (question,) = told.questions.all()
    assert (question.story, question.outline) == ("The storm", STORM)
    assert told.questions.outlines()["tell me about a difficult day"] == STORM.parts()


def test_outline_changed_on_a_question_changes_its_story(told):
    (question,) = told.questions.all()
    told.questions.update(question.id, outline=Outline(result="changed"), notes="calm")
    (story,) = told.stories.all()
    assert story.outline == Outline(result="changed")
    assert told.questions.get(question.id).notes == "calm"


def test_delete_story_gives_questions_their_own_outlines_again(told):
    told.stories.delete(told.stories.all()[0].id)
    (question,) = told.questions.all()
    assert (question.story_id, question.story, question.outline.result) == (None, "", "its own")


def test_set_story_none_or_unknown(told):
    (question,) = told.questions.all()
    with pytest.raises(UsageError, match="story"):
        told.questions.set_story(question.id, "nosuch")
    assert told.questions.set_story(question.id, None).outline.result == "its own"


def test_story_title_empty_or_taken_is_refused(told):
    with pytest.raises(UsageError, match="called “The storm”"):
        told.stories.add("the STORM", Outline())
    with pytest.raises(UsageError, match="title"):
        told.stories.add(" ", STORM)
    (story,) = told.stories.all()
    other = told.stories.add("The move", Outline())
    with pytest.raises(UsageError, match="Choose another"):
        told.stories.update(other.id, title="The storm")
    assert told.stories.update(story.id, title="The Storm").title == "The Storm"


def test_import_keeps_the_story_that_is_there(told):
    told.questions.add_all(from_markdown("- When did you stay calm?\n  - Story: the storm\n", AT))
    assert [story.outline for story in told.stories.all()] == [STORM]
    assert {q.story for q in told.questions.all()} == {"The storm"}


@pytest.mark.parametrize(("write", "read"), [(to_csv, from_csv), (to_markdown, from_markdown)])
def test_export_and_import_keep_the_story(told, tmp_path, settings, write, read):
    told.questions.set_story(told.questions.add("When did you stay calm?").id, told.stories.all()[0].id)
    with Library.open(replace(settings, home=tmp_path / "other")) as other:
        other.questions.add_all(read(write(told.questions.all()), AT))
        (story,) = other.stories.all()
        assert (story.title, story.outline) == ("The storm", STORM)
        assert {q.story_id for q in other.questions.all()} == {story.id}


def test_backup_and_restore_keep_stories(told, settings, tmp_path):
    write_backup(told, tmp_path / "b.zip")
    told.stories.delete(told.stories.all()[0].id)
    elsewhere = replace(settings, home=tmp_path / "other")
    restore_backup(tmp_path / "b.zip", elsewhere)
    with Library.open(elsewhere) as library:
        assert library.questions.all()[0].story == "The storm"
