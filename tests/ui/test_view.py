"""The view of a session: the review's JSON as the page's strings and numbers."""

from __future__ import annotations

import base64
import json
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from secondtake.core.insights.user_entries import by_answer
from secondtake.core.spans import clock
from secondtake.detectors import event_kind, event_kinds
from secondtake.ui.view import formatting
from secondtake.ui.view.session_page import signals
from secondtake.ui.view.session_page.cards import stretches
from secondtake.ui.view.session_page.debrief import debrief_view
from secondtake.ui.view.session_page.lanes import (
    GROUPS,
    groups,
    importance,
    lanes,
    quiet_kinds,
    shading,
    unmeasured,
)
from secondtake.ui.view.session_page.moments import paragraphs, words
from secondtake.ui.view.session_page.self_rating import answer_reveals, prediction_reveal, reveal
from secondtake.ui.view.session_page.session import UserEntries, session_view

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from made_review import made_review

CONTRACT_KINDS = (
    *(
        "filler",
        "hedge",
        "repeat",
        "false_start",
        "long_pause",
        "fast_stretch",
        "slow_stretch",
        "blink",
        "blink_burst",
    ),
    *(
        "smile",
        "gaze_away",
        "face_touch",
        "hand_fidget",
        "head_fidget",
        "lip_press",
        "sway",
        "slouch",
        "lean",
    ),
    *("shoulder_tilt", "low_voice_energy", "low_visible_energy", "face_missing", "monotone"),
)


@pytest.fixture
def review():
    return made_review(120.0)


def test_words_name_gaps_by_the_number_of_words_before(review):
    assert words(review)["gaps"] == []
    third = review["words"][2]["start_s"]
    gap = {"start_s": third + 0.01, "end_s": third + 4}
    assert words({**review, "not_understood": [gap]})["gaps"] == [[3, gap["start_s"], gap["end_s"]]]


def test_event_kinds_of_a_group_have_distinct_markers():
    assert set(CONTRACT_KINDS) <= set(event_kinds())
    for group in GROUPS:
        shapes = [k.marker for k in event_kinds().values() if k.lane_group == group]
        assert len(shapes) == len(set(shapes)), f"two kinds of {group} look alike"


def test_event_kind_unknown_is_labelled_by_its_name():
    assert event_kind("ear_pull").lane_label == "Ear pull"


def test_lanes_count_excludes_dismissed_events(review):
    fillers = [e for e in review["events"] if e["kind"] == "filler"]
    fillers[0]["dismissed"] = True
    lane = next(lane for lane in lanes(review) if lane["id"] == "filler")
    assert lane["count"] == len(fillers) - 1
    assert sum(g["count"] for g in groups(lanes(review))) == len(review["events"]) - 1


def test_lane_unseen_spans_only_for_visual_kinds(review):
    lane = next(lane for lane in lanes(review) if lane["id"] == "gaze_away")
    assert lane["unseen"] == [[pytest.approx(36.0), pytest.approx(40.8)]]
    filler = next(lane for lane in lanes(review) if lane["id"] == "filler")
    assert filler["unseen"] == []


def test_importance_is_the_finding_weight_by_kind(review):
    weights = importance(review)
    assert weights["filler"] == pytest.approx(1 / 3)
    assert "smile" not in weights


def test_quiet_kinds_include_only_measured_kinds(review):
    assert "Monotone" in quiet_kinds(review)
    review["measures"]["pitch_variation_st"]["value"] = None
    assert "Monotone" not in quiet_kinds(review)


def test_unmeasured_without_video_lists_kinds_by_reason():
    sound = made_review(60.0, picture=False)
    (one,) = unmeasured(sound)
    assert one["why"] == "the recording has no video"
    assert {"Looking away", "Touching the face"} <= set(one["kinds"])
    assert not {"Ums and uhs", "Long pauses"} & set(one["kinds"])
    assert not set(one["kinds"]) & set(quiet_kinds(sound))
    assert unmeasured(made_review(60.0)) == []


