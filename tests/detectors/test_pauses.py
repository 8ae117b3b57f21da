from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detectors.make_words import joined, said
from secondtake.core.answer import Answer, Turn
from secondtake.core.series import Series
from secondtake.core.spans import Span, gaps
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


def test_long_pause_inside_answer_only_is_reported():
    assert [e.span for e in pauses.detect(tracks(), Params()).events] == [Span(14, 17)]
    assert pauses.detect(tracks(), Params(longest_s=3.1)).events == ()


def test_pause_measures_have_known_values():
    got = values(tracks())
    assert got["response_latency"] == pytest.approx(1.5)
    assert got["answer_length"] == pytest.approx(21.5)
    assert got["speaking_s"] == pytest.approx(5.5 + 3.85 + 3 + 5.5)
    assert got["pause_share"] == pytest.approx(3.5 / 21.5)  # 0.15 s is articulation, not a pause
    assert got["long_pause_rate"] == pytest.approx(60 / 21.5)


def test_long_pause_interviewer_interjection_is_not_reported():
    turns = (QUESTION, Turn("candidate", Span(4.5, 14)), Turn("interviewer", Span(14.2, 16.8)))
    turns = (*turns, Turn("candidate", Span(17, 26)))
    assert pauses.detect(tracks(turns=turns), Params()).events == ()


def test_response_latency_without_question_is_not_measured():
    got = values(tracks(answers=(Answer(0, Span(4.5, 26)),)))
    assert got["response_latency"] is None


def test_pause_label_names_place_in_sentence():
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


def test_pause_measures_of_silence_are_not_measured():
    got = values(Tracks(60, speech=()))
    assert got["pause_share"] is None
    assert got["long_pause_rate"] is None
    assert got["speaking_s"] == 0.0


def test_answer_length_without_speech_is_not_measured():
    silent = tracks(speech=(), turns=(), answers=(Answer(0, Span(0, 30)),))
    assert values(silent)["answer_length"] is None
    assert values(tracks())["answer_length"] is not None


def level_with_zeros(*zero: Span) -> Series:
    times_s = np.arange(0.0, 30.0, 0.1)
    level = Series(times_s, np.full(times_s.size, -60.0), unit="dBFS", hold_s=0.1)
    return level.with_values(np.where(level.mask(zero), -120.0, level.values))


def test_pauses_lost_sound_is_no_long_pause():
    lost = tracks().with_series(level_db=level_with_zeros(Span(14.2, 16.8)))
    assert pauses.detect(lost, Params()).events == ()
    assert values(lost)["pause_share"] == pytest.approx(0.5 / 18.5)


def test_pauses_behind_noise_gate_remain_pauses():
    gated = tracks().with_series(level_db=level_with_zeros(*gaps(SPEECH, Span(0, 30))))
    assert [e.span for e in pauses.detect(gated, Params()).events] == [Span(14, 17)]
