"""Words put right from the command line."""

from __future__ import annotations

import json

import pytest

from secondtake.cli import main
from secondtake.pipeline.analyse import rejudge


@pytest.fixture
def words(sample_session, capsys):
    """Run the command on the sample; returns its exit code and the words."""

    def run(*options: str) -> tuple[int, list[dict]]:
        code = main(["words", sample_session.id, *options, "--json"])
        out = capsys.readouterr().out
        return code, json.loads(out) if code == 0 else []

    return run


def test_words_correction_holds_in_later_reviews_until_undone(words, library, sample_session):
    _, before = words()
    i = next(i for i, w in enumerate(before) if w["speaker"] == "candidate" and w["kind"] == "word")
    code, after = words("--at", f"{before[i]['start_s']}-{before[i]['end_s']}", "--text", "um, budget")
    assert code == 0
    assert [w["text"] for w in after[i : i + 3]] == ["um,", "budget", before[i + 1]["text"]]
    assert after[i]["kind"] == "filler"
    assert rejudge(library, sample_session.id).body["words"] == after
    assert words("--undo") == (0, before)


@pytest.mark.parametrize(
    "options",
    [
        ("--at", "0-1"),
        ("--text", "budget"),
        ("--undo", "--at", "0-1", "--text", "a"),
        ("--undo",),
        ("--at", "one-two", "--text", "a"),
        ("--at", "5-4", "--text", "a"),
    ],
)
def test_words_invalid_options_are_rejected(words, options, capsys):
    code, _ = words(*options)
    assert code == 2
