"""Drills: each result in one sentence, from what the detectors counted."""

from __future__ import annotations

import pytest

from secondtake.coaching.drills import DRILL_OF_TOPIC, DRILLS, FIRST_WORD, LADDER, NO_FILLERS
from secondtake.coaching.topics import TOPICS
from secondtake.ui.view.session_page.drill_result import drill_result


def take(index, start_s, end_s):
    return {"index": index, "start_s": start_s, "end_s": end_s}


def word(start_s, speaker="candidate"):
    return {"start_s": start_s, "speaker": speaker}


def event(kind, start_s, label="um", answer=0, dismissed=False):
    return {"kind": kind, "start_s": start_s, "label": label, "answer": answer, "dismissed": dismissed}


def review(takes, words, events=(), rate=1.0):
    measures = {"filler_rate": {"value": rate}}
    return {"answers": takes, "words": words, "events": list(events), "measures": measures}


def test_ladder_result_names_the_lengths_and_the_aims():
    takes = [take(0, 0, 88.4), take(1, 100, 161), take(2, 170, 200)]
    said = drill_result(LADDER, review(takes, [word(1), word(101), word(171)]))
    assert said == "You told it in 88, 61 and 30 seconds, aiming at 90, 60 and 30."


def test_fillers_result_counts_and_names_both_kinds():
    events = [event("filler", 3), event("discourse_filler", 5, "like"), event("discourse_filler", 9, "like")]
    events += [event("filler", 7, dismissed=True), event("hedge", 8), event("filler", 99, answer=None)]
    said = drill_result(NO_FILLERS, review([take(0, 0, 58)], [word(1)], events))
    assert said == "You used 3 fillers in 58 seconds: “like” 2, “um” 1."
    none = drill_result(NO_FILLERS, review([take(0, 0, 58)], [word(1)]))
    assert none == "You used no fillers in 58 seconds."


@pytest.mark.parametrize("kind", ["filler", "discourse_filler", "hedge"])
def test_first_word_result_counts_clean_starts(kind):
    takes = [take(0, 0, 15), take(1, 20, 35), take(2, 40, 55)]
    words = [word(1.0), word(21.0), word(20.5, "interviewer")]  # nothing was said in the third
    late, first = event(kind, 5.0), event(kind, 21.0, answer=1)
    said = drill_result(FIRST_WORD, review(takes, words, [late, first]))
    assert said == "You started on the first word in 1 of 2 takes."


@pytest.mark.parametrize("name", DRILLS)
def test_result_without_words_says_so(name):
    assert "No words could be made out" in drill_result(name, review([take(0, 0, 60)], []))


def test_result_in_a_language_without_fillers_counts_nothing():
    assert "cannot be counted" in drill_result(NO_FILLERS, review([take(0, 0, 60)], [word(1)], rate=None))


def test_drills_belong_to_topics_and_take_under_five_minutes():
    assert set(DRILL_OF_TOPIC) <= set(TOPICS)
    assert set(DRILL_OF_TOPIC.values()) == set(DRILLS)
    assert all(sum(drill.targets_s) < 300 for drill in DRILLS.values())
