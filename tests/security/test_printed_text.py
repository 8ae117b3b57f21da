"""Names and titles from outside reach the terminal without commands for it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from secondtake.cli import main
from secondtake.config import Settings
from secondtake.plain_text import one_line
from secondtake.store.library import Library
from secondtake.store.records import Session

HOSTILE = "talk\x1b]0;pwn\x07\x9b2J\u202egnp.exe\r\nsecond line\udce9"


@pytest.mark.parametrize("command", ["list", "show"])
def test_hostile_title_is_printed_on_one_harmless_line(
    command: str,
    library: Library,
    settings: Settings,
    add_session: Callable[..., Session],
    capsys: pytest.CaptureFixture[str],
) -> None:
    session = add_session(title="plain")
    library.update_session(session.id, title=HOSTILE.replace("\udce9", ""))
    arguments = [command, "--home", str(settings.home)]
    assert main([*arguments, session.id] if command == "show" else arguments) == 0
    printed = capsys.readouterr().out
    assert not any(character in printed for character in "\x1b\x07\x9b\u202e\r")
    assert "pwn" in printed


def test_json_of_hostile_title_keeps_its_value(
    library: Library,
    settings: Settings,
    add_session: Callable[..., Session],
    capsys: pytest.CaptureFixture[str],
) -> None:
    title = HOSTILE.replace("\udce9", "")
    add_session(title=title)
    assert main(["list", "--json", "--home", str(settings.home)]) == 0
    printed = capsys.readouterr().out
    assert not any(character in printed for character in "\x1b\x07\x9b\u202e\r")
    assert json.loads(printed)[0]["title"] == title


def test_error_about_a_name_that_is_not_utf8_is_printed(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["analyse", str(tmp_path / "b\udce9.mp4"), "--home", str(settings.home)]) == 3
    assert "b\N{REPLACEMENT CHARACTER}.mp4" in capsys.readouterr().err


def test_one_line_keeps_letters_of_every_script() -> None:
    for name in ("Überblick – 2026.mp4", "面接 練習.mp4", "مقابلة.mp4", "ראיון.mp4", "👩‍💻 talk.mp4"):
        assert one_line(name) == name
    assert "\n" not in one_line(HOSTILE)
    one_line(HOSTILE).encode()
