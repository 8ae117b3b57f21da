from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pytest

from secondtake.core.event import Word
from secondtake.core.spans import Span
from secondtake.observers.audio.speech_windows import SpeechWindow
from secondtake.observers.speech.language import SpokenLanguage
from secondtake.observers.speech.language_decision import decide_language, is_confirmed, text_fit, weigh

USUAL = frozenset({"en"})
WINDOWS = [SpeechWindow(30.0 * i, np.zeros(160_000, np.float32), np.ones(312, np.float32)) for i in range(3)]


class Model:
    """Stub: each window's language probabilities, and the probability of the words in each language.

    What is invented is another word when heard again.
    """

    def __init__(
        self, *probabilities: dict[str, float], words: dict[str, float], invented: Collection[str] = ()
    ) -> None:
        self.probabilities, self.words, self.invented = probabilities, words, invented
        self.decoded: list[str] = []

    def language_probabilities(self, window: SpeechWindow) -> dict[str, float]:
        return self.probabilities[min(int(window.start_s // 30), len(self.probabilities) - 1)]

    def transcribe(self, window: SpeechWindow, language: str) -> tuple[Word, ...]:
        self.decoded.append(language)
        start_s, probability = window.start_s, self.words.get(language, 0.0)
        return (Word("word", Span(start_s, start_s + 10.0), probability),) if probability else ()

    def hear_again(self, window: SpeechWindow, language: str) -> tuple[Word, ...]:
        return (Word("other" if language in self.invented else "word", Span(0.0, 1.0), 0.9),)


def test_decide_language_of_plain_english_decodes_nothing_twice():
    model = Model({"en": 0.95, "cy": 0.05}, words={})
    assert decide_language(model, WINDOWS, USUAL).code == "en"
    assert model.decoded == []


def test_decide_language_prefers_the_text_to_a_rare_guess():
    model = Model({"cy": 0.97, "en": 0.02}, words={"cy": 0.5, "en": 0.85})
    decided = decide_language(model, WINDOWS, USUAL)
    assert (decided.code, decided.candidates) == ("en", ())


def test_decide_language_believes_a_rare_one_whose_text_fits():
    model = Model({"cy": 0.97, "en": 0.02}, words={"cy": 0.85, "en": 0.4})
    assert decide_language(model, WINDOWS, USUAL).code == "cy"


def test_decide_language_takes_several_windows_into_account():
    model = Model({"cy": 0.9, "en": 0.1}, {"en": 1.0}, {"en": 1.0}, words={})
    assert decide_language(model, WINDOWS, USUAL).code == "en"


def test_decide_language_without_fitting_text_names_two_candidates():
    model = Model({"ko": 0.6, "el": 0.4}, words={"ko": 0.3, "el": 0.2, "en": 0.25})
    decided = decide_language(model, WINDOWS[:1], USUAL)
    assert decided.code == "en"  # never a rare language on a guess
    assert len(decided.candidates) == 2


def test_decide_language_doubts_english_that_fits_hardly_better():
    model = Model({"pt": 0.9, "en": 0.1}, words={"pt": 0.48, "en": 0.55})
    decided = decide_language(model, WINDOWS[:1], USUAL)
    assert (decided.code, set(decided.candidates)) == ("pt", {"pt", "en"})
    clear = Model({"pt": 0.9, "en": 0.1}, words={"pt": 0.3, "en": 0.85})
    assert decide_language(clear, WINDOWS[:1], USUAL).candidates == ()


def test_decide_language_doubts_english_that_nobody_is_heard_to_speak():
    sound = {"en": 0.3, "de": 0.02, "cy": 0.02}  # English is fifteen times likelier, and not likely
    invented = Model(sound, words={"en": 0.8}, invented={"en"})
    assert decide_language(invented, WINDOWS[:1], USUAL).candidates
    assert decide_language(Model(sound, words={"en": 0.5}), WINDOWS[:1], USUAL).candidates
    assert decide_language(Model(sound, words={"en": 0.8}), WINDOWS[:1], USUAL) == SpokenLanguage("en")


@pytest.mark.parametrize(("probability", "invented"), [(0.8, {"en"}), (0.3, ())])
def test_is_confirmed_invented_or_unfitting_text_is_not(probability, invented):
    model = Model({"en": 0.3}, words={"en": probability}, invented=invented)
    assert not is_confirmed(model, WINDOWS[0], "en", model.transcribe(WINDOWS[0], "en"))


def test_decide_language_doubts_a_rare_one_that_fits_as_well():
    model = Model({"cy": 0.99, "en": 0.01}, words={"cy": 0.7, "en": 0.7})
    decided = decide_language(model, WINDOWS, USUAL)
    assert (decided.code, decided.candidates) == ("en", ("cy", "en"))


def test_decide_language_doubts_a_rare_one_that_fits_poorly():
    model = Model({"la": 0.9, "en": 0.1}, words={"la": 0.53})
    decided = decide_language(model, WINDOWS[:1], USUAL)
    assert (decided.code, decided.candidates) == ("en", ("la", "en"))
    german = Model({"de": 0.9, "en": 0.1}, words={"de": 0.53})
    assert decide_language(german, WINDOWS[:1], USUAL).candidates == ()


@pytest.mark.parametrize("words", [{"fr": 0.51, "en": 0.54}, {"fr": 0.4}])
def test_decide_language_in_doubt_writes_the_likely_one(words):
    """A translation into English may fit as well as the words that were said."""
    model = Model({"fr": 0.93, "en": 0.02, "nn": 0.05}, words=words)
    decided = decide_language(model, WINDOWS, USUAL)
    assert (decided.code, decided.candidates) == ("fr", ("fr", "en"))


def test_decide_language_of_clear_french_ignores_its_translation():
    model = Model({"fr": 0.99, "en": 0.01}, words={"fr": 0.65, "en": 0.69})
    assert decide_language(model, WINDOWS, USUAL) == SpokenLanguage("fr")
    assert model.decoded == ["fr"]
    assert decide_language(Model({"fr": 0.8}, words=model.words), WINDOWS, USUAL).candidates


def test_text_fit_falls_with_voice_that_has_no_words():
    words = (Word("word", Span(0.0, 2.5), 0.9),)
    whole = (Word("word", Span(0.0, 10.0), 0.9),)
    assert text_fit(words, WINDOWS[0]) < 0.6 * text_fit(whole, WINDOWS[0])


def test_weigh_favours_usual_and_supported_languages():
    posterior = weigh({"en": 0.3, "de": 0.3, "cy": 0.4}, USUAL)
    assert posterior["en"] > posterior["de"] > posterior["cy"]
