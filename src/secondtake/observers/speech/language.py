"""Which language is spoken: as it was set, unless what is heard clearly is another one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from secondtake.core.event import Word
from secondtake.core.lexicons import for_language
from secondtake.core.lexicons.lexicon import plain

# Our choice: an accent may raise the probability of the speaker's first language, rarely so far.
ANOTHER = 0.8
# Our choice: words in the wrong language are written down with much less certainty.
CLEARER = 0.1

_OTHER_NAMES: Mapping[str, str] = MappingProxyType({
    "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "el": "Greek",
    "fi": "Finnish", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian",
    "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "ro": "Romanian",
    "ru": "Russian", "sk": "Slovak", "sv": "Swedish", "ta": "Tamil", "th": "Thai", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class SpokenLanguage:
    """The language that the words are written down in.

    Args:
        code: two letters.
        instead_of: the language that was set, if what was heard is another one.
    """

    code: str
    instead_of: str = ""

    @property
    def notes(self) -> tuple[str, ...]:
        """What the person should know about it."""
        name, said = name_of(self.code), []
        if self.instead_of:
            said.append(
                f"{name_of(self.instead_of)} was set, but this sounds like {name}: the words were written "
                f"down in {name}."
            )
        lexicon = for_language(self.code)
        if lexicon is None:
            said.append(f"Second Take has no list of fillers for {name} yet, so it does not count them.")
        elif not lexicon.validated:
            said.append(
                f"How well words and fillers are heard in {name} has not been measured yet, only in English."
            )
        return tuple(said)


def most_likely(probabilities: Mapping[str, float]) -> str:
    """The language heard with the highest probability."""
    return max(probabilities, key=lambda code: (probabilities[code], code))


def contradicts(given: str, probabilities: Mapping[str, float]) -> bool:
    """Whether what is heard is probably another language than the one that was set."""
    heard = most_likely(probabilities)
    return heard != given and probabilities[heard] >= ANOTHER


def clearer(words: Sequence[Word], than: Sequence[Word]) -> bool:
    """Whether one reading of the same sound is much more certain than another."""
    return _certainty(words) > _certainty(than) + CLEARER


def worded_in(code: str, words: Sequence[Word], *, rather_than: str) -> bool:
    """Whether the words are one language's rather than another's, by the small words that both lexicons know.

    Whisper often writes down what was said even if it was told another language, and as surely.
    """
    return _small_words(words, code) > _small_words(words, rather_than)


def name_of(code: str) -> str:
    """A language's English name, or its code in quotation marks."""
    lexicon = for_language(code)
    return lexicon.name if lexicon else _OTHER_NAMES.get(code, f"“{code}”")


def _small_words(words: Sequence[Word], code: str) -> int:
    lexicon = for_language(code)
    if lexicon is None:
        return 0
    small = lexicon.clause_openers | lexicon.i_words | lexicon.we_words
    return sum(plain(w.text) in small for w in words)


def _certainty(words: Sequence[Word]) -> float:
    return sum(w.probability for w in words) / len(words) if words else 0.0
