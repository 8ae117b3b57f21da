"""Types of the review's JSON (docs/review-json.md), for code that reads it. `core.review` writes it."""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict


class SpanJson(TypedDict):
    """Seconds from the recording's zero, half-open."""

    start_s: float
    end_s: float


class WordJson(SpanJson):
    """One word as it was heard."""

    text: str
    probability: float
    speaker: str
    kind: str


class EventJson(SpanJson):
    """One moment that a detector found."""

    id: str
    kind: str
    label: str
    strength: float
    confidence: float
    answer: int | None
    detector: str
    dismissed: bool
    why: str


class AddedEventJson(EventJson):
    """A moment that the person added; `detected` where a detector finds it by now."""

    detected: bool


class MeasureJson(TypedDict):
    """One number; `why_not` where there is none."""

    value: float | None
    unit: str
    observed_s: float
    noise: float | None
    why_not: NotRequired[str]


class NormJson(TypedDict):
    """A range with its source."""

    low: float | None
    high: float | None
    source: str
    grade: str
    url: str


class FindingJson(TypedDict):
    """One sentence about a measure."""

    measure: str
    kind: str
    text: str
    norm: NormJson | None
    evidence: list[str]
    weight: float
    drill: str
    rank: int


class AnswerJson(SpanJson):
    """One answer with its numbers."""

    index: int
    question: str
    question_id: str | None
    question_span: SpanJson | None
    found_by: str
    measures: dict[str, MeasureJson]
    findings: list[FindingJson]
    story: NotRequired[dict[str, Any] | None]


class PointJson(TypedDict):
    """One thing to keep or to change."""

    topic: str
    label: str
    text: str
    evidence: list[str]
    moments: list[SpanJson]
    why: str
    answer: int | None
    observations: int
    priority: float | None
    source: dict[str, str] | None
    drill: str


class MorePointsJson(TypedDict):
    """Further findings, behind "Show me more"."""

    keep: list[PointJson]
    change: list[PointJson]


class SayAgainJson(TypedDict):
    """The answer to record again."""

    answer: int
    text: str
    drill: str
    evidence: list[str]
    why: str


class DebriefJson(TypedDict):
    """Advice on an answer, or on the session (`answer` null)."""

    answer: int | None
    keep: PointJson | None
    change: PointJson | None
    say_again: SayAgainJson | None
    more: MorePointsJson


class DoubtJson(TypedDict):
    """A reason to give no advice."""

    code: str
    text: str
    repairs: list[str]


class PersonJson(TypedDict):
    """One of the people in the video; the box is in shares of the frame, with its centre at x, y."""

    number: int
    box: dict[str, float]
    seconds: float
    at_s: float
    chosen: bool


class SignalJson(TypedDict):
    """One signal, at most ten samples a second; null where nothing was observed."""

    unit: str
    times_s: list[float]
    values: list[float | None]


class ReviewJson(TypedDict):
    """A whole review; earlier versions lack the keys that are not required."""

    schema: int
    recording: dict[str, Any]
    language: dict[str, Any] | None
    words: list[WordJson]
    events: list[EventJson]
    answers: list[AnswerJson]
    measures: dict[str, MeasureJson]
    findings: list[FindingJson]
    signals: dict[str, SignalJson]
    coverage: dict[str, float]
    warnings: list[str]
    provenance: dict[str, Any]
    timing: dict[str, Any]
    debrief: NotRequired[list[DebriefJson]]
    doubts: NotRequired[list[DoubtJson]]
    setup: NotRequired[list[str]]
    person: NotRequired[str]
    people: NotRequired[list[PersonJson]]
    specs: NotRequired[dict[str, dict[str, Any]]]
    kinds: NotRequired[dict[str, dict[str, Any]]]
    sources: NotRequired[dict[str, list[dict[str, str]]]]
    speech: NotRequired[list[SpanJson]]
    not_understood: NotRequired[list[SpanJson]]
    turns: NotRequired[list[dict[str, Any]]]
    observed: NotRequired[dict[str, list[SpanJson]]]
    habits: NotRequired[list[dict[str, Any]]]
    patterns: NotRequired[list[dict[str, Any]]]
    added: NotRequired[list[AddedEventJson]]
    coach: NotRequired[list[dict[str, Any]]]
    codings: NotRequired[list[dict[str, Any]]]
    agreement: NotRequired[list[dict[str, Any]]]
    energy_shape: NotRequired[dict[str, Any] | None]
    conditions: NotRequired[dict[str, Any]]
