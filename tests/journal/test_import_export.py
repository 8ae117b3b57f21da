"""Questions in and out: round trips, hostile cells, files of spreadsheets and of text editors."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondtake.core.errors import UsageError
from secondtake.journal.questions import question as question_module
from secondtake.journal.questions.import_export import from_csv, from_markdown, starters, to_csv, to_markdown
from secondtake.journal.questions.question import KINDS, Outline, Question, plain

AT = datetime(2026, 11, 3, tzinfo=UTC)
texts = st.text(st.characters(blacklist_categories=["C", "Z"]), min_size=1, max_size=30)
words = st.lists(texts, min_size=1, max_size=5).map(" ".join)


def question(text="Why us?", **more):
    return Question("id", text, "company", AT, **more)


@given(st.lists(words, min_size=1, max_size=5, unique_by=plain), words, st.sampled_from(KINDS))
def test_csv_round_trip_is_lossless(questions, note, kind):
    given_ = [
        Question("", text, kind, AT, notes=note, outline=Outline(action=note, result="won"))
        for text in questions
    ]
    assert list(from_csv(to_csv(given_), AT)) == given_


@pytest.mark.parametrize(
    "cell", ["=1+1", "'=1", "''-1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1"]
)
def test_csv_cells_are_never_formulas(cell):
    out = to_csv([question(cell.strip(), notes=cell, outline=Outline(situation=cell))])
    for value in list(csv.reader(io.StringIO(out)))[1]:
        assert not value.startswith(("=", "+", "-", "@", "\t", "\r"))
    (back,) = from_csv(out, AT)
    assert back.text == cell.strip()


def test_from_csv_reads_spreadsheet_variants():
    assert from_csv('\ufeffquestion;kind\r\n"Why; us?";Company\r\n;\r\n', AT)[0].text == "Why; us?"
    (found,) = from_csv('Kind,TEXT\nnonsense,Why us?\nx,"why\nUS"\n', AT)
    assert (found.text, found.kind) == ("Why us?", "other")


@pytest.mark.parametrize(
    "text", ["", "a,b\n1,2\n", "text\n" + "x" * 1001, "text\n" + "\n".join(f"q {i}" for i in range(2001))]
)
def test_import_invalid_list_raises_usage_error(text):
    with pytest.raises(UsageError):
        from_csv(text, AT)


def test_import_removes_control_and_bidi_characters():
    (found,) = from_csv("text\nWhy \x07us\u202e?\n", AT)
    assert found.text == "Why us?"


def test_markdown_round_trip_is_lossless():
    given_ = [
        question(wordings=("What draws you here?",), outline=Outline("a: b", "", "c", "d"), notes="One\nTwo"),
        replace(question("What do you earn?"), kind="salary"),
    ]
    assert list(from_markdown(to_markdown(given_), AT)) == [replace(q, id="") for q in given_]


def test_from_markdown_reads_lines_and_lists():
    assert [q.text for q in from_markdown("Why us?\n\nWhy you?\n", AT)] == ["Why us?", "Why you?"]
    listed = from_markdown("My notes\n\n1. Why us?\n* [ ] Why you?\n", AT)
    assert [q.text for q in listed] == ["Why us?", "Why you?"]
    assert from_markdown("", AT) == ()


def test_starters_are_distinct_valid_questions():
    found = starters(AT)
    assert len(found) == 60
    assert all(q.starter for q in found)
    assert {q.kind for q in found} == set(KINDS) - {"other"}


def test_import_of_many_questions_looks_at_each_text_twice(monkeypatch, library):
    looked = []
    monkeypatch.setattr(question_module, "plain", lambda text: looked.append(text) or plain(text))
    questions = from_csv("text\n" + "\n".join(f"question {i}" for i in range(500)), AT)
    assert library.questions.add_all((*questions, *questions)) == 500
    assert library.questions.add_all(questions) == 0
    assert len(looked) <= 4000
