"""Follow-up questions are chosen from a recording that is still being made, in time or not at all."""

from __future__ import annotations

import threading

import av
import pytest

from secondtake.config import Settings
from secondtake.synthetic.sample_data import samples_folder
from secondtake.ui.helpers.probe_process import ProbeProcess

SAMPLE = samples_folder() / "session" / "interview.mp4"
PATIENCE_S = 600.0  # the models, on a busy machine
QUESTION, STORY_S = "What is the biggest challenge you have faced?", 27.0  # when the sample tells its story
RATE_HZ = 48_000


class Pipe:
    """Where nothing can be sought, as for a browser's recorder: the file gets no index and no length."""

    def __init__(self) -> None:
        self.content = bytearray()

    def write(self, content: bytes) -> int:
        self.content += content
        return len(content)


@pytest.fixture(scope="module")
def recorded() -> bytes:
    pipe = Pipe()
    with av.open(str(SAMPLE)) as film, av.open(pipe, "w", format="webm", options={"live": "1"}) as out:
        sound = out.add_stream("libopus", rate=RATE_HZ)
        for frame in film.decode(audio=0):
            out.mux(sound.encode(frame))
        out.mux(sound.encode(None))
    return bytes(pipe.content)


@pytest.fixture(scope="module")
def probes(tmp_path_factory):
    process = ProbeProcess(Settings.load({}, home=tmp_path_factory.mktemp("home")))
    yield process
    process.close()


def test_choose_hears_a_story_in_a_growing_file(probes, recorded, tmp_path):
    part = tmp_path / "a.part"
    part.write_bytes(recorded[: len(recorded) * 6 // 10])
    probes.listen(part, STORY_S)
    part.write_bytes(recorded[: len(recorded) * 72 // 100])
    assert probes.choose(part, STORY_S, QUESTION, wait_s=PATIENCE_S) == "look_back"


@pytest.mark.parametrize("content", [b"", b"no recording"])
def test_choose_unreadable_file_asks_what_always_fits(probes, tmp_path, content):
    (tmp_path / "a.part").write_bytes(content)
    assert probes.choose(tmp_path / "a.part", 0.0, QUESTION) == "more"


def test_choose_late_words_are_not_waited_for(tmp_path, monkeypatch):
    slow, may_answer = ProbeProcess(Settings.load({}, home=tmp_path)), threading.Event()
    monkeypatch.setattr(slow, "ask", lambda _: may_answer.wait(PATIENCE_S) and "look_back")
    try:
        assert slow.choose(tmp_path / "a.part", 0.0, QUESTION, wait_s=0.05) == "more"
    finally:
        may_answer.set()
