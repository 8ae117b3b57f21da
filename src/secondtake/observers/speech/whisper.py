"""Verbatim transcription of one window with Whisper: keeps hesitations and rejects hallucinations.

Whisper was trained on cleaned-up text and drops every "um". A dense prompt of hesitant speech, given as
`hotwords` on every window, makes it keep them (docs/decisions/0004-verbatim-words.md). This causes loops and
words without speech; both are detected here, and the part is decoded again separately.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from secondtake.core.event import Word
from secondtake.core.lexicons import Lexicon, for_language
from secondtake.core.lexicons.lexicon import plain
from secondtake.core.spans import Span, clip, gaps, merge, total_s
from secondtake.observers.audio.speech_activity import FRAME_S, speech_spans
from secondtake.observers.audio.speech_windows import POSSIBLE_SPEECH, SpeechWindow
from secondtake.observers.speech.rejection import (
    are_improbable,
    is_laughter,
    least_probability,
    rejection_reason,
    without_laughter,
    without_loops,
    without_runs,
)
from secondtake.observers.speech.vocabulary import with_names
from secondtake.observers.speech.word_times import align_words

log = logging.getLogger(__name__)

# All "our choice". LONGEST_LOOP, CONTEXT_S and UNLIKELY were tuned on the labelled speech itself, the others
# on other recordings.
# Tokens, of which words and commas are one each: "words, words, words, words" must remain possible (not with
# 5), and a loop must end before it fills the window.
LONGEST_LOOP = 8
MAX_WORD_LETTERS = 40  # a longer word is a loop of tokens without spaces ("4-4-4-5-4-...")
LOOPING_WORD = re.compile(r"([^\W\d_]{2,4})\1{4,}")  # and so is "rahimimimimimim"
CONTEXT_S = 10.0  # how much transcribed sound precedes a part that is transcribed again
MIN_GAP_S = 0.8  # more voice than this without a word is transcribed again ...
BETWEEN_WORDS_S = 0.4  # ... the time between words this close counts as covered
# A word after others that is less probable than this is rejected; a single hesitation often is.
UNLIKELY = 0.01
# Words that two decodings did not find must be more probable: those that were said had .74 and .85, invented
# ones .54 to .56.
MIN_LATE_PROBABILITY = 0.65
NO_SPEECH = 0.6  # the model's own probability of no speech (Radford et al. 2022, section 4.5)
ENCODED_WINDOWS = 4  # are kept, 3 MB each: those whose language is detected, and one that is heard again
COMPUTE_TYPE = "int8"  # half the time of float32, as published in the section "recognisers"


class Whisper:
    """A loaded model that transcribes many windows.

    Args:
        folder: a CTranslate2 Whisper model.
        threads: number of threads.
        beam_size: of the beam search.
        vocabulary: names and products that may be said.
        compute_type: of CTranslate2.
    """

    def __init__(
        self,
        folder: Path,
        *,
        threads: int,
        beam_size: int,
        vocabulary: Sequence[str] = (),
        compute_type: str = COMPUTE_TYPE,
    ) -> None:
        from faster_whisper import WhisperModel

        self._model = WhisperModel(
            str(folder), device="cpu", compute_type=compute_type, cpu_threads=threads, local_files_only=True
        )
        self._model.encode = _EncodeOnce(self._model.encode)
        self._beam_size = beam_size
        self._vocabulary = tuple(vocabulary)

    def language_probabilities(self, window: SpeechWindow) -> Mapping[str, float]:
        """Return the probability of each language the model knows, from this window alone."""
        if not self._model.model.is_multilingual:
            return {"en": 1.0}
        # Without the last frame, as when it is transcribed: the encoder's result then serves for both.
        features = self._model.feature_extractor(window.samples)[..., :-1]
        *_, probabilities = self._model.detect_language(features=features)
        return dict(probabilities)

    def transcribe(self, window: SpeechWindow, language: str) -> tuple[Word, ...]:
        """Return the window's words, verbatim, with times on the recording's clock.

        Voice without accepted words is transcribed again, first with the sound before it, then alone and
        without the prompt.
        """
        lexicon = for_language(language)
        words = self._decode(window, language, lexicon)
        for before_s, prompted in ((CONTEXT_S, lexicon), (0.0, None)):
            for part in _untranscribed(words, window):
                log.info("%.1f-%.1f s: voice without words", part.start_s, part.end_s)
                crop = window.crop(Span(max(window.start_s, part.start_s - before_s), part.end_s))
                decoded = self._decode(crop, language, prompted)
                more = [w for w in decoded if part.start_s <= w.span.middle_s < part.end_s]
                if before_s or not are_improbable(more, least=MIN_LATE_PROBABILITY):
                    words = _merge(words, more)
        words = without_loops(without_runs(without_laughter(words), lexicon))
        if are_improbable(words, least=least_probability(words)):
            log.info("%.1f s and on: the words are improbable throughout", window.start_s)
            return ()
        if words and self._vocabulary and lexicon and lexicon.validated:
            named = self._decode(window, language, lexicon, self._vocabulary)
            words = with_names(words, named, self._vocabulary, lexicon)
        return words

    def hear_again(self, window: SpeechWindow, language: str) -> tuple[Word, ...]:
        """Return the words of a decoding without the prompt, with times from the window's start."""
        return tuple(word for segment in self._segments(window, language, None) for word in _words(segment))

    def _decode(
        self, window: SpeechWindow, language: str, lexicon: Lexicon | None, vocabulary: Sequence[str] = ()
    ) -> tuple[Word, ...]:
        """Return the words of all accepted segments; prompted with the lexicon's hesitations, and names."""
        accepted: list[Word] = []
        prompt = " ".join((lexicon.prompt, *(f"{name}," for name in vocabulary))) if lexicon else None
        for segment in self._segments(window, language, prompt):
            words = _words(segment)
            if reason := rejection_reason([w for w in words if not is_laughter(w)]):
                log.info("%.1f s and on: %s", window.start_s + segment.start, reason)
                continue
            for word in words:
                before = accepted[-1].text if accepted else ""
                hesitates = (
                    lexicon and lexicon.is_filled_pause(word.text) and not lexicon.is_filled_pause(before)
                )
                if not accepted or hesitates or word.probability >= UNLIKELY:
                    accepted.append(word)
        return align_words(accepted, window)

    def _segments(self, window: SpeechWindow, language: str, prompt: str | None) -> Iterator[Any]:
        segments, _ = self._model.transcribe(
            window.samples,
            language=language,
            beam_size=self._beam_size,
            temperature=0.0,
            word_timestamps=True,
            condition_on_previous_text=False,
            hotwords=prompt,
            no_repeat_ngram_size=LONGEST_LOOP,
            vad_filter=False,
        )
        for segment in segments:
            yield segment
            # The model would decode the sound after its last word again and again, and hallucinate words in
            # silence: go on only if there is voice.
            if _voice_after_s(window, segment.words[-1].end if segment.words else segment.end) < MIN_GAP_S:
                return


