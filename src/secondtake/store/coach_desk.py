"""A coach's desk: what students handed in, a folder each in the home, and what the coach says about it.

There are no accounts and no rows: a hand-in is its own unpacked file, and deleting its folder deletes all of
it. The rating cannot be changed once the measured values were shown; comments can.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from secondtake.core.errors import StoreError, UsageError
from secondtake.core.insights.rating_form import MAX_NAME, CoachOpinion, parse_coach_opinion
from secondtake.files import read_json, write_json
from secondtake.journal.sanitise import one_line
from secondtake.store.files.handin_file import (
    ABOUT,
    MEASURED,
    Handin,
    MeasuredPart,
    read_about,
    read_measured,
    unpack_handin,
)
from secondtake.store.files.home import Home, make_private_folder, new_file_name
from secondtake.store.files.locks import shared_home_lock
from secondtake.store.files.storage_errors import translate_os_errors
from secondtake.store.orphans import remove

STATE, CLASS_LIST = "state.json", "class.json"
MAX_HANDINS = 500  # our choice: more students than a coach has
MAX_CLASS = 500
UNREADABLE = (AttributeError, KeyError, OSError, TypeError, ValueError)
"""What reading a damaged folder raises."""
log = logging.getLogger(__name__)
_ID = re.compile(r"[a-z0-9]{26}")


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One hand-in on the desk.

    Args:
        received_at, sent_at: when it was dropped here, and when its feedback was last saved.
        opinion: what the coach says about it.
    """

    id: str
    about: Handin
    received_at: datetime
    opinion: CoachOpinion | None = None
    sent_at: datetime | None = None

    @property
    def name(self) -> str:
        """The student's name as typed, on one line."""
        return one_line(self.about["name"]) or "No name"

    @property
    def set_name(self) -> str:
        """The question set that was answered; "" for none."""
        return one_line(self.about["question_set"])

    @property
    def status(self) -> str:
        """Where it stands: waiting, rated, or sent back."""
        return "sent back" if self.sent_at else "rated" if self.is_rated else "waiting"

    @property
    def is_rated(self) -> bool:
        """True once there is a rating: from then on the measured values are shown."""
        return self.opinion is not None and bool(self.opinion.rating or self.opinion.answers)


