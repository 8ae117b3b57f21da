"""All observed tracks of one recording: the only input of the detectors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from secondtake.core.answer import Answer, Turn
from secondtake.core.event import Transcript, Word
from secondtake.core.series import Series, empty
from secondtake.core.spans import Span, gaps, merge


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
    def words(self) -> tuple[Word, ...]:
        """The candidate's words; all words if speakers were not distinguished."""
        if self.transcript is None:
            return ()
        return self.transcript.by("candidate", "unknown")

    def with_series(self, **series: Series) -> Tracks:
        """Return the tracks with some series added or replaced."""
        return replace(self, series={**self.series, **series})
