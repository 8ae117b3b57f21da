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

log = logging.getLogger(__name__)

MAX_WINDOWS = 3  # our choice: a minute or more of speech
# All our choice: how much likelier a usual language is than one with a list of fillers, and than any other.
SUPPORTED_PRIOR, RARE_PRIOR = 0.3, 0.03
MIN_PROBABILITY = 0.9  # a more probable usual language is not checked against the text
LIKELY = 0.5  # in doubt the text is in a usual language, unless one with a list of fillers is this probable
MIN_FIT_MARGIN = 0.08  # the text in one language must fit this much better than in the other
MIN_RARE_FIT = 0.6  # a language without a list of fillers; English in a strong accent had .53 as Latin
MIN_FIT = 0.45  # no language fits: the words of natural English have a mean probability of .8 to .9
BETWEEN_WORDS_S = 0.4


class Recogniser(Protocol):
    """What is needed of a speech model."""

    def language_probabilities(self, window: SpeechWindow) -> Mapping[str, float]:
        """Return the probability of each language."""

    def transcribe(self, window: SpeechWindow, language: str) -> tuple[Word, ...]:
        """Return the words in a language."""


def usual_languages() -> frozenset[str]:
    """Return English and the system's language, as two-letter codes."""
    system = (locale.getlocale()[0] or "").split("_")[0].lower()
    return frozenset({"en"} | ({system} if len(system) == 2 else set()))


def weigh(probabilities: Sequence[Mapping[str, float]], usual: frozenset[str]) -> dict[str, float]:
    """Return the languages' posterior probabilities, from those of several windows."""
    weights = {
        code: float(np.mean([window.get(code, 0.0) for window in probabilities])) * _prior(code, usual)
        for code in {code for window in probabilities for code in window}
    }
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
    probabilities = [model.language_probabilities(windows[0])]
    posterior = weigh(probabilities, usual)
    if not _is_certain(posterior, usual):
        probabilities += [model.language_probabilities(window) for window in windows[1:MAX_WINDOWS]]
        posterior = weigh(probabilities, usual)
    if _is_certain(posterior, usual):
        return SpokenLanguage(_ranked(posterior)[0])
    window = max(windows[:MAX_WINDOWS], key=_voice_s)
    compared = list(dict.fromkeys([*_ranked(posterior)[:2], *sorted(usual)]))
    fits = {code: text_fit(model.transcribe(window, code), window) for code in compared}
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
    sounds_like = _ranked(posterior)[0]
    is_usual = best in usual and (sounds_like == best or for_language(sounds_like) is None)
    if fits[best] >= least and (is_clear or is_usual):
        return SpokenLanguage(best)
    # English "fits" other speech as a translation of it, or not at all.
    likely = [
        code for code in (best, sounds_like) if for_language(code) and posterior.get(code, 0.0) >= LIKELY
    ]
    if is_clear and for_language(best):
        likely.insert(0, best)
    usual_one = next((code for code in (best, *others) if code in usual), best)
    return SpokenLanguage((*likely, usual_one)[0], candidates=(best, *others)[:2])


def text_fit(words: Sequence[Word], window: SpeechWindow) -> float:
    """Return how well words fit the voice, 0..1: their geometric mean probability times the voice covered."""
    if not words:
        return 0.0
    log_probability = np.log(np.clip([w.probability for w in words], 1e-3, 1.0))
    covered_s = total_s(merge((w.span for w in words), gap_s=BETWEEN_WORDS_S))
    coverage = min(1.0, covered_s / max(_voice_s(window), 1e-9))
    return float(np.exp(log_probability.mean()) * np.sqrt(coverage))


def _is_certain(posterior: Mapping[str, float], usual: frozenset[str]) -> bool:
    best = _ranked(posterior)[0]
    return best in usual and posterior[best] >= MIN_PROBABILITY


def _prior(code: str, usual: frozenset[str]) -> float:
    if code in usual:
        return 1.0
    return SUPPORTED_PRIOR if for_language(code) else RARE_PRIOR


def _ranked(values: Mapping[str, float]) -> list[str]:
    return sorted(values, key=lambda code: (-values[code], code))


def _voice_s(window: SpeechWindow) -> float:
    return float((window.probabilities >= POSSIBLE_SPEECH).sum()) * FRAME_S
