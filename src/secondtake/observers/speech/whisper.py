"""Verbatim words of one window of sound: Whisper, made to keep hesitations, and its inventions caught.

Whisper was trained on cleaned-up text and drops every "um". A dense prompt of hesitant speech, given as
`hotwords` on every window, makes it keep them (docs/decisions/0004-verbatim-words.md). The price are loops
and words where nobody speaks; both are recognised here, and such a stretch is decoded again by itself.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

from secondtake.core.event import Word
from secondtake.core.lexicons import Lexicon, for_language
from secondtake.core.lexicons.lexicon import plain
from secondtake.core.spans import Span, clip, gaps, merge, total_s
from secondtake.observers.audio.speech_activity import FRAME_S, speech_spans
from secondtake.observers.audio.speech_windows import MAYBE_SPEECH, SpeechWindow
from secondtake.observers.speech.word_times import SHORTEST_S, align_words

log = logging.getLogger(__name__)

# All "our choice". LONGEST_LOOP, CONTEXT_S, UNLIKELY and TIMELESS were found on the labelled speech itself,
# the others on other recordings.
LONGEST_NGRAM, MAX_REPEATS = 4, 3  # the same up to four words more than three times in a row are a loop ...
LOOPED_WORD_S = 0.12  # ... if they go by faster than anybody speaks
# Tokens, of which words and commas are one each: "words, words, words, words" must remain possible (5 forbids
# it), and a loop must still end before it has filled the window.
LONGEST_LOOP = 8
CONTEXT_S = 10.0  # how much of what was understood comes before a stretch that is heard again
UNHEARD_S = 0.8  # voice that no word explains for longer than this is listened to again ...
BETWEEN_WORDS_S = 0.4  # ... words this near to each other explain what lies between them
DOUBTFUL = 0.35  # mean probability of a segment's words below which nobody said them
# Nor did they say a word behind others that is less probable than this; a single hesitation often is.
UNLIKELY = 0.01
TIMELESS, SOME_WORDS = 0.5, 6  # so are words, if there are some, of which more than half were given no time
NOBODY = 0.6  # the model's own probability that nobody speaks (Radford et al. 2022, section 4.5)
LAUGHTER = re.compile(r"(?:hah?)+|(?:heh)+|(?:he){2,}|(?:ho)+")


class Whisper:
    """A model in memory. One instance hears many windows.

    Args:
        folder: a CTranslate2 Whisper model.
        threads: how many the model may use.
        beam_size: how many readings it keeps in mind.
    """

    def __init__(self, folder: Path, *, threads: int, beam_size: int) -> None:
        from faster_whisper import WhisperModel

        # int8 halves the time of float32 and changed no filler in our measurements.
        self._model = WhisperModel(
            str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
        )
        self._beam_size = beam_size

    def languages(self, window: SpeechWindow) -> Mapping[str, float]:
        """The probability of each language the model knows, heard in this window alone."""
        if not self._model.model.is_multilingual:
            return {"en": 1.0}
        *_, probabilities = self._model.detect_language(window.samples)
        return dict(probabilities)

    def words(self, window: SpeechWindow, language: str) -> tuple[Word, ...]:
        """What was said in the window, verbatim, with times on the recording's clock.

        Voice without believable words is heard again, first with what was said before it, then by itself
        without the prompt.
        """
        lexicon = for_language(language)
        words = self._read(window, language, lexicon)
        for before_s, prompted in ((CONTEXT_S, lexicon), (0.0, None)):
            for part in _unheard(words, window):
                log.info("%.1f-%.1f s: voice without words", part.start_s, part.end_s)
                again = window.part(Span(max(window.start_s, part.start_s - before_s), part.end_s))
                more = self._read(again, language, prompted)
                words = _merged(words, [w for w in more if part.start_s <= w.span.middle_s < part.end_s])
        return _without_laughter(words)

    def _read(self, window: SpeechWindow, language: str, lexicon: Lexicon | None) -> tuple[Word, ...]:
        """The words of all segments that can be believed; prompted with the lexicon's hesitations."""
        heard: list[Word] = []
        for segment in self._segments(window, language, lexicon.prompt if lexicon else None):
            words = _words(segment)
            if trouble := _rejection_reason([w for w in words if not _is_laughter(w)]):
                log.info("%.1f s and on: %s", window.start_s + segment.start, trouble)
                continue
            for word in words:
                before = heard[-1].text if heard else ""
                hesitates = (
                    lexicon and lexicon.is_filled_pause(word.text) and not lexicon.is_filled_pause(before)
                )
                if not heard or hesitates or word.probability >= UNLIKELY:
                    heard.append(word)
        return align_words(heard, window)

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
            # The model would listen to what lies behind its last word again and again, and invent words in
            # silence: it may do so only if there is voice.
            if _voice_after_s(window, segment.words[-1].end if segment.words else segment.end) < UNHEARD_S:
                return


