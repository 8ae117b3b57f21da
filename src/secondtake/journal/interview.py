"""A real interview as a person logs it, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal

Kind = Literal["phone", "video", "on site"]
Outcome = Literal["open", "offer", "rejected", "withdrawn"]
Source = Literal["asked", "posting", "stage", "common"]


@dataclass(frozen=True, slots=True)
class InterviewDebrief:
    """The person's notes right after it.

    Args:
        well, okay, improve: what went how, in the person's words.
        mattered: one experience or moment that mattered to both sides: the heart of a thank-you.
        ratings: the self-rating by item of the form that follows a practice, 1 to 5.
        energy: how much energy they felt, 1 (flat) to 5 (lively); None where they did not say.
    """

    well: str = ""
    okay: str = ""
    improve: str = ""
    mattered: str = ""
    ratings: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    energy: int | None = None

    @property
    def empty(self) -> bool:
        """True if nothing was written or rated."""
        texts = (self.well, self.okay, self.improve, self.mattered)
        return not any(texts) and not self.ratings and self.energy is None


@dataclass(frozen=True, slots=True)
class LikelyQuestion:
    """A question that may come.

    Args:
        text: as the library, our list of common questions or the posting has it.
        question_id: in the library; None where it is not there.
        source: where it comes from.
        why: the same in words, with how often it was asked.
        earlier: of the questions listed from this source before, how many came and how many there were;
            None where that is too little to tell.
        came: whether it was asked in the interview.
    """

    text: str
    question_id: str | None
    source: Source
    why: str
    earlier: tuple[int, int] | None = None
    came: bool = False


@dataclass(frozen=True, slots=True)
class Interview:
    """One interview.

    Args:
        id: short and unguessable.
        company, role: in the person's words.
        at: when it took place, with its time zone: days are counted where the interview was.
        people: who was there, first the one to thank.
        kind: phone, video or on site.
        stage: in the person's words ("first round").
        promised: the day by which they said one would hear.
        thanked: the day the thank-you was sent.
        followed_up: the day of the last follow-up.
        outcome: "open" until an offer, a rejection or a withdrawal ends it.
        outcome_on: the day it ended.
        debrief: what the person wrote down right after it.
        session_id: the session of its recording, where there is one.
        posting, cv: the text of the job posting, and of the CV that was sent.
        likely: the likely questions as they stood when it began; None until then.

    Raises:
        ValueError: if `at` has no time zone.
    """

    id: str
    company: str
    role: str
    at: datetime
    people: tuple[str, ...] = ()
    kind: Kind = "video"
    stage: str = ""
    promised: date | None = None
    thanked: date | None = None
    followed_up: date | None = None
    outcome: Outcome = "open"
    outcome_on: date | None = None
    debrief: InterviewDebrief = InterviewDebrief()
    session_id: str | None = None
    posting: str = ""
    cv: str = ""
    likely: tuple[LikelyQuestion, ...] | None = None

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("an interview's time needs its time zone")

    @property
    def day(self) -> date:
        """The calendar day where the interview took place."""
        return self.at.date()
