"""A coach's question set as one file: a list of questions in Markdown, with its name and what is rated.

It is what `from_markdown` reads, with two lines above it, so that it is a list of questions to anybody else:

    # Question set: Internship interviews
    Rate: answers, pace

    ## Opening
    - Tell me about yourself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from secondtake.core.errors import UsageError
from secondtake.core.insights.rating_form import FORM, MAX_NAME
from secondtake.journal.questions.import_export import to_markdown
from secondtake.journal.questions.question import Question, plain
from secondtake.journal.sanitise import one_line

_NAME = re.compile(r"^# Question set:(.+)$", re.MULTILINE)
_RATE = re.compile(r"^Rate:(.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """What a coach asks everybody.

    Args:
        name: as students and coach see it.
        items: of the rating form; empty for all.
        questions: by text.
    """

    name: str
    items: tuple[str, ...]
    questions: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return it in the form that `from_json` reads."""
        return {"name": self.name, "items": list(self.items), "questions": list(self.questions)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> QuestionSet:
        """Return a stored set."""
        return cls(str(value["name"]), tuple(value["items"]), tuple(value["questions"]))


def set_to_markdown(name: str, items: Sequence[str], questions: Iterable[Question]) -> str:
    """Return a set as a file: its questions and their kinds, without the coach's own outlines and notes.

    Raises:
        UsageError: it has no name, no question, or an item that is not on the form.
    """
    name, bare = one_line(name)[:MAX_NAME], [Question("", q.text, q.kind, q.added_at) for q in questions]
    if not name or not bare:
        raise UsageError("A question set needs a name and at least one question.")
    if not set(items) <= FORM.keys():
        raise UsageError(f"What is rated is one of: {', '.join(FORM)}.")
    rate = f"Rate: {', '.join(items)}\n" if items else ""
    return f"# Question set: {name}\n{rate}\n" + to_markdown(bare).removeprefix("# Questions\n").lstrip()


def read_set(text: str, questions: Iterable[Question]) -> QuestionSet | None:
    """Return the set that a file of questions is, None where it has no name.

    Args:
        questions: what `from_markdown` found in it.
    """
    heading, rate = _NAME.search(text), _RATE.search(text)
    name = one_line(heading[1])[:MAX_NAME] if heading else ""
    if not name:
        return None
    items = {item.strip().casefold() for item in rate[1].split(",")} if rate else set()
    return QuestionSet(name, tuple(i for i in FORM if i in items), tuple(q.text for q in questions))


def set_answered(sets: Iterable[QuestionSet], questions: Iterable[str]) -> QuestionSet | None:
    """Return the set of which most questions were answered, the newest of several; None for no question.

    Args:
        sets: oldest first.
        questions: those that were answered, by text.
    """
    answered = {plain(question) for question in questions if question}
    shared = [(len(answered & {plain(q) for q in s.questions}), s) for s in sets]
    most = max((count for count, _ in shared), default=0)
    return next((s for count, s in reversed(shared) if count == most), None) if most else None
