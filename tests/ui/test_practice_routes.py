"""What the practise page asks of the server: questions to choose from, and parts that become one job."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from secondtake.coaching.story.probes import PROBES
from secondtake.core.answer import Calibration
from secondtake.core.errors import MediaError, UsageError
from secondtake.core.recording import AudioStream, Recording
from secondtake.core.spans import Span
from secondtake.ui.routes import practice
from secondtake.ui.view.camera_advice import NOBODY


@pytest.fixture
def desk(tmp_path, monkeypatch):
    from secondtake.config import Settings
    from secondtake.jobs.job_queue import JobQueue
    from secondtake.jobs.wakeup_queue import open_queue
    from secondtake.store.library import Library

    with Library.open(Settings.load({}, home=tmp_path / "home")) as library:
        jobs = JobQueue(library, open_queue(library.home))
        monkeypatch.setattr(practice.services, "library", lambda: library)
        monkeypatch.setattr(practice.services, "jobs", lambda: jobs)
        yield practice.services


SOUND = AudioStream("aac", 48_000, 1, tracks=1, track=0, offset_s=0.0, end_s=60.0)


@pytest.fixture
def session(desk, tmp_path):
    (tmp_path / "take.mp4").write_bytes(b"take")
    recording = Recording("sha256:" + "0" * 64, "take.mp4", "mp4", 60.0, None, SOUND)
    desk.library().add_recording(tmp_path / "take.mp4", recording)
    return desk.library().create_session(recording.digest, title="Take")


def uploaded(desk, name: str, content: bytes = b"x") -> str:
    (desk.library().home.uploads / f"{name}.part").write_bytes(content)
    return name


def test_practice_questions_of_empty_library_are_varied(desk):
    body = practice.questions(None, None)
    by_id = {q["id"]: q for q in body["questions"]}
    first = [by_id[i] for i in body["sets"]["new"]]
    assert first[0]["text"] == "Tell me about yourself."
    assert [q["kind"] for q in first] == ["opening", "behavioural", "motivation"]
    assert len(first) == practice.SET_SIZE
    assert body["sets"]["asked"] == []
    assert len(practice.questions(None, None)["questions"]) == len(by_id)  # not put in twice


def test_finish_one_part_creates_a_job_with_marks(desk):
    part = {"upload": uploaded(desk, "a" * 26), "marks": [{"question": "Why?", "start_s": 1.0, "end_s": 9.5}]}
    body = practice.finish(None, {"parts": [part], "type": "video/webm;codecs=vp8", "title": "Why?"})
    job = desk.jobs().get(body["job"])
    assert [(m.question, m.span.start_s, m.span.end_s) for m in job.request.marks] == [("Why?", 1.0, 9.5)]
    assert job.source.suffix == ".webm"
    assert job.source.read_bytes() == b"x"
    assert practice.finish(None, {"parts": [part]}) == body  # asked again, as the first answer got lost
    assert len(desk.jobs().all()) == 1


@pytest.fixture
def joined_at_30_s(monkeypatch):
    def join(files, joined):
        joined.write_bytes(b"joined")
        return 0.0, 30.0

    monkeypatch.setattr("secondtake.pipeline.media_process.join_apart", join)


@pytest.mark.usefixtures("joined_at_30_s")
def test_finish_two_parts_shifts_marks_of_the_second(desk):
    parts = [
        {"upload": uploaded(desk, "a" * 26), "marks": [{"question": "A", "start_s": 1, "end_s": 5}]},
        {
            "upload": uploaded(desk, "b" * 26),
            "marks": [
                {"question": "B", "start_s": 2, "end_s": 8, "question_start_s": 0, "question_end_s": 2}
            ],
        },
    ]
    marks = desk.jobs().get(practice.finish(None, {"parts": parts})["job"]).request.marks
    assert [(m.span.start_s, m.span.end_s) for m in marks] == [(1, 5), (32, 38)]
    assert marks[1].question_span.start_s == 30


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"parts": []},
        {"parts": [{"upload": "../../secondtake", "marks": []}]},
        {"parts": [{"upload": "c" * 26, "marks": []}]},
    ],
)
def test_finish_unknown_or_hostile_part_raises(desk, body):
    with pytest.raises(UsageError):
        practice.finish(None, body)


@pytest.mark.usefixtures("joined_at_30_s")
def test_finish_with_calibration_stores_spans_and_camera(desk):
    parts = [
        {"upload": uploaded(desk, "a" * 26), "marks": []},
        {
            "upload": uploaded(desk, "b" * 26),
            "marks": [{"question": "A", "start_s": 20, "end_s": 25}],
            "neutral": [{"start_s": 3, "end_s": 15}],
        },
    ]
    body = {"parts": parts, "camera": "Desk camera"}
    sitting = desk.jobs().get(practice.finish(None, body)["job"]).request.calibration
    assert [(s.start_s, s.end_s) for s in sitting.neutral] == [(33, 45)]
    assert sitting.camera == "Desk camera"


def test_practice_questions_list_calibrated_cameras(desk, session):
    assert practice.questions(None, None)["neutrals"] == []
    desk.library().corrections.set_sitting(session.id, Calibration((Span(0, 30),), "Desk camera"))
    assert practice.questions(None, None)["neutrals"] == ["Desk camera"]


def test_framing_returns_advice_and_rejects_bad_images(desk, monkeypatch):
    looked = []

    class Onlooker:
        def look(self, still):
            looked.append(still)
            if still == b"x":
                raise MediaError("no picture")

    monkeypatch.setattr(practice.services, "framing_process", Onlooker)
    client = TestClient(Starlette(routes=practice.routes()))
    response = client.post("/api/practice/framing", content=b"still")
    assert (response.status_code, response.json()) == (200, {"said": NOBODY, "fits": False, "light": ""})
    assert client.post("/api/practice/framing", content=b"x").status_code == 422
    large = [b"x" * practice.MAX_IMAGE_BYTES, b"x"]
    for content in (b"".join(large), iter(large)):  # an iterator is sent without its length
        assert client.post("/api/practice/framing", content=content).status_code == 400
    assert looked == [b"still", b"x"]


class Probes:
    """Chooses at once; `ahead` is what it was to listen to."""

    def __init__(self) -> None:
        self.ahead: list[float] = []

    def listen(self, part, start_s):
        self.ahead.append(start_s)

    def choose(self, part, start_s, question):
        assert part.exists()
        return "look_back"


def test_probe_listens_then_asks_what_was_not_asked_yet(desk, monkeypatch):
    probes = Probes()
    monkeypatch.setattr(practice.services, "probe_process", lambda: probes)
    body = {"upload": uploaded(desk, "a" * 26), "start_s": 4.0, "question": "Tell me about a mistake."}
    assert practice.probe(None, body | {"is_over": False}) == {"probe": ""}
    assert probes.ahead == [4.0]
    first = practice.probe(None, body | {"is_over": True})["probe"]
    second = practice.probe(None, body | {"is_over": True, "asked": [first]})["probe"]
    assert first != second
    assert {first, second} < set(PROBES["look_back"])
    with pytest.raises(UsageError, match="no longer exists"):
        practice.probe(None, body | {"upload": "../../secondtake", "is_over": True})


def test_finish_keeps_how_long_was_counted_down(desk):
    mark = {"question": "Why?", "start_s": 9.0, "end_s": 20.0, "countdown_s": 3.0}
    part = {"upload": uploaded(desk, "a" * 26), "marks": [mark]}
    client = TestClient(Starlette(routes=practice.routes()))
    job = client.post("/api/practice/finish", json={"parts": [part]}).json()["job"]
    assert desk.jobs().get(job).request.marks[0].countdown_s == 3.0


@pytest.mark.parametrize("body", [{}, {"parts": []}, {"parts": [{"upload": "a", "marks": []}] * 51}])
def test_finish_without_valid_parts_raises(desk, body):
    with pytest.raises(UsageError, match="practice"):
        practice.finish(None, body)


def test_finish_invalid_marks_raise_and_leave_the_part(desk):
    part = {"upload": uploaded(desk, "d" * 26), "marks": [{"question": "Why?", "start_s": "now", "end_s": 2}]}
    with pytest.raises(UsageError, match="Mark 1"):
        practice.finish(None, {"parts": [part]})
    assert (desk.library().home.uploads / f"{'d' * 26}.part").exists()
