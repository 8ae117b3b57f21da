"""Answers: which span of the recording answers which question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from secondtake.core.spans import Span

Side = Literal["candidate", "interviewer"]
FoundBy = Literal["marks", "speakers", "questions", "pauses", "whole"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer.

    Args:
        index: 0 for the first.
        span: from the candidate's first word to the last.
        question: its text as asked, or "" where unknown.
        found_by: how the boundaries were found.
        question_span: when the question was asked, where that was heard or marked.
        question_id: the question in the person's library.
    """

    index: int
    span: Span
    question: str = ""
    found_by: FoundBy = "whole"
    question_span: Span | None = None
    question_id: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """An answer's bounds from the recorder, a marks file, or a person's correction.

    Args:
        question: its text, "" where unknown.
        span: when it was answered.
        question_span: when it was asked, if known.
        question_id: the question in the person's library.
        countdown_s: length of the recorder's countdown at the end of `question_span`, in which nobody asks.
    """

    span: Span
    question: str = ""
    question_span: Span | None = None
    question_id: str | None = None
    countdown_s: float = 0.0

    @property
    def free_s(self) -> float:
        """Time from which all speech is the person's."""
        return max(0.0, self.span.start_s - self.countdown_s)


@dataclass(frozen=True, slots=True)
class Calibration:
    """The recorder's calibration.

    Args:
        neutral: where in the recording they sat still and neutral, if it was asked this time.
        camera: the camera's name, "" where unknown.
    """

    neutral: tuple[Span, ...] = ()
    camera: str = ""


NO_CALIBRATION = Calibration()


@dataclass(frozen=True, slots=True)
class Turn:
    """A span in which one side speaks."""

    speaker: Side
    span: Span


@dataclass(frozen=True, slots=True)
class SwapSpeakers:
    """A correction that exchanges candidate and interviewer."""


SpeakerCorrection = Turn | SwapSpeakers
