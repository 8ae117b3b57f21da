"""The sample's debrief is what docs/coaching.md shows, word for word."""

from __future__ import annotations

from pathlib import Path

import pytest

from secondtake.pipeline.sample import add_sample

PAGE = Path(__file__).parents[2] / "docs" / "coaching.md"


@pytest.fixture
def debrief(library):
    return library.latest_review(add_sample(library).id).body["debrief"]


def test_sample_debrief_stands_in_the_docs(debrief):
    session = debrief[0]
    page = PAGE.read_text(encoding="utf-8")
    more = [*session["more"]["keep"], *session["more"]["change"]]
    assert session["answer"] is None
    assert len(more) >= 2
    for part in (session["keep"], session["change"], session["say_again"], *more):
        assert part["text"] in page


def test_sample_debrief_says_what_a_coach_would(debrief):
    session, first, second, third = debrief
    assert session["keep"]["topic"] == "story"
    assert session["keep"]["answer"] == 1
    assert [p["topic"] for p in (session["change"], *session["more"]["change"])] == [
        "late_start",
        "opening",
        "fast",
    ]
    assert session["say_again"]["answer"] == 2
    assert [a["change"] and a["change"]["topic"] for a in (first, second, third)] == [
        None,
        "fast",
        "late_start",
    ]
