"""Speaker corrections from the command line."""

from __future__ import annotations

import json

import pytest

from secondtake.cli import main


@pytest.fixture
def speakers(sample_session, capsys):
    """Run the command on the sample; returns its exit code and the turns."""

    def run(*options: str) -> tuple[int, list[dict]]:
        code = main(["speakers", sample_session.id, *options, "--json"])
        out = capsys.readouterr().out
        return code, json.loads(out) if code == 0 else []

    return run


def seconds(turns, side: str) -> float:
    return sum(t["end_s"] - t["start_s"] for t in turns if t["speaker"] == side)


def test_speakers_mine_corrects_and_undo_restores(speakers):
    _, before = speakers()
    question = next(t for t in before if t["speaker"] == "interviewer")
    code, after = speakers("--mine", f"{question['start_s']}-{question['end_s']}")
    assert code == 0
    assert seconds(after, "interviewer") < seconds(before, "interviewer") - 1
    assert speakers()[1] == after
    assert speakers("--undo") == (0, before)


def test_speakers_swap_exchanges_both_sides(speakers):
    _, before = speakers()
    _, after = speakers("--swap")
    assert seconds(after, "candidate") == pytest.approx(seconds(before, "interviewer"), abs=0.01)


def test_speakers_accepts_minutes_and_seconds(speakers):
    _, before = speakers()
    _, after = speakers("--interviewer", "0:10-0:14.5")
    assert seconds(after, "interviewer") > seconds(before, "interviewer") + 3


@pytest.mark.parametrize(
    "options",
    [["--mine", "soon"], ["--mine", "5-2"], ["--undo"], ["--undo", "--swap"], ["--interviewer", "a:b-3"]],
)
def test_speakers_invalid_options_are_rejected(speakers, options, capsys):
    code, _ = speakers(*options)
    assert code == 2


def test_speakers_prints_turns(sample_session, speakers, capsys):
    assert main(["speakers", sample_session.id]) == 0
    assert "  interviewer" in capsys.readouterr().out
