from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondtake.core.answer import SwapSpeakers, Turn
from secondtake.core.conversation.speaker_corrections import (
    apply_corrections,
    attribution_json,
    parse_attribution,
)
from secondtake.core.errors import UsageError
from secondtake.core.event import Transcript, Word
from secondtake.core.spans import Span, total_s
from secondtake.core.tracks import Tracks

ASKED, TOLD = Span(1.0, 4.0), Span(5.0, 20.0)
WORDS = tuple(Word(f"w{i}", Span(5.2 + i, 5.8 + i), 0.9) for i in range(14))
# Voice begins a fifth of a second before the first word and goes on a little after the last.
TRACKS = Tracks(21.0, transcript=Transcript(WORDS, "en"), speech=(ASKED, TOLD))
TOLD_BY_LIPS = (Turn("interviewer", ASKED), Turn("candidate", TOLD))


def seconds(turns, speaker: str) -> float:
    return total_s(t.span for t in turns if t.speaker == speaker)


def test_apply_corrections_assigns_span_to_side():
    turns = apply_corrections(TOLD_BY_LIPS, [Turn("interviewer", TOLD)], TRACKS)
    assert turns == (Turn("interviewer", Span(ASKED.start_s, TOLD.end_s)),)


def test_apply_corrections_extend_halfway_to_other_words():
    words = Span(WORDS[3].span.start_s, WORDS[5].span.end_s)
    turns = apply_corrections(TOLD_BY_LIPS, [Turn("interviewer", words)], TRACKS)
    theirs = [t.span for t in turns if t.speaker == "interviewer"][-1]
    assert (theirs.start_s, theirs.end_s) == (pytest.approx(8.0), pytest.approx(11.0))


def test_apply_corrections_outer_words_include_nearby_voice():
    words = Span(WORDS[0].span.start_s, TOLD.end_s - 0.4)
    turns = apply_corrections(TOLD_BY_LIPS, [Turn("interviewer", words)], TRACKS)
    assert turns == (Turn("interviewer", Span(ASKED.start_s, TOLD.end_s)),)


def test_apply_corrections_last_one_wins():
    correction = [Turn("interviewer", TOLD), Turn("candidate", TOLD)]
    assert apply_corrections(TOLD_BY_LIPS, correction, TRACKS) == TOLD_BY_LIPS
    back = apply_corrections(TOLD_BY_LIPS, correction[::-1], TRACKS)
    assert seconds(back, "candidate") == 0


def test_apply_corrections_swap_affects_earlier_ones_only():
    swapped = apply_corrections(TOLD_BY_LIPS, [SwapSpeakers()], TRACKS)
    assert [t.speaker for t in swapped] == ["candidate", "interviewer"]
    assert apply_corrections(TOLD_BY_LIPS, [SwapSpeakers(), SwapSpeakers()], TRACKS) == TOLD_BY_LIPS
    then = apply_corrections(TOLD_BY_LIPS, [SwapSpeakers(), Turn("candidate", TOLD)], TRACKS)
    assert {t.speaker for t in then} == {"candidate"}


def test_apply_corrections_silence_has_no_turn():
    assert (
        apply_corrections((), [Turn("interviewer", Span(4.1, 4.9))], Tracks(21.0, speech=(ASKED, TOLD))) == ()
    )
    assert apply_corrections((), [Turn("interviewer", ASKED)], Tracks(21.0)) == ()


@given(st.floats(0, 1e5), st.floats(0.01, 1e4), st.sampled_from(["candidate", "interviewer"]))
def test_attribution_json_round_trips(start_s, lasts_s, speaker):
    correction = Turn(speaker, Span(start_s, start_s + lasts_s))
    assert parse_attribution(attribution_json(correction)) == correction
    assert parse_attribution(attribution_json(SwapSpeakers())) == SwapSpeakers()


@pytest.mark.parametrize(
    "correction",
    [
        {},
        {"swap": "yes"},
        {"speaker": "me", "start_s": 0, "end_s": 1},
        {"speaker": ["candidate"], "start_s": 0, "end_s": 1},
        {"speaker": "candidate", "start_s": 2, "end_s": 1},
        {"speaker": "candidate", "start_s": -1, "end_s": 1},
        {"speaker": "candidate", "start_s": 0, "end_s": math.inf},
        {"speaker": "candidate", "start_s": math.nan, "end_s": 1},
        {"speaker": "candidate", "start_s": None, "end_s": 1},
    ],
)
def test_parse_attribution_bad_input_is_refused(correction):
    with pytest.raises(UsageError, match=r"\w+ \w+"):
        parse_attribution(correction)