class _EncodeOnce:
    """Keeps the encoder's results for the last few windows: the encoder takes half of the time.

    A window is encoded when its language is detected, when it is transcribed, and when names are heard in it.
    """

    def __init__(self, encode: Callable[[NDArray[np.float32]], Any]) -> None:
        self._encode = encode
        self._results: dict[bytes, Any] = {}

    def __call__(self, features: NDArray[np.float32]) -> Any:
        key = hashlib.sha256(features.tobytes()).digest()
        if key not in self._results:
            if len(self._results) >= ENCODED_WINDOWS:
                del self._results[next(iter(self._results))]
            self._results[key] = self._encode(features)
        return self._results[key]


def _words(segment: Any) -> list[Word]:
    """Return a segment's words; tokens without a leading space belong to the word before ("10" "%")."""
    words: list[Word] = []
    no_speech = segment.no_speech_prob > NO_SPEECH and segment.avg_logprob < -1.0
    for token in () if no_speech else segment.words:
        span = Span(float(token.start), max(float(token.start), float(token.end)))
        if words and not token.word.startswith(" "):
            last = words[-1]
            words[-1] = replace(last, text=last.text + token.word, span=Span(last.span.start_s, span.end_s))
        elif plain(token.word):
            words.append(Word(token.word.strip(), span, float(token.probability)))
    return [w for w in words if len(w.text) <= MAX_WORD_LETTERS and not LOOPING_WORD.search(w.text)]


def _voice_after_s(window: SpeechWindow, time_s: float) -> float:
    """Return the seconds of voice after a time that counts from the window's start."""
    later = window.probabilities[int(time_s / FRAME_S) + 1 :]
    return float((later >= POSSIBLE_SPEECH).sum()) * FRAME_S


def _untranscribed(words: Sequence[Word], window: SpeechWindow) -> Iterator[SpeechWindow]:
    """Yield the parts of the window with voice but without words."""
    covered = merge((w.span for w in words), gap_s=BETWEEN_WORDS_S)
    speech = speech_spans(window.probabilities, window.start_s)
    for wordless in gaps(covered, Span(window.start_s, window.end_s)):
        voice = clip(speech, wordless)
        if total_s(voice) >= MIN_GAP_S:
            yield window.crop(Span(voice[0].start_s, voice[-1].end_s))


def _merge(words: Sequence[Word], more: Sequence[Word]) -> tuple[Word, ...]:
    """Merge the words with those of `more` that mostly lie in gaps and do not repeat a neighbour."""
    spans = [w.span for w in words]
    free = [m for m in more if total_s(gaps(spans, m.span)) > 0.5 * m.span.duration_s]
    original = {id(w) for w in words}
    joined = sorted((*words, *free), key=lambda w: (w.span.start_s, w.span.end_s))
    around = zip([None, *joined], joined, [*joined[1:], None], strict=False)
    return tuple(
        word
        for before, word, after in around
        if id(word) in original
        or not any(_repeats(word, n) for n in (before, after) if n and id(n) in original)
    )


def _repeats(word: Word, other: Word) -> bool:
    """Return True if a word was probably transcribed twice, at the boundary of two passes."""
    near = max(word.span.start_s - other.span.end_s, other.span.start_s - word.span.end_s) < BETWEEN_WORDS_S
    return near and plain(word.text) == plain(other.text)
