"""Tell whether lips close where letters are said that need closed lips, against letters that fit by chance.

Sound and lips part where it is easiest to hear: people breathe in with an open mouth before they speak, and
smile into a pause. But nobody says "m", "b" or "p" without closing the lips (Fisher 1968,
doi:10.1044/jshr.1104.796, on what is seen of consonants), in any language, and spelling tells where they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import normalize

import numpy as np

from secondtake.core.conversation.lip_fit import STEP_S, above_chance, without_slow
from secondtake.core.event import Word
from secondtake.core.series import Floats

OPENING = {
    **dict.fromkeys("mbp", -1.5),
    **dict.fromkeys("fv", -0.7),
    "w": -0.6,
    "u": -0.2,
    "o": 0.1,
    **dict.fromkeys("iy", 0.2),
    "e": 0.3,
    "a": 0.7,
}
"""Our choice, from how letters are said: how open the lips are, against those of letters not listed here."""

LETTER_S, NEAR_S = 0.06, 0.12
"""Our choice: standard deviations of a letter's time, as spelling spreads it over its word, and of the time
around it that says something."""

MAX_LETTER_S = 0.12
"""Our choice: a longer word is drawn out at its end, or its end was heard too late."""

MIN_SAID_S = 0.6
"""Our choice: a word or two say nothing."""

OPEN_PERCENTILE, MIN_OPEN = 70, 0.01
"""Our choice: lips that are as wide apart as this are open, and no wider ones more so: a laugh, a breath."""

SHIVER = 0.04
"""Our choice, in shares of open lips: standard deviation of what a tracker sees of lips that rest."""

LAGS_S = (-0.32, 0.32)
"""Our choice: calls move sound by up to 0.2 s, and the recogniser's words are good to about 0.1 s."""


def letter_opening(words: Sequence[Word], start_s: float, steps: int) -> tuple[Floats, Floats]:
    """Return how open the letters' lips are every `STEP_S`, and how much is known of that: 0 to 1.

    Args:
        words: with times on the recording's clock; those without a Latin letter say nothing.
        start_s: start of the window.
        steps: length of the window.
    """
    at_s = start_s + (np.arange(steps) + 0.5) * STEP_S
    opening: Floats = np.zeros(steps)
    letters_near: Floats = np.zeros(steps)
    for word in words:
        letters = _letters(word.text)
        if not letters:
            continue
        each_s = min(word.span.duration_s / len(letters), MAX_LETTER_S)
        for i, letter in enumerate(letters):
            from_s = at_s - (word.span.start_s + (i + 0.5) * each_s)
            opening += OPENING.get(letter, 0.0) * np.exp(-0.5 * (from_s / LETTER_S) ** 2)
            letters_near += np.exp(-0.5 * (from_s / NEAR_S) ** 2)
    return without_slow(opening), np.minimum(letters_near, 1.0)


def letter_fit(mouth_open: Floats, opening: Floats, letters_near: Floats) -> float:
    """Return how much better lips fit the letters than they fit them by chance, in standard deviations.

    Args:
        mouth_open: how far the lips are apart, in face heights, every `STEP_S`.
        opening, letters_near: see `letter_opening`.
    """
    n, total = letters_near.size, float(letters_near.sum())
    if total * STEP_S < MIN_SAID_S or not opening.any():
        return 0.0
    is_open = max(float(np.percentile(mouth_open, OPEN_PERCENTILE)), MIN_OPEN)
    lips = np.fft.rfft(without_slow(np.minimum(mouth_open / is_open, 1.0)))
    squares = np.fft.rfft(np.fft.irfft(lips, n) ** 2)
    mean = float((letters_near * opening).sum()) / total
    letters = letters_near * (opening - mean)
    letters /= np.sqrt((letters**2).sum() / total)
    weights = np.fft.rfft(letters_near)
    lips_mean = np.fft.irfft(np.conj(lips) * weights, n) / total
    variance = np.fft.irfft(np.conj(squares) * weights, n) / total - lips_mean**2
    together = np.fft.irfft(np.conj(lips) * np.fft.rfft(letters), n) / total
    return above_chance(together / (np.sqrt(np.maximum(variance, 0.0)) + SHIVER), LAGS_S)


def _letters(text: str) -> str:
    """Return a word's letters as they are said: without accents, "ph" as "f", doubled ones once.

    >>> _letters("Pho\N{LATIN SMALL LETTER I WITH ACUTE}ppy!")
    'foipy'
    """
    plain = re.sub("[^a-z]", "", normalize("NFKD", text.lower())).replace("ph", "f")
    return re.sub(r"(.)\1", r"\1", plain)
