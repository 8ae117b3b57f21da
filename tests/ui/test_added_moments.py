"""Moments that the person adds: shown beside the detected ones, exported, refused where impossible."""

from __future__ import annotations

import pytest

from secondtake.pipeline.sample import add_sample
from secondtake.report.annotation_formats import tiers_of
from secondtake.report.tables import csv_text


@pytest.fixture
def session(library):
    return add_sample(library)


@pytest.fixture
def send(client, session):
    return lambda **body: client.post(f"/api/sessions/{session.id}/corrections", json=body)


def test_added_moment_is_shown_exported_and_taken_back(client, library, session, send):
    before = client.get(f"/api/sessions/{session.id}/view").json()
    view = send(kind="missed", event_kind="face_touch", start_s=0.5, end_s=1.25).json()
    i = view["moments"]["id"].index(f"added-{view['correction']}")
    assert (view["moments"]["kind"][i], view["moments"]["start_s"][i]) == ("face_touch", 0.5)
    assert view["precision"]["face_touch"]["added"] == 1
    counts = {lane["id"]: lane.get("count") for lane in before["lanes"]}
    assert {lane["id"]: lane.get("count") for lane in view["lanes"]} | counts == counts | {
        "face_touch": counts.get("face_touch", 0)
    }
    review = library.latest_review(session.id).body
    assert tiers_of(review)["face_touch (added)"] == [(0.5, 1.25, "face_touch")]
    assert b",face_touch,,0.5,1.25,1.0,1.0," in csv_text(review)
    again = send(kind="undo", correction=view["correction"]).json()
    assert again["moments"]["id"] == before["moments"]["id"]


def test_added_moment_beside_a_detected_one_is_refused(library, session, send):
    event = library.latest_review(session.id).body["events"][0]
    answer = send(kind="missed", event_kind=event["kind"], start_s=event["start_s"], end_s=event["end_s"])
    assert (answer.status_code, answer.json()["error"]) == (400, "This moment is on the timeline already.")


@pytest.mark.parametrize(
    "body",
    [
        {"event_kind": "brilliance", "start_s": 1, "end_s": 2},
        {"event_kind": "smile", "start_s": 2, "end_s": 2},
        {"event_kind": "smile", "start_s": -1, "end_s": 2},
        {"event_kind": "smile", "start_s": 1, "end_s": 1e6},
        {"event_kind": "smile", "start_s": 1},
        {"start_s": 1, "end_s": 2},
    ],
)
def test_added_moment_of_no_kind_or_span_is_refused(library, session, send, body):
    assert send(kind="missed", **body).status_code == 400
    assert library.corrections.added_events(session.id) == ()
