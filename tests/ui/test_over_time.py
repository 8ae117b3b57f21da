"""What the page of sessions over time is told, and what it may say back."""

from __future__ import annotations

from datetime import UTC, datetime
from queue import SimpleQueue
from types import SimpleNamespace

import pytest

from secondtake import detectors
from secondtake.comparison.sessions import outdated
from secondtake.core.errors import StoreError, UsageError
from secondtake.ui import services
from secondtake.ui.helpers.rejudge_queue import RejudgeQueue
from secondtake.ui.routes.uploads import file_date
from secondtake.ui.view.over_time import repeated_questions
from secondtake.ui.view.takes import earlier_takes


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
    assert fillers["now"] == "2 in 50 s"
    assert fillers["change"]["verdict"] == "too few"
    assert client.get("/api/over-time?kind=real").json()["measures"] == []
    questions = client.get("/api/over-time").json()["questions"]
    assert questions == [{"text": "Tell me about yourself", "takes": 2}]


def test_follow_ups_in_the_same_words_are_no_takes_of_one_question():
    asked = ("Why us?", "And what came of it?")
    sessions = [
        SimpleNamespace(id=name, title=name, kind="practice", recorded_at=at, summary={"questions": asked})
        for name, at in (("a", datetime(2026, 11, 1, tzinfo=UTC)), ("b", datetime(2026, 11, 2, tzinfo=UTC)))
    ]
    assert repeated_questions(sessions) == [{"text": "Why us?", "takes": 2}]
    assert list(earlier_takes(sessions[1], sessions)) == [0]


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
    body = client.get("/api/takes?question=Tell me about yourself").json()
    assert [take["session"] for take in body["takes"]] == two_takes
    assert (body["before"], body["now"], body["best"]) == (f"{two_takes[0]}:0", f"{two_takes[1]}:0", None)
    assert body["changes"][0]["label"] == "Ums and uhs"
    best = {"question": "Tell me about yourself", "take": body["now"]}
    assert client.post("/api/takes/best", json=best).json() == {"best": body["now"]}
    assert client.get("/api/takes?question=Tell me about yourself").json()["best"] == body["now"]
    assert client.post("/api/takes/best", json=best | {"take": "nope:0"}).status_code == 400
    assert client.get("/api/takes?question=Why").status_code == 400


def test_take_words_pairs_sentences_and_times_parts(client, library, two_takes):
    told = (
        ["I wrote to every customer myself.", "It was cold."],
        ["We were three people.", "I personally wrote to each customer."],
    )
    for session_id, texts in zip(two_takes, told, strict=True):
        body = library.latest_review(session_id).body
        body["answers"][0]["story"] = {
            "sentences": [
                {"text": text, "part": "action", "start_s": 10.0 * i, "end_s": 10.0 * i + 4}
                for i, text in enumerate(texts)
            ]
        }
        library.save_review(session_id, body)
    query = f"question=Tell me about yourself&before={two_takes[0]}:0"
    words = client.get(f"/api/takes/words?{query}&now={two_takes[1]}:0").json()
    texts = [[row[side] and row[side]["text"] for side in ("before", "now")] for row in words["rows"]]
    assert texts == [[None, told[1][0]], [told[0][0], told[1][1]], [told[0][1], None]]
    assert {"part": "action", "before_s": 8.0, "now_s": 8.0} in words["parts"]
    assert client.get(f"/api/takes/words?{query}&now=nope:0").status_code == 400


