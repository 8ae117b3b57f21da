"""The story in a review: parts with times, what is asked, and what a person's response changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from secondtake.coaching.content_points import content_points
from secondtake.coaching.session_evidence import AnswerEvidence, SessionEvidence
from secondtake.coaching.story.story_teller import StoryTeller
from secondtake.config import Settings
from secondtake.core.conversation.story_responses import StoryResponse, parse_story_response
from secondtake.core.event import Word
from secondtake.core.spans import Span
from secondtake.observers.speech.sentence_embeddings import SentenceEncoder

QUESTION = "Tell me about a time you solved a problem."
TEXT = (
    "We were two weeks from the trade fair, and the printer went bankrupt. I was responsible for the stand. "
    "I called eleven printers on Monday morning. I drove to Linz myself with the files and waited for the "
    "proofs. Then I booked a van and picked the panels up at night."
)
LAST = StoryResponse(Span(0, 20), "result", "here", Span(15.5, 19.9), "then i booked a van", QUESTION)


@pytest.fixture(scope="module")
def encoder():
    return SentenceEncoder(Settings.load())


@pytest.fixture
def answer():
    texts = TEXT.split()
    words = tuple(Word(t, Span(i * 0.4, i * 0.4 + 0.3), 0.9, "candidate") for i, t in enumerate(texts))
    return AnswerEvidence(0, QUESTION, Span(0, 20), words, (), {}, 20.0)


def field(answer, encoder, **more):
    teller = StoryTeller(encoder, lambda sentences: QUESTION, **more)
    told = replace(answer, told=teller.tell(answer))
    session = SessionEvidence(20.0, "en", (told,), (), {}, {})
    return teller.fields(session)[0], [p.topic for p in content_points(session)]


def test_fields_hold_sentences_with_spans_and_the_question(answer, encoder):
    story, topics = field(answer, encoder)
    assert [s["part"] for s in story["sentences"]] == ["context", "context", "action", "action", "action"]
    starts = [s["start_s"] for s in story["sentences"]]
    assert starts == sorted(starts)
    assert story["sentences"][-1]["end_s"] <= answer.words[-1].span.end_s
    assert (story["missing"], story["asked_part"]) == (["result"], "result")
    assert story["asks"].endswith("Is it in there?")
    assert "result" in topics


def test_fields_set_the_outline_against_the_sentences(answer, encoder):
    outline = {"action": "Phoned eleven printers\nMy sister speaks Finnish", "result": ""}
    story, _ = field(answer, encoder, outline_of=lambda a: outline if a.question == QUESTION else {})
    assert [point["said"] for point in story["outline"]] == [True, False]
    assert story["outline"][0]["start_s"] == story["sentences"][2]["start_s"]


def test_fields_of_a_question_without_an_occasion_ask_nothing(answer, encoder):
    story, _ = field(replace(answer, question="Why do you want to work with us?"), encoder)
    assert (story["asked_part"], story["asks"]) == (None, "")


def test_response_here_marks_the_words_and_asks_no_more(answer, encoder):
    story, topics = field(answer, encoder, responses=(LAST,))
    assert story["sentences"][-1]["part"] == "result"
    assert (story["missing"], story["asks"], story["response"]) == ([], "", "here")
    assert "result" not in topics


def test_response_not_needed_removes_the_point(answer, encoder):
    waived = replace(LAST, response="not_needed", words=None)
    _, topics = field(answer, encoder, responses=(waived,))
    assert "result" not in topics


def test_response_next_time_keeps_the_point(answer, encoder):
    story, topics = field(answer, encoder, responses=(replace(LAST, response="next_time", words=None),))
    assert story["response"] == "next_time"
    assert "result" in topics


def test_earlier_response_here_teaches_the_same_words(answer, encoder):
    taught = replace(LAST, text="Then I booked a van and picked the panels up at night.")
    story, _ = field(answer, encoder, taught=(taught,))
    assert story["sentences"][-1]["part"] == "result"
    other = replace(LAST, text="My grandmother likes to swim in cold lakes.")
    assert field(answer, encoder, taught=(other,))[0]["missing"] == ["result"]


def test_earlier_response_not_needed_holds_for_the_same_question(answer, encoder):
    waived = replace(LAST, response="not_needed", words=None)
    assert field(answer, encoder, taught=(waived,))[0]["asks"] == ""
    elsewhere = replace(waived, question="Why us?")
    assert field(answer, encoder, taught=(elsewhere,))[0]["asks"] != ""


def test_response_of_a_moved_answer_is_not_applied(answer, encoder):
    story, _ = field(answer, encoder, responses=(replace(LAST, answer=Span(30, 50)),))
    assert (story["response"], story["missing"]) == (None, ["result"])


def test_story_response_round_trip_keeps_everything():
    assert parse_story_response(LAST.to_json()) == LAST


@pytest.mark.parametrize("change", [{"part": "plot"}, {"response": "maybe"}, {"words": None}])
def test_parse_story_response_invalid_is_refused(change):
    with pytest.raises(ValueError, match=r"part|words"):
        parse_story_response(LAST.to_json() | change)