def test_shading_excludes_dismissed_events(review):
    low = [e for e in review["events"] if e["kind"].startswith("low_")]
    assert len(shading(review)) == len(low) > 0
    low[0]["dismissed"] = True
    assert len(shading(review)) == len(low) - 1


def test_lane_signal_preserves_gaps_and_shape():
    times = np.arange(0, 60, 0.1)
    values = [None if 20 <= t < 25 else float(np.sin(t)) for t in times]
    drawn = signals.lane_signal({"times_s": times.tolist(), "values": values, "unit": "z"}, 60.0, None)
    coded = np.frombuffer(base64.b64decode(drawn["bytes"]), np.uint8)
    assert drawn["unseen"] == [[20.0, 25.0]]
    assert (coded[200:250] == signals.UNSEEN).all()
    assert (coded[:200] < signals.UNSEEN).all()
    observed = coded[:200].astype(float)
    assert np.corrcoef(observed, np.sin(times[:200]))[0, 1] > 0.999


def test_even_places_late_signal_on_the_clock():
    grid, rate_hz = signals.even({"times_s": [10.0, 10.5, 11.0], "values": [1.0, 2.0, 3.0]}, 20.0)
    assert rate_hz == 2.0
    assert np.flatnonzero(np.isfinite(grid)).tolist() == [20, 21, 22]


def test_even_limits_samples_and_empty_signal_has_no_usual():
    count = 360_000
    grid, _ = signals.even({"times_s": (np.arange(count) / 100).tolist(), "values": [1.0] * count}, 3600.0)
    assert grid.size <= signals.MAX_SAMPLES
    assert np.isfinite(grid).all()
    assert signals.lane_signal({"times_s": [], "values": []}, 60.0, None)["usual"] is None


def test_even_with_mismatched_lengths_raises():
    with pytest.raises(ValueError, match="2 times and 1 values"):
        signals.even({"times_s": [0, 1], "values": [0]}, 2.0)


def test_stretches_find_best_and_weakest_or_none():
    rate_hz = 10.0
    grid = np.zeros(600)
    grid[100:200], grid[400:500] = 2.0, -2.0
    best, flattest = stretches(grid, rate_hz, 0.0, 60.0, [])
    assert best["start_s"] == pytest.approx(10, abs=1)
    assert flattest["start_s"] == pytest.approx(40, abs=1)
    tics = [{"kind": "filler", "start_s": t, "end_s": t} for t in np.arange(10, 20, 1.0)]
    busy, _ = stretches(grid, rate_hz, 0.0, 60.0, tics)
    assert busy["start_s"] != pytest.approx(10, abs=1)
    assert stretches(grid, rate_hz, 0.0, 15.0, []) == (None, None)
    assert stretches(np.full(600, np.nan), rate_hz, 0.0, 60.0, []) == (None, None)


def test_paragraphs_cover_all_words_and_split_by_speaker(review):
    parts = paragraphs(review)
    assert parts[0]["first"] == 0
    assert parts[-1]["end"] == len(review["words"])
    assert all(a["end"] == b["first"] for a, b in pairwise(parts))
    for paragraph in parts:
        speakers = {w["speaker"] for w in review["words"][paragraph["first"] : paragraph["end"]]}
        assert len(speakers) == 1


def test_session_view_accuracy_only_for_validated_kinds(review):
    accuracy = session_view(review, UserEntries("x"))["accuracy"]
    assert accuracy["filler"].startswith("Found ")
    assert "never_measured" not in accuracy


def test_debrief_view_has_session_answers_and_clocks(review):
    view = debrief_view(review)
    assert view["doubts"] == []
    assert {*view["answers"]} == {a["index"] for a in review["answers"]}
    change = view["session"]["change"]
    start_s = review["debrief"][0]["change"]["moments"][0]["start_s"]
    assert change["moments"][0]["clock"] == clock(start_s)
    assert change["source"]


