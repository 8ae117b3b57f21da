"""English hedges: rules for phrases that have other uses ("just in time", "I think in pictures").

One rule a phrase, true where it hedges; phrases without a rule always do. The word lists are our own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from secondtake.core.lexicons.lexicon import words
from secondtake.detectors.words.english_classes import (
    ARTICLES,
    DETERMINERS,
    HAVE,
    OPENERS,
    POSSESSIVES,
    PREPOSITIONS,
    SUBJECTS,
)
from secondtake.detectors.words.words_in_context import ContextWord


@dataclass(frozen=True, slots=True)
class PhraseContext:
    """A phrase within the words: `spoken[at : at + size]`."""

    spoken: Sequence[ContextWord]
    at: int
    size: int

    def text(self, offset: int) -> str:
        """Return the word before (-1: its neighbour) or after (1) the phrase, "" if there is none."""
        i = self.at + offset if offset < 0 else self.at + self.size - 1 + offset
        return self.spoken[i].text if 0 <= i < len(self.spoken) else ""

    @property
    def first(self) -> ContextWord:
        """First word of the phrase."""
        return self.spoken[self.at]

    @property
    def last(self) -> ContextWord:
        """Last word of the phrase."""
        return self.spoken[self.at + self.size - 1]

    @property
    def ends_there(self) -> bool:
        """True if the word after the phrase ends its sentence."""
        after = self.at + self.size
        return after < len(self.spoken) and self.spoken[after].closes


Rule = Callable[[PhraseContext], bool]

# "Just" of time, place, measure and comparison.
JUST_BEFORE = words(
    "in as like right now then here there before after enough about outside inside under over behind above "
    "below around across off past beyond yesterday today last because started finished begun began ended "
    "left arrived joined graduated come came become got"
)
THINK_BEFORE = words("about of through in on back ahead out up over a fast twice first big clearly so")
WHAT = words("how what way when that's as where do")


def _just(p: PhraseContext) -> bool:
    moment = p.text(1) == "a" and p.text(2) in words("moment second minute")
    return not (
        p.text(-1) in HAVE | ARTICLES | words("i'd we'd he's she's not only more less rather")
        or p.text(1) in JUST_BEFORE
        or moment
    )


def _i_think(p: PhraseContext) -> bool:
    alone = p.last.closes and not p.first.comma_before
    manner = p.text(1).endswith("ly") and p.text(2) not in SUBJECTS
    return not (p.text(-1) in WHAT or p.text(1) in THINK_BEFORE or alone or manner)


def _i_believe(p: PhraseContext) -> bool:
    somebody = p.text(1) in words("you him her them it that us me this") and p.ends_there
    return not (p.text(-1) in ("what", "because") or p.text(1) == "in" or somebody or p.last.closes)


def _i_dont_know(p: PhraseContext) -> bool:
    return p.last.comma_after and not p.last.closes


def _i_feel_like(p: PhraseContext) -> bool:
    return p.text(1) in SUBJECTS | POSSESSIVES | {"the"}


def _to_be_honest(p: PhraseContext) -> bool:
    clause = p.text(1) in SUBJECTS or p.last.comma_after
    return p.text(1) != "with" and (p.first.comma_before or (p.text(-1) in OPENERS and clause))


def _tag(p: PhraseContext) -> bool:
    """ "Or something", "and stuff" behind what they blur; "or something stronger" offers more."""
    return p.last.comma_after or p.text(1) in OPENERS | {"like"}


def _possibly(p: PhraseContext) -> bool:
    can = words("can could cannot can't couldn't")
    return not (p.text(1) in can or p.text(-2) in can or p.text(-1) in words("can't couldn't cannot"))


def _not_noun(p: PhraseContext) -> bool:
    """Return whether it is no noun ("a definite maybe", "her might")."""
    named = p.text(-1) in DETERMINERS or (p.text(-2) in ARTICLES and p.last.closes)
    return not (named and not p.first.comma_before)


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "just": _just,
        "i think": _i_think,
        "i believe": _i_believe,
        "i don't know": _i_dont_know,
        "i feel like": _i_feel_like,
        "i hope": lambda p: p.text(-1) != "what" and p.text(1) != "to",
        "i'd say": lambda p: p.text(-1) not in WHAT and p.text(1) != "so",
        "i would say": lambda p: p.text(-1) not in WHAT and p.text(1) != "so",
        "to be honest": _to_be_honest,
        "or something": _tag,
        "or whatever": _tag,
        "and stuff": _tag,
        "possibly": _possibly,
        "probably": lambda p: p.text(-1) != "most",
        "maybe": _not_noun,
        "might": _not_noun,
        "a bit": lambda p: p.text(1) != "of" and p.text(-1) != "quite",
        "a little bit": lambda p: p.text(1) != "of",
        "more or less": lambda p: p.text(1) not in PREPOSITIONS - words("in at on within"),
    }
)
