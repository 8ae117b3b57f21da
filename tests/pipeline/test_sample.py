"""The shipped sample: there at once, judged like any recording, and left as the person changed it."""

from __future__ import annotations

import json

import pytest

from secondtake.config import Settings
from secondtake.core.errors import StoreError
from secondtake.core.spans import Span
from secondtake.evaluation.scoring import found_spans, score_kind, true_kinds
from secondtake.pipeline.analyse import rejudge
from secondtake.pipeline.sample import add_sample
from secondtake.store.library import Library
from secondtake.synthetic.sample_data import samples_folder


@pytest.fixture
def library(tmp_path):
    with Library.open(Settings.load(home=tmp_path / "home")) as opened:
        yield opened


def test_add_sample_reviews_the_shipped_tracks(library):
    session = add_sample(library)
    review = library.latest_review(session.id).body
    truth = json.loads((samples_folder() / "session" / "interview.truth.json").read_text())
    for kind in ("blink", "smile", "gaze_away", "face_touch"):
        assert score_kind(kind, found_spans(review, kind), truth).f1 >= 0.9, kind
    assert review["coverage"]["face"] > 0.95


def test_add_sample_detects_every_event_of_its_truth(library):
    review = library.latest_review(add_sample(library).id).body
    truth = json.loads((samples_folder() / "session" / "interview.truth.json").read_text())
    misses = {kind: score_kind(kind, found_spans(review, kind), truth).misses for kind in true_kinds(truth)}
    assert {kind for kind, missed in misses.items() if missed} == set()


def test_add_sample_again_keeps_corrections(library):
    session = add_sample(library)
    event = next(e for e in library.latest_review(session.id).body["events"] if e["kind"] == "face_touch")
    span = Span(event["start_s"], event["end_s"])
    library.corrections.dismiss(session.id, "face_touch", event["label"], span)
    rejudge(library, session.id)
    assert add_sample(library).id == session.id
    events = library.latest_review(session.id).body["events"]
    assert next(e for e in events if e["id"] == event["id"])["dismissed"]
    assert len(library.sessions()) == 1


def test_rejudge_without_changes_saves_no_new_review(library):
    session = add_sample(library)
    first = library.latest_review(session.id)
    assert rejudge(library, session.id).seq == first.seq


def test_rejudge_with_missing_track_file_keeps_the_review(library):
    session = add_sample(library)
    before = library.latest_review(session.id)
    next(library.home.tracks_of(session.recording.digest).rglob("face.parquet")).unlink()
    with pytest.raises(StoreError, match=r"face\.parquet is missing"):
        rejudge(library, session.id)
    assert library.latest_review(session.id) == before
