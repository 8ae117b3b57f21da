"""Detection of the spoken language: as set by the user, unless the sound clearly contradicts it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from secondtake.core.event import Word
from secondtake.core.lexicons import for_language
from secondtake.core.lexicons.lexicon import plain

# Our choice: an accent may raise the probability of the speaker's first language, but rarely this far.
CONTRADICTING = 0.8
# Our choice: words transcribed in the wrong language have a much lower mean probability.
CERTAINTY_MARGIN = 0.1

_OTHER_NAMES: Mapping[str, str] = MappingProxyType({
    "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "el": "Greek",
    "fi": "Finnish", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian",
    "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "ro": "Romanian",
    "ru": "Russian", "sk": "Slovak", "sv": "Swedish", "ta": "Tamil", "th": "Thai", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class SpokenLanguage:
    """The language of the transcript.

    Args:
        code: two letters.
        instead_of: the language that was set, if another one was detected.
        candidates: the two likeliest languages where it is not certain which one is spoken.
        is_heard: whether the sound by itself is probably of this language.
    """

    code: str
    instead_of: str = ""
    candidates: tuple[str, ...] = ()
    is_heard: bool = True

    @property
    def notes(self) -> tuple[str, ...]:
        """Notes about the language for the user."""
        name, notes = name_of(self.code), []
        if self.instead_of:
            notes.append(
                f"{name_of(self.instead_of)} was set, but this sounds like {name}, so the transcript is in "
                f"{name}."
            )
        lexicon = for_language(self.code)
        if lexicon is None:
            notes.append(f"Second Take has no list of fillers for {name} yet, so it does not count them.")
        elif not lexicon.validated:
            notes.append(
                "How well words and fillers are heard was measured with people in English only, and in "
                f"{name} with a computer's voice: expect more mistakes."
            )
        return tuple(notes)


def most_likely(probabilities: Mapping[str, float]) -> str:
    """Return the language with the highest probability."""
    return max(probabilities, key=lambda code: (probabilities[code], code))


def contradicts(setting: str, probabilities: Mapping[str, float]) -> bool:
    """Return True if the spoken language is probably not the one that was set."""
    detected = most_likely(probabilities)
    return detected != setting and probabilities[detected] >= CONTRADICTING


def is_more_certain(words: Sequence[Word], than: Sequence[Word]) -> bool:
    """Return True if one transcript of the same sound is much more certain than the other."""
    return _mean_probability(words) > _mean_probability(than) + CERTAINTY_MARGIN


def has_more_words_of(code: str, words: Sequence[Word], *, rather_than: str) -> bool:
    """Return True if more function words belong to one language than to the other.

    Whisper often transcribes the spoken language even if set to another one, and with the same certainty.
    """
    return _function_words(words, code) > _function_words(words, rather_than)


def name_of(code: str) -> str:
    """Return a language's English name, or its code in quotation marks."""
    lexicon = for_language(code)
    return lexicon.name if lexicon else _OTHER_NAMES.get(code, f"“{code}”")


def _function_words(words: Sequence[Word], code: str) -> int:
    lexicon = for_language(code)
    if lexicon is None:
        return 0
    function_words = lexicon.clause_openers | lexicon.i_words | lexicon.we_words
    return sum(plain(w.text) in function_words for w in words)


def _mean_probability(words: Sequence[Word]) -> float:
    return sum(w.probability for w in words) / len(words) if words else 0.0