def _words(segment: Any) -> list[Word]:
    """A segment's words; pieces that do not begin with a space belong to the word before ("10" "%")."""
    words: list[Word] = []
    nobody = segment.no_speech_prob > NOBODY and segment.avg_logprob < -1.0
    for piece in () if nobody else segment.words:
        span = Span(float(piece.start), max(float(piece.start), float(piece.end)))
        if words and not piece.word.startswith(" "):
            last = words[-1]
            words[-1] = replace(last, text=last.text + piece.word, span=Span(last.span.start_s, span.end_s))
        elif plain(piece.word):
            words.append(Word(piece.word.strip(), span, float(piece.probability)))
    return words


def _is_laughter(word: Word) -> bool:
    return LAUGHTER.fullmatch(plain(word.text)) is not None


def _without_laughter(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words without "ha, ha": written down like words, but none was said. A single "ha" may be one."""
    kept: list[Word] = []
    for sound, run in groupby(words, key=_is_laughter):
        same = list(run)
        if not sound or (len(same) == 1 and len(plain(same[0].text)) <= len("hah")):
            kept += same
    return tuple(kept)


def _voice_after_s(window: SpeechWindow, time_s: float) -> float:
    """Seconds of voice in the window after a time that counts from the window's start."""
    later = window.probabilities[int(time_s / FRAME_S) + 1 :]
    return float((later >= MAYBE_SPEECH).sum()) * FRAME_S


def _unheard(words: Sequence[Word], window: SpeechWindow) -> Iterator[SpeechWindow]:
    """The parts of the window in which somebody speaks, but no word was written down."""
    explained = merge((w.span for w in words), gap_s=BETWEEN_WORDS_S)
    speech = speech_spans(window.probabilities, window.start_s)
    for wordless in gaps(explained, Span(window.start_s, window.end_s)):
        voice = clip(speech, wordless)
        if total_s(voice) >= UNHEARD_S:
            yield window.part(Span(voice[0].start_s, voice[-1].end_s))


def _rejection_reason(words: Sequence[Word]) -> str:
    """Why a segment's words cannot be believed, "" if they can."""
    if _loops(words):
        return "the words went round in circles"
    if words and sum(w.probability for w in words) / len(words) < DOUBTFUL:
        return "the words were doubtful"
    timeless = sum(w.span.duration_s < SHORTEST_S for w in words)
    if len(words) >= SOME_WORDS and timeless > TIMELESS * len(words):
        return "there was no time for the words"
    return ""


def _loops(words: Sequence[Word]) -> bool:
    """Whether a few words repeat more often and faster than people do."""
    texts = [plain(w.text) for w in words]
    for n in range(1, LONGEST_NGRAM + 1):
        same = 0  # words in a row that equal the one n before
        for i in range(n, len(texts)):
            same = same + 1 if texts[i] == texts[i - n] else 0
            spoken_s = words[i].span.end_s - words[i - same - n + 1].span.start_s
            if same > MAX_REPEATS * n and spoken_s < LOOPED_WORD_S * (same + n):
                return True
    return False


def _merged(words: Sequence[Word], more: Sequence[Word]) -> tuple[Word, ...]:
    """The words, and those of `more` that mostly lie where none of them is and echo none beside them."""
    spans = [w.span for w in words]
    free = [m for m in more if total_s(gaps(spans, m.span)) > 0.5 * m.span.duration_s]
    known = {id(w) for w in words}
    joined = sorted((*words, *free), key=lambda w: (w.span.start_s, w.span.end_s))
    around = zip([None, *joined], joined, [*joined[1:], None], strict=False)
    return tuple(
        word
        for before, word, after in around
        if id(word) in known or not any(_echoes(word, n) for n in (before, after) if n and id(n) in known)
    )


def _echoes(word: Word, beside: Word) -> bool:
    """Whether a word was probably heard twice, by two readings that met there."""
    near = max(word.span.start_s - beside.span.end_s, beside.span.start_s - word.span.end_s) < BETWEEN_WORDS_S
    return near and plain(word.text) == plain(beside.text)
