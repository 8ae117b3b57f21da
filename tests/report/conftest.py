"""One small review as docs/review-json.md has it, with names chosen to break careless writers."""

from __future__ import annotations

from typing import Any

import pytest

HOSTILE = '<b>"Zoë" & {co}</b>'


def word(text: str, start_s: float, kind: str = "word", speaker: str = "candidate") -> dict[str, Any]:
    return {
        "text": text,
        "start_s": start_s,
        "end_s": start_s + 0.3,
        "probability": 0.9,
        "speaker": speaker,
        "kind": kind,
    }


def event(kind: str, start_s: float, end_s: float, **more: Any) -> dict[str, Any]:
    plain = {"id": f"{kind}{start_s}", "kind": kind, "label": "", "start_s": start_s, "end_s": end_s}
    judged = {
        "strength": 1.0,
        "confidence": 0.8,
        "answer": 0,
        "detector": "d@1",
        "dismissed": False,
        "why": "",
    }
    return plain | judged | more


def measure(value: float | None, unit: str, **more: Any) -> dict[str, Any]:
    return {"value": value, "unit": unit, "observed_s": 30.0, "noise": None} | more


@pytest.fixture
def review() -> dict[str, Any]:
    finding = {
        "measure": "filler_rate",
        "kind": "improve",
        "text": "You said um or uh 6 times a minute.",
        "norm": {"low": None, "high": 5, "source": "Zandan 2018", "grade": "weak", "url": ""},
        "evidence": ["filler5.0"],
        "weight": 0.2,
        "drill": "Pause instead.",
        "rank": 1,
    }
    return {
        "schema": 1,
        "recording": {"name": HOSTILE, "duration_s": 40.0, "video": {"width": 640}, "audio": {}},
        "words": [
            word("Who?", 1.0, speaker="interviewer"),
            word("Um,", 5.0, "filler"),
            word("=SUM(A1)", 5.4),
            word("café", 8.0),
        ],
        "events": [
            event("filler", 5.0, 5.3, label="um", why="-1 is a reason"),
            event("smile", 10.0, 14.0),
            event("smile", 12.0, 16.0),
            event("gaze_away", 20.0, 21.0, dismissed=True),
        ],
        "answers": [
            {
                "index": 0,
                "question": HOSTILE,
                "start_s": 5.0,
                "end_s": 39.0,
                "measures": {"filler_rate": measure(6.0, "per min")},
            }
        ],
        "measures": {
            "filler_rate": measure(6.0, "per min", noise=1.0),
            "smile_share": measure(None, "share", why_not="no face was found"),
        },
        "findings": [finding],
        "signals": {
            "voice_energy": {"unit": "z", "times_s": [0.0, 1, 2, 3], "values": [0.5, None, -1.0, 0.2]}
        },
        "warnings": ["The picture is dark."],
        "provenance": {"version": "0.1.0"},
    }
