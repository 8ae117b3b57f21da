"""Our own addresses: ranges, uploads in pieces, corrections, and who is turned away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from secondtake.core.recording import VideoStream
from secondtake.ui import services
from secondtake.ui.helpers import thumbnails
from secondtake.ui.routes.sessions import file_name

HOSTILE = "</script><img src=x onerror=alert(1)> **bold**"


def test_media_supports_range_requests(client, add_session):
    session = add_session(b"0123456789")
    path = f"/api/sessions/{session.id}/media"
    whole = client.get(path)
    assert whole.content == b"0123456789"
    assert whole.headers["accept-ranges"] == "bytes"
    part = client.get(path, headers={"Range": "bytes=2-4"})
    assert (part.status_code, part.content) == (206, b"234")
    assert client.head(path).headers["content-length"] == "10"


def test_thumbnail_of_broken_file_fails_with_saved_error(client, library, tmp_path, make_recording):
    (tmp_path / "broken.mp4").write_bytes(b"broken")
    picture = VideoStream("h264", 640, 360, 0, 30.0, False, 0.0, 60.0)
    recording = replace(make_recording(b"broken"), video=picture)
    library.add_recording(tmp_path / "broken.mp4", recording)
    session = library.create_session(recording.digest)
    address = f"/api/sessions/{session.id}/thumbnail"
    first, again = client.get(address), client.get(address)
    assert first.status_code == again.status_code == 422
    assert first.json() == again.json()
    assert first.json()["error"] in session.recording.thumbnail_error_file.read_text()


def test_view_requires_the_full_session_id(client, add_session):
    session = add_session()
    assert client.get(f"/api/sessions/{session.id}/view").status_code == 200
    for guess in (session.id[:4], "", "%", "../media", "nope"):
        assert client.get(f"/api/sessions/{guess}/view").status_code in (400, 404)


def test_file_name_removes_unsafe_characters():
    assert file_name('a/b\\c:"*?<>|') == "a b c"
    assert file_name("...") == "review"


def test_api_rejects_requests_from_other_sites(client, add_session):
    session = add_session()
    path = f"/api/sessions/{session.id}/view"
    for site in ("cross-site", "same-site"):
        assert client.get(path, headers={"Sec-Fetch-Site": site}).status_code == 403
    assert client.get(path, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200
    typed = {"Sec-Fetch-Site": "none"}
    assert client.get(path, headers=typed).status_code == 200
    assert client.post("/api/uploads", json={"size": 5}, headers=typed).status_code == 403


def test_api_rejects_unknown_host_names(client):
    assert client.get("/api/shelf", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/api/shelf", headers={"Host": "localhost:8501"}).status_code == 200


def test_responses_have_a_content_security_policy(client):
    headers = client.get("/api/shelf").headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["cross-origin-resource-policy"] == "same-origin"


def test_invalid_correction_is_rejected_with_a_message(client, add_session):
    path = f"/api/sessions/{add_session().id}/corrections"
    for body in (
        [],
        {"kind": "nonsense"},
        {"kind": "note"},
        {"kind": "answers", "answers": [{"start_s": "x"}]},
        {"kind": "rating", "rating": ["pace"]},
    ):
        answer = client.post(path, json=body)
        assert answer.status_code == 400
        assert answer.json()["error"]
    assert "object" in client.post(path, json=["note"]).json()["error"]
    assert client.post(path, content=b"{").json()["error"] == "The request is not JSON."
    assert client.post(path, content=b"x" * 2_000_000).status_code == 400


def test_answers_overlapping_or_too_late_are_rejected(client, add_session):
    path = f"/api/sessions/{add_session().id}/corrections"
    for spans in ([(0, 10), (5, 20)], [(0, 600)]):
        answers = [{"start_s": a, "end_s": b, "question": ""} for a, b in spans]
        assert client.post(path, json={"kind": "answers", "answers": answers}).status_code == 400


def test_coach_opinion_is_shown_beside_the_own_rating_and_exported(client, library, add_session):
    session = add_session()
    path = f"/api/sessions/{session.id}/corrections"
    client.post(path, json={"kind": "rating", "rating": {"fluency": 4, "pace": 1}})
    written = {"name": "Ada", "rating": {"fluency": 3, "pace": 4}, "comments": [{"at_s": 2, "text": HOSTILE}]}
    opinion = {"kind": "coach", "digest": session.recording.digest} | written
    (coach,) = client.post(path, json=opinion).json()["coaches"]
    assert coach["agreement"][0] == "You and your coach agree on 1 of 2, within one step."
    stars = [(row["id"], row["felt"], row["own"]) for row in coach["rows"]]
    assert stars == [("fluency", 3, 4), ("pace", 4, 1)]
    assert coach["comments"] == [{"at_s": 2.0, "clock": "0:02", "text": HOSTILE}]
    assert client.post(path, json=opinion | {"comments": []}).json()["coaches"][0]["comments"] == []
    exported = client.get(f"/api/sessions/{session.id}/export/json").json()
    assert exported["coach"] == [written | {"comments": []}]
    answer = library.latest_review(session.id).body["answers"][0]
    client.post(path, json={"kind": "rating", "rating": {}, "answers": {answer["index"]: {"pace": 2}}})
    rated = {"answers": [{"span": [answer["start_s"], answer["end_s"]], "rating": {"pace": 5}}]}
    (of_answer,) = client.post(path, json=opinion | rated).json()["coaches"][0]["answers"]
    assert [(row["id"], row["felt"], row["own"]) for row in of_answer["rows"]] == [("pace", 5, 2)]
    assert of_answer["agreement"][0] == "You and your coach agree on 0 of 1, within one step."
    for wrong in (
        {"digest": "sha256:other"},
        {"comments": [{"at_s": 10_000, "text": "late"}]},
        {"comments": [{"at_s": 1, "text": "x" * 5000}]},
        {"rating": {"pace": 9}},
        {"rating": {"charm": 1}},
        {"name": None},
    ):
        assert client.post(path, json=opinion | wrong).status_code == 400
    assert len(library.corrections.coach_opinions(session.id)) == 1


def test_corrections_of_every_text_kind_appear_in_the_view(client, add_session):
    session = add_session()
    path = f"/api/sessions/{session.id}/corrections"
    assert client.get(f"/api/sessions/{session.id}/view").json()["rated"] is False
    client.post(path, json={"kind": "rating", "rating": {"answers": 2, "felt": " fine "}})
    client.post(path, json={"kind": "debrief", "answer": 0, "well": "the start"})
    client.post(path, json={"kind": "note", "event": "e1", "start_s": 3.0, "text": "breathe"})
    view = client.post(path, json={"kind": "title", "title": "Take two"}).json()
    assert view["rated"] is True
    assert view["reveal"]["felt"] == "fine"
    assert view["cards"][0]["debrief"]["well"] == "the start"
    assert view["moments"]["note"] == ["breathe"]
    assert view["title"] == "Take two"


def test_date_is_set_by_correction_and_by_patch(client, library, add_session):
    session = add_session()
    path = f"/api/sessions/{session.id}/corrections"
    view = client.post(path, json={"kind": "date", "at": "2024-05-06T12:30:00.000Z"}).json()
    assert view["at"] == "2024-05-06T12:30:00+00:00"
    assert view["summary"].startswith("6 May 2024")
    shelf = client.patch(f"/api/sessions/{session.id}", json={"at": "2023-05-06T12:30:00Z", "title": "Old"})
    assert [(s["at"][:10], s["title"]) for s in shelf.json()["sessions"]] == [("2023-05-06", "Old")]
    for method, to, body in (("POST", path, {"kind": "date"}), ("PATCH", path.rpartition("/")[0], {})):
        ahead = client.request(method, to, json=body | {"at": "2999-01-01", "title": "New"})
        assert ahead.status_code == 400
        assert "in the future" in ahead.json()["error"]
    assert (library.session(session.id).recorded_at.year, library.session(session.id).title) == (2023, "Old")
    services.close()


def test_empty_rating_is_refused_unless_skipped(client, add_session):
    path = f"/api/sessions/{add_session().id}/corrections"
    refused = client.post(path, json={"kind": "rating", "rating": {}})
    assert refused.status_code == 400
    assert client.post(path, json={"kind": "rating", "rating": {}, "skipped": True}).json()["rated"] is True


def test_library_list_gives_nothing_away_before_the_rating(client, library, add_session):
    session = add_session()
    assert client.get("/api/shelf").json()["sessions"][0]["opened"] is False
    prediction = {"expect": ["rush", "no such"], "words": " Fast. "}
    client.post(f"/api/sessions/{session.id}/prediction", json=prediction)
    (saved,) = library.corrections.current("prediction", session_id=session.id)
    assert saved.value == {"expect": ["rush"], "words": "Fast."}
    assert client.get("/api/shelf").json()["sessions"][0]["work"] == ""
    client.post(f"/api/sessions/{session.id}/corrections", json={"kind": "rating", "rating": {"pace": 2}})
    assert client.get("/api/shelf").json()["sessions"][0]["opened"] is True


def test_language_repair_queues_the_recording_in_that_language(client, library, add_session):
    session = add_session()
    path = f"/api/sessions/{session.id}/language"
    assert client.post(path, json={"language": "klingon"}).status_code == 400
    session.recording.media.parent.mkdir(parents=True, exist_ok=True)
    session.recording.media.write_bytes(b"sound")
    job = services.jobs().get(client.post(path, json={"language": "de"}).json()["job"])
    assert (job.request.language, job.request.force) == ("de", False)
    services.jobs().cancel(job.id)


PEOPLE = [
    {"number": n, "box": {"x": x, "y": 0.5, "width": 0.1, "height": 0.2}, "seconds": 8.0, "at_s": 4.0}
    | {"chosen": n == 1}
    for n, x in ((1, 0.25), (2, 0.75))
]


@pytest.fixture
def call(library, add_session):
    """A session whose review lists two people."""
    session = add_session()
    review = library.latest_review(session.id)
    settings = {"preset": "fast", "language": "de"}
    provenance = {**review.body["provenance"], "settings": settings}
    library.save_review(session.id, {**review.body, "people": PEOPLE, "provenance": provenance})
    return session


def test_person_choice_queues_the_analysis_as_it_was_at_that_place(client, call):
    path = f"/api/sessions/{call.id}/me"
    for number in (None, 0, 3, "2", True):
        assert client.post(path, json={"number": number}).status_code == 400
    job = services.jobs().get(client.post(path, json={"number": 2}).json()["job"])
    assert job.request.me == (0.75, 0.5)
    assert (job.request.preset, job.request.language, job.request.force) == ("fast", "de", False)
    services.jobs().cancel(job.id)


def test_person_picture_is_cut_from_the_recording_and_not_saved(client, call, settings, monkeypatch):
    monkeypatch.setattr(thumbnails, "_decode", lambda *arguments: repr(arguments[1:]).encode())
    before = set(settings.home.rglob("*"))
    response = client.get(f"/api/sessions/{call.id}/people/2")
    assert response.text == "(4.0, 1280, [0.66, 0.32, 0.84, 0.68])"
    assert response.headers["cache-control"] == "no-store"
    assert set(settings.home.rglob("*")) == before
    assert client.get(f"/api/sessions/{call.id}/people/3").status_code == 400


def test_session_view_lists_people_only_where_there_are_several(client, call, add_session):
    people = client.get(f"/api/sessions/{call.id}/view").json()["debrief"]["people"]
    assert [(p["place"], p["length"], p["chosen"]) for p in people] == [
        ("left", "8 s", True),
        ("right", "8 s", False),
    ]
    alone = add_session(b"another")
    assert client.get(f"/api/sessions/{alone.id}/view").json()["debrief"]["people"] == []


def test_session_view_lists_one_person_where_it_is_asked_who_it_is(client, library, call):
    review = library.latest_review(call.id)
    doubt = {"code": "one_small_face", "text": "Is this you?", "repairs": ["this_is_me", "record"]}
    library.save_review(call.id, {**review.body, "people": PEOPLE[:1], "doubts": [doubt]})
    (person,) = client.get(f"/api/sessions/{call.id}/view").json()["debrief"]["people"]
    assert person["number"] == 1


def test_questions_repair_without_a_question_is_refused(client, add_session):
    path = f"/api/sessions/{add_session().id}/corrections"
    for questions in ([], [" ", ""]):
        assert client.post(path, json={"kind": "questions", "questions": questions}).status_code == 400


def test_answer_rating_is_stored_apart_from_session_rating(client, library, add_session):
    session = add_session()
    path = f"/api/sessions/{session.id}/corrections"
    body = {"kind": "rating", "rating": {}, "answers": {"0": {"answers": 2, "pace": 9}}}
    view = client.post(path, json=body).json()
    assert view["rated"] is True
    assert view["reveal"] is None
    assert [(r["index"], [row["id"] for row in r["rows"]]) for r in view["answer_reveals"]] == [
        (0, ["answers"])
    ]
    ratings = library.corrections.current("self_rating", session_id=session.id)
    assert {c.subject for c in ratings} == {"", "0"}
    nowhere = body | {"answers": {"7": {"answers": 2}}}
    assert "no answer 8" in client.post(path, json=nowhere).json()["error"]


def test_correction_without_tracks_returns_an_error_message(client, add_session):
    path = f"/api/sessions/{add_session().id}/corrections"
    body = {"kind": "dismiss", "event_kind": "filler", "label": "um", "start_s": 3.0, "end_s": 3.4}
    answer = client.post(path, json=body)
    assert answer.status_code == 507
    assert answer.json()["error"]
    services.judge().close()


def test_deleted_session_is_restored(client, add_session):
    session = add_session()
    assert client.delete(f"/api/sessions/{session.id}").json()["sessions"] == []
    assert len(client.post(f"/api/sessions/{session.id}/bring-back").json()["sessions"]) == 1


def test_export_returns_captions_and_csv(client, add_session):
    session = add_session(title="My: take")
    assert client.get(f"/api/sessions/{session.id}/captions").text.startswith("WEBVTT")
    table = client.get(f"/api/sessions/{session.id}/export/csv")
    assert "My%20take.csv" in table.headers["content-disposition"]
    assert client.get(f"/api/sessions/{session.id}/export/exe").status_code == 400
