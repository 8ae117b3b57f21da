"""What a person says about who speaks: judged at once, kept over every later judgement, and undone."""

from __future__ import annotations

import pytest

from secondtake.core.answer import SwapSpeakers, Turn
from secondtake.core.spans import Span
from secondtake.pipeline.analyse import rejudge
from secondtake.pipeline.sample import add_sample


@pytest.fixture
def session(library):
    return add_sample(library)


def review(library, session):
    return rejudge(library, session.id).body


def whose(body) -> list[str]:
    return [w["speaker"] for w in body["words"]]


def seconds_of(body, speaker: str) -> float:
    return sum(t["end_s"] - t["start_s"] for t in body["turns"] if t["speaker"] == speaker)


def test_speaker_correction_to_candidate_merges_answers(library, session):
    before = review(library, session)
    asked = before["answers"][1]["question_span"]
    said = Turn("candidate", Span(asked["start_s"], asked["end_s"]))
    library.corrections.say_speaker(session.id, said)
    after = review(library, session)
    assert len(after["answers"]) == len(before["answers"]) - 1
    inside = [w for w in after["words"] if asked["start_s"] <= w["start_s"] < asked["end_s"] - 0.1]
    assert inside
    assert {w["speaker"] for w in inside} == {"candidate"}
    talked_s = [body["measures"]["filler_rate"]["observed_s"] for body in (before, after)]
    assert talked_s[1] > talked_s[0] + 1.0


def test_speaker_correction_survives_a_second_import(library, session):
    library.corrections.say_speaker(session.id, SwapSpeakers())
    swapped = whose(review(library, session))
    assert add_sample(library).id == session.id
    assert whose(review(library, session)) == swapped


def test_swap_speakers_swaps_all_words_and_undo_restores(library, session):
    before = review(library, session)
    made = library.corrections.say_speaker(session.id, SwapSpeakers())
    swapped = review(library, session)
    other = {"candidate": "interviewer", "interviewer": "candidate"}
    assert whose(swapped) == [other[w] for w in whose(before)]
    assert seconds_of(swapped, "candidate") == pytest.approx(seconds_of(before, "interviewer"), abs=0.01)
    spoken = {e["kind"] for e in swapped["events"] if e["kind"] in ("filler", "hedge", "discourse_filler")}
    assert spoken == set()  # the interviewer of the sample speaks without any
    library.corrections.undo(made.id)
    assert whose(review(library, session)) == whose(before)
