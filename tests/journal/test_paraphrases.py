"""Proposals about questions in other words, with a made-up space of meaning."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from secondtake.journal.questions import paraphrases
from secondtake.journal.questions.dictated_questions import questions_in
from secondtake.journal.questions.paraphrases import likeness, nearest, proposals, signs
from secondtake.journal.questions.question import Asked, Question, plain
from secondtake.journal.questions.question_embeddings import QuestionSpace, phrasings
from secondtake.journal.questions.wording_difference import difference

AT = datetime(2026, 11, 3, tzinfo=UTC)
SENSE = {"strength": 0, "good": 0, "gift": 0, "weakness": 1, "bad": 1, "salary": 2, "earn": 2, "wage": 2}


def embed(texts):
    """Every word points its own way; words of one sense point the same way."""
    vectors = [np.full(40, 1e-6) for _ in texts]
    for vector, text in zip(vectors, texts, strict=True):
        for word in plain(text).split():
            vector[SENSE.get(word, 3 + sum(map(ord, word)) % 37)] += 1
        vector /= np.linalg.norm(vector)
    return np.array(vectors).reshape(-1, 40)


def question(name, text, **more):
    return Question(name, text, "other", AT, **more)


COMMON = (
    question("s", "What is your strength?", wordings=("What are you good at?", "Name a gift of yours.")),
    question("w", "What is your weakness?", wordings=("What are you bad at?",)),
    question("e", "What do you earn?", wordings=("What is your salary?", "What is your wage?")),
)


@pytest.fixture
def sense():
    return QuestionSpace(embed, COMMON)


def test_likeness_same_question_exceeds_its_opposite(sense):
    same = likeness("Your gift please", "Tell us what you are good at", sense)
    opposite = likeness("Your gift please", "Tell us what you are bad at", sense)
    assert opposite < same
    assert likeness("What is your gift", "what is your GIFT?", sense) == 1.0


def test_signs_are_symmetric(sense):
    one = signs("What is your strength?", "What are you bad at?", sense)
    other = signs("What are you bad at?", "What is your strength?", sense)
    assert (one.lead, one.near, one.apart) == pytest.approx((other.lead, other.near, other.apart))


def test_word_difference_only_lowers_likeness():
    """`proposals` leaves pairs out before it looks at their words."""
    *weights, _ = paraphrases.WEIGHTS
    assert all(weight <= 0 for weight in weights[2:])


def test_difference_returns_words_that_differ():
    words = difference("What is your greatest strength?", "Could you tell me your biggest weakness?")
    assert (words.first, words.second, words.opposed) == (("strength",), ("weaknes",), True)
    assert not difference("Why us?", "Why our company?").opposed
    assert difference("How do you stay organized?", "How do you stay organised").first == ()


def test_question_space_ignores_excluded_wordings(sense):
    without = QuestionSpace(embed, COMMON, without={plain("What is your wage?")})
    assert "What is your wage?" in sense.wordings_of(["What do you earn?"])
    assert "What is your wage?" not in without.wordings_of(["What do you earn?"])
    assert len(without.wordings) == len(sense.wordings) - 1


def test_nearest_matches_any_wording_best_first(sense):
    library = (
        question("pay", "What do you earn?"),
        question("good", "strength"),
        question("bad", "weakness", wordings=("My bad side",)),
    )
    assert nearest("And the wage?", library, sense)[0].question.id == "pay"
    assert nearest("Your bad side", library, sense)[0].question.id == "bad"
    found = nearest("And the wage?", library, sense, least=-1.0)
    assert [a.likeness for a in found] == sorted((a.likeness for a in found), reverse=True)
    assert nearest("anything", (), sense) == ()


def test_proposals_keep_the_more_asked_and_skip_separate_pairs(sense):
    often = question("often", "good", asked=(Asked("i", "Acme", AT, "good"),))
    other = question("other", "strength")
    far = question("far", "weakness")
    least = (likeness("good", "strength", sense) + likeness("good", "weakness", sense)) / 2
    (found,) = proposals((other, often, far), sense, least=least)
    assert (found.kept.id, found.other.id) == ("often", "other")
    assert found.likeness == pytest.approx(likeness("good", "strength", sense))
    assert proposals((other, often), sense, least=least, apart={frozenset(("often", "other"))}) == ()
    assert proposals((other, often), sense, least=least, distinct={"good", "strength"}) == ()
    assert proposals((), sense) == ()


def test_proposals_equally_asked_keep_the_earlier(sense):
    early, late = question("early", "good"), Question("late", "strength", "other", AT + timedelta(days=1))
    assert proposals((late, early), sense, least=0.0)[0].kept.id == "early"


def test_phrasings_hold_every_starter_and_no_duplicates():
    from secondtake.journal.questions.import_export import starter_words

    told = [plain(text) for q in phrasings() for text in q.texts]
    assert len(told) == len(set(told)) > 400
    assert starter_words() <= set(told)
    assert all(q.kind != "other" for q in phrasings())


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
def test_questions_in_dictated_note_are_found(note, questions):
    assert questions_in(note) == questions
