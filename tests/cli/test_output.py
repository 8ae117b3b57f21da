"""Progress: one bar on a terminal, one line per stage elsewhere, never on stdout."""

from __future__ import annotations

import sys

import pytest

from secondtake.cli.output import length_of, print_table, showing_progress


def steps(title: str) -> None:
    with showing_progress(title) as progress:
        for done_s in (0.0, 50.0, 100.0):
            progress("words", done_s, 100.0)
            progress("sight", done_s / 2, 100.0)


def test_progress_without_terminal_prints_one_line_per_stage(capsys: pytest.CaptureFixture[str]) -> None:
    steps("take.mp4")
    output = capsys.readouterr()
    assert output.out == ""
    lines = [line.split(", started")[0] for line in output.err.splitlines()]
    assert lines == ["take.mp4: words", "take.mp4: sight"]


def test_progress_on_dumb_terminal_prints_lines(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "dumb")  # an editor's shell
    steps("take.mp4")
    assert "take.mp4: sight" in capsys.readouterr().err


def test_progress_on_terminal_shows_one_bar_for_all_stages(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    steps("[take].mp4")  # square brackets are not markup
    output = capsys.readouterr()
    assert output.out == ""
    assert "[take].mp4: words 100 %, sight 50 %" in output.err


def test_print_table_aligns_columns(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(["a", "long"], [["wide cell", "x"], ["y", ""]])
    assert capsys.readouterr().out.splitlines() == ["a          long", "wide cell  x", "y"]
    assert length_of(3600) == "60:00"
