"""The story bank's rules: which question has none, where a story is used, what is proposed, the drill."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from secondtake.journal.questions.question import Asked, Outline, Question, Take
from secondtake.journal.stories import (
    DRILL_QUESTIONS,
    OVERUSED_FROM,
    Story,
    asks_for_story,
    drill_questions,
    likeness,
    story_uses,
    without_story,
)
from secondtake.ui.view.journal import drill_result, story_facts

AT = datetime(2026, 11, 3, 10, tzinfo=UTC)
STORM = Story("s", "Storm", Outline(action="Called hotels"), AT)


def question(name, **more):
    return Question(name, more.pop("text", f"Tell me about a time of {name}."), "other", AT, **more)


def take(days, **more):
    return Take("session", 0, AT + timedelta(days=days), **more)


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        ("Tell me about a time you failed.", True),
        ("Describe a situation in which you led.", True),
        ("Have you ever missed a deadline?", True),
        ("Why us?", False),
        ("Tell me about yourself.", False),
    ],
)
def test_asks_for_story_by_how_it_is_put(text, is_asked):
    assert asks_for_story(question("q", text=text)) is is_asked


def test_without_story_lists_the_most_asked_first():
    asked = Asked("i", "Acme", AT, "How?")
    questions = [question("a"), question("b", asked=(asked,)), question("c", story_id="s")]
    assert [q.id for q in without_story([*questions, question("d", text="Why us?")])] == ["b", "a"]


def test_story_uses_gather_takes_of_all_its_questions():
    questions = [question("a", story_id="s", takes=(take(2),)), question("b", story_id="s", takes=(take(1),))]
    (use,) = story_uses([STORM], [*questions, question("c", takes=(take(3),))])
    assert [t.at.day for t in use.takes] == [4, 5]
    assert (use.is_practised, use.is_overused) == (True, False)
    assert story_facts(use, AT.date() + timedelta(days=2)) == "for 2 questions · 2 takes, the last today"


def test_story_uses_say_what_is_overused_or_never_practised():
    many = [question(str(i), story_id="s", takes=(take(i, real=True),)) for i in range(OVERUSED_FROM)]
    (use,) = story_uses([STORM], many)
    assert (use.is_overused, use.is_practised) == (True, False)
    assert story_facts(use, AT.date()).endswith("one interview may ask for it twice · never practised")
    (unused,) = story_uses([STORM], [])
    assert story_facts(unused, AT.date()) == "for no question yet"


def test_likeness_is_of_a_story_with_its_title_and_lines():
    directions = {"Storm": (1, 0), "Called hotels": (0, 1), "a": (0, 1), "b": (1, 0), "Sun": (0, 1)}

    def embed(texts):
        return np.array([directions[text] for text in texts], float)

    stories = [STORM, Story("t", "Sun", Outline(), AT)]
    near = likeness(stories, [question("a", text="a"), question("b", text="b")], embed)
    assert near.tolist() == [[0.5, 0.5], [1, 0]]


def test_drill_questions_are_some_that_have_a_story():
    questions = [question(str(i), story_id="s" if i % 2 else None) for i in range(20)]
    drill = drill_questions(questions, seed=1)
    assert len(drill) == DRILL_QUESTIONS
    assert all(q.story_id for q in drill)
    assert drill_questions(questions[:1]) == ()


def test_drill_result_counts_planned_and_quick_answers():
    assert drill_result([(3.0, True), (9.9, True)]) == "All named within ten seconds."
    assert drill_result([(3.0, False)]) == "0 of 1 as planned, 0 of them within ten seconds."
