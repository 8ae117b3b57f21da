"""A plain recording and a review of it, made up: as little as a review can hold."""

from __future__ import annotations

import hashlib
from typing import Any

from secondtake.core.recording import AudioStream, Recording

Review = dict[str, Any]


def recording_of(content: bytes, name: str = "take.m4a") -> Recording:
    sound = AudioStream("aac", 48_000, 1, 1, 0, 0.0, 60.0)
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    return Recording(digest, name, "mp4", 60.0, None, sound)


def review_of(
    recording: Recording,
    said: str = "well I basically led the team",
    question: str = "Tell me about yourself",
    **measures: float | None,
) -> Review:
    """A review of one answer that holds the given words, one a second, and the given measures."""
    numbers = {
        name: {"value": value, "unit": "per min", "observed_s": 50.0, "noise": 0.5}
        for name, value in (measures or {"filler_rate": 4.0}).items()
    }
    words = [
        {
            "text": text,
            "start_s": float(i),
            "end_s": i + 0.5,
            "probability": 0.9,
            "speaker": "candidate",
            "kind": "word",
        }
        for i, text in enumerate(said.split())
    ]
    event = {
        "id": "e1",
        "kind": "filler",
        "label": "um",
        "start_s": 3.0,
        "end_s": 3.4,
        "strength": 1.0,
        "confidence": 0.8,
        "answer": 0,
        "detector": "fillers@1",
        "dismissed": False,
        "why": "",
    }
    answer = {
        "index": 0,
        "question": question,
        "question_id": None,
        "start_s": 0.0,
        "end_s": 50.0,
        "question_span": None,
        "found_by": "whole",
        "measures": numbers,
        "findings": [],
    }
    return {
        "schema": 1, "recording": recording.as_dict(), "language": {"code": "en", "validated": True},
        "words": words, "events": [event], "answers": [answer], "measures": numbers, "findings": [],
        "signals": {"smile": {"unit": "0..1", "times_s": [0.0, 1.0], "values": [0.1, None]}},
        "coverage": {"words": 1.0}, "warnings": [],
        "provenance": {"version": "0.1.0", "detectors": {"fillers": 1}, "weights": {}, "settings": {}},
        "timing": {"observe_s": 1.0}, "specs": {
            name: {"name": name, "label": name, "unit": "per min", "better": "none", "kinds": ["filler"],
                   "comparable": True, "norm": None, "drill": "", "detector": "fillers@1"}
            for name in numbers
        },
    }  # fmt: skip
