"""Decision on the spoken language: from several windows, with the usual languages as a prior.

Where the sound alone is not certain, the likeliest languages are decoded and the better text decides: words
in a wrong language are improbable, loop, or cover little of the voice.
"""

from __future__ import annotations

import locale
import logging
from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from secondtake.core.event import Word
from secondtake.core.lexicons import for_language
from secondtake.core.spans import merge, total_s
from secondtake.observers.audio.speech_activity import FRAME_S
from secondtake.observers.audio.speech_windows import POSSIBLE_SPEECH, SpeechWindow
from secondtake.observers.speech.language import SpokenLanguage
from secondtake.observers.speech.rejection import agreement

log = logging.getLogger(__name__)

MAX_WINDOWS = 3  # our choice: a minute or more of speech
# All our choice: how much likelier a usual language is than one with a list of fillers, and than any other.
SUPPORTED_PRIOR, RARE_PRIOR = 0.3, 0.03
MIN_PROBABILITY = 0.9  # a more probable usual language is not checked against the text
LIKELY = 0.5  # in doubt the text is in a usual language, unless one with a list of fillers is this probable
MIN_FIT_MARGIN = 0.08  # the text in one language must fit this much better than in the other
MIN_RARE_FIT = 0.6  # a language without a list of fillers; English in a strong accent had .53 as Latin
MIN_FIT = 0.45  # no language fits: the words of natural English have a mean probability of .8 to .9
# A language is heard in the sound if it is this probable, before any prior. English behind noise as loud as
# the voice had .88 and more wherever any of its words were found; voices played backwards, .01 to .53.
MIN_HEARD = 0.6
# So probable, a language with a list of fillers is checked against its own text only: speech is translated
# fluently, and English "fits" clear French better than French (.69 and .65). English in an accent had .05
# at most in any of them, in noise .26; neural voices that speak them have .98 and more.
MIN_UNDOUBTED = 0.9
# The text of one that is not must fit this well to be believed, and so well to be shown in doubt. Of both
# this share is found again without the prompt: invented text is another each time (0 to .53 in common),
# English in a hall is the same.
MIN_CONFIRMED_FIT, MIN_SHOWN_FIT, MIN_AGREEMENT = 0.6, 0.4, 0.6
BETWEEN_WORDS_S = 0.4


class Recogniser(Protocol):
    """What is needed of a speech model."""

    def language_probabilities(self, window: SpeechWindow) -> Mapping[str, float]:
        """Return the probability of each language."""

    def transcribe(self, window: SpeechWindow, language: str) -> tuple[Word, ...]:
        """Return the words in a language."""

    def hear_again(self, window: SpeechWindow, language: str) -> tuple[Word, ...]:
        """Return the words of a plain decoding."""


def usual_languages() -> frozenset[str]:
    """Return English and the system's language, as two-letter codes."""
    system = (locale.getlocale()[0] or "").split("_")[0].lower()
    return frozenset({"en"} | ({system} if len(system) == 2 else set()))


def weigh(audio: Mapping[str, float], usual: frozenset[str]) -> dict[str, float]:
    """Return the languages' posterior probabilities, from those of the sound alone."""
    weights = {code: probability * _prior(code, usual) for code, probability in audio.items()}
    total = sum(weights.values()) or 1.0
    return {code: weight / total for code, weight in weights.items()}


