"""What the page of sessions over time is told, and what it may say back."""

from __future__ import annotations

import pytest

from secondtake import detectors
from secondtake.core.errors import StoreError
from secondtake.ui import services
from secondtake.ui.helpers.rejudge_queue import RejudgeQueue
from secondtake.ui.routes.uploads import file_date


@pytest.fixture
def client(client, monkeypatch):
    monkeypatch.setattr(services, "rejudge_queue", lambda: RejudgeQueue(lambda _: None))
    return client


@pytest.fixture
def two_takes(add_session):
    return [add_session(f"{i}".encode(), filler_rate=value).id for i, value in enumerate((4.0, 2.0))]


def test_over_time_two_sessions_have_noise_and_verdict_too_few(client, two_takes):
    (fillers,) = client.get("/api/over-time").json()["measures"]
    assert fillers["points"]["value"] == [4.0, 2.0]
    assert fillers["points"]["reach"] == [0.98, 0.98]
    assert fillers["change"]["verdict"] == "too few"
    assert client.get("/api/over-time?kind=real").json()["measures"] == []
    asked = client.get("/api/over-time").json()["questions"]
    assert asked == [{"text": "Tell me about yourself", "takes": 2}]


def test_goal_is_saved_and_removed(client, two_takes):
    def goals():
        states = client.get("/api/over-time").json()["states"]
        return [habit["goal"] for state in states for habit in state["habits"]]

    assert client.post("/api/over-time/goal", json={"measure": "filler_rate", "high": 3}).status_code == 200
    assert goals() == [3.0]
    client.post("/api/over-time/goal", json={"measure": "filler_rate", "high": None})
    assert goals() == [None]
    for wrong in ({}, {"measure": "filler_rate", "high": "few"}, {"measure": "filler_rate", "high": -1}, []):
        assert client.post("/api/over-time/goal", json=wrong).status_code == 400


def test_takes_lists_both_and_saves_the_best(client, two_takes):
    said = client.get("/api/takes?question=Tell me about yourself").json()
    assert [take["session"] for take in said["takes"]] == two_takes
    assert (said["before"], said["now"], said["best"]) == (f"{two_takes[0]}:0", f"{two_takes[1]}:0", None)
    assert said["changes"][0]["label"] == "Ums and uhs"
    best = {"question": "Tell me about yourself", "take": said["now"]}
    assert client.post("/api/takes/best", json=best).json() == {"best": said["now"]}
    assert client.get("/api/takes?question=Tell me about yourself").json()["best"] == said["now"]
    assert client.post("/api/takes/best", json=best | {"take": "nope:0"}).status_code == 400
    assert client.get("/api/takes?question=Why").status_code == 400


def test_over_time_muted_group_is_left_out(client, library, two_takes):
    group = next(d.group for d in detectors.ALL for spec in d.measures if spec.name == "filler_rate")
    library.corrections.set_muted(group, True)
    view = client.get("/api/over-time").json()
    assert view["measures"] == []
    assert not any(state["habits"] for state in view["states"])
    assert client.get("/api/takes?question=Tell me about yourself").json()["changes"] == []


def test_search_finds_words_with_context_and_time(client, two_takes):
    hits = client.get("/api/search?words=Basically").json()["hits"]
    assert {hit["session"] for hit in hits} == set(two_takes)
    assert {(hit["before"], hit["words"], hit["after"], hit["at_s"]) for hit in hits} == {
        ("well i", "basically", "led the team", 2.0)
    }
    assert client.get("/api/search?words=").json() == {"hits": []}


def test_patch_session_changes_only_given_fields(client, library, two_takes):
    address = f"/api/sessions/{two_takes[0]}"
    client.patch(address, json={"title": "First", "kind": "real", "tags": [" b", "a", ""]})
    changed = library.session(two_takes[0])
    assert (changed.title, changed.kind, changed.tags) == ("First", "real", ("a", "b"))
    client.patch(address, json={"archived": True})
    assert (library.session(two_takes[0]).archived, library.session(two_takes[0]).title) == (True, "First")
    assert client.patch(address, json={"title": " "}).status_code == 400


def test_rejudge_queue_failing_session_is_tried_once():
    tried = []

    def judge(session_id):
        tried.append(session_id)
        raise StoreError("its tracks are gone")

    renewal = RejudgeQueue(judge)
    renewal.enqueue(["a", "b"])
    while renewal.enqueue(["a", "b"]):
        pass
    assert tried == ["a", "b"]


def test_file_date_invalid_is_none():
    assert file_date(0).year == 1970
    assert [file_date(wrong) for wrong in (None, "soon", 1e300, 1e14, [])] == [None] * 5
