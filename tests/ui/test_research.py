"""Codings beside the detectors, as the research page asks for them and as exports hold them."""

from __future__ import annotations

import json

import pytest

from secondtake.cli import main
from secondtake.core.insights.coding import MAX_EVENTS
from secondtake.store.codings import codings_of

TABLE = "kind,label,start_s,end_s\nfiller,um,2.6,3.0\nfiller,uh,7,7.4\nZwinkern,x,1,1.2\n"


@pytest.fixture
def session(add_session, library):
    """A session with one filler, at 2.5 s."""
    session = add_session()
    body = library.latest_review(session.id).body
    event = body["events"][0] | {"start_s": 2.5, "end_s": 2.9, "dismissed": False}
    library.save_review(session.id, body | {"events": [event], "debrief": []})
    return library.session(session.id)


def add(client, session, name="a.csv", text=TABLE):
    return client.post(f"/api/research/{session.id}/codings", params={"name": name}, content=text.encode())


def pair_of(view, first, second):
    return next(p for p in view["agreement"] if (p["first"], p["second"]) == (first, second))


def test_coding_beside_the_detectors_has_the_moments_of_each_number(client, session):
    view = add(client, session).json()
    assert [(t["name"], t["kind"], t["n"]) for t in view["codings"][0]["tiers"]] == [
        ("Zwinkern", "", 1),
        ("filler", "filler", 2),
    ]
    (kind,) = pair_of(view, "detectors", "a.csv")["kinds"]
    assert (kind["kind"], kind["precision"], kind["recall"]) == ("filler", 1.0, 0.5)
    assert (kind["both"], kind["first_only"], kind["second_only"]) == ([[2.5, 2.9]], [], [[7.0, 7.4]])
    assert (len(kind["both"]), len(kind["second_only"])) == (kind["hits"], kind["misses"])
    assert 0 < kind["kappa"] < 1
    assert client.get(f"/api/research/{session.id}").json() == view


def test_tier_of_another_name_is_compared_once_its_kind_is_chosen(client, session):
    add(client, session)
    body = {"coding": "a.csv", "tier": "Zwinkern", "kind": "blink"}
    view = client.post(f"/api/research/{session.id}/tiers", json=body).json()
    kinds = pair_of(view, "detectors", "a.csv")["kinds"]
    assert [(k["kind"], k["second_only"]) for k in kinds] == [
        ("blink", [[1.0, 1.2]]),
        ("filler", [[7.0, 7.4]]),
    ]
    for wrong in ({"kind": "charm"}, {"coding": "b.csv"}):
        assert client.post(f"/api/research/{session.id}/tiers", json=body | wrong).status_code == 400


def test_two_coders_are_compared_with_each_other(client, session):
    add(client, session)
    view = add(client, session, "b.tsv", "kind\tstart_s\tend_s\nfiller\t7.1\t7.4\nsmile\t1\t2\n").json()
    (kind,) = pair_of(view, "a.csv", "b.tsv")["kinds"]
    assert (kind["kind"], kind["precision"], kind["recall"]) == ("filler", 0.5, 1.0)
    assert len(view["agreement"]) == 3


def test_coding_is_replaced_by_its_name_and_removed_whole(client, session, library):
    add(client, session)
    add(client, session, text="kind,start_s,end_s\nsmile,1,2\n")
    (coding,) = codings_of(library.corrections, session.id)
    assert [tier.name for tier in coding.tiers] == ["smile"]
    view = client.delete(f"/api/research/{session.id}/codings", params={"name": "a.csv"}).json()
    assert (view["codings"], view["agreement"]) == ([], [])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "a,b\n1,2\n"),
        ("a.eaf", "<!DOCTYPE x [<!ENTITY a 'b'>]><ANNOTATION_DOCUMENT>&a;"),
        ("a.TextGrid", "no Praat"),
        ("a.exe", "x"),
        ("../../a.csv", "kind,start_s,end_s\nblink,5,1\n"),
        ("a.csv", "kind,start_s,end_s\n" + "blink,1,1\n" * (MAX_EVENTS + 1)),
    ],
)
def test_file_that_is_no_coding_is_refused_in_one_sentence(client, session, library, name, text):
    answer = add(client, session, name, text)
    assert answer.status_code == 400
    assert "coding" in answer.json()["error"]
    assert str(library.home.root) not in answer.json()["error"]
    assert codings_of(library.corrections, session.id) == ()


def test_exports_hold_codings_and_their_agreement(client, session, settings, tmp_path):
    assert "codings" not in client.get(f"/api/sessions/{session.id}/export/json").json()
    view = add(client, session).json()
    exported = client.get(f"/api/sessions/{session.id}/export/json").json()
    assert exported["agreement"] == view["agreement"]
    assert exported["codings"][0]["tiers"][1]["events"] == [[2.6, 3.0, "um"], [7.0, 7.4, "uh"]]
    file = tmp_path / "review.json"
    home = ["--home", str(settings.home)]
    assert main(["export", session.id, "--format", "json", "-o", str(file), *home]) == 0
    assert json.loads(file.read_text())["agreement"] == view["agreement"]


def test_page_lists_reviewed_sessions_and_raters(client, session):
    view = client.get("/api/research").json()
    assert [s["id"] for s in view["sessions"]] == [session.id]
    assert view["raters"] == []


@pytest.mark.parametrize(("form", "suffix"), [("eaf", "eaf"), ("textgrid", "TextGrid"), ("csv", "csv")])
def test_own_export_comes_back_as_a_coding_that_agrees(client, session, form, suffix):
    content = client.get(f"/api/sessions/{session.id}/export/{form}").content.decode()
    view = add(client, session, f"mine.{suffix}", content).json()
    kinds = {kind["kind"]: kind for kind in pair_of(view, "detectors", f"mine.{suffix}")["kinds"]}
    assert (kinds["filler"]["precision"], kinds["filler"]["recall"], kinds["filler"]["kappa"]) == (
        1.0,
        1.0,
        1.0,
    )
