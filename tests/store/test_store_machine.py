"""Any order of imports, corrections, erasures, backups, restores, damage: nothing kept is ever lost."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from made_plain import recording_of, review_of
from secondtake.cli import main
from secondtake.config import Settings
from secondtake.core.errors import DamagedDatabase
from secondtake.store.backup import restore_backup, write_backup
from secondtake.store.erase import erase_all, erase_session
from secondtake.store.library import Library
from secondtake.store.orphans import remove_orphans

CONTENTS = st.sampled_from([b"one", b"two", b"three", b"four"])


class StoreMachine(RuleBasedStateMachine):
    """A home beside a model: the recordings that somebody imported and did not erase since."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="secondtake-machine-"))
        self.settings = Settings.load({}, home=self.folder / "home")
        self.kept: set[bytes] = set()  # must be in the home
        self.backups: list[tuple[Path, set[bytes]]] = []
        self.is_damaged = False
        Library.open(self.settings).close()
        (self.settings.home / "thesis.txt").write_text("somebody's own")

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @precondition(lambda self: not self.is_damaged)
    @rule(content=CONTENTS)
    def import_recording(self, content: bytes) -> None:
        source = self.folder / "take.m4a"
        source.write_bytes(content)
        with Library.open(self.settings) as library:
            library.add_recording(source, recording_of(content))
            session = library.create_session(recording_of(content).digest)
            library.save_review(session.id, review_of(recording_of(content)))
        self.kept.add(content)

    @precondition(lambda self: not self.is_damaged)
    @rule(content=CONTENTS, rate=st.floats(0, 9))
    def judge_and_correct(self, content: bytes, rate: float) -> None:
        with Library.open(self.settings) as library:
            for session in library.sessions():
                if session.recording.digest == recording_of(content).digest:
                    library.save_review(session.id, review_of(recording_of(content), filler_rate=rate))
                    library.corrections.add_note(session.id, "good start")

    @precondition(lambda self: not self.is_damaged)
    @rule(content=CONTENTS)
    def erase(self, content: bytes) -> None:
        with Library.open(self.settings) as library:
            for session in library.sessions():
                if session.recording.digest == recording_of(content).digest:
                    erase_session(library, session.id)
                    self.kept.discard(content)
                    assert content not in self.contents()

    @precondition(lambda self: not self.is_damaged)
    @rule()
    def erase_everything(self) -> None:
        erase_all(Library.open(self.settings))
        self.kept.clear()
        assert self.contents() == set()

    @precondition(lambda self: not self.is_damaged)
    @rule()
    def back_up(self) -> None:
        file = self.folder / f"{len(self.backups)}.secondtake"
        with Library.open(self.settings) as library:
            write_backup(library, file)
        self.backups.append((file, set(self.kept)))

    @precondition(lambda self: self.backups)
    @rule(number=st.integers(0, 99))
    def restore(self, number: int) -> None:
        file, contents = self.backups[number % len(self.backups)]
        named = self.named()
        restore_backup(file, self.settings, replace=True)
        self.kept = (self.kept - named) | contents
        self.is_damaged = False
        assert contents <= self.contents()

    @precondition(lambda self: (self.settings.home / "secondtake.db").exists())
    @rule(garbage=st.binary(min_size=64, max_size=64), place=st.floats(0, 1, exclude_max=True))
    def damage(self, garbage: bytes, place: float) -> None:
        file = self.settings.home / "secondtake.db"
        content = bytearray(file.read_bytes())
        start = int(place * len(content)) // 4096 * 4096
        content[start : start + 64] = garbage
        file.write_bytes(content)
        self.is_damaged = True

    @rule()
    def lose_database(self) -> None:
        for file in self.settings.home.glob("secondtake.db*"):
            file.unlink()
        self.is_damaged = True

    @precondition(lambda self: self.is_damaged)
    @rule()
    def repair(self) -> None:
        main(["doctor", "--json", "--repair", "--home", str(self.settings.home)])
        self.is_damaged = False

    @precondition(lambda self: not self.is_damaged)
    @rule()
    def tidy(self) -> None:
        with Library.open(self.settings) as library:
            remove_orphans(library, settled_s=-1.0)

    @invariant()
    def nothing_kept_is_lost(self) -> None:
        assert self.kept <= self.contents()
        assert (self.settings.home / "thesis.txt").read_text() == "somebody's own"

    def named(self) -> set[bytes]:
        """Return the contents that a readable database names: a restore replaces those."""
        try:
            with Library.open(self.settings) as library:
                digests = {session.recording.digest for session in library.sessions()}
        except DamagedDatabase:
            return set()
        return {content for content in self.kept if recording_of(content).digest in digests}

    def contents(self) -> set[bytes]:
        media = self.settings.home / "media"
        return {path.read_bytes() for path in media.iterdir()} if media.is_dir() else set()


StoreMachine.TestCase.settings = hypothesis_settings(max_examples=8, stateful_step_count=10, deadline=None)
test_store_keeps_every_recording = pytest.mark.slow(StoreMachine.TestCase)
