"""A question in the person's library: how it was put, where it was asked, how each take of it went."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Literal

Went = Literal["well", "okay", "poorly", ""]
KINDS = (
    "opening",
    "motivation",
    "company",
    "strengths",
    "behavioural",
    "working style",
    "technical",
    "situational",
    "background",
    "salary",
    "closing",
    "other",
)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Outline:
    """The bones of an answer about something that happened; any of them may be empty."""

    situation: str = ""
    task: str = ""
    action: str = ""
    result: str = ""

    @property
    def empty(self) -> bool:
        """True if nothing has been written."""
        return not any(self.parts().values())

    def parts(self) -> dict[str, str]:
        """Return the four parts by their names, in order."""
        return {part.name: getattr(self, part.name) for part in fields(self)}


@dataclass(frozen=True, slots=True)
class Asked:
    """One time that the question came up in a real interview.

    Args:
        interview_id, company: where.
        at: when, with its time zone.
        wording: as it was put there.
        went: how the person found their answer, "" where they did not say.
    """

    interview_id: str
    company: str
    at: datetime
    wording: str
    went: Went = ""


@dataclass(frozen=True, slots=True)
class Take:
    """One recorded attempt at the question.

    Args:
        session_id, answer: which answer of which session.
        at: when it was recorded, with its time zone.
        real: recorded in a real interview, not in practice.
        went: how the person found it, "" where they did not say.
        to_improve: how many numbers of this answer lie beyond their norm; a count, never a grade.
        again: the person wants to practise this answer again.
        change: label of the one thing to change in the answer's debrief, "" where none was named.
    """

    session_id: str
    answer: int
    at: datetime
    real: bool = False
    went: Went = ""
    to_improve: int | None = None
    again: bool = False
    change: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question with everything known about it.

    Args:
        id: short and unguessable.
        text: in the person's words.
        kind: one of `KINDS`.
        added_at: when it came into the library, with its time zone.
        wordings: other ways it was put, merged by the person.
        outline, notes: the person's own.
        asked, takes: the earliest first.
        chosen_due: a day the person chose for the next practice; None leaves it to the rule.
        starter: from our list, and not yet met in an interview.
        story_id, story: the story that it uses and its title; the outline is then the story's.
    """

    id: str
    text: str
    kind: str
    added_at: datetime
    wordings: tuple[str, ...] = ()
    outline: Outline = Outline()
    notes: str = ""
    asked: tuple[Asked, ...] = ()
    takes: tuple[Take, ...] = ()
    chosen_due: date | None = None
    starter: bool = False
    story_id: str | None = None
    story: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """All its wordings, the person's own words first."""
        return (self.text, *self.wordings)

    @property
    def practised(self) -> tuple[Take, ...]:
        """The takes that were practice."""
        return tuple(take for take in self.takes if not take.real)


def plain(text: str) -> str:
    """Return a question's words without case, punctuation and accents, to compare questions.

    >>> plain("Walk me through your résumé!") == plain("walk me through your RESUME")
    True
    """
    spelled = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(_WORD.findall("".join(c for c in spelled if not unicodedata.combining(c))))


class PlainTexts:
    """The texts of many questions in plain words, to tell whether another is among them."""

    def __init__(self, questions: Iterable[Question] = ()) -> None:
        self._texts = {plain(text) for question in questions for text in question.texts}

    def add(self, question: Question) -> bool:
        """Add a question's texts, unless its own is there; return whether it was added."""
        if plain(question.text) in self._texts:
            return False
        self._texts.update(map(plain, question.texts))
        return True


def find(questions: Iterable[Question], wording: str) -> Question | None:
    """Return the question that was put in just these words, whatever their case and punctuation.

    >>> find([], "Why us?") is None
    True
    """
    needle = plain(wording)
    return next((q for q in questions if any(plain(text) == needle for text in q.texts)), None)