def decide_language(
    model: Recogniser, windows: Sequence[SpeechWindow], usual: frozenset[str]
) -> SpokenLanguage:
    """Return the language of the windows, with the two likeliest as candidates where it is not certain.

    Args:
        model: the recogniser.
        windows: the first windows with speech, at least one.
        usual: languages that are likely for this person.
    """
    audio = model.language_probabilities(windows[0])
    posterior = weigh(audio, usual)
    if not _is_certain(posterior, audio, usual):
        audio = _mean([audio, *(model.language_probabilities(window) for window in windows[1:MAX_WINDOWS])])
        posterior = weigh(audio, usual)
    if _is_certain(posterior, audio, usual):
        return SpokenLanguage(_ranked(posterior)[0])
    window = max(windows[:MAX_WINDOWS], key=_voice_s)
    sounds_like = _ranked(posterior)[0]
    if audio[sounds_like] >= MIN_UNDOUBTED and _fits_as_heard(model, window, sounds_like):
        return SpokenLanguage(sounds_like)
    compared = list(dict.fromkeys([*_ranked(posterior)[:2], *sorted(usual)]))
    texts = {code: model.transcribe(window, code) for code in compared}
    fits = {code: text_fit(words, window) for code, words in texts.items()}
    # The sound's own opinion settles near ties of the text.
    scores = {code: fits[code] + MIN_FIT_MARGIN * posterior.get(code, 0.0) for code in compared}
    best, *others = _ranked(scores)
    log.info(
        "language: %s", {code: (round(posterior.get(code, 0), 3), round(fits[code], 3)) for code in fits}
    )
    is_clear = not others or scores[best] - scores[others[0]] >= MIN_FIT_MARGIN
    least = MIN_FIT if best in usual or for_language(best) else MIN_RARE_FIT
    # Invented English loops along beside speech in another language: where the sound is of one that people
    # do use here, text that fits hardly better does not outweigh it.
    is_usual = best in usual and (sounds_like == best or for_language(sounds_like) is None)
    is_heard = audio.get(best, 0.0) >= MIN_HEARD
    fitting = fits[best] >= least and (is_clear or is_usual)
    if fitting and (is_heard or is_confirmed(model, window, best, texts[best], MIN_CONFIRMED_FIT)):
        return SpokenLanguage(best)
    # English "fits" other speech as a translation of it, or not at all.
    likely = [
        code for code in (best, sounds_like) if for_language(code) and posterior.get(code, 0.0) >= LIKELY
    ]
    if is_clear and for_language(best):
        likely.insert(0, best)
    usual_one = next((code for code in (best, *others) if code in usual), best)
    code = (*likely, usual_one)[0]
    return SpokenLanguage(code, "", (best, *others)[:2], is_heard=audio.get(code, 0.0) >= MIN_HEARD)


def _fits_as_heard(model: Recogniser, window: SpeechWindow, language: str) -> bool:
    """Return True for a language with a list of fillers whose text fits the voice well."""
    if not for_language(language):
        return False
    return text_fit(model.transcribe(window, language), window) >= MIN_CONFIRMED_FIT


def text_fit(words: Sequence[Word], window: SpeechWindow) -> float:
    """Return how well words fit the voice, 0..1: their geometric mean probability times the voice covered."""
    if not words:
        return 0.0
    log_probability = np.log(np.clip([w.probability for w in words], 1e-3, 1.0))
    covered_s = total_s(merge((w.span for w in words), gap_s=BETWEEN_WORDS_S))
    coverage = min(1.0, covered_s / max(_voice_s(window), 1e-9))
    return float(np.exp(log_probability.mean()) * np.sqrt(coverage))


def is_confirmed(
    model: Recogniser,
    window: SpeechWindow,
    language: str,
    words: Sequence[Word],
    least_fit: float = MIN_SHOWN_FIT,
) -> bool:
    """Return True if words of a doubtful language fit the voice and are heard again without the prompt."""
    if text_fit(words, window) < least_fit:
        return False
    return agreement(words, model.hear_again(window, language), for_language(language)) >= MIN_AGREEMENT


def _mean(probabilities: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the mean probability of each language over several windows."""
    codes = {code for window in probabilities for code in window}
    return {code: float(np.mean([window.get(code, 0.0) for window in probabilities])) for code in codes}


def _is_certain(posterior: Mapping[str, float], audio: Mapping[str, float], usual: frozenset[str]) -> bool:
    best = _ranked(posterior)[0]
    return best in usual and posterior[best] >= MIN_PROBABILITY and audio[best] >= MIN_HEARD


def _prior(code: str, usual: frozenset[str]) -> float:
    if code in usual:
        return 1.0
    return SUPPORTED_PRIOR if for_language(code) else RARE_PRIOR


def _ranked(values: Mapping[str, float]) -> list[str]:
    return sorted(values, key=lambda code: (-values[code], code))


def _voice_s(window: SpeechWindow) -> float:
    return float((window.probabilities >= POSSIBLE_SPEECH).sum()) * FRAME_S
