"""What `secondtake doctor` looks at."""

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
    """Versions, weights, codecs and the home, as plain values."""
    return {
        "versions": _versions(),
        "weights": _weights(settings),
        "codecs": _codecs(),
        "home": _home(settings),
    }


def _versions() -> dict[str, str]:
    found = {"secondtake": __version__, "python": platform.python_version(), "system": platform.platform()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found


def _weights(settings: Settings) -> list[dict[str, Any]]:
    from secondtake.observers.model_weights import report

    try:
        weights = report(settings)
    except OSError as error:  # those that come in parts are joined in the home
        return [{"name": "weights", "problem": str(to_store_error(error, settings.cache_dir))}]
    return [
        {
            "name": found.weight.name,
            "bytes": found.weight.bytes,
            "sha256": found.weight.sha256,
            "licence": found.weight.licence,
            "path": None if found.path is None else str(found.path),
            "problem": found.problem,
        }
        for found in weights
    ]


def _codecs() -> dict[str, list[str]]:
    import av.codec

    def there(name: str) -> bool:
        try:
            av.codec.Codec(name, "r")
        except av.codec.codec.UnknownCodecError:
            return False
        return True

    return {
        "codecs read": [name for name in CODECS if there(name)],
        "codecs missing": [name for name in CODECS if not there(name)],
    }


def _home(settings: Settings) -> dict[str, Any]:
    from secondtake.store.library import Library

    found: dict[str, Any] = {"path": str(settings.home), "problem": "", "free_gb": None, "sessions": None}
    try:
        with Library.open(settings) as library:
            found["free_gb"] = round(library.home.free_bytes() / 1e9, 1)
            found["sessions"] = len(library.sessions(archived=None))
            found["database"] = library.database.what
    except StoreError as error:
        found["problem"] = str(error)
    return found