def test_debrief_view_of_a_doubtful_recording_says_why(review):
    doubt = {"code": "too_short", "text": "This clip is 4 seconds.", "repairs": ["record"]}
    view = debrief_view({**review, "debrief": [], "doubts": [doubt]})
    assert view["session"] is None
    assert view["doubts"] == [doubt]


def test_reveal_lists_blind_spots_and_better_items(review):
    comparison = reveal(review, {"fluency": 5, "pace": 1, "smiling": 3, "felt": "hm"})
    verdicts = {row["id"]: row["verdict"] for row in comparison["rows"]}
    assert verdicts == {"fluency": "blind_spot", "pace": "better", "smiling": "shown"}
    assert comparison["blind_spots"] == ["Fluency"]
    assert comparison["better_than_felt"] == ["Pace"]
    assert reveal(review, None) is None
    assert reveal(review, {}) is None


def test_answer_reveals_use_the_answers_own_measures(review):
    whole = reveal(review, {"fluency": 5})["rows"][0]
    review["answers"][1]["findings"] = []
    comparisons = answer_reveals(review, {0: {"fluency": 5}, 1: {"fluency": 5}})
    assert [(c["index"], c["rows"][0]["verdict"]) for c in comparisons] == [
        (0, "blind_spot"),
        (1, "agree"),
    ]
    fillers = comparisons[0]["rows"][0]["measured"][0]
    per_min = review["answers"][0]["measures"]["filler_rate"]["value"]
    assert (fillers["value"], fillers["norm"]) == (f"{per_min / 2:.0f} in 30 s", "")
    places = {e["id"]: e["answer"] for e in review["events"]}
    assert {places[i] for i in comparisons[0]["rows"][0]["evidence"]} == {0}
    assert {places[i] for i in whole["evidence"]} == {0, 1, 2}


@pytest.mark.parametrize(
    ("topic", "felt", "verdict"),
    [("result", 5, "blind_spot"), ("result", 2, "agree"), ("ums", 2, "better"), ("ums", 5, "agree")],
)
def test_reveal_compares_answers_with_the_content_points(review, topic, felt, verdict):
    review["debrief"][0]["change"]["topic"] = topic
    review["debrief"][0]["more"]["change"] = []
    review["debrief"] = review["debrief"][:1]
    (row,) = reveal(review, {"answers": felt})["rows"]
    assert row["verdict"] == verdict
    texts = {m["value"] for m in row["measured"]}
    assert "This story works: it has a result." in texts
    assert not any("minute" in text for text in texts)


def test_reveal_without_content_points_gives_no_verdict_on_answers(review):
    (row,) = reveal(review | {"debrief": []}, {"answers": 5})["rows"]
    assert row["verdict"] == "shown"


def test_reveal_of_a_doubtful_recording_gives_no_verdict(review):
    doubtful = review | {"findings": [], "debrief": [], "doubts": [{"code": "two_people"}]}
    assert {row["verdict"] for row in reveal(doubtful, {"pace": 1, "fluency": 1})["rows"]} == {"shown"}


def test_prediction_is_compared_item_by_item(review):
    comparison = prediction_reveal(
        review, {"expect": ["ums", "rush", "fine", "no such"], "words": "Too fast."}
    )
    outcomes = {row["text"]: row["outcome"] for row in comparison["rows"]}
    assert outcomes == {"I say um a lot": "yes", "I rush": "no", "It is better than it felt": "open"}
    assert comparison["words"] == "Too fast."
    assert prediction_reveal(review, {"expect": [], "words": ""}) is None


def test_rate_later_is_offered_after_skipping_but_not_for_the_sample(review):
    assert session_view(review, UserEntries("Skipped", rating={}))["rate_later"]
    assert not session_view(review, UserEntries("Sample", rating={}, is_own=False))["rate_later"]
    assert not session_view(review, UserEntries("Rated", rating={"pace": 3}))["rate_later"]
    assert not session_view(review, UserEntries("New"))["rate_later"]


