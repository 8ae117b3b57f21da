"""The person's corrections and preferences for judging a recording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from secondtake.coaching.story.story_teller import StoryTeller
from secondtake.core.answer import Mark, SpeakerCorrection
from secondtake.core.conversation.word_corrections import WordCorrection
from secondtake.core.event import Event
from secondtake.core.insights.added_events import AddedEvent
from secondtake.core.norm import Baseline
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors.base import Detector


@dataclass(frozen=True)
class Dismissal:
    """An event that the person dismissed; it applies to every later review."""

    kind: str
    span: Span

    def covers(self, event: Event) -> bool:
        """Return whether it is the same event: same kind, and half of the shorter one shared."""
        shorter_s = min(self.span.duration_s, event.span.duration_s)
        return event.kind == self.kind and self.span.overlap_s(event.span) >= 0.5 * shorter_s


@dataclass(frozen=True)
class JudgingOptions:
    """The person's corrections and preferences for judging a recording.

    Args:
        marks: where the answers are; they override detected answers.
        questions: the questions in the order they were asked, if known.
        speakers: corrections in the order they were made; they override the diarization.
        words: what was really said, in the order it was put right.
        is_face_confirmed: the person said that the analysed face is theirs, where there are several.
        added: events that the person added; no measure counts them.
        muted: groups, detectors or event kinds to leave out altogether.
        dismissed: events that the person rejected.
        baselines: the person's own usual values by measure, from earlier sessions.
        neutral: where the person sat still in a neutral position for the recorder.
        earlier: tracks of an earlier calibration with the same camera (`calibration_tracks`).
        stories: tells the parts of answers apart; None leaves that out.
        params: other parameters than the published ones, by detector name.
    """

    marks: tuple[Mark, ...] = ()
    questions: tuple[str, ...] = ()
    speakers: tuple[SpeakerCorrection, ...] = ()
    words: tuple[WordCorrection, ...] = ()
    is_face_confirmed: bool = False
    added: tuple[AddedEvent, ...] = ()
    muted: frozenset[str] = frozenset()
    dismissed: tuple[Dismissal, ...] = ()
    baselines: Mapping[str, Baseline] = field(default_factory=dict)
    neutral: tuple[Span, ...] = ()
    earlier: Tracks | None = None
    stories: StoryTeller | None = None
    params: Mapping[str, Any] = field(default_factory=dict)

    def mutes(self, detector: Detector) -> bool:
        """Return whether the whole detector is muted."""
        return detector.is_muted_by(self.muted)


UNCHANGED = JudgingOptions()
"""No corrections and no preferences."""
