"""An answer's story: its parts, the ones that were not heard, and what to ask about them.

Asked, not scored: where a part is not heard surely, the person is asked for it; where we are unsure, nothing
is said. How often that is right is measured in docs/validation.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from secondtake.coaching.story.cues import NUMBER, OWN_PAST, SHARED_PAST, plain_text
from secondtake.coaching.story.part_classifier import Embed, Floats, part_probabilities
from secondtake.core.conversation.story_responses import PARTS, Part

STORY_PARTS: tuple[Part, ...] = ("context", "action", "result")
TALK_FROM = 0.4  # our choice, from training answers left out: stories stay under .33, talk over .44
MISSING_BELOW = 0.5  # our choice, likewise: the highest probability of a part in any sentence
SURE_BELOW, SURE_FROM = 0.35, 0.65  # our choice: between them nothing is said
SURE_TALK_FROM = 0.6  # our choice
MIN_SENTENCES = 3  # our choice: in fewer a part may simply not have come yet
MIN_WORDS = 40  # our choice, likewise
LONG_WORDS = 30  # our choice: a longer sentence without a full stop is several
MIN_CLAUSE_WORDS = 6  # our choice: a shorter clause stays with the one before it
DECIMALS = 3
_CONJUNCTIONS = frozenset(("and", "so", "but", "then", "because", "after"))
_SUBORDINATE = frozenset(
    ("that", "what", "when", "which", "if", "as", "where", "who", "how", "why", "while", "until")
)
_SUBJECT = frozenset(
    ["i", "we", "they", "he", "she", "it", "the", "then", "after", "now", "my", "our", "nobody", "everybody"]
)


@dataclass(frozen=True, slots=True)
class StorySentence:
    """One sentence with its likeliest part and how probable that is."""

    text: str
    part: Part
    probability: float


@dataclass(frozen=True)
class AnswerStory:
    """The parts of one answer.

    Args:
        sentences: in order.
        probabilities: shape (sentences, parts), in the order of `PARTS`.
    """

    sentences: tuple[StorySentence, ...]
    probabilities: Floats = field(repr=False)

    @property
    def talk(self) -> float:
        """Share of it that tells no occasion, 0 to 1."""
        return float(self.probabilities[:, PARTS.index("talk")].mean())

    @property
    def is_story(self) -> bool:
        """True if it tells of one occasion."""
        return self.talk < TALK_FROM

    def probability_of(self, part: Part) -> float:
        """Return the highest probability of this part among all sentences."""
        return float(self.probabilities[:, PARTS.index(part)].max())

    @property
    def missing(self) -> tuple[Part, ...]:
        """The parts of a story that were rather not heard."""
        return tuple(part for part in STORY_PARTS if self.probability_of(part) < MISSING_BELOW)

    @property
    def is_long_enough(self) -> bool:
        """True if it is long enough to ask about."""
        words = sum(len(s.text.split()) for s in self.sentences)
        return len(self.sentences) >= MIN_SENTENCES and words >= MIN_WORDS

    @property
    def asked_part(self) -> Part | None:
        """The one part to ask for: "talk" where no occasion is told; None where all is there or unsure."""
        if not self.is_long_enough:
            return None
        if self.talk >= SURE_TALK_FROM:
            return "talk"
        if not self.is_story:
            return None
        if self.probability_of("result") < SURE_BELOW:
            return "result"
        return "action" if self.probability_of("action") < SURE_BELOW else None

    def spoken_by(self) -> tuple[int, int]:
        """Return how many action sentences say "I" did something, and how many say "we" did."""
        actions = [plain_text(s.text) for s in self.sentences if s.part == "action"]
        own = sum(OWN_PAST.search(text) is not None for text in actions)
        shared = sum(SHARED_PAST.search(text) is not None and not OWN_PAST.search(text) for text in actions)
        return own, shared

    def numbers(self) -> tuple[str, ...]:
        """Return the numbers that are told, in order, each once."""
        return tuple(dict.fromkeys(n for s in self.sentences for n in NUMBER.findall(plain_text(s.text))))

    def to_json(self, asked_part: Part | None, *, nearest: str, fits: bool | None) -> dict[str, Any]:
        """Return plain values, as `secondtake story --json` prints them.

        Args:
            asked_part: the part to ask for, if any.
            nearest: the common question that it seems to answer.
            fits: whether it answers the question asked; None where that is not known.
        """
        own, shared = self.spoken_by()
        return {
            "sentences": [
                {"text": s.text, "part": s.part, "probability": round(s.probability, DECIMALS)}
                for s in self.sentences
            ],
            "story": self.is_story,
            "missing": list(self.missing),
            "question": {"nearest": nearest, "fits": fits},
            "asks": asking(asked_part),
            "own": own,
            "shared": shared,
            "numbers": list(self.numbers()),
        }


def tell_parts(texts: Sequence[str], embed: Embed) -> AnswerStory:
    """Return the parts of an answer's sentences.

    Raises:
        ValueError: there is no sentence.
    """
    if not texts:
        raise ValueError("an answer needs a sentence")
    probabilities = part_probabilities(texts, embed)
    best = np.argmax(probabilities, axis=1)
    return AnswerStory(
        tuple(
            StorySentence(text, PARTS[i], float(row[i]))
            for text, i, row in zip(texts, best, probabilities, strict=True)
        ),
        probabilities,
    )


def asking(part: Part | None) -> str:
    """Return the sentence that asks for a part, "" for none."""
    match part:
        case "talk":
            return "I hear what you think or usually do, not one occasion. Is there a time you could tell?"
        case "result":
            return "I hear what happened and what you did, not what came of it. Is it in there?"
        case "action":
            return "I hear what happened, not what you did about it yourself. Is it in there?"
    return ""


def split_text(text: str) -> tuple[str, ...]:
    """Return the sentences of a written answer: at full stops and line ends, long ones also at clauses.

    >>> split_text("It was late. I called him!")
    ('It was late.', 'I called him!')
    """
    lines = (line.strip(" \t-*•") for line in text.splitlines())
    parts = (part for line in lines for part in re.split(r"(?<=[.!?…])\s+", line) if re.search(r"\w", part))
    return tuple(
        " ".join(words[i:j]) for part in parts if (words := part.split()) for i, j in clause_ranges(words)
    )


def clause_ranges(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where the clauses of a long sentence begin and stop, as word indices; all of a short one.

    A clause begins at a conjunction before a subject, and at "I" or "we" after any other word.
    """
    begins = [0]
    if len(words) > LONG_WORDS:
        plain = [word.lower().strip(".,;:!?") for word in words]
        for i, (word, following) in enumerate(pairwise(plain)):
            is_clause = following in _SUBJECT if word in _CONJUNCTIONS else _begins_anew(word, following)
            begin = i if word in _CONJUNCTIONS else i + 1
            if is_clause and min(begin - begins[-1], len(words) - begin) >= MIN_CLAUSE_WORDS:
                begins.append(begin)
    yield from pairwise([*begins, len(words)])


def _begins_anew(word: str, following: str) -> bool:
    """Return whether "I" or "we" begins a clause without a conjunction, as where no commas are written."""
    return following in ("i", "we") and word not in _SUBORDINATE
