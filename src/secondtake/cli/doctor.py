"""Checks of `secondtake doctor`."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from secondtake import __version__
from secondtake.config import Settings
from secondtake.core.errors import StoreError
from secondtake.store.files.storage_errors import to_store_error

PACKAGES = ("mediapipe", "faster-whisper", "av", "numpy", "sqlmodel", "huey", "streamlit")
CODECS = ("h264", "hevc", "vp8", "vp9", "av1", "mpeg4", "aac", "opus", "mp3", "vorbis", "pcm_s16le")


def examine(settings: Settings) -> dict[str, Any]:
    """Return versions, model weights, codecs and the state of the home, as JSON values."""
    return {
        "versions": _versions(),
        "weights": _weights(settings),
        "codecs": _codecs(),
        "home": _home(settings),
    }


def _versions() -> dict[str, str]:
    versions = {"secondtake": __version__, "python": platform.python_version(), "system": platform.platform()}
    for package in PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            versions[package] = "not installed"
    return versions


def _weights(settings: Settings) -> list[dict[str, Any]]:
    from secondtake.observers.model_weights import report

    try:
        statuses = report(settings)
    except OSError as error:  # weights shipped in parts are joined in the home
        return [{"name": "weights", "problem": str(to_store_error(error, settings.cache_dir))}]
    return [
        {
            "name": status.weight.name,
            "bytes": status.weight.bytes,
            "sha256": status.weight.sha256,
            "licence": status.weight.licence,
            "path": None if status.path is None else str(status.path),
            "problem": status.problem,
        }
        for status in statuses
    ]


def _codecs() -> dict[str, list[str]]:
    import av.codec

    def is_readable(name: str) -> bool:
        try:
            av.codec.Codec(name, "r")
        except av.codec.codec.UnknownCodecError:
            return False
        return True

    return {
        "codecs read": [name for name in CODECS if is_readable(name)],
        "codecs missing": [name for name in CODECS if not is_readable(name)],
    }


def _home(settings: Settings) -> dict[str, Any]:
    from secondtake.store.library import Library

    home: dict[str, Any] = {"path": str(settings.home), "problem": "", "free_gb": None, "sessions": None}
    try:
        with Library.open(settings) as library:
            home["free_gb"] = round(library.home.free_bytes() / 1e9, 1)
            home["sessions"] = len(library.sessions(archived=None))
            home["database"] = library.database.what
    except StoreError as error:
        home["problem"] = str(error)
    return home
