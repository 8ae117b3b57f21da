"""The parts of an answer: what is told apart, what is asked, and how texts are cut into sentences."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from secondtake.coaching.story.answer_story import asking, split_text, tell_parts
from secondtake.coaching.story.part_classifier import WEIGHTS, shipped_weights
from secondtake.config import Settings
from secondtake.core.conversation.story_responses import PARTS
from secondtake.evaluation.labelled_answers import as_recognised, read_answers
from secondtake.observers.speech.sentence_embeddings import SentenceEncoder

DATA = Path(__file__).parents[1] / "data" / "story"
STORY = (
    "We were two weeks from the trade fair, and the printer went bankrupt.",
    "I was responsible for the stand.",
    "I called eleven printers on Monday morning.",
    "I drove to Linz myself with the files and stayed until the proofs were right.",
    "Then I booked a van and picked the panels up at night.",
)
RESULT = "The stand was ready an hour early, and we won two customers there."
TALK = (
    "I would say that I am a very reliable person.",
    "Communication is the key to everything, in my opinion.",
    "I always try to see the other side, and I usually stay calm.",
    "I think that people like to work with me.",
    "In general I enjoy working in a team.",
)


@pytest.fixture(scope="module")
def encoder():
    return SentenceEncoder(Settings.load())


def test_tell_parts_story_without_result_asks_for_it(encoder):
    story = tell_parts(STORY, encoder)
    assert story.is_story
    assert story.missing == ("result",)
    assert "what came of it" in asking(story.asked_part)


def test_tell_parts_story_with_result_asks_nothing(encoder):
    story = tell_parts((*STORY, RESULT), encoder)
    assert story.sentences[-1].part == "result"
    assert (story.missing, asking(story.asked_part)) == ((), "")


def test_tell_parts_talk_asks_for_an_occasion(encoder):
    story = tell_parts(TALK, encoder)
    assert not story.is_story
    assert "one occasion" in asking(story.asked_part)


def test_tell_parts_as_recognised_keeps_the_parts(encoder):
    plain = tuple(text.lower().replace(",", "").rstrip(".") for text in (*STORY, RESULT))
    written = [s.part for s in tell_parts((*STORY, RESULT), encoder).sentences]
    assert [s.part for s in tell_parts(plain, encoder).sentences] == written


def test_tell_parts_short_answer_asks_nothing(encoder):
    assert asking(tell_parts(STORY[2:4], encoder).asked_part) == ""


def test_tell_parts_without_sentences_is_refused(encoder):
    with pytest.raises(ValueError, match="sentence"):
        tell_parts((), encoder)


def test_tell_parts_counts_own_and_shared_actions(encoder):
    own, shared = tell_parts((*STORY[:4], "We painted the panels and we hung them up."), encoder).spoken_by()
    assert own >= 2
    assert shared == 1


def test_part_probabilities_add_up_to_one(encoder):
    story = tell_parts((*STORY, RESULT), encoder)
    assert story.probabilities.shape == (6, len(PARTS))
    np.testing.assert_allclose(story.probabilities.sum(axis=1), 1.0)


def test_shipped_weights_are_small_and_complete():
    assert WEIGHTS.stat().st_size < 200_000
    assert set(json.loads(WEIGHTS.read_text(encoding="utf-8"))) == {"sentence", "constant", "prior", "order"}
    assert shipped_weights().order.shape == (len(PARTS) + 1, len(PARTS))


def test_split_text_without_full_stops_cuts_at_clauses():
    text = (
        "we were late and the bus had left so i called a taxi for everybody and i paid it with my own card "
        "then we came to the hall and they let us in although the concert had begun and nobody was angry"
    )
    pieces = split_text(text)
    assert len(pieces) >= 4
    assert " ".join(pieces) == text


def test_split_text_keeps_short_sentences_and_drops_bullets():
    assert split_text("- It was late.\n- I called him! He came.") == (
        "It was late.",
        "I called him!",
        "He came.",
    )


def test_labelled_answers_hold_every_part():
    for name in ("training", "held_back", "second_writer"):
        answers = read_answers(DATA / f"{name}.txt")
        assert {part for answer in answers for part in answer.parts} == set(PARTS)
        spoken = as_recognised(answers)
        assert [a.parts for a in spoken] == [a.parts for a in answers]
        assert spoken != answers


def test_held_back_answers_are_not_in_the_training_table():
    training = {text for a in read_answers(DATA / "training.txt") for text in a.texts}
    for name in ("held_back", "second_writer"):
        assert not training & {text for a in read_answers(DATA / f"{name}.txt") for text in a.texts}
