"""The coach's desk as the page asks for it: blind before the rating, whole after it, then sent back."""

from __future__ import annotations

import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from made_handin import made_handin
from secondtake.journal.questions.question_set import QuestionSet
from secondtake.store.coach_desk import CoachDesk
from secondtake.ui import services
from secondtake.ui.handins import question_sets
from secondtake.ui.journal import question_list

HOSTILE = "<script>alert(1)</script>"
OPINION = {
    "name": "Kim",
    "rating": {"pace": 2},
    "comments": [{"at_s": 12.5, "text": HOSTILE}],
    "answers": [{"span": [5.0, 40.0], "rating": {"answers": 5}}],
}


@pytest.fixture
def desk(library) -> CoachDesk:
    return CoachDesk(library.home)


def upload(client, content: bytes, name: str = "a.handin"):
    started = client.post("/api/uploads", json={"size": len(content)}).json()["upload"]
    client.put(f"/api/uploads/{started}?offset=0", content=content)
    return client.post(f"/api/uploads/{started}/handin", json={"size": len(content), "name": name})


def test_dropped_files_are_people_on_the_sheet_and_others_are_refused(client, library, tmp_path):
    for name in ("Ben", "Ada"):
        assert upload(client, made_handin(tmp_path, name).read_bytes()).status_code == 200
    refused = upload(client, b"<html>", "page.html")
    assert "page.html cannot be used as a hand-in" in refused.json()["error"]
    assert list(library.home.uploads.iterdir()) == []
    view = client.post("/api/desk/class", json={"names": "Ada\nCem\n"}).json()
    assert [h["name"] for h in view["handins"]] == ["Ada", "Ben"]
    assert view["missing"] == {"": ["Cem"], "Spring": ["Cem"]}
    assert not {"rank", "score", "mean"} & set(view["handins"][0])
    left = client.delete(f"/api/desk/{view['handins'][0]['id']}").json()
    assert [h["name"] for h in left["handins"]] == ["Ben"]


def test_measured_values_are_in_no_answer_before_the_rating(client, desk, tmp_path):
    path = f"/api/desk/{desk.add(made_handin(tmp_path)).id}"
    before = client.get(path)
    assert before.json()["measured"] is None
    assert "190" not in before.text
    assert [item["id"] for item in before.json()["form"]["items"]] == ["answers", "pace"]
    assert client.post(f"{path}/feedback").status_code == 400
    after = client.post(f"{path}/opinion", json=OPINION).json()
    (row,) = after["measured"]["rows"]
    assert (row["label"], row["coach"], row["own"]) == ("Pace", "2 · Could be better", "4 · Good")
    assert row["measured"] == "Pace: 190 words a minute"
    changed = OPINION | {"rating": {"pace": 5}, "comments": []}
    again = client.post(f"{path}/opinion", json=changed).json()
    assert again["measured"]["rows"][0]["coach"] == "2 · Could be better"
    assert again["comments"] == []


def test_clip_is_served_in_ranges_and_only_where_there_is_one(client, desk, tmp_path):
    handed_in = desk.add(made_handin(tmp_path, clip=b"0123456789"))
    path = f"/api/desk/{handed_in.id}/clips"
    answer = client.get(f"{path}/0", headers={"Range": "bytes=2-4"})
    assert (answer.content, answer.headers["content-type"]) == (b"234", "audio/mp4")
    assert answer.headers["cache-control"] == "no-store"
    assert client.get(f"{path}/1").status_code == 400


def test_opinion_beyond_the_form_or_the_recording_is_refused(client, desk, tmp_path):
    path = f"/api/desk/{desk.add(made_handin(tmp_path)).id}/opinion"
    for wrong in (
        {"rating": {"pace": 9}},
        {"rating": {"charm": 1}},
        {"comments": [{"at_s": 10_000, "text": "late"}]},
        {"name": None},
        {"rating": {}, "comments": [], "answers": []},
    ):
        assert client.post(path, json=OPINION | wrong).status_code == 400
    assert desk.all()[0].opinion is None


def test_feedback_is_read_by_the_session_it_is_about(client, add_session, desk, tmp_path):
    session = add_session()
    handin = made_handin(tmp_path, HOSTILE, file="a.handin", digest=session.recording.digest)
    handed_in = desk.add(handin)
    client.post(f"/api/desk/{handed_in.id}/opinion", json=OPINION)
    page = client.post(f"/api/desk/{handed_in.id}/feedback").content.decode()
    assert HOSTILE not in page
    written = re.search(r'id="secondtake-coach">([^<]*)</script>', page)
    opinion = json.loads(written[1]) | {"kind": "coach"}  # as ui/web/session/coach_file.js
    (coach,) = client.post(f"/api/sessions/{session.id}/corrections", json=opinion).json()["coaches"]
    assert coach["comments"] == [{"at_s": 12.5, "clock": "0:12", "text": HOSTILE}]
    assert [(row["id"], row["felt"]) for row in coach["rows"]] == [("pace", 2)]
    assert [(row["id"], row["felt"]) for row in coach["answers"][0]["rows"]] == [("answers", 5)]
    assert desk.get(handed_in.id).status == "sent back"


def test_set_made_on_the_desk_is_imported_by_a_student(library, monkeypatch):
    monkeypatch.setattr(services, "library", lambda: library)
    library.questions.add("Why us?", "company")
    library.questions.add("Why not us?")
    form = AppTest.from_string(
        "from secondtake.ui.journal import question_set_form; question_set_form.show()", default_timeout=60
    ).run()
    assert not form.exception
    assert "Save the set" not in str(form)
    form.text_input[0].input("Spring").run()
    form.multiselect[0].select("Why us?").run()
    form.multiselect[1].select("Pace").run()
    assert not form.exception
    assert form.get("download_button")[0].label == "Save the set"

    library.questions.add("Anything else?")
    monkeypatch.setattr(question_list.st, "rerun", lambda: None)
    question_list._import("spring", b"# Question set: Spring\nRate: pace\n\n## Company\n- Why us?\n")
    assert question_sets(library.corrections) == (QuestionSet("Spring", ("pace",), ("Why us?",)),)
