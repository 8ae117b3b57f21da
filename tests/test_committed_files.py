"""Nothing but the project is committed: no recordings of people, no weights, no home, no cache."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = {".ci", ".streamlit", "docs", "models", "samples", "src", "tests"}
BINARY = {
    *(".mp4", ".mov", ".webm", ".mkv", ".avi", ".wav", ".flac", ".mp3", ".m4a", ".opus", ".ogg"),
    *(".onnx", ".tflite", ".task", ".bin", ".npz", ".parquet", ".db", ".sqlite"),
}


@pytest.fixture(scope="module")
def committed() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode or not listed.stdout:
        pytest.skip("this is no clone")
    return [Path(name) for name in listed.stdout.rstrip("\0").split("\0")]


def test_committed_files_lie_in_the_folders_of_the_project(committed):
    assert {path.parts[0] for path in committed if len(path.parts) > 1} <= FOLDERS


def test_committed_recordings_are_those_of_the_samples(committed):
    elsewhere = [path for path in committed if path.suffix.lower() in BINARY]
    assert [path for path in elsewhere if path.parts[0] not in {"samples", "tests"}] == []
    assert [path for path in elsewhere if path.parts[0] == "tests" and path.parts[1] != "data"] == []
