"""Hear a few windows of a recording: how loud the speech is, and which letters are said when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from secondtake.config import Settings
from secondtake.core.conversation.lip_fit import sound_envelope
from secondtake.core.conversation.lip_letters import letter_opening
from secondtake.core.spans import Span
from secondtake.observers import model_weights
from secondtake.observers.audio.speech_activity import ENTER, FRAME_S, RATE_HZ, SpeechActivity
from secondtake.observers.audio.speech_windows import SpeechWindow
from secondtake.observers.speech.language_decision import decide_language, usual_languages
from secondtake.observers.speech.whisper import Whisper

if TYPE_CHECKING:
    from secondtake.core.series import Floats

WINDOW_S = 8.0
"""Our choice: two or three sentences. Lips fit their own sound better than another's in 97 of 100 then."""

MIN_WINDOW_S = 4.0
"""Our choice: less than this says too little."""

CANDIDATES = 12
"""Our choice: so many windows, evenly spread, are listened to; those with the most speech are looked at."""

MIN_SPEECH_S = 1.5
"""Our choice: in windows with less speech there is nothing to compare."""

FASTEST_BEAM = 1
"""Our choice: where letters are said is known well enough from the likeliest word, in half of the time."""


@dataclass(frozen=True, slots=True)
class HeardWindow:
    """What is heard in a window, every `STEP_S`.

    Attributes:
        sound: see `sound_envelope`.
        opening, known: the results of `letter_opening`.
    """

    span: Span
    sound: Floats
    opening: Floats
    known: Floats


def candidate_windows(span: Span) -> tuple[Span, ...]:
    """Return windows spread evenly over a span, without overlap.

    >>> [window.start_s for window in candidate_windows(Span(0.0, 20.0))]
    [0.0, 12.0]
    """
    if span.duration_s < MIN_WINDOW_S:
        return ()
    count = min(CANDIDATES, max(1, int(span.duration_s / WINDOW_S)))
    length_s = min(WINDOW_S, span.duration_s)
    starts = np.linspace(span.start_s, span.end_s - length_s, count) if count > 1 else [span.start_s]
    return tuple(Span(float(start_s), float(start_s) + length_s) for start_s in starts)


def speech_windows(path: Path, windows: Sequence[Span], count: int) -> list[SpeechWindow]:
    """Return the windows with the most speech, at most so many, in order.

    Raises:
        MediaError: if the sound cannot be read.
    """
    from secondtake.media.audio import load

    ranked = []
    for window in windows:
        samples = load(path, window, rate_hz=RATE_HZ).samples
        probabilities = SpeechActivity().feed(samples)
        speech_s = FRAME_S * float(np.sum(probabilities >= ENTER))
        if speech_s >= MIN_SPEECH_S:
            ranked.append((speech_s, SpeechWindow(window.start_s, samples, probabilities)))
    ranked.sort(key=lambda item: -item[0])
    return sorted((window for _, window in ranked[:count]), key=lambda window: window.start_s)


def listen(windows: Sequence[SpeechWindow], settings: Settings) -> list[HeardWindow]:
    """Return what is heard in each window.

    Raises:
        ModelMissing: if the speech model is missing.
    """
    if not windows:
        return []
    model = Whisper(model_weights.whisper_folder(settings), threads=settings.threads, beam_size=FASTEST_BEAM)
    language = settings.language or decide_language(model, windows, usual_languages()).code
    result = []
    for window in windows:
        sound = sound_envelope(window.samples, RATE_HZ)
        letters = letter_opening(model.transcribe(window, language), window.start_s, sound.size)
        result.append(HeardWindow(Span(window.start_s, window.end_s), sound, *letters))
    return result
