"""What the practise page asks of the server: questions to choose from, and parts that become one job."""

from __future__ import annotations

import pytest

from secondtake.core.errors import UsageError
from secondtake.ui.routes import practice


@pytest.fixture
def desk(tmp_path, monkeypatch):
    from secondtake.config import Settings
    from secondtake.jobs.jobs import Jobs
    from secondtake.jobs.wake import open_queue
    from secondtake.store.library import Library

    with Library.open(Settings.load({}, home=tmp_path / "home")) as library:
        jobs = Jobs(library, open_queue(library.home))
        monkeypatch.setattr(practice.desk, "library", lambda: library)
        monkeypatch.setattr(practice.desk, "jobs", lambda: jobs)
        yield practice.desk


def uploaded(desk, name: str, content: bytes = b"x") -> str:
    (desk.library().home.uploads / f"{name}.part").write_bytes(content)
    return name


def test_an_empty_library_begins_with_varied_questions(desk):
    given = practice.questions(None, None)
    by_id = {q["id"]: q for q in given["questions"]}
    first = [by_id[i] for i in given["sets"]["new"]]
    assert first[0]["text"] == "Tell me about yourself."
    assert len({q["kind"] for q in first}) == len(first) == practice.SET_SIZE
    assert given["sets"]["asked"] == []
    assert len(practice.questions(None, None)["questions"]) == len(by_id)  # not put in twice


def test_one_part_becomes_a_job_with_its_marks(desk):
    part = {"upload": uploaded(desk, "a" * 26), "marks": [{"question": "Why?", "start_s": 1.0, "end_s": 9.5}]}
    said = practice.finish(None, {"parts": [part], "type": "video/webm;codecs=vp8", "title": "Why?"})
    job = desk.jobs().get(said["job"])
    assert [(m.question, m.span.start_s, m.span.end_s) for m in job.request.marks] == [("Why?", 1.0, 9.5)]
    assert job.source.suffix == ".webm"
    assert job.source.read_bytes() == b"x"


def test_marks_move_with_their_part(desk, monkeypatch):
    monkeypatch.setattr(practice, "_whole", lambda files, suffix: (files[0], (0.0, 30.0)))
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
def test_unknown_or_hostile_parts_are_refused(desk, body):
    with pytest.raises(UsageError):
        practice.finish(None, body)


def test_marks_that_make_no_sense_are_refused_and_the_part_is_kept(desk):
    part = {"upload": uploaded(desk, "d" * 26), "marks": [{"question": "Why?", "start_s": "now", "end_s": 2}]}
    with pytest.raises(UsageError, match="Mark 1"):
        practice.finish(None, {"parts": [part]})
    assert (desk.library().home.uploads / f"{'d' * 26}.part").exists()