class CoachDesk:
    """What was handed in to the coach who owns a home."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def add(self, file: Path, name: str = "") -> HandedIn:
        """Unpack a hand-in onto the desk; one that is there already stays as it is.

        Args:
            name: of the file, for people.

        Raises:
            StoreError: it is no hand-in, or is not as it was saved; the desk is as it was.
            UsageError: the desk is full.
        """
        handed_in = self.all()
        if len(handed_in) >= MAX_HANDINS:
            raise UsageError(f"There are {MAX_HANDINS} hand-ins on the desk. Delete some that are done.")
        folder = self._home.desk / new_file_name()
        unfinished = folder.with_name(f".{folder.name}")
        try:
            with shared_home_lock(self._home), translate_os_errors(self._home.desk):
                make_private_folder(unfinished)
                unpack_handin(file, unfinished, name)
                for other in handed_in:
                    if _same(unfinished, self._home.desk / other.id):
                        return other
                new = HandedIn(folder.name, read_about(unfinished), datetime.now(UTC))
                write_json(unfinished / STATE, _state(new))
                unfinished.rename(folder)
        finally:
            remove(unfinished)
        return new

    def all(self) -> tuple[HandedIn, ...]:
        """Return everything that was handed in, by name; what is damaged is left out, and logged."""
        handed_in: list[HandedIn] = []
        for folder in self._folders():
            try:
                handed_in.append(self._read(folder))
            except UNREADABLE as error:
                log.warning("%s cannot be read, and is left out: %s", folder, error)
        return tuple(sorted(handed_in, key=lambda h: (h.name.casefold(), h.received_at)))

    def get(self, handin_id: str) -> HandedIn:
        """Return one hand-in, by its ID or the first letters of it.

        Raises:
            UsageError: there is none, or several.
            StoreError: its folder is damaged.
        """
        matching = [folder for folder in self._folders() if handin_id and folder.name.startswith(handin_id)]
        if len(matching) != 1:
            raise UsageError("This hand-in is not on the desk. See: secondtake desk list.")
        try:
            return self._read(matching[0])
        except UNREADABLE as error:
            raise StoreError(
                f"{matching[0]} is damaged. Delete that folder, and add the file again."
            ) from error

    def measured(self, handed_in: HandedIn) -> MeasuredPart | None:
        """Return what was measured and how the student felt; None before the coach has rated."""
        return read_measured(self._home.desk / handed_in.id) if handed_in.is_rated else None

    def clip(self, handed_in: HandedIn, index: int) -> Path:
        """Return the clip of an answer.

        Raises:
            UsageError: the student sent none.
        """
        for answer in handed_in.about["answers"]:
            if answer["index"] == index and answer["clip"]:
                return self._home.desk / handed_in.id / answer["clip"]
        raise UsageError("There is no clip of this answer.")

    def save_opinion(self, handed_in: HandedIn, opinion: CoachOpinion) -> HandedIn:
        """Save what the coach says; of a rated hand-in the comments and the coach's name alone."""
        if any(comment.at_s > handed_in.about["duration_s"] + 1 for comment in opinion.comments):
            raise UsageError("A comment is about a time after the recording.")
        if handed_in.opinion is not None and handed_in.is_rated:
            opinion = replace(opinion, rating=handed_in.opinion.rating, answers=handed_in.opinion.answers)
        return self._save(replace(handed_in, opinion=opinion))

    def mark_sent(self, handed_in: HandedIn) -> HandedIn:
        """Note that the feedback was saved as a file, to be sent back."""
        return self._save(replace(handed_in, sent_at=datetime.now(UTC)))

    def delete(self, handed_in: HandedIn) -> None:
        """Delete a hand-in with its clips and all that the coach said about it."""
        remove(self._home.desk / handed_in.id)

    @property
    def class_list(self) -> tuple[str, ...]:
        """Names of those who are to hand in; may be empty, and is where the file is damaged."""
        try:
            return self._read_class_list()
        except UNREADABLE as error:
            log.warning("the class list cannot be read: %s", error)
            return ()

    @class_list.setter
    def class_list(self, names: tuple[str, ...]) -> None:
        """Replace the list; an empty one is removed.

        Raises:
            UsageError: it is longer than any class.
        """
        unique = tuple(dict.fromkeys(filter(None, (one_line(name)[:MAX_NAME] for name in names))))
        if len(unique) > MAX_CLASS:
            raise UsageError(f"A class list has at most {MAX_CLASS} names.")
        with translate_os_errors(self._home.desk):
            make_private_folder(self._home.desk)
            if unique:
                write_json(self._home.desk / CLASS_LIST, unique)
            else:
                remove(self._home.desk / CLASS_LIST)

    def missing(self, question_set: str = "") -> tuple[str, ...]:
        """Return who of the class list has not handed in, in the list's order; case does not matter.

        Args:
            question_set: look at hand-ins of this set alone; "" for all.
        """
        names = {h.name.casefold() for h in self.all() if question_set in ("", h.set_name)}
        return tuple(name for name in self.class_list if name.casefold() not in names)

    @property
    def is_used(self) -> bool:
        """True where anything was handed in, or a class list was typed."""
        return bool(self.class_list) or any(True for _ in self._folders())

    def _folders(self) -> Iterator[Path]:
        with suppress(FileNotFoundError):
            for folder in sorted(self._home.desk.iterdir()):
                if _ID.fullmatch(folder.name) and (folder / ABOUT).is_file():
                    yield folder

    def _read(self, folder: Path) -> HandedIn:
        state: dict[str, Any] = read_json(folder / STATE)
        sent_at, opinion = state.get("sent_at"), state.get("opinion")
        return HandedIn(
            folder.name,
            read_about(folder),
            datetime.fromisoformat(state["received_at"]),
            parse_coach_opinion(opinion) if opinion else None,
            datetime.fromisoformat(sent_at) if sent_at else None,
        )

    def _read_class_list(self) -> tuple[str, ...]:
        return tuple(str(name) for name in read_json(self._home.desk / CLASS_LIST) or ())

    def check(self) -> None:
        """Read everything once: what cannot be read raises one of `UNREADABLE`."""
        for folder in self._folders():
            self._read(folder)
            read_measured(folder)
        self._read_class_list()

    def _save(self, handed_in: HandedIn) -> HandedIn:
        with translate_os_errors(self._home.desk):
            write_json(self._home.desk / handed_in.id / STATE, _state(handed_in))
        return handed_in


def _state(handed_in: HandedIn) -> dict[str, Any]:
    return {
        "received_at": handed_in.received_at.isoformat(),
        "sent_at": handed_in.sent_at and handed_in.sent_at.isoformat(),
        "opinion": handed_in.opinion and handed_in.opinion.to_json(),
    }


def _same(first: Path, other: Path) -> bool:
    """Return whether two unpacked hand-ins are the same file: made at one time, by one person."""
    return all((first / part).read_bytes() == (other / part).read_bytes() for part in (ABOUT, MEASURED))
