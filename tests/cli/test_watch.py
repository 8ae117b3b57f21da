"""`secondtake watch`: what arrives is analysed once; what is no recording is named once and left alone."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from secondtake.jobs.folder_watch import LOOK_S, SETTLED_S
from secondtake.media.probe import digest
from secondtake.pipeline import analyse as pipeline

LOOKS = round(SETTLED_S / LOOK_S) + 2


@pytest.fixture
def analysed(library, add_session, monkeypatch) -> list[str]:
    """Names of the recordings that were analysed; all but "good" ones by the real function."""
    review, analyse, names = library.latest_review(add_session().id), pipeline.analyse, []

    def without_observing(file: Path, *args: Any, **options: Any) -> Any:
        names.append(file.name)
        return review if file.name.startswith("good") else analyse(file, *args, **options)

    monkeypatch.setattr(pipeline, "analyse", without_observing)
    return names


@pytest.fixture
def passing(monkeypatch):
    """Let the command sleep without waiting; what happens at a look is done there, and Ctrl-C at the last."""

    def script(looks: int, happens: dict[int, Any]) -> None:
        now_s = [0.0]

        def sleep(seconds: float) -> None:
            now_s[0] += seconds
            look = round(now_s[0] / LOOK_S)
            happens.get(look, lambda: None)()
            if look == looks:
                raise KeyboardInterrupt

        monkeypatch.setattr(time, "sleep", sleep)
        monkeypatch.setattr(time, "monotonic", lambda: now_s[0])

    return script


def test_watch_analyses_what_arrives_once_and_names_a_bad_file(run, tmp_path, analysed, passing):
    folder = tmp_path / "arriving"
    folder.mkdir()
    (folder / "good.mp4").write_text("recording")
    (folder / "bad.mp4").write_text("no recording")
    (folder / ".good-copying.mp4").write_text("part")
    (folder / "notes.txt").write_text("text")
    passing(3 * LOOKS, {LOOKS: lambda: (folder / "good later.mp4").write_text("another recording")})
    code, out, err = run("watch", folder)
    assert code == 0
    assert sorted(analysed) == ["bad.mp4", "good later.mp4", "good.mp4"]
    assert err.count("bad.mp4:") == 1
    assert out.count("good.mp4: session") == 1


def test_watch_leaves_out_what_is_in_the_library(run, tmp_path, add_session, analysed, passing):
    folder = tmp_path / "arriving"
    folder.mkdir()
    (folder / "take.m4a").write_bytes(b"known")
    session = add_session(b"known")
    assert digest(folder / "take.m4a") == session.recording.digest
    passing(LOOKS, {})
    assert run("watch", folder)[0] == 0
    assert analysed == []


def test_watch_of_something_else_than_a_folder_is_refused(run, tmp_path):
    code, _, err = run("watch", tmp_path / "gone")
    assert code == 2
    assert "is not a folder" in err
