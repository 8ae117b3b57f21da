"""Stories: a few that answer many questions. Where each is used, which question has none, and a recall drill.

A question's outline and its story are one thing: a question that uses a story has the story's outline.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

import numpy as np

from secondtake.journal.questions.question import Outline, Question, Take
from secondtake.journal.questions.question_embeddings import Floats

OVERUSED_FROM = 5  # our choice: questions for one story; two of them may come in one interview
DRILL_S = 10.0  # our choice: the pause before an answer that nobody minds
DRILL_QUESTIONS = 5  # our choice: a minute
_NUMBER = re.compile(r"\d[\d.,:]*\d|\d")
_OCCASION = re.compile(
    r"\b(?:tell|describe|give|share)\b.*\b(?:time|situation|occasion|example|moment|instance)\b"
    r"|\bhave you ever\b|\bwhen (?:did|have) you\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Story:
    """One story.

    Args:
        id: short and unguessable.
        title: a few words by which the person knows it.
        outline: its parts, in the person's words.
        added_at: when it was written, with its time zone.
    """

    id: str
    title: str
    outline: Outline
    added_at: datetime

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers in it, in order, each once.

        >>> at = datetime(2026, 11, 3)
        >>> Story("s", "Storm", Outline(action="60 guests, 4 rooms", result="4.5 stars"), at).numbers
        ('60', '4', '4.5')
        """
        texts = " ".join(self.outline.parts().values())
        return tuple(dict.fromkeys(match.group() for match in _NUMBER.finditer(texts)))

    @property
    def points(self) -> list[str]:
        """Its title and the lines of its parts."""
        return [self.title, *(line for part in self.outline.parts().values() for line in part.splitlines())]


@dataclass(frozen=True, slots=True)
class StoryUse:
    """Where a story is used.

    Args:
        questions: those that it is for.
        takes: their recorded takes, the earliest first.
    """

    story: Story
    questions: tuple[Question, ...]
    takes: tuple[Take, ...]

    @property
    def is_overused(self) -> bool:
        """True if one interview may well ask for it twice."""
        return len(self.questions) >= OVERUSED_FROM

    @property
    def is_practised(self) -> bool:
        """True if a question that it is for has been practised."""
        return any(not take.real for take in self.takes)


def asks_for_story(question: Question) -> bool:
    """Return whether a question asks for something that happened."""
    return question.kind == "behavioural" or any(_OCCASION.search(text) for text in question.texts)


def without_story(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Return the questions that ask for a story and have none, the most asked first."""
    open_questions = [q for q in questions if asks_for_story(q) and q.story_id is None]
    return tuple(sorted(open_questions, key=lambda q: -len(q.asked)))


def story_uses(stories: Iterable[Story], questions: Collection[Question]) -> tuple[StoryUse, ...]:
    """Return where each story is used, in the order of the stories."""
    uses = []
    for story in stories:
        own = tuple(q for q in questions if q.story_id == story.id)
        takes = sorted((take for q in own for take in q.takes), key=lambda take: take.at)
        uses.append(StoryUse(story, own, tuple(takes)))
    return tuple(uses)


def likeness(
    stories: Sequence[Story], questions: Sequence[Question], embed: Callable[[Sequence[str]], Floats]
) -> Floats:
    """Return how near each story is to each question in meaning, shape (stories, questions): an order only.

    Of 45 written outlines set against a question and five others, the right one came first in 49 % (chance:
    17 %). So lists are sorted by it, and nothing is claimed.
    """
    means = np.array([embed(story.points).mean(axis=0) for story in stories])
    near: Floats = means @ embed([q.text for q in questions]).T
    return near


def drill_questions(questions: Iterable[Question], seed: int | None = None) -> tuple[Question, ...]:
    """Return questions that have a story, in random order: the person names the story for each."""
    with_story = [q for q in questions if q.story_id is not None]
    return tuple(Random(seed).sample(with_story, min(DRILL_QUESTIONS, len(with_story))))
