"""The job posting: demands told from the rest, and set against the person's own lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from secondtake.config import Settings
from secondtake.journal.posting import Evidence, covered, demands, evidence
from secondtake.journal.questions.question import Outline, Question
from secondtake.journal.stories import Story
from secondtake.observers.speech.sentence_embeddings import SentenceEncoder

AT = datetime(2026, 11, 3, 10, tzinfo=UTC)
WRITTEN = Path(__file__).parents[1] / "data" / "postings"


@dataclass
class LabelledPosting:
    """A posting with its demands by the number of the line that answers them, and the person's lines."""

    lines: list[str] = field(default_factory=list)
    answered_by: dict[str, tuple[str, int]] = field(default_factory=dict)
    own: list[Evidence] = field(default_factory=list)


def read_postings(name):
    postings = []
    for line in (WRITTEN / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            postings.append(LabelledPosting())
        elif match := re.match(r"\d\. (.*)", line):
            postings[-1].own.append(Evidence(match[1], "Title", story_id="s"))
        elif match := re.match(r"([-=~])(\d?) (.*)", line):
            postings[-1].lines.append(match[3])
            if match[1] != "-":
                postings[-1].answered_by[match[3].rstrip(".")] = (match[1], int(match[2]))
    return postings


@pytest.mark.parametrize("name", ["written", "held_back"])
def test_demands_of_written_postings_are_told_from_the_rest(name):
    for posting in read_postings(name):
        assert demands("\n".join(posting.lines)) == tuple(posting.answered_by)


def test_demands_in_prose_are_sentences_with_a_cue():
    prose = (
        "We are a small team in Leeds that makes bicycle lights and sells them all over the world. "
        "You have experience with injection moulding. The canteen is run by two former chefs. "
        "You will visit suppliers twice a year."
    )
    assert demands(prose) == (
        "You have experience with injection moulding",
        "You will visit suppliers twice a year",
    )
    assert demands("") == ()
    assert demands("experience with everything " * 99) == ()  # nothing to put as a question


def test_covered_quotes_held_back_lines_as_published():
    encoder = SentenceEncoder(Settings.load())
    close, right, nothing, wrongly_nothing = 0, 0, 0, 0
    for posting in read_postings("held_back"):
        for demand in covered(tuple(posting.answered_by), posting.own, encoder):
            kind, place = posting.answered_by[demand.text]
            if demand.coverage == "covered":
                close += 1
                right += demand.nearest is posting.own[place - 1] and place > 0
            elif demand.coverage == "nothing":
                nothing += 1
                wrongly_nothing += kind == "=" and place > 0
    assert (close, right, nothing, wrongly_nothing) == (6, 5, 6, 0)  # docs/loop.md


def test_covered_quotes_lines_of_held_back_cvs_as_published():
    encoder = SentenceEncoder(Settings.load())
    quoted, right = 0, 0
    for posting in read_postings("cv_held_back"):
        lines = [line.text for line in posting.own]
        for demand in covered(tuple(posting.answered_by), [], encoder, "\n".join(lines)):
            _, place = posting.answered_by[demand.text]
            quoted += bool(demand.cv)
            right += place > 0 and demand.cv == lines[place - 1]
    assert (quoted, right) == (10, 8)  # docs/loop.md


def test_covered_asks_the_cv_only_where_no_story_is_close():
    def embed(texts):
        return np.array([[1.0, 0.0] if "sail" in text.casefold() else [0.0, 1.0] for text in texts])

    own = [Evidence("I sailed alone", "Storm", story_id="s")]
    asked_for = covered(
        ["A sailing licence", "Good maths"], own, embed, "- Sailing school\nCV\n- Maths, 2020"
    )
    assert [(d.coverage, d.cv) for d in asked_for] == [("covered", ""), ("nothing", "Maths, 2020")]


def test_covered_without_own_lines_is_nothing():
    (demand,) = covered(["A driving licence"], [], lambda texts: np.ones((len(texts), 2)))
    assert (demand.coverage, demand.nearest) == ("nothing", None)


def test_evidence_is_stories_and_outlines_of_their_own():
    story = Story("s", "Storm", Outline(action="Called hotels\nHired buses"), AT)
    own = Question("q", "Why us?", "other", AT, outline=Outline(result="I use it daily"))
    uses = Question("r", "When?", "other", AT, outline=story.outline, story_id="s")
    lines = evidence([story], [own, uses])
    assert [line.text for line in lines] == ["Called hotels", "Hired buses", "I use it daily"]
    assert [(line.story_id, line.question_id) for line in lines] == [("s", None), ("s", None), (None, "q")]
