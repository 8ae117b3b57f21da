"""Context of a possible filler: its neighbours, pauses, punctuation and length."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from secondtake.detectors.words.words_in_context import ContextWord


@dataclass(frozen=True, slots=True)
class Context:
    """A marker with its neighbours' plain words ("" beyond the speaker's own turn).

    Args:
        marker: the words of the marker itself.
        before, before2, after, after2, after3: the nearest words on each side.
        pause_s: from how much silence a pause sets a word apart.
        drawn_out_s: from what length a single word is held like a hesitation.
        near_filler: whether a filled pause stands right before or after.
        first: whether it begins what this speaker says.
        chained: whether only openers ("okay", "yeah", "right") stand between the sentence's start and it.
    """

    marker: tuple[ContextWord, ...]
    before: str
    before2: str
    after: str
    after2: str
    after3: str
    pause_s: float
    drawn_out_s: float
    near_filler: bool
    first: bool
    chained: bool

    @property
    def apart_before(self) -> bool:
        """Set apart from what comes before, by a comma, a pause or as the beginning."""
        return self.marker[0].comma_before or self.marker[0].pause_before_s >= self.pause_s

    @property
    def apart_after(self) -> bool:
        """Set apart from what follows, by a comma, a pause, the end, or by being held."""
        last = self.marker[-1]
        is_drawn_out = len(self.marker) == 1 and last.span.duration_s >= self.drawn_out_s
        return last.comma_after or last.pause_after_s >= self.pause_s or is_drawn_out

    @property
    def opens(self) -> bool:
        """At the beginning of a sentence."""
        return self.marker[0].opens

    @property
    def closes(self) -> bool:
        """At the end of a sentence."""
        return self.marker[-1].closes

    @property
    def inside(self) -> bool:
        """Within a sentence, neither its first nor its last word."""
        return not self.opens and not self.closes

    @property
    def asks(self) -> bool:
        """With a question mark behind it."""
        return "?" in self.marker[-1].word.text


Rule = Callable[[Context], str]
"""Returns the reason why a marker is a filler, "" if it is none."""
