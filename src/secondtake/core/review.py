"""Results of one run, and their JSON (docs/review-json.md: schema 1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from secondtake.core.answer import Answer
from secondtake.core.event import Event, Transcript
from secondtake.core.findings import Finding, MeasureSpec
from secondtake.core.measure import Measure
from secondtake.core.norm import Norm, Source
from secondtake.core.recording import Recording
from secondtake.core.series import Series
from secondtake.core.spans import Span

SCHEMA = 1


@dataclass(frozen=True)
class Provenance:
    """Versions that produced a review: enough to know whether two numbers are comparable."""

    version: str
    detectors: Mapping[str, int] = field(default_factory=dict)
    weights: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class AnswerReview:
    """One answer with its numbers."""

    answer: Answer
    measures: tuple[Measure, ...] = ()
    findings: tuple[Finding, ...] = ()
    story: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Review:
    """All results for one recording.

    `extras` are further keys of docs/review-json.md, each already plain (habits, patterns, energy
    shape, what each number means): they may grow without a new schema.
    """

    recording: Recording
    transcript: Transcript | None
    events: tuple[Event, ...]
    answers: tuple[AnswerReview, ...]
    measures: tuple[Measure, ...]
    findings: tuple[Finding, ...]
    signals: Mapping[str, Series]
    coverage: Mapping[str, float]
    warnings: tuple[str, ...]
    provenance: Provenance
    timing: Mapping[str, Any] = field(default_factory=dict)
    extras: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the review as plain values; times in seconds, null where not observed."""
        answer_spans = tuple(a.answer.span for a in self.answers)
        words = self.transcript.words if self.transcript else ()
        return {
            "schema": SCHEMA,
            "recording": self.recording.as_dict(),
            "language": self.transcript
            and {
                "code": self.transcript.language,
                "validated": self.transcript.validated,
                "candidates": list(self.transcript.candidates),
            },
            "words": [
                {
                    "text": w.text,
                    **span_json(w.span),
                    "probability": round(w.probability, 3),
                    "speaker": w.speaker,
                    "kind": w.kind,
                }
                for w in words
            ],
            "events": [_event(e, answer_spans) for e in self.events],
            "answers": [_answer(a) for a in self.answers],
            "measures": {m.name: _measure(m) for m in self.measures},
            "findings": [_finding(f) for f in self.findings],
            "signals": {name: _series(s) for name, s in self.signals.items()},
            "coverage": {name: round(share, 3) for name, share in self.coverage.items()},
            "warnings": list(self.warnings),
            "provenance": {
                "version": self.provenance.version,
                "detectors": dict(self.provenance.detectors),
                "weights": dict(self.provenance.weights),
                "settings": dict(self.provenance.settings),
            },
            "timing": dict(self.timing),
            **self.extras,
        }


def spec_json(spec: MeasureSpec) -> dict[str, Any]:
    """Return a measure's description for pages and reports."""
    return {
        "name": spec.name,
        "label": spec.label,
        "unit": spec.unit,
        "better": spec.better,
        "kinds": list(spec.kinds),
        "comparable": spec.comparable,
        "norm": spec.norm and norm_json(spec.norm),
        "drill": spec.advice.drill if spec.advice else "",
    }


def norm_json(norm: Norm) -> dict[str, Any]:
    """Return a range with its source and grade."""
    return {"low": norm.low, "high": norm.high, **source_json(norm.source)}


def source_json(source: Source) -> dict[str, str]:
    """Return the authors, the quality of the evidence, and the link."""
    return {"source": source.text, "grade": source.grade, "url": source.url}


def span_json(span: Span) -> dict[str, float]:
    """Return start and end, rounded to milliseconds."""
    return {"start_s": round(span.start_s, 3), "end_s": round(span.end_s, 3)}


def _event(event: Event, answers: tuple[Span, ...]) -> dict[str, Any]:
    middle_s = event.span.middle_s
    return {
        "id": event.id,
        "kind": event.kind,
        "label": event.label,
        **span_json(event.span),
        "strength": round(event.strength, 3),
        "confidence": round(event.confidence, 3),
        "answer": next((i for i, span in enumerate(answers) if span.contains(middle_s)), None),
        "detector": event.detector,
        "dismissed": event.dismissed,
        "why": event.why,
    }


def _measure(measure: Measure) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "value": None if measure.value is None else round(measure.value, 4),
        "unit": measure.unit,
        "observed_s": round(measure.observed_s, 2),
        "noise": None if measure.noise is None else round(measure.noise, 4),
    }
    return plain | ({"why_not": measure.why_not} if measure.value is None else {})


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "measure": finding.measure,
        "kind": finding.kind,
        "text": finding.text,
        "norm": finding.norm and norm_json(finding.norm),
        "evidence": list(finding.evidence),
        "weight": round(finding.weight, 3),
        "drill": finding.drill,
        "rank": finding.rank,
    }


def _answer(review: AnswerReview) -> dict[str, Any]:
    answer = review.answer
    return {
        "index": answer.index,
        "question": answer.question,
        "question_id": answer.question_id,
        **span_json(answer.span),
        "question_span": answer.question_span and span_json(answer.question_span),
        "found_by": answer.found_by,
        "measures": {m.name: _measure(m) for m in review.measures},
        "findings": [_finding(f) for f in review.findings],
        "story": review.story and dict(review.story),
    }


def _series(series: Series) -> dict[str, Any]:
    is_observed = np.isfinite(series.values)
    return {
        "unit": series.unit,
        "times_s": np.round(series.times_s, 3).tolist(),
        "values": [
            value if ok else None
            for value, ok in zip(np.round(series.values, 4).tolist(), is_observed.tolist(), strict=True)
        ],
    }
