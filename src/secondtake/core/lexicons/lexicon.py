"""Word lists of one language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Neighbours:
    """Neighbours that make a marker meaningful: "ce genre de travail", "wissen Sie, wann ...?"."""

    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Lexicon:
    """Word lists of one language. All words are lower case, phrases have single spaces.

    Args:
        code: two-letter code; name: as people call it in English.
        validated: whether accuracy in this language was measured (docs/validation.md).
        prompt: hesitant speech that makes the recogniser write hesitations down instead of cleaning them up.
        filled_pause: pattern of a whole word that is a filled pause ("um"), without punctuation.
        discourse: words and phrases that are fillers only where they stand apart from the sentence.
        particles: those among them that fill wherever they stand, even where nothing sets them apart.
        at_work: beside which words a filler does its work instead.
        hedges: words and phrases that weaken what is said.
        clause_openers: words that begin a clause: a pause before one is no pause inside a clause.
        i_words, we_words: the first person, singular and plural.
        number_words: spoken numbers; result_words: verbs and nouns by which results are told.
        nucleus: pattern of one syllable's vowels in spelling; silent: endings that look like a syllable
            and are none.
    """

    code: str
    name: str
    prompt: str
    filled_pause: str
    discourse: tuple[str, ...]
    hedges: tuple[str, ...]
    clause_openers: frozenset[str]
    i_words: frozenset[str]
    we_words: frozenset[str]
    number_words: frozenset[str]
    result_words: frozenset[str]
    nucleus: str
    silent: str = r"(?!)"
    particles: frozenset[str] = frozenset()
    at_work: Mapping[str, Neighbours] = field(default_factory=dict, hash=False)
    validated: bool = False

    def is_filled_pause(self, word: str) -> bool:
        """Check whether a word, with or without punctuation, is a filled pause."""
        return re.fullmatch(self.filled_pause, plain(word)) is not None

    def syllables(self, word: str) -> int:
        """Count syllables by spelling: vowel groups less silent endings; at least 1 if there is a letter.

        A digit counts as one syllable per digit, which is what "forty" and "ten" take on average or less.
        """
        letters = re.sub(self.silent, "", plain(word))
        groups = len(re.findall(self.nucleus, letters)) + sum(c.isdigit() for c in letters)
        return max(groups, 1 if any(c.isalnum() for c in word) else 0)


def plain(word: str) -> str:
    """Return a word in lower case without surrounding punctuation; inner hyphens and apostrophes stay.

    >>> plain(" “Well,")
    'well'
    """
    return re.sub(r"^[^\w]+|[^\w]+$", "", word.lower().replace("’", "'"))


def words(text: str) -> frozenset[str]:
    """Split a text into a set of words, to write word lists compactly."""
    return frozenset(text.split())
