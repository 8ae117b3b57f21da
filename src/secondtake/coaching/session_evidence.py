"""What the coaching rule looks at: one recording's answers, words, events and measures, already found."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from secondtake.core.event import Event, Word
from secondtake.core.findings import MeasureSpec
from secondtake.core.measure import Measure
from secondtake.core.norm import Baseline
from secondtake.core.spans import Span
from secondtake.detectors.words import filler

if TYPE_CHECKING:
    from secondtake.coaching.story.told_answer import ToldAnswer

SENTENCE_GAP_S = 1.2  # our choice: where the recogniser wrote no full stop, a breath of this length ends one
QUOTE_WORDS = 12  # our choice: enough to know the place again, short enough to read at a glance
AFTER_CUE = 2  # our choice: the number and what is counted
CLAUSE_WORDS = 4  # our choice: a clause of so many words stands for its sentence
MAX_REPEATED_WORDS = 3  # our choice: a longer repetition is meant
UNFINISHED = re.compile(
    r"(an?|the|to|of|and|or|but|in|on|at|for|with|that|this|my|our|their|his|her|its|is|was|were|are|by|from|as|"
    r"so|how|who|which|if|when|i|we|he|she|they|it)"
)
"""Words on which no quote ends that goes on."""
JOINERS = frozenset(["and", "but", "so", "to", "that"])  # no quote begins on these
NOT_QUOTED = frozenset({filler.NAME})


@dataclass(frozen=True, slots=True)
class Sentence:
    """Consecutive words up to a full stop or a long breath."""

    words: tuple[Word, ...]

    @property
    def span(self) -> Span:
        """Time from its first word to its last."""
        return Span(self.words[0].span.start_s, self.words[-1].span.end_s)

    @property
    def spoken(self) -> tuple[Word, ...]:
        """Its words without ums."""
        return tuple(w for w in self.words if w.kind not in NOT_QUOTED)

    @property
    def plain(self) -> str:
        """Lower case, without punctuation or ums: what cues are looked for in."""
        return " ".join(plain_word(w.text) for w in self.spoken)

    def quote(self, cue: re.Pattern[str] | None = None) -> str:
        """Its beginning in quotation marks, without ums; with a cue, from the clause on that holds it.

        >>> def word(text: str, i: int) -> Word:
        ...     return Word(text, Span(i, i + 1), 1.0, kind="filler" if text == "um," else "word")
        >>> texts = "It was, um, hard, but we won the cup.".split()
        >>> sentence = Sentence(tuple(word(text, i) for i, text in enumerate(texts)))
        >>> sentence.quote(), sentence.quote(re.compile("won"))
        ('“It was hard, but we won the cup”', '“…we won the cup”')
        """
        texts = self._texts()
        at = _word_of(cue, texts) if cue else 0
        begin = _clause_begin(texts, at)
        stop = _clause_stop(texts, begin, at)
        text = " ".join(texts[begin:stop]).rstrip(".,;:!")
        return f"“{'…' if begin else ''}{text}{'…' if stop < len(texts) else ''}”"

    def quote_end(self) -> str:
        """Return its last words in quotation marks, from the beginning of a clause where one is near.

        >>> texts = "I gave it to her on the day after that and, as far as I know, she has it.".split()
        >>> Sentence(tuple(Word(t, Span(i, i + 1), 1.0) for i, t in enumerate(texts))).quote_end()
        '“…as far as I know, she has it”'
        """
        texts = self._texts()
        begin = max(0, len(texts) - QUOTE_WORDS)
        if begin:
            clauses = range(begin, len(texts) - CLAUSE_WORDS)
            begin = next((i for i in clauses if texts[i - 1][-1:] in ",;:"), begin)
        text = " ".join(texts[begin:]).rstrip(".,;:!?")
        return f"“{'…' if begin else ''}{text}”"

    def _texts(self) -> list[str]:
        """Return its words without ums, and said once where they were said twice in a row."""
        texts = [
            w.text.rstrip(",") if following is not None and following.kind in NOT_QUOTED else w.text
            for w, following in zip(self.words, [*self.words[1:], None], strict=True)
            if w.kind not in NOT_QUOTED
        ]
        return _without_repeats(texts)


def _word_of(cue: re.Pattern[str], texts: Sequence[str]) -> int:
    """Return the index of the word at which the cue stands, 0 without one."""
    plain = " ".join(map(plain_word, texts))
    match = cue.search(plain)
    return plain[: match.start()].count(" ") if match else 0


def _clause_begin(texts: Sequence[str], at: int) -> int:
    """Return where a quote begins that is to hold a word: with its clause, or later in a long one."""
    begin = next((i + 1 for i in range(at - 1, -1, -1) if texts[i][-1:] in ",;:"), 0)
    begin = max(begin if len(texts) - begin >= CLAUSE_WORDS else 0, at + AFTER_CUE - QUOTE_WORDS)
    while begin < at and plain_word(texts[begin]) in (JOINERS if begin else {"and"}):
        begin += 1
    return begin


def _clause_stop(texts: Sequence[str], begin: int, at: int) -> int:
    """Return where such a quote stops: with the clause, or before a word on which nothing ends."""
    stop = min(begin + QUOTE_WORDS, len(texts))
    clause = next((i + 1 for i in range(max(begin, at), stop) if texts[i][-1:] in ",;:"), 0)
    if clause - begin >= CLAUSE_WORDS or stop == len(texts):
        return clause if clause - begin >= CLAUSE_WORDS else stop
    while stop - 1 > max(begin + CLAUSE_WORDS, at) and UNFINISHED.fullmatch(plain_word(texts[stop - 1])):
        stop -= 1
    return stop


def plain_word(text: str) -> str:
    """Return a word in lower case without the punctuation around it.

    >>> plain_word("“Don’t,")
    "don't"
    """
    return text.lower().replace("’", "'").strip(".,;:!?…“”\"'()-")


def _without_repeats(texts: Sequence[str]) -> list[str]:
    """Return words without those that are said again at once.

    >>> _without_repeats("I, I saw it, I saw the the chart".split())
    ['I', 'saw', 'it,', 'I', 'saw', 'the', 'chart']
    """
    once: list[str] = []
    for text in texts:
        once.append(text)
        for n in range(1, MAX_REPEATED_WORDS + 1):
            plain = [plain_word(t) for t in once[-2 * n :]]
            if len(plain) == 2 * n and plain[:n] == plain[n:]:
                del once[-2 * n : -n]
                break
    return once


def split_sentences(words: Sequence[Word]) -> tuple[Sentence, ...]:
    """Group words into sentences by punctuation and long breaths."""
    sentences: list[list[Word]] = [[]]
    for word, following in pairwise([*words, None]):
        assert word is not None
        sentences[-1].append(word)
        ends = word.text.rstrip("”\"')")[-1:] in {".", "?", "!"}
        if following is not None and (ends or following.span.start_s - word.span.end_s >= SENTENCE_GAP_S):
            sentences.append([])
    return tuple(Sentence(tuple(s)) for s in sentences if s)


@dataclass(frozen=True)
class AnswerEvidence:
    """One answer as the rule sees it.

    Args:
        words: the person's own, in order, with the kinds that detectors gave them.
        events: undismissed and unmuted, those whose middle lies in the answer.
        measures: by name, over this answer.
        speaking_s: seconds of own speech in it.
        told: the parts of its story, where they were told apart.
        question_id: the question in the person's library, where the recorder knew it.
    """

    index: int
    question: str
    span: Span
    words: tuple[Word, ...]
    events: tuple[Event, ...]
    measures: Mapping[str, Measure]
    speaking_s: float
    told: ToldAnswer | None = None
    question_id: str | None = None
    sentences: tuple[Sentence, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sentences", split_sentences(self.words))

    def of(self, *kinds: str) -> tuple[Event, ...]:
        """Return the answer's events of these kinds."""
        return tuple(e for e in self.events if e.kind in kinds)

    def value(self, name: str) -> float | None:
        """Return the value of a measure over this answer, or None where it was not measurable."""
        return self.measures[name].value if name in self.measures else None


