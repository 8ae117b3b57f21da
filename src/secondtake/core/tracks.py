"""All observed tracks of one recording: the only input of the detectors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from secondtake.core.answer import Answer, Turn
from secondtake.core.event import Transcript, Word
from secondtake.core.series import Series, empty
from secondtake.core.spans import Span, gaps, intersect, merge

# Our choice: one goes on listening while the other takes a breath, and for a moment after the last word.
LISTENING_GAP_S, LISTENING_AFTER_S = 1.0, 0.7


@dataclass(frozen=True, slots=True)
class FaceAppearance:
    """One face in one place without a break.

    Attributes:
        span: when it was there.
        x, y: its centre, in shares of the frame's width and height; y downwards.
        width, height: its size, in the same shares.
        chosen: share of the time in which it was analysed as the person's, 0..1.
    """

    span: Span
    x: float
    y: float
    width: float
    height: float
    chosen: float = 0.0


@dataclass(frozen=True, eq=False)  # equal means the same object, so that what is derived can be remembered
class Tracks:
    """The tracks of one recording; names and units stand in docs/tracks.md.

    Args:
        duration_s: the recording's length.
        series: named signals of the observers.
        transcript: the words, or None where there was no sound to hear.
        speech: voice activity of anybody, or None where there was no sound.
        turns: who speaks when; empty where only one person is heard.
        answers: the answers, once found.
        neutral: where the person sat still and neutral for the recorder, if ever.
        facts: what observers found about the recording as a whole ("agc": 1.0, "faces": 2.0, ...).
        baselines: the person's usual value of measures, from at least three earlier sessions.
        faces: every face that appeared, whoever was analysed; None where that was not observed.
    """

    duration_s: float
    series: Mapping[str, Series] = field(default_factory=dict)
    transcript: Transcript | None = None
    speech: tuple[Span, ...] | None = None
    turns: tuple[Turn, ...] = ()
    answers: tuple[Answer, ...] = ()
    neutral: tuple[Span, ...] = ()
    facts: Mapping[str, float] = field(default_factory=dict)
    baselines: Mapping[str, float] = field(default_factory=dict)
    faces: tuple[FaceAppearance, ...] | None = None

    def __getitem__(self, name: str) -> Series:
        """Return the named series, or an empty one."""
        return self.series.get(name, empty(""))

    def has(self, names: Iterable[str]) -> bool:
        """Check that every name was observed; "speech" and "words" stand for audio and transcript."""
        present = {"speech": self.speech is not None, "words": self.transcript is not None}
        return all(present.get(n, bool(self[n].observed_spans())) for n in names)

    @property
    def whole(self) -> Span:
        """The recording from zero to its end."""
        return Span(0.0, self.duration_s)

    @property
    def scopes(self) -> tuple[Span, ...]:
        """The answers' spans, or the whole recording where there are none."""
        return tuple(a.span for a in self.answers) or (self.whole,)

    @cached_property
    def speaking(self) -> tuple[Span, ...]:
        """Spans of the candidate's speech: voice activity without the interviewer's turns."""
        theirs = [t.span for t in self.turns if t.speaker == "interviewer"]
        free = gaps(theirs, self.whole)
        return tuple(
            Span(max(s.start_s, f.start_s), min(s.end_s, f.end_s))
            for s in merge(self.speech or ())
            for f in free
            if s.overlap_s(f) > 0
        )

    @property
    def listening(self) -> tuple[Span, ...]:
        """Spans in which the interviewer speaks and the candidate does not; none without a second voice."""
        theirs = merge(t.span for t in self.turns if t.speaker == "interviewer")
        spoken = intersect(theirs, merge(self.speech or (), gap_s=LISTENING_GAP_S))
        own = merge(t.span for t in self.turns if t.speaker == "candidate")
        followed = merge(Span(s.start_s, s.end_s + LISTENING_AFTER_S) for s in spoken)
        return intersect(followed, gaps(own, self.whole))

    @property
    def words(self) -> tuple[Word, ...]:
        """The candidate's words; all words if speakers were not distinguished."""
        if self.transcript is None:
            return ()
        return self.transcript.by("candidate", "unknown")

    def with_series(self, **series: Series) -> Tracks:
        """Return the tracks with some series added or replaced."""
        return replace(self, series={**self.series, **series})
