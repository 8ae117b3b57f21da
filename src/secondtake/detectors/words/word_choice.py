"""Word choice: information about the words of an answer, never a score.

What was found to go with better ratings of interviews (Naim et al. 2015): "we" beside "I", varied words,
and, as career guides ask for, numbers and results. None of it has a target.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from secondtake.core.event import Event
from secondtake.core.event_kinds import EventKind
from secondtake.core.findings import MeasureSpec
from secondtake.core.lexicons import Lexicon
from secondtake.core.measure import Measure, events_in, unmeasured
from secondtake.core.norm import Source
from secondtake.core.spans import Span, clip, total_s
from secondtake.core.tracks import Tracks
from secondtake.detectors.base import Detection, Detector
from secondtake.detectors.words.words_in_context import (
    ContextWord,
    candidate_words,
    lexicon_of,
    phrase_span,
    speaking_time,
    unsure_language,
)

MENTION, SENTENCE = "mention", "sentence"
VERSION = 1
NEEDS = ("words",)

SOURCES = (
    Source(
        "Naim et al. 2015, Automated prediction and analysis of job interview performance (138 mock "
        "interviews): “we”, varied words and fluency went with better ratings",
        "moderate",
    ),
    Source(
        "Covington & McFall 2010, Cutting the Gordian knot: the moving-average type-token ratio",
        "strong",
    ),
)

MIN_WORDS = 20  # our choice: a share of fewer words says nothing


VARIETY_WORDS = 50  # our choice: Covington & McFall take 500 for books, an answer has 200


@dataclass(frozen=True)
class Params:
    """No parameters: words are counted, not judged."""


def detect(tracks: Tracks, params: Params) -> Detection:
    """Return mentioned numbers and results, and the first, last and longest sentence of each answer."""
    lexicon = lexicon_of(tracks)
    if lexicon is None:
        return Detection()
    words = candidate_words(tracks)
    events = [*_mentions(words, lexicon), *_sentence_events(words, tracks, lexicon)]
    return Detection(
        tuple(sorted(events, key=lambda e: (e.span, e.label))),
        observed=speaking_time(tracks) or tuple(s.span for s in words),
    )


def _mentions(words: Sequence[ContextWord], lexicon: Lexicon) -> Iterable[Event]:
    for s in words:
        kind = _mentioned(s.text, lexicon)
        if kind:
            why = f"“{s.text}”"
            yield Event(MENTION, s.span, confidence=s.word.probability, label=kind, why=why)


def _mentioned(text: str, lexicon: Lexicon) -> str:
    if any(c.isdigit() for c in text) or text in lexicon.number_words:
        return "number"
    return "result" if text in lexicon.result_words else ""


def sentences(words: Sequence[ContextWord]) -> tuple[tuple[ContextWord, ...], ...]:
    """Split the words into sentences by the recogniser's punctuation."""
    groups: list[list[ContextWord]] = [[]]
    for s in words:
        groups[-1].append(s)
        if s.closes:
            groups.append([])
    return tuple(tuple(sentence) for sentence in groups if sentence)


def _sentence_events(words: Sequence[ContextWord], tracks: Tracks, lexicon: Lexicon) -> Iterable[Event]:
    for answer in tracks.answers:
        spoken = sentences([s for s in words if answer.span.contains(s.span.middle_s)])
        if not spoken:
            continue
        longest = max(spoken, key=lambda sentence: _length(sentence, lexicon))
        for label, sentence in (("first", spoken[0]), ("last", spoken[-1]), ("longest", longest)):
            text = " ".join(s.word.text for s in sentence)
            yield Event(SENTENCE, phrase_span(sentence), label=label, why=text)


def _length(sentence: Iterable[ContextWord], lexicon: Lexicon) -> int:
    return sum(not lexicon.is_filled_pause(s.text) for s in sentence)


def variety(texts: Sequence[str], window: int) -> float:
    """Return the moving-average type-token ratio: the mean share of distinct words in `window` neighbours.

    >>> variety(["we", "did", "we", "did"], 2)
    1.0
    """
    size = min(window, len(texts))
    windows = [texts[i : i + size] for i in range(len(texts) - size + 1)]
    return sum(len(set(w)) / size for w in windows) / len(windows)


def measure(detection: Detection, tracks: Tracks, scope: Span) -> tuple[Measure, ...]:
    """Return the share of "we" among "I" and "we", variety, mentions, and the longest sentence."""
    lexicon = lexicon_of(tracks)
    words = [s for s in candidate_words(tracks) if scope.contains(s.span.middle_s)]
    if lexicon is None or len(words) < MIN_WORDS:
        return tuple(
            unmeasured(s.name, s.unit, unsure_language(tracks) or "too few words were heard")
            for s in MEASURES
        )
    texts = [s.text for s in words if not lexicon.is_filled_pause(s.text)]
    seen_s = total_s(clip(detection.observed, scope))
    i = sum(t in lexicon.i_words for t in texts)
    we = sum(t in lexicon.we_words for t in texts)
    labels = [e.label for e in events_in(detection.events, scope)]
    longest = max(_length(sentence, lexicon) for sentence in sentences(words))
    return (
        Measure("we_share", we / (i + we), "share", seen_s)
        if i + we
        else unmeasured("we_share", "share", "neither “I” nor “we” was said"),
        Measure("word_variety", variety(texts, VARIETY_WORDS), "share", seen_s),
        Measure("numbers_mentioned", labels.count("number"), "times", seen_s),
        Measure("results_mentioned", labels.count("result"), "times", seen_s),
        Measure("longest_sentence", longest, "words", seen_s),
    )


KINDS = (
    EventKind(
        MENTION,
        "number or result",
        "numbers and results",
        "Numbers and results",
        "choice",
        "dot",
        "A number or a result: what listeners remember.",
        role="context",
    ),
    EventKind(
        SENTENCE,
        "sentence",
        "sentences",
        "Sentences to hear again",
        "choice",
        "bar",
        "The first, the last and the longest of an answer.",
        role="context",
    ),
)

MEASURES = (
    MeasureSpec("we_share", "share", "“We” among “I” and “we”"),
    MeasureSpec("word_variety", "share", "Different words in 50"),
    MeasureSpec("numbers_mentioned", "times", "Numbers mentioned", kinds=(MENTION,)),
    MeasureSpec("results_mentioned", "times", "Result words", kinds=(MENTION,)),
    MeasureSpec("longest_sentence", "words", "Longest sentence", kinds=(SENTENCE,)),
)

DETECTOR = Detector(
    "word_choice",
    VERSION,
    "fluency",
    KINDS,
    NEEDS,
    Params(),
    SOURCES,
    detect,
    MEASURES,
    measure,
)
