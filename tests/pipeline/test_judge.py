"""Judging is pure: the same tracks give the same review, and each correction changes what it should."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from secondtake import detectors
from secondtake.core.answer import Mark
from secondtake.core.conversation.word_corrections import WordCorrection
from secondtake.core.event import Event, Transcript, Word
from secondtake.core.event_kinds import EventKind
from secondtake.core.findings import Advice, MeasureSpec
from secondtake.core.insights.added_events import AddedEvent
from secondtake.core.measure import rate
from secondtake.core.norm import Norm, Source
from secondtake.core.recording import AudioStream, Recording, VideoStream
from secondtake.core.review import Provenance
from secondtake.core.series import Series
from secondtake.core.signals.hysteresis import spans_above
from secondtake.core.spans import Span
from secondtake.core.tracks import FaceAppearance, Tracks
from secondtake.detectors.base import Detection, Detector
from secondtake.pipeline.judge import judge
from secondtake.pipeline.judging_options import Dismissal, JudgingOptions

SOURCE = Source("made for this test", "our choice")


def detect(tracks: Tracks, params: float) -> Detection:
    score = tracks["yaw_deg"]
    spans = spans_above(score, enter=params)
    return Detection(tuple(Event("head_dip", s) for s in spans), {"nodding": score}, score.observed_spans())


NODS = Detector(
    name="nods",
    version=7,
    group="movement",
    kinds=(EventKind("head_dip", "head_dip", "nods", "Nods", "tics", "dot", "The head nods."),),
    needs=("yaw_deg",),
    params=0.5,
    sources=(SOURCE,),
    detect=detect,
    measures=(
        MeasureSpec(
            "nod_rate",
            "per min",
            "Nods",
            "lower",
            ("head_dip",),
            Norm(SOURCE, high=1.0),
            Advice("{value}", ""),
        ),
    ),
    measure=lambda found, tracks, scope: (rate("nod_rate", found.events, found.observed, scope),),
)
VIDEO = VideoStream("h264", 640, 360, 0, 30.0, False, 0.0, 120.0)
AUDIO = AudioStream("aac", 48_000, 1, 1, 0, 0.0, 120.0)
RECORDING = Recording("sha256:0", "x.mp4", "mp4", 120.0, VIDEO, AUDIO)


@pytest.fixture(autouse=True)
def only_nods(monkeypatch):
    monkeypatch.setattr(detectors, "ALL", (NODS,))


@pytest.fixture
def tracks() -> Tracks:
    times = np.arange(0, 120, 0.1)
    values = np.where((times % 20 >= 5) & (times % 20 < 6), 1.0, 0.0)
    words = tuple(Word(f"w{i}", Span(i, i + 0.5), 0.9) for i in range(100))
    speech = (Span(0, 100),)
    series = {"yaw_deg": Series(times, values, unit="deg", hold_s=0.1)}
    return Tracks(120.0, series, Transcript(words, "en"), speech)


def judged(tracks: Tracks, **options) -> dict:
    review = judge(tracks, RECORDING, JudgingOptions(**options), provenance=Provenance("0"))
    return json.loads(json.dumps(review.to_json(), allow_nan=False))


def test_judge_same_tracks_give_the_same_review(tracks):
    assert judged(tracks) == judged(tracks)


def test_judge_events_name_detector_and_rates_use_observed_time(tracks):
    review = judged(tracks)
    assert [e["detector"] for e in review["events"]] == ["nods@7"] * 6
    measure = review["measures"]["nod_rate"]
    assert (measure["value"], measure["observed_s"]) == (3.0, 120.0)
    assert measure["noise"] > 0
    finding = review["findings"][0]
    assert finding["kind"] == "notice"
    assert finding["evidence"] == [e["id"] for e in review["events"]]


def test_judge_no_event_exceeds_the_recording(tracks):
    """The last picture is held for as long as the one before."""
    nods = judged(replace(tracks, duration_s=105.5))["events"]
    assert [(e["start_s"], e["end_s"]) for e in nods[-2:]] == [(85.0, 86.0), (105.0, 105.5)]


def test_judge_marks_become_answers(tracks):
    marks = (Mark(Span(0, 30), "Why us?"), Mark(Span(40, 90)))
    review = judged(tracks, marks=marks)
    assert [(a["question"], a["found_by"]) for a in review["answers"]] == [
        ("Why us?", "marks"),
        ("", "marks"),
    ]
    assert [e["answer"] for e in review["events"]] == [0, 0, 1, 1, 1, None]


def test_judge_confirmed_face_lifts_the_doubt_of_two_people(tracks):
    pair = replace(tracks, facts={"faces": 2.0})
    codes = [doubt["code"] for doubt in judged(pair)["doubts"]]
    assert "two_people" in codes
    confirmed = [doubt["code"] for doubt in judged(pair, is_face_confirmed=True)["doubts"]]
    assert confirmed == [code for code in codes if code != "two_people"]


@pytest.mark.parametrize(
    ("width", "facts", "is_asked"), [(0.06, {}, True), (0.06, {"talker": 1.0}, False), (0.2, {}, False)]
)
def test_judge_asks_about_one_small_face_unless_its_lips_fit(tracks, width, facts, is_asked):
    face = FaceAppearance(tracks.whole, 0.9, 0.1, width, 2 * width, 1.0)
    alone = replace(tracks, faces=(face,), facts=facts)
    assert ("one_small_face" in [d["code"] for d in judged(alone)["doubts"]]) == is_asked
    confirmed = judged(alone, is_face_confirmed=True)["doubts"]
    assert "one_small_face" not in [d["code"] for d in confirmed]


def test_judge_dismissed_event_is_listed_but_not_counted(tracks):
    review = judged(tracks, dismissed=(Dismissal("head_dip", Span(5.1, 6.2)),))
    assert [e["dismissed"] for e in review["events"]] == [True] + [False] * 5
    assert review["measures"]["nod_rate"]["value"] == 2.5
    assert review["events"][0]["id"] not in review["findings"][0]["evidence"]


def test_judge_added_event_stands_apart_and_no_measure_counts_it(tracks):
    before = judged(tracks)
    review = judged(
        tracks, added=(AddedEvent(7, "head_dip", Span(50, 51)), AddedEvent(8, "head_dip", Span(25.2, 26.5)))
    )
    assert [(e["id"], e["start_s"], e["detected"]) for e in review["added"]] == [
        ("added-8", 25.2, True),
        ("added-7", 50.0, False),
    ]
    assert (review["events"], review["measures"]) == (before["events"], before["measures"])
    assert before["added"] == []


def test_judge_corrected_words_replace_what_was_heard(tracks):
    review = judged(tracks, words=(WordCorrection(Span(3, 4.6), "um, well"),))
    assert [w["text"] for w in review["words"][2:6]] == ["w2", "um,", "well", "w5"]


@pytest.mark.parametrize("name", ["movement", "nods", "head_dip"])
def test_judge_muted_detector_is_left_out(tracks, name):
    review = judged(tracks, muted=frozenset({name}))
    assert review["events"] == []
    assert review["measures"] == {}
    assert review["findings"] == []
    assert "nodding" not in review["signals"]
    assert "nod_rate" not in review["specs"]


def test_judge_other_params_change_the_result(tracks):
    assert judged(tracks, params={"nods": 2.0})["events"] == []


def test_judge_events_in_calibration_are_dropped(tracks):
    review = judged(tracks, neutral=(Span(0, 30),))
    assert [e["start_s"] for e in review["events"]] == [45.0, 65.0, 85.0, 105.0]
    measure = review["measures"]["nod_rate"]
    assert (measure["value"], measure["observed_s"]) == (pytest.approx(4 / 1.5, abs=1e-3), 90.0)
    assert review["provenance"]["settings"]["neutral"] == "recorder"
    assert judged(tracks)["provenance"]["settings"]["neutral"] == "recording"


def test_judge_calibration_without_a_face_warns(tracks):
    hidden = tracks.with_series(yaw_deg=tracks["yaw_deg"].without((Span(0, 30),)))
    review = judged(hidden, neutral=(Span(0, 30),))
    assert review["provenance"]["settings"]["neutral"] == "recording"
    assert any("s of the calibration" in said for said in review["warnings"])


def test_judge_missing_tracks_give_a_reason(tracks):
    blind = replace(tracks, series={})
    measure = judged(blind)["measures"]["nod_rate"]
    assert measure["value"] is None
    assert measure["why_not"] == "the recording has no video"
    unseen = replace(tracks, series={"yaw_deg": tracks["yaw_deg"].with_values(np.full(1200, np.nan))})
    assert judged(unseen)["measures"]["nod_rate"]["why_not"] == "no face was found in the video"


def test_judge_signals_are_downsampled_with_gaps(tracks):
    times = np.arange(0, 120, 0.01)
    values = np.where((times > 10) & (times < 20), np.nan, 0.0)
    fine = tracks.with_series(yaw_deg=Series(times, values, unit="deg", hold_s=0.01))
    signal = judged(fine)["signals"]["yaw_deg"]
    assert len(signal["times_s"]) == 1200
    assert signal["values"][150] is None
    assert signal["values"][50] == 0.0
