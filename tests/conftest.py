"""What several rooms' tests share: a library in a temporary home, and made-up reviews."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from secondtake.config import Settings
from secondtake.core.recording import AudioStream, Recording
from secondtake.store.library import Library
from secondtake.store.records import Session
from secondtake.synthetic.data import samples_folder

Review = dict[str, Any]

# Speed is measured in benchmarks: a busy machine must not fail a property that holds.
settings.register_profile("secondtake", deadline=None)
settings.load_profile("secondtake")


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


@pytest.fixture
def make_recording() -> Callable[..., Recording]:
    return recording_of


@pytest.fixture
def make_review() -> Callable[..., Review]:
    return review_of


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.load({}, home=tmp_path / "home")


@pytest.fixture
def library(settings: Settings) -> Iterator[Library]:
    with Library.open(settings) as opened:
        yield opened


@pytest.fixture
def add_session(library: Library, tmp_path: Path) -> Callable[..., Session]:
    """Keep a recording with the given content, make its session and save a review of it."""

    def add(content: bytes = b"sound", name: str = "take.m4a", title: str = "", **review: Any) -> Session:
        source = tmp_path / "outside.m4a"
        source.write_bytes(content)
        recording = recording_of(content, name)
        library.add_recording(source, recording)
        session = library.create_session(recording.digest, title=title)
        library.save_review(session.id, review_of(recording, **review))
        return library.session(session.id)

    return add


@pytest.fixture(scope="session")
def sample_beginning(tmp_path_factory) -> Callable[[float], Path]:
    """The first seconds of the shipped sample, as a file of their own; nothing is encoded anew."""
    import av

    def cut(seconds: float) -> Path:
        out = tmp_path_factory.mktemp("sample") / "clip.mp4"
        sample = samples_folder() / "session" / "interview.mp4"
        with av.open(str(sample)) as source, av.open(str(out), "w") as target:
            copies = {s.index: target.add_stream_from_template(s) for s in source.streams}
            for packet in source.demux():
                if packet.pts is not None and packet.pts * packet.time_base < seconds:
                    packet.stream = copies[packet.stream.index]
                    target.mux(packet)
        return out

    return cut
