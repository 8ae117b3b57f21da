"""What a person may change about how a recording is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from secondtake.core.answer import Mark, SpeakerCorrection
from secondtake.core.event import Event
from secondtake.core.norm import Baseline
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors.base import Detector


@dataclass(frozen=True)
class Dismissal:
    """A moment of which the person said "not one"; it holds over every later judgement."""

    kind: str
    span: Span

    def covers(self, event: Event) -> bool:
        """Whether it is the same moment: same kind, and half of the shorter one shared."""
        shorter_s = min(self.span.duration_s, event.span.duration_s)
        return event.kind == self.kind and self.span.overlap_s(event.span) >= 0.5 * shorter_s


@dataclass(frozen=True)
class JudgingOptions:
    """What a person may change about a judgement.

    Args:
        marks: answers given from outside; they override everything heard.
        questions: the questions in the order they were asked, if known.
        speakers: what the person said about who speaks, in that order; overrides everything heard.
        muted: groups, detectors or event kinds to leave out altogether.
        dismissed: moments that were not what they were taken for.
        baselines: the person's own usual values by measure, from earlier sessions.
        neutral: where the person sat still and neutral for the recorder.
        earlier: what was seen in an earlier neutral part with the same camera (`core.sitting.neutral_part`).
        params: other parameters than the published ones, by detector name.
    """

    marks: tuple[Mark, ...] = ()
    questions: tuple[str, ...] = ()
    speakers: tuple[SpeakerCorrection, ...] = ()
    muted: frozenset[str] = frozenset()
    dismissed: tuple[Dismissal, ...] = ()
    baselines: Mapping[str, Baseline] = field(default_factory=dict)
    neutral: tuple[Span, ...] = ()
    earlier: Tracks | None = None
    params: Mapping[str, Any] = field(default_factory=dict)

    def mutes(self, detector: Detector) -> bool:
        """Whether the detector is left out as a whole."""
        return detector.is_muted_by(self.muted)


UNCHANGED = JudgingOptions()
"""The recording speaks for itself."""
