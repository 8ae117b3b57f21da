"""Kinds are proposed for questions that have none, by what is known of others."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from journal.test_paraphrases import COMMON, embed
from secondtake.journal.questions.question import Question
from secondtake.journal.questions.question_embeddings import QuestionSpace
from secondtake.journal.questions.question_kinds import guessed_kinds

AT = datetime(2026, 11, 3, tzinfo=UTC)
KNOWN = tuple(replace(q, kind="salary" if q.id == "e" else "strengths") for q in COMMON)


@pytest.fixture
def sense():
    return QuestionSpace(embed, KNOWN)


def test_guessed_kinds_only_for_questions_without_kind(sense):
    open_ = Question("1", "And your wage?", "other", AT)
    done = Question("2", "And your gift?", "closing", AT)
    assert guessed_kinds((open_, done), sense) == {"1": "salary"}
    assert guessed_kinds((done,), sense) == guessed_kinds((), sense) == {}


def test_guessed_kinds_learn_from_own_questions(sense):
    own = tuple(Question(str(i), f"Zebra zebra {word}", "closing", AT) for i, word in enumerate("abc"))
    new = Question("new", "Zebra zebra zebra", "other", AT)
    assert guessed_kinds((*own, new), sense)["new"] == "closing"
