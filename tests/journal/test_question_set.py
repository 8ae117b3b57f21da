"""A question set is a list of questions that anybody can read, with its name and what is rated."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from secondtake.core.errors import UsageError
from secondtake.journal.questions.import_export import from_markdown
from secondtake.journal.questions.question import Outline, Question
from secondtake.journal.questions.question_set import QuestionSet, read_set, set_answered, set_to_markdown

NOW = datetime(2026, 11, 2, tzinfo=UTC)
QUESTIONS = (
    Question("", "Tell me about yourself.", "opening", NOW, outline=Outline("my story"), notes="private"),
    Question("", "Why us?", "company", NOW),
)


def test_set_comes_back_without_the_coachs_own_notes():
    text = set_to_markdown("Spring\n", ["pace", "answers"], QUESTIONS)
    assert "private" not in text
    assert "my story" not in text
    questions = from_markdown(text, NOW)
    assert [(q.text, q.kind) for q in questions] == [(q.text, q.kind) for q in QUESTIONS]
    question_set = read_set(text, questions)
    assert question_set == QuestionSet("Spring", ("answers", "pace"), tuple(q.text for q in QUESTIONS))
    assert QuestionSet.from_json(question_set.to_json()) == question_set


def test_list_without_a_name_is_no_set_and_unknown_items_are_left_out():
    assert read_set("- Why us?", QUESTIONS) is None
    assert read_set("# Question set: A\nRate: charm, pace\n- Why?", QUESTIONS).items == ("pace",)


@pytest.mark.parametrize(
    ("name", "items", "questions"), [("", [], QUESTIONS), ("A", [], ()), ("A", ["x"], QUESTIONS)]
)
def test_set_without_name_question_or_known_item_is_refused(name, items, questions):
    with pytest.raises(UsageError):
        set_to_markdown(name, items, questions)


def test_set_answered_is_the_one_with_most_of_the_questions():
    one, two = QuestionSet("One", (), ("Why us?",)), QuestionSet("Two", (), ("why us", "Who are you?"))
    assert set_answered([one, two], ["Why us?", "Who are you?"]) == two
    assert set_answered([two, one], ["Why us?"]) == one
    assert set_answered([one], ["Anything else?", ""]) is None
