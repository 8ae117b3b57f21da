"""Questions and interviews from the command line."""

from __future__ import annotations

import email
import json
from datetime import date, datetime
from email import policy

import icalendar
import pytest

from made_job_search import make_season


def ids(run, *command):
    return [item["id"] for item in json.loads(run(*command, "--json")[1])]


def test_import_starter_twice_adds_questions_once(run):
    assert "Imported 60 of 60" in run("questions", "import", "--starter")[1]
    assert "Imported 0 of 60" in run("questions", "import", "--starter")[1]
    listed = json.loads(run("questions", "list", "--json")[1])
    assert len(listed) == 60
    assert all(question["starter"] and question["due"] is None for question in listed)
    added_at = [question["added_at"] for question in listed]
    assert [datetime.fromisoformat(text).isoformat() for text in added_at] == added_at
    assert "behavioural" in run("questions", "list", "--kind", "behavioural")[1]


def test_similar_question_is_shown_merged_and_split(run):
    run("questions", "add", "What are your salary expectations?", "--kind", "salary")
    added = json.loads(run("questions", "add", "What salary do you expect?", "--json")[1])
    (alike,) = added["alike"]
    assert alike["text"] == "What are your salary expectations?"
    assert len(ids(run, "questions", "list")) == 2
    run("questions", "merge", alike["id"], added["id"])
    (merged,) = json.loads(run("questions", "list", "--json")[1])
    assert merged["wordings"] == ["What salary do you expect?"]
    run("questions", "split", alike["id"], "What salary do you expect?")
    assert len(ids(run, "questions", "list")) == 2


def test_kinds_are_saved_only_with_take(run):
    run("questions", "add", "What do you want to be paid?")
    assert "salary" in run("questions", "kinds")[1]
    assert "paid" not in run("questions", "list", "--kind", "salary")[1]
    run("questions", "kinds", "--take")
    assert "paid" in run("questions", "list", "--kind", "salary")[1]
    assert json.loads(run("questions", "kinds", "--json")[1]) == []


def test_questions_export_and_import_round_trip(run, tmp_path, settings):
    run("questions", "add", "=Why us?", "--kind", "company")
    run("questions", "add", "Why you?", "--kind", "closing")
    for name in ("questions.csv", "questions.md"):
        assert run("questions", "export", "-o", tmp_path / name)[0] == 0
        other = tmp_path / f"home-{name}"
        assert "2 of 2" in run("questions", "import", tmp_path / name, "--home", other)[1]
        questions = json.loads(run("questions", "list", "--json", "--home", other)[1])
        kinds = {question["text"]: question["kind"] for question in questions}
        assert kinds == {"=Why us?": "company", "Why you?": "closing"}
    assert "'=Why us?" in (tmp_path / "questions.csv").read_text()


def test_interviews_prepare_stores_the_posting_and_lists(run, tmp_path):
    posting = tmp_path / "posting.txt"
    posting.write_text("Your profile\n- Calms difficult customers\n- A pilot licence\nWe offer\n- Fruit\n")
    run("questions", "import", "--starter")
    added = run("interviews", "add", "Acme", "--at", "2030-11-03 10:00", "--stage", "first round", "--json")
    interview_id = json.loads(added[1])["id"]
    listed = json.loads(run("interviews", "prepare", interview_id, "--posting", posting, "--json")[1])
    assert {q["source"] for q in listed["likely"]} == {"posting", "stage", "common"}
    assert [d["text"] for d in listed["demands"]] == ["Calms difficult customers", "A pilot licence"]
    assert {d["coverage"] for d in listed["demands"]} == {"nothing"}
    assert "Fruit" in json.loads(run("interviews", "show", interview_id, "--json")[1])["posting"]
    assert listed["record"]["interviews"] == 0
    cv = tmp_path / "cv.txt"
    cv.write_text("2020 pilot licence\nHobbies: chess")
    assert "your CV says: “2020 pilot licence”" in run("interviews", "prepare", interview_id, "--cv", cv)[1]
    listed = run("interviews", "prepare", interview_id)[1]
    assert "How likely each question is cannot be said yet" in listed
    assert "asked for: A pilot licence\n" in listed
    assert "nothing close" not in listed  # there is no story yet to compare with


