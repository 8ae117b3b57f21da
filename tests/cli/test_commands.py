"""Commands people script against: output, streams and exit codes."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from secondtake.cli import app
from secondtake.config import Settings
from secondtake.core.errors import StoreError
from secondtake.evaluation.coaching_cases import debrief_of
from secondtake.pipeline import analyse as pipeline
from secondtake.store.library import Library
from secondtake.store.records import Session

STORY = (
    "Last spring our warehouse lost power. I called every customer before nine. I rented two trucks. In the "
    "end we delivered all of them. So yeah, that's it. Power is a thing in these halls. It was the same in "
    "the other hall, where nobody knew about the second fuse, and there it took a week of work."
)

AddSession = Callable[..., Session]
Run = Callable[..., tuple[int, str, str]]

CONTRACT = {
    "analyse", "judge", "list", "show", "compare", "export", "questions", "interviews", "samples", "validate",
    "doctor", "erase", "backup", "restore", "bench", "worker", "page",
}  # fmt: skip
HEAVY = {
    "mediapipe", "cv2", "av", "librosa", "faster_whisper", "streamlit", "sqlmodel", "sqlalchemy", "alembic",
    "scipy", "numpy", "pyarrow", "huey", "rich", "jinja2",
}  # fmt: skip


def test_help_imports_no_heavy_modules() -> None:
    code = (
        "import sys; import secondtake.cli as c; c.main(['--help']); sys.stderr.write(repr([*sys.modules]))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(ast.literal_eval(ended.stderr)) & HEAVY == set()
    assert "analyse" in ended.stdout


def test_command_help_has_an_example(run: Run) -> None:
    names = {str(command.name) for command in app.registered_commands}
    groups = {str(group.name) for group in app.registered_groups}
    assert names | groups >= CONTRACT
    for name in sorted(names):
        code, text, _ = run(name, "--help")
        assert code == 0
        assert f"Example: secondtake {name}" in text, name


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["analyse"], 2),
        (["nonsense"], 2),
        (["show", "zzzz"], 2),
        (["erase"], 2),
        (["analyse", "{tmp}/gone.mp4"], 3),
        (["analyse", "{tmp}/text.mp4"], 3),
        (["analyse", "{tmp}/empty.mp4"], 3),
        (["analyse", "{tmp}/text.mp4", "--preset", "hasty"], 2),
        (["analyse", "{tmp}/text.mp4", "--language", "english"], 2),
        (["analyse", "{tmp}/text.mp4", "--queue", "--language", "xx"], 2),
        (["analyse", "{tmp}/text.mp4", "--marks", "{tmp}/text.mp4"], 2),
        (["analyse", "{tmp}/text.mp4", "--questions", "{tmp}/gone.txt"], 2),
        (["analyse", "{tmp}/folder"], 2),
        (["analyse", "{tmp}/text.mp4", "--json", "{tmp}/gone/review.json"], 5),
        (["analyse", "{tmp}/text.mp4", "--json", "{tmp}/folder"], 5),
        (["validate", "{tmp}/gone.json", "{tmp}/gone.json"], 2),
        (["list", "--home", "{tmp}/text.mp4"], 5),
        (["restore", "{tmp}/text.mp4"], 5),
        (["samples", "{tmp}/text.mp4/x"], 5),
        (["samples", "{tmp}/folder", "--size", "large"], 2),
        (["samples", "{tmp}/folder", "--skin", "green"], 2),
    ],
)
def test_usage_error_prints_one_sentence_and_exit_code(
    arguments: list[str], code: int, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "text.mp4").write_text("this is no recording")
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "folder").mkdir()
    ended, out, err = run(*(a.format(tmp=tmp_path) for a in arguments))
    assert ended == code
    assert out == ""
    *usage, message = err.strip().splitlines()
    if usage:  # the command line's own parser found the mistake: usage, a hint, and the message
        assert code == 2
        assert usage[0].startswith("Usage: ")
        assert message.startswith("Error: ")
    else:
        assert message.startswith("secondtake: ")
    assert message.endswith(".")


SAMPLE_OPTIONS: dict[str, Any] = {
    "seed": 3, "body": "male", "skin": "dark", "light": "side", "glasses": True, "beard": True,
    "distance": 1.5, "head_turn": -12.0, "camera_pitch": 10.0, "camera_aside": 15.0,
    "fps": 24.0, "size": "1280x720", "noise": 5.0, "jitter": 2.0, "mirrored": True,
}  # fmt: skip


def test_samples_options_reach_the_renderer(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from secondtake.synthetic import session
    from secondtake.synthetic.render_options import Variant

    variants: list[Variant] = []

    def record_variant(directory: Path, variant: Variant, **_: Any) -> session.SessionFiles:
        variants.append(variant)
        return session.SessionFiles(directory / "a.mp4", directory / "a.truth.json")

    monkeypatch.setattr(session, "render_session", record_variant)
    options = [
        f"--{name.replace('_', '-')}" if value is True else f"--{name.replace('_', '-')}={value}"
        for name, value in SAMPLE_OPTIONS.items()
    ]
    assert run("samples", "x", *options)[0] == 0
    assert run("samples", "x")[0] == 0
    angles = {name: f"{name}_deg" for name in ("head_turn", "camera_pitch", "camera_aside")}
    values = {angles.get(name, name): value for name, value in SAMPLE_OPTIONS.items()} | {"size": (1280, 720)}
    assert asdict(variants[0]) == values
    assert variants[1] == Variant()


def test_analyse_invalid_file_stores_nothing(run: Run, tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "text.mp4").write_text("this is no recording")
    run("analyse", tmp_path / "text.mp4")
    assert json.loads(run("list", "--json")[1]) == []
    assert list((settings.home / "media").iterdir()) == []


def test_sessions_list_show_and_search(run: Run, add_session: AddSession) -> None:
    session = add_session(title="Acme, round one")
    (listed,) = json.loads(run("list", "--json")[1])
    assert (listed["id"], listed["title"], listed["reviewed"]) == (session.id, "Acme, round one", True)
    assert "Acme, round one" in run("list")[1]
    review = json.loads(run("show", session.id[:5], "--json")[1])
    assert review["schema"] == 1
    assert "Tell me about yourself" in run("show", session.id)[1]
    (hit,) = json.loads(run("search", "basically", "--json")[1])
    assert hit["start_s"] == 2.0
    assert "0:02" in run("search", "basically")[1]
    assert "No matches" in run("search", "sesquipedalian")[1]


def test_show_prints_counts_of_under_a_minute_not_rates(run: Run, add_session: AddSession) -> None:
    session = add_session(filler_rate=4.0, hedge_rate=0.0, blink_rate=None)
    text = run("show", session.id)[1]
    assert re.search(r"^filler_rate +3 in 50 s +0:50$", text, re.MULTILINE)
    assert re.search(r"^hedge_rate +none +0:50$", text, re.MULTILINE)
    assert "Not measured, not observed: blink_rate" in text
    assert "a minute" not in text


def test_show_prints_why_there_is_no_advice(run: Run, add_session: AddSession, library: Library) -> None:
    session = add_session()
    body = dict(json.loads(run("show", session.id, "--json")[1]))
    doubt = {"code": "too_short", "text": "This clip is 4 seconds: too short.", "repairs": ["record"]}
    library.save_review(session.id, {**body, "doubts": [doubt]})
    assert "No advice yet: This clip is 4 seconds: too short." in run("show", session.id)[1]


def test_show_prints_what_to_keep_and_to_change(run: Run, add_session: AddSession, library: Library) -> None:
    session = add_session()
    body = dict(json.loads(run("show", session.id, "--json")[1]))
    debrief = debrief_of(
        {"answers": [{"question": "Tell me about a time you won.", "text": STORY}]}
    ).to_json()
    library.save_review(session.id, {**body, "debrief": debrief})
    lines = run("show", session.id)[1].splitlines()
    assert [line.split(":")[0] for line in lines[1:4]] == ["Keep this", "Change one thing", "Say it again"]


def test_export_writes_csv(run: Run, add_session: AddSession, tmp_path: Path) -> None:
    session = add_session()
    assert run("export", session.id, "--format", "csv", "-o", tmp_path / "events.csv")[0] == 0
    assert "filler" in (tmp_path / "events.csv").read_text()
    assert (
        run("export", session.id, "--format", "csv", "-o", "-")[1].encode()
        == (tmp_path / "events.csv").read_bytes()
    )
    assert run("export", session.id, "--format", "docx", "-o", tmp_path / "x.docx")[0] == 2


def test_erase_asks_for_confirmation(
    run: Run, add_session: AddSession, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = add_session()
    monkeypatch.setattr("typer.confirm", lambda question: False)
    code, out, err = run("erase", session.id)
    assert (code, out) == (0, "")
    assert "Nothing was deleted" in err
    assert run("erase", session.id, "--yes")[0] == 0
    assert library.sessions() == ()


def test_backup_restores_into_new_home(run: Run, add_session: AddSession, tmp_path: Path) -> None:
    assert "(1 file)" in run("backup", tmp_path / "nothing.backup")[1]
    session = add_session()
    assert run("backup", tmp_path / "all.backup")[0] == 0
    assert run("restore", tmp_path / "all.backup", "--home", tmp_path / "other")[0] == 0
    (listed,) = json.loads(run("list", "--json", "--home", tmp_path / "other")[1])
    assert listed["id"] == session.id


def test_doctor_unusable_home_is_reported(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    code, out, err = run("doctor", "--json", "--home", tmp_path / "file")
    report = json.loads(out)
    assert code in (4, 5)
    assert report["versions"]["secondtake"]
    assert report["home"]["problem"]
    assert {"h264", "aac", "opus"} <= set(report["codecs"]["codecs read"])
    assert err.startswith("secondtake:")


def test_validate_perfect_review_scores_one(run: Run, tmp_path: Path) -> None:
    events = [{"kind": "blink", "start_s": t, "end_s": t + 0.2, "dismissed": False} for t in (1.0, 2.0, 3.0)]
    (tmp_path / "review.json").write_text(json.dumps({"events": events}))
    (tmp_path / "truth.json").write_text(json.dumps({"events": events, "exhaustive": ["blink"]}))
    code, out, _ = run("validate", tmp_path / "review.json", tmp_path / "truth.json", "--json")
    assert code == 0
    assert json.loads(out)["events"]["blink"]["f1"] == 1.0
    for tolerance in ("blink=soon", "blink", "=0.2", "blink=-1", "blink=nan", "blink=inf"):
        bad = run("validate", tmp_path / "review.json", tmp_path / "truth.json", "--tolerance", tolerance)
        assert bad[0] == 2
        assert repr(tolerance) in bad[2]
    unknown = run("validate", tmp_path / "review.json", tmp_path / "truth.json", "--tolerance", "blnk=1")
    assert unknown[0] == 2
    assert "blink" in unknown[2]


def test_analyse_one_bad_recording_keeps_the_other_reviews(
    run: Run, tmp_path: Path, add_session: AddSession, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = library.latest_review(add_session(title="take").id)
    analyse = pipeline.analyse

    def without_observing(file: Path, *args: Any, **options: Any) -> Any:
        return review if file.name == "good.mp4" else analyse(file, *args, **options)

    monkeypatch.setattr(pipeline, "analyse", without_observing)
    files = [tmp_path / "bad.mp4", tmp_path / "good.mp4"]
    for file in files:
        file.write_text("no recording")
    code, _, err = run("analyse", *files, "--json", tmp_path / "reviews.json")
    assert code == 3
    assert "bad.mp4" in err
    assert "1 of 2" in err
    assert json.loads((tmp_path / "reviews.json").read_text()) == [review.body]


@pytest.mark.parametrize("option", ["--questions", "--marks"])
def test_analyse_missing_input_file_is_named_once(option: str, run: Run, tmp_path: Path) -> None:
    gone = tmp_path / "gone.txt"
    code, _, err = run("analyse", tmp_path / "take.mp4", option, gone)
    assert code == 2
    assert err.count(str(gone)) == 1


def test_analyse_queue_submits_one_job_per_recording(run: Run, tmp_path: Path) -> None:
    for name in ("a.mp4", "b.webm", "notes.txt"):
        (tmp_path / name).write_text(name)
    code, out, _ = run("analyse", tmp_path, "--queue")
    assert code == 0
    assert [line.split()[-1] for line in out.splitlines()] == ["a.mp4", "b.webm"]


def test_analyse_whisper_reaches_the_settings_but_no_worker(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[Path | None] = []

    def stop(recording: Path, library: Library, settings: Settings, *_: Any, **__: Any) -> None:
        used.append(settings.whisper_dir)
        raise StoreError("stopped")

    monkeypatch.setattr(pipeline, "analyse", stop)
    (tmp_path / "take.mp4").touch()
    run("analyse", tmp_path / "take.mp4", "--whisper", tmp_path / "own")
    assert used == [tmp_path / "own"]
    code, _, err = run("analyse", tmp_path / "take.mp4", "--whisper", tmp_path / "own", "--queue")
    assert (code, "SECONDTAKE_WHISPER" in err) == (2, True)


@pytest.mark.parametrize(
    "hostile",
    [
        "{}", "[1]", '[{"start_s": 0}]', '[{"start_s": 2, "end_s": 1}]', '[{"start_s": NaN, "end_s": 1}]',
        '[{"start_s": "0", "end_s": 1}]', '[{"start_s": true, "end_s": 2}]', '[{"start_s": 0, "end_s": 1e9}]',
        '[{"start_s": 0, "end_s": 5}, {"start_s": 4, "end_s": 9}]', '[{"start_s": 0, "end_s": 1, "x": 1}]',
        '[{"start_s": 0, "end_s": 1, "question": 7}]', "[" * 100_000, "[",
        '[{"start_s": 0, "end_s": 1, "question": "' + "a" * 5000 + '"}]',
    ],
)  # fmt: skip
def test_analyse_invalid_marks_are_rejected(hostile: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "marks.json").write_text(hostile)
    (tmp_path / "take.mp4").touch()
    code, _, err = run("analyse", tmp_path / "take.mp4", "--marks", tmp_path / "marks.json")
    assert code == 2
    assert "marks.json" in err


def test_unexpected_error_prints_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the moon is full")

    monkeypatch.setattr(Library, "open", broken)
    code, _, err = run("list")
    assert code == 1
    assert "the moon is full" in err
    assert len(err.splitlines()) == 1


def test_judge_works_without_recordings(run: Run, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    from secondtake.pipeline.sample import add_sample

    session = add_sample(library)
    session.recording.media.unlink()
    library.corrections.set_muted("smile", True)
    code, out, _ = run("judge", session.id)
    assert code == 0
    assert session.id in out
    review = json.loads(run("show", session.id, "--json")[1])
    assert review["events"]
    assert not [e for e in review["events"] if e["kind"] == "smile"]
    library.update_session(session.id, archived=True)
    assert run("judge")[0] == 0


def test_judge_session_without_tracks_is_reported(run: Run, add_session: AddSession) -> None:
    add_session(b"without tracks")
    code, out, err = run("judge")
    assert (code, out) == (5, "")
    assert "1 of 1 sessions" in err
