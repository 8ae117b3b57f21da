"""A recording that ends the process that decodes it is an error with its name; the next one is analysed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from contract import media_kinds as kinds
from contract.made_media import Kind, steady
from secondtake.cli import analyse as command
from secondtake.config import Settings
from secondtake.core.errors import Cancelled, MediaError
from secondtake.media.probe import probe
from secondtake.pipeline.analysis_request import AnalysisRequest
from secondtake.pipeline.media_process import join_apart, make_proxy_apart, probe_apart
from secondtake.store.library import Library

SMALL = Kind("small", ".mp4", options=kinds.QUICK, times_s=steady(25, 0.6), sound_to_s=0.6)
AVI = Kind("small", ".avi", "mpeg4", "pcm_s16le", tick=kinds.AVI, times_s=steady(25, 2.4))

CRASHING = """
import os, signal
from contextlib import contextmanager
from secondtake.media import container

opened = container.open_recording

@contextmanager
def open_recording(path):
    if "killer" in str(path):
        os.kill(os.getpid(), signal.SIGSEGV)
    with opened(path) as source:
        yield source

container.open_recording = open_recording
"""


@pytest.fixture
def crashing_decoder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the decoder of every child process crash on files that are called "killer"."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(CRASHING)
    paths = [str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))


def test_probe_apart_describes_the_recording(tmp_path: Path) -> None:
    path = SMALL.make(tmp_path).rename(tmp_path / os.fsdecode(b"caf\xe9.mp4"))
    assert probe_apart(path) == probe(path)


def test_probe_apart_raises_the_error_of_the_probe(tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    with pytest.raises(MediaError, match="0 bytes"):
        probe_apart(tmp_path / "empty.mp4")


@pytest.mark.usefixtures("crashing_decoder")
def test_crash_of_the_decoder_is_a_media_error_with_the_name(tmp_path: Path) -> None:
    killer = SMALL.make(tmp_path).rename(tmp_path / "killer.mp4")
    for refused in (
        lambda: probe_apart(killer),
        lambda: make_proxy_apart(killer, tmp_path / "copy"),
        lambda: join_apart([killer, killer], tmp_path / "killer whole.mkv"),
    ):
        with pytest.raises(MediaError, match=r"“killer.*damaged.*mp4") as error:
            refused()
        assert error.value.exit_code == 3


@pytest.mark.usefixtures("crashing_decoder")
def test_analyse_goes_on_after_a_crash_of_the_decoder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    observed: list[str] = []

    def observe(path: Path, recording: object, *_: object) -> None:
        observed.append(recording.name)
        raise MediaError("stopped by the test")

    monkeypatch.setattr("secondtake.pipeline.analyse.observe", observe)
    killer = SMALL.make(tmp_path)
    (tmp_path / "b killer.mp4").write_bytes(killer.read_bytes())
    (tmp_path / "c good.mp4").write_bytes(killer.read_bytes())
    settings = Settings.load({}, home=tmp_path / "home")
    files = [tmp_path / "b killer.mp4", tmp_path / "c good.mp4"]
    with Library.open(settings) as library:
        reviews, error = command.analyse_all(library, settings, files, AnalysisRequest(), quiet=True)
    assert reviews == []
    assert observed == ["c good.mp4"]
    assert error is not None
    assert error.exit_code == 3
    assert "b killer.mp4: “b killer.mp4” cannot be read" in capsys.readouterr().err


def test_make_proxy_apart_reports_and_can_be_cancelled(tmp_path: Path) -> None:
    path = AVI.make(tmp_path)
    reports: list[tuple[str, float, float]] = []
    copy = make_proxy_apart(path, tmp_path / "copy", on_progress=lambda *report: reports.append(report))
    assert probe(copy).container == "mp4"
    assert [stage for stage, _, _ in reports] == ["proxy"] * len(reports) != []
    with pytest.raises(Cancelled):
        make_proxy_apart(path, tmp_path / "second", is_cancelled=lambda: True)
    assert not list(tmp_path.glob("*second*"))
