"""Answers whose sentences are labelled with the part of a story that each is (`tests/data/story/`)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from secondtake.coaching.story.cues import plain_text
from secondtake.coaching.story.part_classifier import PARTS, Part

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
        """Whether it tells one occasion."""
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
