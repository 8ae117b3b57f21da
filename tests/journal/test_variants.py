"""Proposals about questions in other words, with a made-up space of meaning."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from secondtake.journal.dictation import questions_in
from secondtake.journal.question import Asked, Question, plain
from secondtake.journal.variants import likeness, nearest, proposals

AT = datetime(2026, 11, 3, tzinfo=UTC)
SENSE = {"strength": 0, "good": 0, "weakness": 1, "bad": 1, "salary": 2, "earn": 2}


def embed(texts):
    """Every word points its own way; words of one sense point the same way."""
    vectors = []
    for text in texts:
        v = np.full(40, 1e-6)
        for word in plain(text).split():
            v[SENSE.get(word, 3 + sum(map(ord, word)) % 37)] += 1
        vectors.append(v / np.linalg.norm(v))
    return np.array(vectors)


def question(name, text, **more):
    return Question(name, text, "other", AT, **more)


def test_shared_words_do_not_make_two_questions_one():
    assert likeness("What is your strength", "What is your weakness", embed) < 0.3
    assert likeness("What is your strength", "what is your STRENGTH?", embed) == 1.0


def test_the_likest_question_comes_first_by_any_of_its_wordings():
    library = (
        question("pay", "salary", wordings=("What do you earn",)),
        question("good", "strength"),
        question("bad", "weakness"),
    )
    found = nearest("What did you earn", library, embed)
    assert found[0].question.id == "pay"
    assert [a.likeness for a in found] == sorted((a.likeness for a in found), reverse=True)
    assert nearest("anything", (), embed) == ()


def test_proposals_keep_the_words_that_were_asked_more_often_and_leave_pairs_apart():
    often = question("often", "good", asked=(Asked("i", "Acme", AT, "good"),))
    other = question("other", "strength")
    far = question("far", "weakness")
    (found,) = proposals((other, often, far), embed, least=0.5)
    assert (found.kept.id, found.other.id) == ("often", "other")
    assert proposals((other, often), embed, least=0.5, apart={frozenset(("often", "other"))}) == ()
    assert proposals((other, often), embed, least=0.5, distinct={"good", "strength"}) == ()
    assert proposals((), embed, least=0.5) == ()


def test_of_equals_the_earlier_keeps_its_words():
    early, late = question("early", "good"), Question("late", "strength", "other", AT + timedelta(days=1))
    assert proposals((late, early), embed, least=0.5)[0].kept.id == "early"


@pytest.mark.parametrize(
    ("note", "questions"),
    [
        (
            "Um, they asked me why us? And then, uh, tell me about a conflict.",
            ("Why us?", "Tell me about a conflict."),
        ),
        ("The first question was what do you earn. It went fine.", ("What do you earn.",)),
        ("Salary expectations. Notice period.", ("Salary expectations.", "Notice period.")),
        ("", ()),
        ("So. Um.", ()),
    ],
)
def test_questions_are_found_in_what_was_dictated(note, questions):
    assert questions_in(note) == questions
