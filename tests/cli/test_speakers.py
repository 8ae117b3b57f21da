"""Who speaks when, corrected from the command line."""

from __future__ import annotations

import json

import pytest

from secondtake.cli import main
from secondtake.pipeline.sample import add_sample


@pytest.fixture
def session(library, settings, monkeypatch):
    monkeypatch.setenv("SECONDTAKE_HOME", str(settings.home))
    return add_sample(library)


@pytest.fixture
def speakers(session, capsys):
    """Run the command on the sample; gives its code and the turns it tells."""

    def run(*options: str) -> tuple[int, list[dict]]:
        code = main(["speakers", session.id, *options, "--json"])
        said = capsys.readouterr().out
        return code, json.loads(said) if code == 0 else []

    return run


def seconds(turns, side: str) -> float:
    return sum(t["end_s"] - t["start_s"] for t in turns if t["speaker"] == side)


def test_the_turns_are_shown_and_a_stretch_is_given_to_the_other_side_and_back(speakers):
    _, before = speakers()
    asked = next(t for t in before if t["speaker"] == "interviewer")
    code, after = speakers("--mine", f"{asked['start_s']}-{asked['end_s']}")
    assert code == 0
    assert seconds(after, "interviewer") < seconds(before, "interviewer") - 1
    assert speakers()[1] == after
    assert speakers("--undo") == (0, before)


def test_the_two_sides_are_swapped(speakers):
    _, before = speakers()
    _, after = speakers("--swap")
    assert seconds(after, "candidate") == pytest.approx(seconds(before, "interviewer"), abs=0.01)


def test_minutes_and_seconds_are_times_too(speakers):
    _, before = speakers()
    _, after = speakers("--interviewer", "0:10-0:14.5")
    assert seconds(after, "interviewer") > seconds(before, "interviewer") + 3


@pytest.mark.parametrize(
    "options",
    [["--mine", "soon"], ["--mine", "5-2"], ["--undo"], ["--undo", "--swap"], ["--interviewer", "a:b-3"]],
)
def test_what_makes_no_sense_is_refused(speakers, options, capsys):
    code, _ = speakers(*options)
    assert code == 2


def test_turns_are_read_by_people(session, speakers, capsys):
    assert main(["speakers", session.id]) == 0
    assert "  interviewer" in capsys.readouterr().out
