from __future__ import annotations

from dataclasses import replace

import pytest

from detectors.make_words import joined, said
from secondtake.core.answer import Answer, Turn
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors.words import pauses
from secondtake.detectors.words.pauses import Params

QUESTION = Turn("interviewer", Span(0, 3))
SPEECH = (Span(0, 3), Span(4.5, 10), Span(10.15, 14), Span(17, 20), Span(20.5, 26))
ANSWER = Answer(0, Span(4.5, 26), "Why?", "speakers", QUESTION.span)


def tracks(**changes) -> Tracks:
    turns = (QUESTION, Turn("candidate", Span(4.5, 26)))
    return replace(Tracks(30, speech=SPEECH, turns=turns, answers=(ANSWER,)), **changes)


def values(of: Tracks, scope: Span | None = None) -> dict[str, float | None]:
    found = pauses.detect(of, Params())
    return {m.name: m.value for m in pauses.measure(found, of, scope or of.whole)}


def test_long_silences_inside_answers_are_found_and_the_wait_before_is_not_one():
    assert [e.span for e in pauses.detect(tracks(), Params()).events] == [Span(14, 17)]
    assert pauses.detect(tracks(), Params(longest_s=3.1)).events == ()


def test_measures_of_silence_and_speech():
    got = values(tracks())
    assert got["response_latency"] == pytest.approx(1.5)
    assert got["answer_length"] == pytest.approx(21.5)
    assert got["speaking_s"] == pytest.approx(5.5 + 3.85 + 3 + 5.5)
    assert got["pause_share"] == pytest.approx(3.5 / 21.5)  # 0.15 s is articulation, not a pause
    assert got["long_pause_rate"] == pytest.approx(60 / 21.5)


def test_an_interjection_of_the_interviewer_is_no_pause_of_the_candidate():
    turns = (QUESTION, Turn("candidate", Span(4.5, 14)), Turn("interviewer", Span(14.2, 16.8)))
    turns = (*turns, Turn("candidate", Span(17, 26)))
    assert pauses.detect(tracks(turns=turns), Params()).events == ()


def test_without_a_question_there_is_no_latency():
    got = values(tracks(answers=(Answer(0, Span(4.5, 26)),)))
    assert got["response_latency"] is None


def test_where_in_the_sentence_a_silence_lies():
    cases = {
        "I worked at a": "inside a clause",
        "I worked there.": "between sentences",
        "I worked there,": "between clauses",
    }
    for text, place in cases.items():
        first = said(text)
        rest = said("small shop.", start_s=first.duration_s + 2.0)
        (event,) = pauses.detect(joined(first, rest), Params()).events
        assert event.label == place
        assert place in event.why


def test_silence_is_not_measured_as_an_answer():
    got = values(Tracks(60, speech=()))
    assert got["pause_share"] is None
    assert got["long_pause_rate"] is None
    assert got["speaking_s"] == 0.0


def test_where_nobody_speaks_there_is_no_answer_to_be_long_or_short():
    silent = tracks(speech=(), turns=(), answers=(Answer(0, Span(0, 30)),))
    assert values(silent)["answer_length"] is None
    assert values(tracks())["answer_length"] is not None
