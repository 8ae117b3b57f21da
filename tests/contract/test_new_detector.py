"""A detector of a new kind needs one object: every place that shows, counts or scores events reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from secondtake import detectors
from secondtake.core.event import Event
from secondtake.core.event_kinds import EventKind
from secondtake.core.findings import MeasureSpec
from secondtake.core.measure import Measure, share
from secondtake.core.norm import Source
from secondtake.core.recording import Recording, VideoStream
from secondtake.core.review import Provenance
from secondtake.core.series import Series
from secondtake.core.signals.hysteresis import spans_above
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors.base import Detection, Detector
from secondtake.evaluation.scoring import score_review
from secondtake.pipeline.judge import judge
from secondtake.pipeline.judging_options import JudgingOptions
from secondtake.report.svg_charts import lanes_svg
from secondtake.ui.view.session_page.lanes import lanes
from secondtake.ui.view.session_page.self_rating import reveal
from secondtake.ui.view.session_page.session import UserEntries, session_view


@dataclass(frozen=True)
class Params:
    """Limits.

    Args:
        enter: where it begins.
    """

    enter: float = 0.5


def detect(tracks: Tracks, params: Params) -> Detection:
    score = tracks["ear_hand"]
    events = tuple(
        Event("ear_pull", s, why="a hand at the ear") for s in spans_above(score, enter=params.enter)
    )
    return Detection(events, {"ear_pull": score}, score.observed_spans())


def measure(detection: Detection, tracks: Tracks, scope: Span) -> tuple[Measure, ...]:
    return (share("ear_pull_share", detection.events, detection.observed, scope),)


KIND = EventKind(
    "ear_pull",
    "tug at the ear",
    "tugs at the ear",
    "Pulling the ear",
    "tics",
    "cross",
    "A hand pulls an ear.",
    rating_item="calm",
    tolerance_s=1.5,
)
SOURCE = Source("made for this test", "our choice")
DETECTOR = Detector(
    "ear_pull", 1, "movement", (KIND,), ("ear_hand",), Params(), (SOURCE,), detect,
    (MeasureSpec("ear_pull_share", "share", "Pulling the ear", kinds=("ear_pull",)),), measure,
)  # fmt: skip
PULLS = ((20, 22), (40, 42), (60, 62))
TIMES_S = np.arange(0, 120, 0.1)
TRACKS = Tracks(
    120.0,
    {
        "ear_hand": Series(
            TIMES_S,
            np.any([(start <= TIMES_S) & (stop > TIMES_S) for start, stop in PULLS], axis=0).astype(float),
            unit="share",
            hold_s=0.1,
        )
    },
)
RECORDING = Recording(
    "sha256:0", "made_up.mp4", "mp4", 120.0, VideoStream("h264", 640, 360, 0, 30.0, False, 0.0, 120.0), None
)


@pytest.fixture
def review(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setattr(detectors, "ALL", (*detectors.ALL, DETECTOR))
    return reviewed()


def reviewed(**options: Any) -> dict[str, Any]:
    return judge(TRACKS, RECORDING, JudgingOptions(**options), provenance=Provenance("test")).to_json()


def test_review_json_describes_the_new_kind(review):
    assert review["kinds"]["ear_pull"]["lane_label"] == "Pulling the ear"
    assert review["kinds"]["ear_pull"]["marker"] == "cross"


def test_timeline_shows_the_new_kind(review):
    (lane,) = lanes(review)
    shown = {key: lane[key] for key in ("id", "group", "label", "one", "shape", "count")}
    assert shown == {
        "id": "ear_pull",
        "group": "tics",
        "label": "Pulling the ear",
        "one": "tug at the ear",
        "shape": "cross",
        "count": 3,
    }


def test_report_timeline_shows_the_new_kind(review):
    assert ">Pulling the ear</text>" in lanes_svg(review)


def test_habits_count_the_new_kind(review):
    (habit,) = session_view(review, UserEntries("made up"))["habits"]
    assert habit["text"].startswith("3 tugs at the ear, 1.5 a minute")
    assert (habit["shape"], habit["group"]) == ("cross", "tics")


def test_scoring_uses_the_tolerance_of_the_new_kind(review):
    truth = {
        "events": [{"kind": "ear_pull", "start_s": a + 3.0, "end_s": b + 3.0} for a, b in PULLS],
        "exhaustive": ["ear_pull"],
    }
    assert score_review(review, truth)["events"]["ear_pull"]["hits"] == 3  # 1 s apart: too far for others


def test_self_rating_compares_with_the_new_kind(review):
    result = reveal(review, {"calm": 3})
    assert result is not None
    assert "Pulling the ear" in [number["label"] for number in result["rows"][0]["measured"]]


@pytest.mark.parametrize("name", ["movement", "ear_pull"])
def test_muting_removes_the_new_kind(review, name):
    assert review["events"]
    assert reviewed(muted=frozenset({name}))["events"] == []
