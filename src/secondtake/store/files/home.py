"""The home folder: where everything is kept, readable by its owner alone.

Names from outside never become paths: a kept file has a random name, and what it was called is a value
in the database.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from secondtake.core.errors import StoreError
from secondtake.files import atomic_write
from secondtake.store.files.storage_errors import to_store_error, translate_os_errors

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
_SUFFIX = re.compile(r"\.[a-z0-9]{1,5}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_PART = r"\.[0-9a-f]{16}\.part"  # what `files.atomic_write` leaves when it is killed
_OWN_NAMES = {
    "": re.compile(
        rf"(secondtake|queue|\.[a-z0-9]{{26}})\.db.*|secondtake\.home|(gate|transfer)\.lock"
        rf"|\.restore-[a-z0-9]{{26}}|{_PART}"
    ),
    "media": re.compile(rf"\.?[a-z0-9]{{26}}\b.*|{_PART}"),
    "uploads": re.compile(rf"\.?[a-z0-9]{{26}}\b.*|{_PART}"),
    "tracks": re.compile(r"[0-9a-f]{64}"),
    "desk": re.compile(rf"\.?[a-z0-9]{{26}}|class\.json|{_PART}"),
    "cache": re.compile(
        rf"\.?[a-z0-9]{{26}}\b.*|digests\.json|weights|validation|rerecorded|tmp\w{{8}}|{_PART}"
    ),
    "busy": re.compile(r"[0-9a-f]{64}\.lock"),
}
"""How the entries of the home and of its folders are called when they are ours; nothing else is touched."""
_SYSTEM_NAMES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", "lost+found"})
"""Entries that operating systems put into any folder; one that holds nothing else counts as empty."""
_MARKER_TEXT = "Second Take keeps its data in this folder. Do not remove this file.\n"
_KEPT_NAME = re.compile(r"[a-z0-9]{26}(\.[a-z0-9]{1,5})?(\.[a-z0-9]{1,5})?")


@dataclass(frozen=True, slots=True)
class Home:
    """The folders under one root, all of them private.

    Attributes:
        root: the home folder itself.
    """

    root: Path

    @classmethod
    def open(cls, root: Path | str) -> Home:
        """Return the home at `root`, with every folder made and private.

        A read-only home of ours is left as it is: it can be read.

        Raises:
            StoreError: it cannot be made or written, or holds other files and is no home of ours.
        """
        home = cls(Path(root).expanduser().absolute())
        with translate_os_errors(home.root):
            home._require_own_folder()
            if home.is_read_only and home.is_marked:
                return home
            for folder in (home.root, home.media, home.tracks, home.uploads, home.cache):
                make_private_folder(folder)
                if folder.stat().st_mode & 0o077 and home.is_own_alone(folder):
                    folder.chmod(PRIVATE_FOLDER)
            if not home.marker_file.exists():
                with atomic_write(home.marker_file) as part:
                    part.write_text(_MARKER_TEXT, encoding="utf-8")
        return home

    @property
    def is_marked(self) -> bool:
        """True where the folder is a home: by its marker or, in homes of earlier versions, its database."""
        return self.marker_file.exists() or self.database_file.exists()

    @property
    def is_read_only(self) -> bool:
        """True where nothing can be written: a write-protected drive, or another user's folder."""
        return self.root.is_dir() and not os.access(self.root, os.W_OK)

    def require_writable(self) -> None:
        """Raise `StoreError` where nothing can be saved."""
        if self.is_read_only:
            raise to_store_error(OSError(errno.EROFS, ""), self.root)

    def _require_own_folder(self) -> None:
        """Refuse a folder that holds other files and is no home.

        Without a marker or an embedded database, a home of an earlier version (its rows on a server) is known
        by holding nothing but our names.
        """
        if self.is_marked or not self.root.is_dir():
            return
        folders = [self.root / name for name in _OWN_NAMES if (self.root / name).is_dir()]
        if not all(self.is_own_alone(folder) for folder in folders):
            raise StoreError(
                f"{self.root} holds other files, and Second Take needs a folder of its own."
                f" Choose {self.root / 'secondtake'}, with --home or SECONDTAKE_HOME."
            )

    def own_entries(self) -> Iterator[Path]:
        """Yield everything in the home that Second Take made, by its name; other people's files never."""
        for folder, names in _OWN_NAMES.items():
            with suppress(FileNotFoundError):
                for path in (self.root / folder).iterdir():
                    if names.fullmatch(path.name):
                        yield path

    def is_own_alone(self, folder: Path) -> bool:
        """Return whether a folder of the home holds nothing but our own files and folders."""
        names = _OWN_NAMES["" if folder == self.root else folder.name]
        folders = _SYSTEM_NAMES | (_OWN_NAMES.keys() if folder == self.root else set())
        return all(names.fullmatch(path.name) or path.name in folders for path in folder.iterdir())

    def remove_empty_folders(self) -> None:
        """Remove our folders that are empty; one that holds somebody's files stays."""
        for name in filter(None, _OWN_NAMES):
            with suppress(OSError):
                (self.root / name).rmdir()

    @property
    def marker_file(self) -> Path:
        """The file that says that this folder is a home."""
        return self.root / "secondtake.home"

    @property
    def media(self) -> Path:
        """Recordings and their playable copies, under random names."""
        return self.root / "media"

    @property
    def tracks(self) -> Path:
        """The observers' tracks (`pipeline/track_index.py`)."""
        return self.root / "tracks"

    @property
    def desk(self) -> Path:
        """What students handed in to a coach, a folder each (`store/coach_desk.py`); made when needed."""
        return self.root / "desk"

    @property
    def uploads(self) -> Path:
        """Recordings on their way in; a finished upload moves to `media`."""
        return self.root / "uploads"

    @property
    def cache(self) -> Path:
        """The files that can be made again: thumbnails, unfinished playable copies."""
        return self.root / "cache"

    @property
    def busy(self) -> Path:
        """A file for each recording that somebody works on right now (`store/files/locks.py`)."""
        return self.root / "busy"

    @property
    def home_lock_file(self) -> Path:
        """The home-wide lock: shared while a recording is analysed, exclusive while everything is erased."""
        return self.root / "gate.lock"

    @property
    def transfer_lock_file(self) -> Path:
        """The lock of backups and restores: held while their copies are needed (`store/recovery.py`)."""
        return self.root / "transfer.lock"

    @property
    def database_file(self) -> Path:
        """The embedded database."""
        return self.root / "secondtake.db"

    @property
    def queue_file(self) -> Path:
        """The embedded job queue. It holds wake-up calls only, nothing about anybody."""
        return self.root / "queue.db"

    def media_file(self, kept_name: str) -> Path:
        """Return the path of a kept file.

        Raises:
            StoreError: the name is not one that `keep` gave.
        """
        if not _KEPT_NAME.fullmatch(kept_name):
            raise StoreError(f"{kept_name!r} is not the name of a kept recording.")
        return self.media / kept_name

    def tracks_of(self, digest: str) -> Path:
        """Return the folder of one recording's tracks.

        Raises:
            StoreError: that is not a digest.
        """
        name = digest.removeprefix("sha256:")
        if not _DIGEST.fullmatch(name):
            raise StoreError(f"{digest!r} is not a recording's digest.")
        return self.tracks / name

    def import_file(self, source: Path, *, move: bool = False, name: str = "") -> str:
        """Bring a file into `media`, whole or not at all, and return its name.

        Args:
            move: take the file instead of copying it.
            name: of the kept file; "" for a new, unguessable one.

        A file from elsewhere is copied, so that no later edit of it changes what a review speaks about. An
        upload is ours: it takes no second room, and stays where it is until its job is done.
        """
        name = name or new_file_name(source.suffix)
        target = self.media_file(name)
        with translate_os_errors(self.media), atomic_write(target) as part:
            part.unlink()  # neither a link nor a move to a taken name works everywhere
            if move:
                shutil.move(source, part)
            elif source.parent == self.uploads:
                share(source, part)
            else:
                shutil.copyfile(source, part)
            part.chmod(PRIVATE_FILE)
        return name

    def free_bytes(self) -> int:
        """Room left on the drive that holds the home."""
        with translate_os_errors(self.root):
            return shutil.disk_usage(self.root).free


def new_file_name(suffix: str = "") -> str:
    """Return a random name (130 bits) that keeps a harmless suffix.

    >>> new_file_name(".MP4").endswith(".mp4"), new_file_name("../x").isalnum()
    (True, True)
    """
    tail = suffix.lower() if _SUFFIX.fullmatch(suffix.lower()) else ""
    return "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz234567") for _ in range(26)) + tail


def new_id() -> str:
    """Return a short id that is read aloud easily and not guessed: 12 letters and digits, 58 bits.

    >>> len(new_id())
    14
    """
    letters = "bcdfghjkmnpqrstvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(3))


def make_private_folder(folder: Path) -> None:
    """Create the folder and every missing parent for their owner alone."""
    for missing in reversed([p for p in (folder, *folder.parents) if not p.exists()]):
        missing.mkdir(exist_ok=True, mode=PRIVATE_FOLDER)
    folder.mkdir(exist_ok=True, mode=PRIVATE_FOLDER)


def share(source: Path, target: Path) -> None:
    """Link the file under a second name, or copy it on drives without links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
