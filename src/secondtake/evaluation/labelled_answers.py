"""Answers whose sentences are labelled with the part of a story that each is (`tests/data/story/`)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from secondtake.coaching.story.cues import plain_text
from secondtake.core.conversation.story_responses import PARTS, Part

LETTERS: dict[str, Part] = {part[0]: part for part in PARTS}
FILLERS = ("um", "uh", "you know", "like", "so", "and um", "I mean")
FILLER_CHANCE = 0.12  # our choice: of each filler in a sentence, nearly one a sentence in all
MIN_TOLD = 2  # action and result sentences that make a labelled answer a story


@dataclass(frozen=True, slots=True)
class LabelledAnswer:
    """One answer to one question, with the part of each sentence."""

    question: str
    texts: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def is_story(self) -> bool:
        """True if it tells one occasion."""
        return sum(part in ("action", "result") for part in self.parts) >= MIN_TOLD

    def without(self, part: Part) -> LabelledAnswer:
        """Return the answer without the sentences of one part."""
        rest = [(t, p) for t, p in zip(self.texts, self.parts, strict=True) if p != part]
        return replace(self, texts=tuple(t for t, _ in rest), parts=tuple(p for _, p in rest))


def read_answers(path: Path) -> tuple[LabelledAnswer, ...]:
    """Read answers: a line "# question", then a line a sentence that begins with its part's first letter.

    >>> sorted(LETTERS)
    ['a', 'c', 'r', 't']
    """
    answers: list[LabelledAnswer] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            answers.append(LabelledAnswer(line[2:], (), ()))
        elif line.strip():
            last = answers[-1]
            parts = (*last.parts, LETTERS[line[0]])
            answers[-1] = replace(last, texts=(*last.texts, line[2:]), parts=parts)
    return tuple(answers)


@dataclass(frozen=True, slots=True)
class LabelledOutline:
    """An outline with the answer given from it.

    Args:
        points: the outline's, in order.
        places: for each point the number of the sentence that makes it, from 1; 0 where none does.
        texts: the answer's sentences.
    """

    points: tuple[str, ...]
    places: tuple[int, ...]
    texts: tuple[str, ...]


def read_outlines(path: Path, seed: int | None = None) -> tuple[LabelledOutline, ...]:
    """Read outlines: "# question", points as "2 point", the answer's sentences as "| sentence".

    Args:
        seed: of the fillers, where the answers are to be as a recogniser may write them.
    """
    chance = random.Random(seed)
    outlines: list[LabelledOutline] = []
    for line in filter(None, path.read_text(encoding="utf-8").splitlines()):
        mark, _, text = line.partition(" ")
        if mark == "#":
            outlines.append(LabelledOutline((), (), ()))
            continue
        last = outlines[-1]
        if mark == "|":
            spoken = text if seed is None else _with_fillers(text, chance)
            outlines[-1] = replace(last, texts=(*last.texts, spoken))
        else:
            points, places = (*last.points, text), (*last.places, int(mark))
            outlines[-1] = replace(last, points=points, places=places)
    return tuple(outlines)


LabelledTake = tuple[tuple[str, str], ...]
"""Sentences in order, each with the number of the point that it makes."""


def read_takes(path: Path, *, held_back: bool) -> tuple[tuple[LabelledTake, LabelledTake], ...]:
    """Read two takes of each answer: "= title", then "point | sentence", a point that is in both takes twice.

    What is in one take alone is in the earlier one if its number is even.
    """
    pairs = []
    for block in path.read_text(encoding="utf-8").split("\n= ")[1:]:
        title, *lines = block.splitlines()
        takes: tuple[list[tuple[str, str]], list[tuple[str, str]]] = ([], [])
        sentences = [(point, text) for point, _, text in (line.partition(" | ") for line in lines if line)]
        points = [point for point, _ in sentences]
        for i, (point, text) in enumerate(sentences):
            is_later = point in points[:i] if points.count(point) == 2 else int(point) % 2 == 1
            takes[is_later].append((point, text))
        if ("held back" in title) == held_back:
            pairs.append((tuple(takes[0]), tuple(takes[1])))
    return tuple(pairs)


def as_recognised(answers: Sequence[LabelledAnswer], seed: int = 0) -> tuple[LabelledAnswer, ...]:
    """Return the answers as a recogniser may write them: lower case, no commas, with fillers."""
    chance = random.Random(seed)
    return tuple(replace(a, texts=tuple(_with_fillers(t, chance) for t in a.texts)) for a in answers)


def _with_fillers(text: str, chance: random.Random) -> str:
    words = plain_text(text).split()
    for filler in FILLERS:
        if chance.random() < FILLER_CHANCE:
            words.insert(chance.randrange(len(words)), filler)
    return " ".join(words)
