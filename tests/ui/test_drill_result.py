"""Drills: each result in one sentence, from what the detectors counted."""

from __future__ import annotations

import pytest

from secondtake.coaching.drills import (
    DRILL_OF_TOPIC,
    DRILLS,
    EVEN_PACE,
    FAR_WALL,
    FIRST_WORD,
    LADDER,
    LENS,
    NO_FILLERS,
)
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
    sentence = drill_result(LADDER, review(takes, [word(1), word(101), word(171)]))
    assert sentence == "You told it in 88, 61 and 30 seconds, aiming at 90, 60 and 30."


def test_fillers_result_counts_and_names_both_kinds():
    events = [event("filler", 3), event("discourse_filler", 5, "like"), event("discourse_filler", 9, "like")]
    events += [event("filler", 7, dismissed=True), event("hedge", 8), event("filler", 99, answer=None)]
    sentence = drill_result(NO_FILLERS, review([take(0, 0, 58)], [word(1)], events))
    assert sentence == "You used 3 fillers in 58 seconds: “like” 2, “um” 1."
    none = drill_result(NO_FILLERS, review([take(0, 0, 58)], [word(1)]))
    assert none == "You used no fillers in 58 seconds."


@pytest.mark.parametrize("kind", ["filler", "discourse_filler", "hedge"])
def test_first_word_result_counts_clean_starts(kind):
    takes = [take(0, 0, 15), take(1, 20, 35), take(2, 40, 55)]
    words = [word(1.0), word(21.0), word(20.5, "interviewer")]  # nothing was said in the third
    late, first = event(kind, 5.0), event(kind, 21.0, answer=1)
    sentence = drill_result(FIRST_WORD, review(takes, words, [late, first]))
    assert sentence == "You started on the first word in 1 of 2 takes."


def stretch(kind, start_s, end_s, label=""):
    return event(kind, start_s, label) | {"end_s": end_s}


@pytest.mark.parametrize(
    ("events", "rate", "held"),
    [
        ([], 150, "3 words in 58 seconds, and you held one pace to the end."),
        (
            [],
            230,
            "3 words in 58 seconds, faster than listeners are used to, and you held one pace to the end.",
        ),
        (
            [stretch("fast_stretch", 21, 33), stretch("slow_stretch", 40, 46)],
            150,
            "3 words in 58 seconds, and you sped up from 0:21 to 0:33 and slowed down from 0:40 to 0:46.",
        ),
    ],
)
def test_pace_result_counts_words_and_names_stretches(events, rate, held):
    made = review([take(0, 0, 58)], [word(1), word(2), word(3), word(70)], events)
    made["measures"]["speech_rate"] = {"value": rate}
    assert drill_result(EVEN_PACE, made) == f"You said {held}"


def test_pace_result_without_a_rate_says_so():
    assert "cannot be told" in drill_result(EVEN_PACE, review([take(0, 0, 58)], [word(1)]))


def test_lens_result_sums_looks_away_and_names_their_side():
    events = [stretch("gaze_away", 3, 5, "left"), stretch("gaze_away", 9, 13.2, "left")]
    made = review([take(0, 0, 58)], [word(1)], events)
    made["measures"]["gaze_away_share"] = {"value": 0.1, "observed_s": 55}
    assert drill_result(LENS, made) == "You looked away 2 times, for 6 of 58 seconds, mostly to the left."
    made["events"] = []
    assert drill_result(LENS, made) == "You looked at the camera for all of 58 seconds."
    made["measures"]["gaze_away_share"] = {"value": 0.0, "observed_s": 20}
    assert "not seen well enough" in drill_result(LENS, made)


@pytest.mark.parametrize(
    ("louder_db", "livelier", "result"),
    [
        (5, 1.3, "The second time your voice was clearly louder and moved more than the first."),
        (5, 1.0, "The second time your voice was clearly louder, and moved no more than the first."),
        (1, 1.3, "Your voice moved more the second time, but was no louder. Stand up, and aim further away."),
        (1, 1.0, "You were no louder the second time. Stand up, and aim further away."),
    ],
)
def test_far_wall_result_compares_the_two_takes(louder_db, livelier, result):
    def measures(level, pitch):
        return {"measures": {"speech_loudness": {"value": level}, "pitch_variation": {"value": pitch}}}

    takes = [take(0, 0, 40) | measures(-30, 2.0), take(1, 50, 90) | measures(-30 + louder_db, 2.0 * livelier)]
    assert drill_result(FAR_WALL, review(takes, [word(1), word(51)])) == result
    takes[1]["measures"] = {}
    assert "Too little was said" in drill_result(FAR_WALL, review(takes, [word(1), word(51)]))


@pytest.mark.parametrize("name", DRILLS)
def test_result_without_words_says_so(name):
    assert "No words could be made out" in drill_result(name, review([take(0, 0, 60)], []))


def test_result_in_a_language_without_fillers_counts_nothing():
    assert "cannot be counted" in drill_result(NO_FILLERS, review([take(0, 0, 60)], [word(1)], rate=None))


def test_drills_belong_to_topics_and_take_under_five_minutes():
    assert set(DRILL_OF_TOPIC) <= set(TOPICS)
    assert set(DRILL_OF_TOPIC.values()) == set(DRILLS)
    assert all(sum(drill.targets_s) < 300 for drill in DRILLS.values())