@dataclass(frozen=True)
class SessionEvidence:
    """One recording as the rule sees it.

    Args:
        language: two-letter code; what is said is only looked at in English.
        measures, specs: over the whole recording, by name.
        baselines: the same person's usual values under like conditions.
        lively: the fifteen seconds of most energy, where they are clearly above the rest.
    """

    duration_s: float
    language: str
    answers: tuple[AnswerEvidence, ...]
    events: tuple[Event, ...]
    measures: Mapping[str, Measure]
    specs: Mapping[str, MeasureSpec]
    baselines: Mapping[str, Baseline] = field(default_factory=dict)
    lively: Span | None = None

    @property
    def speaking_s(self) -> float:
        """Seconds of own speech in all answers."""
        return sum(a.speaking_s for a in self.answers)

    def norm_high(self, measure: str) -> float | None:
        """Return the upper bound of a measure's norm, if it has one."""
        spec = self.specs.get(measure)
        return spec.norm.high if spec and spec.norm else None


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that could be said, before the rule chooses.

    Args:
        topic: a name in `TOPICS` or `STRENGTHS`.
        text: the sentence for the person.
        moments: where to watch it, the best place first.
        deviation: how far from what would be good, 0..1.
        coverage: how much of the answer it was observed in, 0..1.
        observations: independent observations behind it; fewer than three are never put first.
        evidence: ids of events.
        answer: index, or None for the whole session.
        why: the numbers behind it, for whoever asks.
    """

    topic: str
    text: str
    moments: tuple[Span, ...]
    deviation: float
    observations: int
    coverage: float = 1.0
    evidence: tuple[str, ...] = ()
    answer: int | None = None
    why: str = ""