def test_take_parts_are_runs_of_sentences_and_the_choice_is_saved(client, library, two_takes):
    for session_id, parts in zip(two_takes, ("context action action", "action talk action"), strict=True):
        body = library.latest_review(session_id).body
        sentences = [
            {"text": f"{part} {i}.", "part": part, "start_s": 10.0 * i, "end_s": 10.0 * i + 4}
            for i, part in enumerate(parts.split())
        ]
        body["answers"][0]["story"] = {"sentences": sentences}
        library.save_review(session_id, body)
    question = "Tell me about yourself"
    listing = client.get(f"/api/takes/parts?question={question}").json()
    clips = {row["part"]: row["clips"] for row in listing["parts"]}
    assert [(c["n"], c["text"], c["start_s"], c["end_s"]) for c in clips["action"]] == [
        (1, "action 1. action 2.", 10.0, 24.0),
        (2, "action 0.", 0.0, 4.0),
        (2, "action 2.", 20.0, 24.0),
    ]
    assert ([c["n"] for c in clips["context"]], clips["result"], listing["chosen"]) == ([1], [], {})
    chosen = {"context": clips["context"][0]["id"], "action": clips["action"][2]["id"]}
    for saved in ({}, chosen):
        body = {"question": question, "chosen": saved}
        assert client.post("/api/takes/parts", json=body).status_code == 200
        assert client.get(f"/api/takes/parts?question={question}").json()["chosen"] == saved
    wrong = {"question": question, "chosen": {"talk": "x"}}
    assert client.post("/api/takes/parts", json=wrong).status_code == 400


def test_take_words_without_told_parts_are_empty(client, two_takes):
    query = f"question=Tell me about yourself&before={two_takes[0]}:0&now={two_takes[1]}:0"
    assert client.get(f"/api/takes/words?{query}").json() == {"rows": [], "parts": []}


def test_over_time_muted_group_is_left_out(client, library, two_takes):
    group = next(d.group for d in detectors.ALL for spec in d.measures if spec.name == "filler_rate")
    library.corrections.set_muted(group, True)
    view = client.get("/api/over-time").json()
    assert view["measures"] == []
    assert not any(state["habits"] for state in view["states"])
    assert client.get("/api/takes?question=Tell me about yourself").json()["changes"] == []


def test_outdated_names_reviews_that_count_a_muted_group(library, two_takes):
    current = {d.name: d.version for d in detectors.ALL}
    for session_id in two_takes:
        body = library.latest_review(session_id).body
        library.save_review(session_id, body | {"provenance": body["provenance"] | {"detectors": current}})
    assert outdated(library) == []
    library.corrections.set_muted("gaze", True)
    assert sorted(outdated(library)) == sorted(two_takes)
    left = {d.name: d.version for d in detectors.ALL if d.group != "gaze"}
    library.save_review(two_takes[0], body | {"provenance": body["provenance"] | {"detectors": left}})
    assert outdated(library) == [two_takes[1]]


def test_review_opened_before_its_update_counts_no_muted_group(client, library, add_session, monkeypatch):
    session = add_session(filler_rate=4.0)
    used = {"fillers": 1, "gaze_away": 1}

    def save(detectors: dict[str, int]) -> None:
        body = library.latest_review(session.id).body
        provenance = body["provenance"] | {"detectors": detectors}
        library.save_review(session.id, body | {"debrief": [], "provenance": provenance})

    judged = []
    judge = SimpleNamespace(rejudge=lambda i: (judged.append(i), save({"fillers": 1})))
    monkeypatch.setattr(services, "judge", lambda: judge)
    save(used)
    address = f"/api/sessions/{session.id}"
    assert client.get(f"{address}/view").status_code == 200
    assert judged == []
    library.corrections.set_muted("gaze", True)
    exported = client.get(f"{address}/export/json").json()
    assert (judged, exported["provenance"]["detectors"]) == ([session.id], {"fillers": 1})
    assert client.get(f"{address}/view").status_code == 200
    assert judged == [session.id]  # once


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


def test_rejudge_queue_goes_on_after_a_deleted_session():
    judged = SimpleQueue()

    def judge(session_id):
        judged.put(session_id)
        if session_id == "deleted":
            raise UsageError("No session with this ID.")

    RejudgeQueue(judge).enqueue(["deleted", "next"])
    assert [judged.get(timeout=600), judged.get(timeout=600)] == ["deleted", "next"]
