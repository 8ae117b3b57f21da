"""Questions and interviews from the command line: what is printed, kept and refused."""

from __future__ import annotations

import email
import json
from datetime import date, datetime
from email import policy

import icalendar
import pytest

from made_job_search import make_season


def ids(run, *command):
    return [one["id"] for one in json.loads(run(*command, "--json")[1])]


def test_the_starter_set_is_taken_in_once(run):
    assert "60 of 60" in run("questions", "import", "--starter")[1]
    assert "0 of 60" in run("questions", "import", "--starter")[1]
    listed = json.loads(run("questions", "list", "--json")[1])
    assert len(listed) == 60
    assert all(one["starter"] and one["due"] is None for one in listed)
    assert all(datetime.fromisoformat(one["added_at"]).isoformat() == one["added_at"] for one in listed)
    assert "behavioural" in run("questions", "list", "--kind", "behavioural")[1]


def test_a_variant_is_named_and_merged_only_when_asked_to(run):
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


def test_kinds_are_said_and_given_only_when_asked(run):
    run("questions", "add", "What do you want to be paid?")
    assert "salary" in run("questions", "kinds")[1]
    assert "paid" not in run("questions", "list", "--kind", "salary")[1]
    run("questions", "kinds", "--take")
    assert "paid" in run("questions", "list", "--kind", "salary")[1]
    assert json.loads(run("questions", "kinds", "--json")[1]) == []


def test_questions_go_out_and_come_in_again(run, tmp_path, settings):
    run("questions", "add", "=Why us?", "--kind", "company")
    run("questions", "add", "Why you?", "--kind", "closing")
    for name in ("questions.csv", "questions.md"):
        assert run("questions", "export", "-o", tmp_path / name)[0] == 0
        other = tmp_path / f"home-{name}"
        assert "2 of 2" in run("questions", "import", tmp_path / name, "--home", other)[1]
        there = json.loads(run("questions", "list", "--json", "--home", other)[1])
        kinds = {one["text"]: one["kind"] for one in there}
        assert kinds == {"=Why us?": "company", "Why you?": "closing"}
    assert "'=Why us?" in (tmp_path / "questions.csv").read_text()


def test_an_interview_from_the_first_note_to_the_letter(run, tmp_path):
    made = run(
        "interviews", "add", 'Söhne, "KG"', "Engineer", "--at", "2026-11-03 10:00", "--zone", "Europe/Zurich",
        "--with", "李小龙 <li@example.com>", "--json",
    )  # fmt: skip
    interview_id = json.loads(made[1])["id"]
    code, said, _ = run(
        "interviews", "debrief", interview_id[:5], "--asked", "Why us?", "--asked", "Why you?",
        "--mattered", "the tour of the plant", "--energy", 4,
    )  # fmt: skip
    assert code == 0
    assert said.count("asked:") == 2
    shown = json.loads(run("interviews", "show", interview_id, "--json")[1])
    assert [one["wording"] for one in shown["asked"]] == ["Why us?", "Why you?"]
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
    assert {one["text"] for one in due} == {"Why us?", "Why you?"}


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
def test_a_mistake_is_one_sentence(run, tmp_path, arguments):
    (tmp_path / "no.csv").write_text("a,b\n1,2\n")
    code, out, err = run(*(a.format(tmp=tmp_path) for a in arguments))
    assert (code, out) == (2, "")
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize("group", ["questions", "interviews"])
def test_every_command_of_a_group_has_an_example(run, group):
    from secondtake.cli import app

    commands = next(g.typer_instance for g in app.registered_groups if g.name == group).registered_commands
    assert len(commands) >= 6
    for command in commands:
        name = command.name or command.callback.__name__
        assert f"Example: secondtake {group} {name}" in run(group, name, "--help")[1], name


def test_today_from_the_command_line(run, library, tmp_path):
    assert "shows after three practices" in run("today")[1]
    make_season(library, tmp_path, date.today())
    said = json.loads(run("today", "--json")[1])
    assert len(said["questions"]) == 3
    assert said["habit"] == "gaze_away_share"
    assert "perk up" in said["real_room"]["says"]
    assert "One thing to mind: Looking away" in run("today")[1]
