"""`secondtake story`: JSON as in the contract, sentences that ask, and exit codes."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from secondtake.cli import app

ANSWER = (
    "We were two weeks from the trade fair, and the printer went bankrupt. I was responsible for the stand. "
    "I called eleven printers on Monday morning. I drove to Linz myself with the files and stayed until the "
    "proofs were right. Then I booked a van and picked the panels up at night.\n"
)


@pytest.fixture
def answer(tmp_path):
    file = tmp_path / "answer.txt"
    file.write_text(ANSWER, encoding="utf-8")
    return file


def test_story_json_has_the_contracts_fields(answer):
    result = CliRunner().invoke(app, ["story", str(answer), "--json"])
    assert result.exit_code == 0
    body = json.loads(result.output)
    assert len(body["sentences"]) == 5
    assert all({"text", "part", "probability"} == set(s) for s in body["sentences"])
    assert {s["part"] for s in body["sentences"]} <= {"context", "action", "result", "talk"}
    assert (body["story"], body["missing"]) == (True, ["result"])
    assert body["question"]["nearest"]
    assert body["question"]["fits"] is None


def test_story_fits_any_question_that_asks_for_one(answer):
    asked = "Tell me about a challenge."
    body = json.loads(CliRunner().invoke(app, ["story", str(answer), "--question", asked, "--json"]).output)
    assert body["question"]["fits"] is True


def test_story_of_another_question_says_so(answer):
    asked = "What are your salary expectations?"
    body = json.loads(CliRunner().invoke(app, ["story", str(answer), "--question", asked, "--json"]).output)
    assert body["question"]["fits"] is False
    text = CliRunner().invoke(app, ["story", str(answer), "--question", asked]).output
    assert f"You were asked “{asked}”" in text


def test_story_asks_and_shows_no_number(answer):
    text = CliRunner().invoke(app, ["story", str(answer)]).output
    assert "not what came of it. Is it in there?" in text
    assert "0." not in text


def test_story_from_stdin_is_read():
    result = CliRunner().invoke(app, ["story", "-"], input=ANSWER)
    assert result.exit_code == 0
    assert "What you did" in result.output


@pytest.mark.parametrize("content", ["", " \n\n", "... !"])
def test_story_without_text_is_refused(content, tmp_path):
    file = tmp_path / "empty.txt"
    file.write_text(content, encoding="utf-8")
    from secondtake.core.errors import UsageError

    result = CliRunner().invoke(app, ["story", str(file)])
    assert isinstance(result.exception, UsageError)
