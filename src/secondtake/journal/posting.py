"""A job posting: what it demands, and which line of the person's own comes nearest to each demand.

Demands are lines under a heading such as "Requirements", and sentences that are put as one ("experience
with ..."). Nearness is the sentence model's; a line is quoted, and the person judges whether it answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from secondtake.journal.questions.question import Question
from secondtake.journal.questions.question_embeddings import Floats
from secondtake.journal.stories import Story

MAX_DEMANDS = 20  # our choice: longer postings repeat themselves
MAX_CV_LINES = 200  # our choice: several pages
MAX_HEADING_WORDS = 6  # our choice
MAX_DEMAND_CHARS = 400  # our choice: longer is text pasted in one piece, and too long for a question
MAX_LINE_WORDS = 30  # our choice: longer lines are prose, and taken apart into sentences
# Chosen on tests/data/postings/written.txt.
COVERED_FROM = 0.34
THIN_FROM = 0.24
_BULLET = re.compile(r"^\s*(?:[-*+•·–‣▪]|\d{1,2}[.)])\s+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_DEMANDS = re.compile(
    r"\b(?:requirements?|qualifications?|profile|responsibilit\w+|tasks|duties|skills|must.haves?"
    r"|nice to have|(?:your|the) role|about you|who you are|you(?:.ll| will)? (?:do|bring|offer|need|have)"
    r"|we (?:expect|need|are looking for|look for))\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:about (?:us|the company)|who we are|we offer|benefits|perks|you(?:.ll| will)? get|apply"
    r"|contact|why (?:join )?us|our (?:company|offer|mission|values))\b",
    re.IGNORECASE,
)
_DEMAND = re.compile(
    r"\b(?:experience (?:in|with|as|of)|knowledge of|ability to|able to|degree in|years? (?:of|in)|fluent"
    r"|familiar with|responsible for|you (?:will|have|are|know|can|bring)|required|a plus|willing\w*)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\b(?:we (?:offer|look forward|are an?|believe)|equal opportunit\w+|apply (?:now|by|online|via|here)"
    r"|send (?:us|your)|your cv|call (?:us|m[rs]s?)|start:|salary)\b|^free\b",
    re.IGNORECASE,
)

# Written with a capital, and spelled right by any recogniser.
KNOWN_WORDS = frozenset(
    ("", "English", "German", "French", "Italian", "Spanish", "CV", "HR", "IT", "USA", "Monday", "Friday")
)
_INSIDE = re.compile(r"(?<=[a-z,;(] )[A-Z][\w-]{2,}")
_CAPITALS = re.compile(r"\b[A-Z][\w-]*[A-Z]\w*")

NOTHING_OWN = "Write a story or an outline, and your nearest line will stand beside each of these."
Coverage = Literal["covered", "thin", "nothing"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A line of the person's own, and where it stands.

    Args:
        text: the line.
        title: of its story, or the question of its outline.
        story_id, question_id: where it stands; one of them is None.
    """

    text: str
    title: str
    story_id: str | None = None
    question_id: str | None = None


@dataclass(frozen=True, slots=True)
class Demand:
    """A demand of a posting, in its words, with the nearest line of the person's own.

    Args:
        cv: the line of the CV that comes close, where no story or outline does; "" for none.
    """

    text: str
    coverage: Coverage
    nearest: Evidence | None
    cv: str = ""


def demands(posting: str) -> tuple[str, ...]:
    """Return what a posting demands, in its words and order.

    >>> demands("About us\\nWe like boats.\\nYour profile:\\n- A sailing licence\\nWe offer\\n- Free soup")
    ('A sailing licence',)
    """
    texts = dict.fromkeys(line.rstrip(".;, ") for line in _demand_lines(posting))
    return tuple(texts)[:MAX_DEMANDS]


def _demand_lines(posting: str) -> Iterator[str]:
    is_section = False
    for raw in posting.splitlines():
        line = _BULLET.sub("", raw).strip()
        if _is_heading(raw):
            if _OTHER.search(line):
                is_section = False
                continue
            if _DEMANDS.search(line):
                is_section = True
                continue
        for part in _SENTENCE_END.split(line) if len(line.split()) > MAX_LINE_WORDS else [line]:
            if (
                0 < len(part) <= MAX_DEMAND_CHARS
                and not _ASIDE.search(part)
                and (is_section or _DEMAND.search(part))
            ):
                yield part


def _is_heading(line: str) -> bool:
    is_short = len(line.split()) <= MAX_HEADING_WORDS
    return is_short and not _BULLET.match(line) and not line.rstrip().endswith((".", "!"))


def proposed_names(company: str, posting: str) -> tuple[str, ...]:
    """Return names that may be said in an interview: the company, and what a posting writes with a capital.

    At the start of a line or sentence a capital says nothing, unless there are more of them in the word.

    >>> proposed_names("Acme", "You use Grafana and MySQL. Please know SQL, too.")
    ('Acme', 'Grafana', 'MySQL', 'SQL')
    """
    names = [company, *_INSIDE.findall(posting), *_CAPITALS.findall(posting)]
    names = [name for name in names if name not in KNOWN_WORDS]
    at = {name: posting.find(name) for name in names}
    return tuple(sorted(dict.fromkeys(names), key=lambda name: (name != company, at[name])))


def covered(
    texts: Sequence[str], own: Sequence[Evidence], embed: Callable[[Sequence[str]], Floats], cv: str = ""
) -> tuple[Demand, ...]:
    """Set each demand against the person's own lines, and against their CV where none of those is close.

    On postings held back (20 demands; tests/data/postings) the line quoted for a covered demand was the right
    one in 5 of 6, and of 6 demands with nothing none had a line that answers it.
    """
    asked_for = tuple(Demand(text, "nothing", None) for text in texts)
    if texts and own:
        near = embed(texts) @ embed([line.text for line in own]).T
        rows = zip(texts, near, strict=True)
        asked_for = tuple(_demand(text, own[int(row.argmax())], float(row.max())) for text, row in rows)
    lines = _cv_lines(cv)
    open_ones = [demand.text for demand in asked_for if demand.coverage != "covered"]
    if not lines or not open_ones:
        return asked_for
    near = embed(open_ones) @ embed(lines).T
    close = {
        text: lines[int(row.argmax())]
        for text, row in zip(open_ones, near, strict=True)
        if row.max() >= COVERED_FROM
    }
    return tuple(replace(demand, cv=close.get(demand.text, "")) for demand in asked_for)


def _cv_lines(cv: str) -> list[str]:
    lines = (_BULLET.sub("", line).strip() for line in cv.splitlines())
    return [line for line in lines if len(line.split()) > 1][:MAX_CV_LINES]


def evidence(stories: Iterable[Story], questions: Iterable[Question]) -> tuple[Evidence, ...]:
    """Return the lines of all stories, and of the outlines of questions that use none."""
    story_lines = [
        Evidence(line, story.title, story_id=story.id) for story in stories for line in story.points[1:]
    ]
    outline_lines = [
        Evidence(line, question.text, question_id=question.id)
        for question in questions
        if question.story_id is None
        for part in question.outline.parts().values()
        for line in part.splitlines()
    ]
    return tuple(line for line in (*story_lines, *outline_lines) if line.text.strip())


def _demand(text: str, nearest: Evidence, likeness: float) -> Demand:
    if likeness < THIN_FROM:
        return Demand(text, "nothing", None)
    return Demand(text, "covered" if likeness >= COVERED_FROM else "thin", nearest)
