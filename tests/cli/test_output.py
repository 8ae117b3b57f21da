"""Progress: one bar on a terminal, one line a stage elsewhere, never on stdout."""

from __future__ import annotations

import sys

import pytest

from secondtake.cli.output import length_of, print_table, showing_progress


def steps(title: str) -> None:
    with showing_progress(title) as progress:
        for done_s in (0.0, 50.0, 100.0):
            progress("words", done_s, 100.0)
            progress("sight", done_s / 2, 100.0)


def test_one_line_a_stage_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    steps("take.mp4")
    said = capsys.readouterr()
    assert said.out == ""
    lines = [line.split(", begun")[0] for line in said.err.splitlines()]
    assert lines == ["take.mp4: words", "take.mp4: sight"]


def test_lines_on_a_terminal_that_cannot_redraw(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "dumb")  # an editor's shell
    steps("take.mp4")
    assert "take.mp4: sight" in capsys.readouterr().err


def test_a_bar_with_all_stages_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    steps("[take].mp4")  # square brackets are no markup
    said = capsys.readouterr()
    assert said.out == ""
    assert "[take].mp4: words 100 %, sight 50 %" in said.err


def test_a_table_is_aligned(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(["a", "long"], [["wide cell", "x"], ["y", ""]])
    assert capsys.readouterr().out.splitlines() == ["a          long", "wide cell  x", "y"]
    assert length_of(3600) == "60:00"
