"""Short letters from the log, for the person to edit: "sweet, simple and short". Nothing is ever sent by us.

Three things make a thank-you: the name, the day, and one experience that mattered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from secondtake.journal.interview import Interview

_ADDRESSED = re.compile(
    r"(?:(?P<name>[^<>@]*)<(?P<written>[^<>\s@]+@[^<>\s@]+)>|(?P<bare>[^<>\s@]+@[^<>\s@]+))"
)
Purpose = Literal["thank-you", "follow-up"]
# Names of our own: those of the standard library change with the machine's language.
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Letter:
    """A draft.

    Args:
        name, address: whom it is for; the address is "" where none was noted.
        subject, body: as the person may edit them; lines end with a line feed.
    """

    name: str
    address: str
    subject: str
    body: str


def draft(interview: Interview, purpose: Purpose, *, sender: str = "") -> Letter:
    """Return the letter to the person to thank, the first of the interview's people.

    Args:
        sender: the name to sign with.
    """
    name, address = recipient(interview)
    when, role = day_words(interview.day), interview.role
    about = f"the {role} role at {interview.company}" if role else f"working at {interview.company}"
    mattered = interview.debrief.mattered.strip().rstrip(".")
    if purpose == "thank-you":
        lines = [
            f"thank you for your time on {when}, and for talking with me about {about}.",
            f"What has stayed with me: {mattered}." if mattered else "",
            "I would be glad to hear about the next step.",
        ]
        subject = f"Thank you for {DAYS[interview.day.weekday()]}"
    else:
        lines = [
            f"I enjoyed our conversation on {when} about {about}, and I am still very interested.",
            f"I often think of what we spoke about: {mattered}." if mattered else "",
            "Is there any news, or anything more I can send you?",
        ]
        subject = f"Following up on our conversation of {short_day(interview.day)}"
    greeting = f"Dear {name}," if name else "Hello,"
    paragraphs = [greeting, *(f"{line[0].upper()}{line[1:]}" for line in lines if line)]
    paragraphs.append("\n".join(line for line in ("Kind regards,", sender) if line))
    return Letter(name, address, subject, "\n\n".join(paragraphs) + "\n")


def recipient(interview: Interview) -> tuple[str, str]:
    """Name and address of the first of the people: "Ana Li <ana@acme.com>", or either of them alone.

    >>> from datetime import UTC, datetime
    >>> recipient(Interview("i", "Acme", "", datetime(2026, 11, 3, tzinfo=UTC), ("Ana Li <ana@acme.com>",)))
    ('Ana Li', 'ana@acme.com')
    """
    first = " ".join(interview.people[0].split()) if interview.people else ""
    match = _ADDRESSED.fullmatch(first)
    if match is None:
        return first, ""
    return (match["name"] or "").strip(' "'), match["written"] or match["bare"]


def day_words(day: date) -> str:
    """Return a day as people say it.

    >>> day_words(date(2026, 11, 3))
    'Tuesday, 3 November'
    """
    return f"{DAYS[day.weekday()]}, {short_day(day)}"


def short_day(day: date) -> str:
    """Day and month.

    >>> short_day(date(2026, 11, 3))
    '3 November'
    """
    return f"{day.day} {MONTHS[day.month - 1]}"
