"""Checks of `secondtake doctor`."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from secondtake import __version__
from secondtake.cli.output import print_note
from secondtake.config import Settings
from secondtake.core.errors import DamagedDatabase, StoreError
from secondtake.store.files.storage_errors import to_store_error

if TYPE_CHECKING:
    from secondtake.store.library import Library

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


def rebuild(settings: Settings) -> str:
    """Rebuild a damaged database from its readable rows, the recordings and their tracks.

    Returns:
        What was done, for people.

    Raises:
        StoreError: the home cannot be written.
    """
    from secondtake.store.files.home import Home
    from secondtake.store.library import Library
    from secondtake.store.recovery import (
        copy_readable_rows,
        put_database_aside,
        require_undamaged,
        unnamed_media,
    )

    try:
        with Library.open(settings) as library:
            require_undamaged(library)
        text = "The database is readable."
    except DamagedDatabase:
        damaged = put_database_aside(Home.open(settings.home))
        with Library.open(settings) as library:
            rows = copy_readable_rows(damaged, library)
        text = f"The damaged database was moved to {damaged}; {rows} of its entries could be read."
    with Library.open(settings) as library:
        restored = sum(_restore_session(library, path) for path in unnamed_media(library))
        left = len(unnamed_media(library))
    text += f" Sessions rebuilt from recordings: {restored}."
    if left:
        text += f" {left} more files in {library.home.media} belong to no session: analyse them again."
    return text


def _restore_session(library: Library, media: Path) -> bool:
    """Make a session of a recording that no row names and whose tracks are there; return whether it was."""
    from secondtake.core.errors import SecondTakeError
    from secondtake.media.probe import digest
    from secondtake.pipeline.analyse import rejudge
    from secondtake.pipeline.media_process import probe_apart
    from secondtake.pipeline.track_index import INDEX

    if not (library.home.tracks_of(digest(media)) / INDEX).is_file():
        return False
    try:
        recording = probe_apart(media)
        library.add_recording(media, recording, move=True)
        session = library.create_session(
            recording.digest, title="Recovered recording", recorded_at=recording.made_at
        )
        rejudge(library, session.id, recording=recording)
    except SecondTakeError as error:
        print_note(f"{media.name}: {error}")
        return False
    return True


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
