"""What several rooms' tests share: a library in a temporary home, and made-up reviews."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from made_plain import Review, recording_of, review_of
from secondtake.config import Settings
from secondtake.core.recording import Recording
from secondtake.store.library import Library
from secondtake.store.records import Session
from secondtake.synthetic.sample_data import samples_folder

# Speed is measured in benchmarks: a busy machine must not fail a property that holds, be it by a deadline or
# because examples are drawn slowly. Nor may luck: the examples are the same every time. For others, and many
# of them, there is `--hypothesis-profile=explore`.
ANY_MACHINE: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("secondtake", derandomize=True, **ANY_MACHINE)
settings.register_profile("explore", derandomize=False, max_examples=2000, **ANY_MACHINE)
settings.load_profile("secondtake")

# What a developer has set for themselves, a database say, must not reach a test, nor be reached by one.
for variable in ("HOME", "DB", "QUEUE", "MODELS", "WHISPER", "DEBUG"):
    os.environ.pop(f"SECONDTAKE_{variable}", None)

# The first runs with the code of an earlier version, the second with that of BORIS.
collect_ignore = ["data/homes/make_home.py", "data/codings/make_boris.py"]


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