def test_interview_from_add_to_draft(run, tmp_path):
    added = run(
        "interviews", "add", 'Söhne, "KG"', "Engineer", "--at", "2026-11-03 10:00", "--zone", "Europe/Zurich",
        "--with", "李小龙 <li@example.com>", "--json",
    )  # fmt: skip
    interview_id = json.loads(added[1])["id"]
    code, out, _ = run(
        "interviews", "debrief", interview_id[:5], "--asked", "Why us?", "--asked", "Why you?",
        "--mattered", "the tour of the plant", "--energy", 4,
    )  # fmt: skip
    assert code == 0
    assert out.count("asked:") == 2
    shown = json.loads(run("interviews", "show", interview_id, "--json")[1])
    assert [question["wording"] for question in shown["asked"]] == ["Why us?", "Why you?"]
    assert shown["debrief"]["energy"] == 4
    assert shown["at"] == "2026-11-03T10:00:00+01:00"
    written = run("interviews", "show", interview_id)[1]
    assert "Why you?" in written
    assert "energy: 4 of 5" in written

    letter = run("interviews", "draft", interview_id, "--eml", tmp_path / "a.eml")[1]
    assert "Dear 李小龙," in letter
    assert "the tour of the plant" in letter
    mail = email.message_from_bytes((tmp_path / "a.eml").read_bytes(), policy=policy.default)
    assert mail["To"].addresses[0].display_name == "李小龙"

    assert ids(run, "interviews", "due") == [interview_id]
    run("interviews", "due", "--ics", tmp_path / "a.ics")
    calendar = icalendar.Calendar.from_ical((tmp_path / "a.ics").read_bytes())
    assert [str(e["summary"]) for e in calendar.walk("VEVENT")]
    run("interviews", "mark", interview_id, "--outcome", "offer")
    assert ids(run, "interviews", "due") == []
    due = json.loads(run("questions", "due", "--json")[1])
    assert {question["text"] for question in due} == {"Why us?", "Why you?"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("questions", "add", " "),
        ("questions", "add", "Why us?", "--kind", "odd"),
        ("questions", "show", "zzzz"),
        ("questions", "import"),
        ("questions", "import", "{tmp}/gone.csv"),
        ("questions", "import", "{tmp}/no.csv"),
        ("interviews", "add", " "),
        ("interviews", "add", "Acme", "--zone", "Moon/Sea"),
        ("interviews", "add", "Acme", "--kind", "telepathy"),
        ("interviews", "show", "zzzz"),
        ("interviews", "debrief", "zzzz", "--well", "all"),
    ],
)
def test_journal_usage_error_prints_one_sentence(run, tmp_path, arguments):
    (tmp_path / "no.csv").write_text("a,b\n1,2\n")
    code, out, err = run(*(a.format(tmp=tmp_path) for a in arguments))
    assert (code, out) == (2, "")
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize("group", ["questions", "interviews"])
def test_group_command_help_has_an_example(run, group):
    from secondtake.cli import app

    commands = next(g.typer_instance for g in app.registered_groups if g.name == group).registered_commands
    assert len(commands) >= 6
    for command in commands:
        name = command.name or command.callback.__name__
        assert f"Example: secondtake {group} {name}" in run(group, name, "--help")[1], name


def test_today_prints_the_plan(run, library, tmp_path):
    assert "rate it after at least three practices" in run("today")[1]
    make_season(library, tmp_path, date.today())
    plan = json.loads(run("today", "--json")[1])
    assert len(plan["questions"]) == 3
    assert plan["habit"] == "gaze_away_share"
    assert "more energy in real interviews" in plan["real_room"]["says"]
    assert "Focus on: Looking away" in run("today")[1]