def test_recording_without_advice_is_not_asked_to_be_rated(review):
    doubt = {"code": "no_speech", "text": "Nobody speaks here.", "repairs": ["record"]}
    silent = {**review, "doubts": [doubt]}
    assert session_view(silent, UserEntries("New"))["rated"]
    assert not session_view(silent, UserEntries("Skipped", rating={}))["rate_later"]


def test_by_answer_assigns_entries_by_overlap():
    entries = [{"span": [0, 30], "n": 1}, {"span": [30, 60], "n": 2}]
    split = [(0, 10), (10, 30), (30, 60)]
    merged = [(0, 60)]

    def assigned(spans):
        answers = [{"index": i, "start_s": a, "end_s": b} for i, (a, b) in enumerate(spans)]
        return {i: entry["n"] for i, entry in by_answer(entries, answers).items()}

    assert assigned(split) == {1: 1, 2: 2}
    assert assigned(merged) == {0: 2}
    assert assigned([(70, 80)]) == assigned([]) == {}


def test_cards_show_no_rate_a_minute_of_one_answer(review):
    for card in session_view(review, UserEntries("Counts"))["cards"]:
        assert card["numbers"]
        names = {n["name"] for n in card["numbers"]}
        assert not names & {"filler_rate", "long_pause_rate", "face_touch_rate"}


def test_reveal_of_a_short_clip_counts_and_gives_no_verdict(review):
    short = review | {
        "measures": {name: m | {"observed_s": 18.0} for name, m in review["measures"].items()},
        "findings": [],
    }
    (row,) = reveal(short, {"fluency": 1})["rows"]
    assert row["verdict"] == "shown"
    assert row["measured"][0]["value"] == f"{0.3 * review['measures']['filler_rate']['value']:.0f} in 18 s"


def test_reveal_of_unmeasured_items_gives_no_verdict():
    comparison = reveal(made_review(60.0, picture=False), {"posture": 1, "smiling": 5})
    assert [row["verdict"] for row in comparison["rows"]] == ["unmeasured", "unmeasured"]


def test_session_view_of_an_hour_is_small_json():
    view = session_view(made_review(3600.0), UserEntries("An hour", notes={"x": "y"}))
    assert len(json.dumps(view)) < 1_500_000
    assert len(view["moments"]["id"]) > 2000


def test_session_view_without_video_or_content_works(review):
    sound = session_view(made_review(60.0, picture=False), UserEntries("Sound"))
    assert not sound["picture"]
    assert {lane["group"] for lane in sound["lanes"]} == {"speech", "energy"}
    assert [item["id"] for item in sound["form"]["items"]] == ["answers", "fluency", "energy", "pace"]
    assert {part["name"] for part in sound["coverage"]} == {"voice", "words"}
    words = next(part for part in sound["coverage"] if part["name"] == "words")
    assert words["text"] == f"words in {100 * words['share']:.0f}\u00a0% of the speech"
    nothing = {"words": [], "events": [], "answers": [], "findings": [], "signals": {}, "energy_shape": None}
    empty = review | nothing
    assert session_view(empty, UserEntries("Nothing"))["cards"] == []


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (5.0, "per min", "5 a minute"),
        (148.3, "wpm", "148 words a minute"),
        (0.0, "share", "0 %"),
        (0.031, "0..1", "3 %"),
        (0.031, "shoulder widths", "0.03 shoulder widths"),
        (-5.1, "z", "-5.1 times your usual variation"),
        (-1.26, "dB", "-1.3 dB"),
    ],
)
def test_number_is_formatted_with_unit_in_words(value, unit, shown):
    assert formatting.number(value, unit) == shown


def test_norm_text_with_two_bounds_names_both():
    text = formatting.norm_text({"low": 110.0, "high": 200.0}, "wpm")
    assert text == "worth noticing below 110 words a minute or above 200 words a minute"


def test_provenance_names_the_calibration_source(review):
    own = UserEntries("Take")
    assert "compared with" not in session_view(review, own)["provenance"]
    review["provenance"]["settings"]["neutral"] = "earlier"
    assert "an earlier calibration with this camera" in session_view(review, own)["provenance"]
