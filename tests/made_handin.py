"""A hand-in made up, as small as one can be."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from secondtake.store.files.handin_file import write_handin


def made_about(name: str = "Ada", **more: Any) -> dict[str, Any]:
    answer = {
        "index": 0,
        "question": "Why us?",
        "start_s": 5.0,
        "end_s": 40.0,
        "words": "Because of the team",
        "clip": "clips/0.m4a",
    }
    about = {
        "name": name,
        "question_set": "Spring",
        "items": ["answers", "pace"],
        "faces": "shown",
        "made_at": datetime(2026, 11, 2, 9, 30, tzinfo=UTC),
        "digest": "sha256:" + "0" * 64,
        "duration_s": 60.0,
        "picture": False,
        "answers": [answer],
    }
    return about | more


def made_measured(text: str = "You spoke 190 words a minute.") -> dict[str, Any]:
    row = {"item": "pace", "own": 4, "measured": ["Pace: 190 words a minute"], "text": text}
    return {"rows": [row], "answers": [{"index": 0, "rows": [row]}], "advice": ["Change: slow down."]}


def made_handin(folder: Path, name: str = "Ada", clip: bytes = b"sound", file: str = "", **more: Any) -> Path:
    about: Any = made_about(name, **more)
    measured: Any = made_measured()
    clips = {answer["clip"]: clip for answer in about["answers"]}
    return write_handin(folder / (file or f"{name}.handin"), about, measured, clips)
