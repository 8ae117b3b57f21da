"""Findings: sentences about measures that are outside their norm."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from secondtake.core.event import Event, of_kind
from secondtake.core.measure import Measure, format_value
from secondtake.core.norm import Baseline, Norm
from secondtake.core.spans import Span

Better = Literal["lower", "higher", "inside", "none"]
FindingKind = Literal["improve", "strength", "notice"]

OWN_NOISE_FACTOR = 2.0  # our choice: two spreads before a change against oneself is called one
MIN_OBSERVED_S = 60.0  # no rate and no share from under a minute
MIN_EVENTS = 3  # two may be chance


@dataclass(frozen=True, slots=True)
class Advice:
    """Texts about a measure. They may use `{value}`, formatted for people.

    Args:
        improve: said when the value lies beyond its norm.
        drill: one exercise of under five minutes.
        changeable: how much a person can change it by practice, 0..1 (our choice, stated in the docs).
    """

    improve: str
    drill: str
    changeable: float = 0.5


@dataclass(frozen=True, slots=True)
class MeasureSpec:
    """Description of a measure.

    Args:
        name, unit: as in `Measure`.
        label: what people call it ("Fillers").
        better: which direction a person would usually want; "none" is shown and never judged.
        kinds: the event kinds that are its evidence.
        norm: the range worth noticing when left, if any.
        advice: what to say, if anything is ever to be said.
        comparable: whether it may be compared with another recording (another microphone, another room).
    """

    name: str
    unit: str
    label: str
    better: Better = "none"
    kinds: tuple[str, ...] = ()
    norm: Norm | None = None
    advice: Advice | None = None
    comparable: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about one measure, with its evidence."""

    measure: str
    kind: FindingKind
    text: str
    norm: Norm | None
    evidence: tuple[str, ...]
    weight: float
    drill: str = ""
    rank: int = 0


def format_measure(measure: Measure) -> str:
    """Format the measure's value for a sentence.

    >>> format_measure(Measure("x", 0.14, "share", 60)), format_measure(Measure("x", 4.12, "per min", 60))
    ('14 %', '4.1 times a minute')
    """
    if measure.value is None:
        return "not measurable"
    text = format_value(measure.value, measure.unit)
    return f"{text.removesuffix(' a minute')} times a minute" if measure.unit == "per min" else text


def deviation(value: float, noise: float, norm: Norm | None) -> float:
    """Return how far a value lies beyond its norm, in shares of the bound; 0 within one noise of it."""
    if norm is None:
        return 0.0
    beyond = norm.beyond(value)
    towards = -1 if norm.high is not None and value > norm.high else 1
    return beyond if norm.beyond(value + towards * noise) > 0 else 0.0


def notice_measure(
    measure: Measure,
    spec: MeasureSpec,
    *,
    baseline: Baseline | None = None,
    coverage: float = 1.0,
    evidence: tuple[str, ...] = (),
) -> Finding | None:
    """Return what is worth noticing about one measure, or None.

    A value surely beyond its norm is worth noticing, whether it is usual for the person ("Still") or not
    ("New for you"); inside the norm nothing is. A value whose uncertainty is not known, one from under a
    minute, and one from fewer than three events are never spoken of.
    """
    is_thin = measure.observed_s < MIN_OBSERVED_S or (bool(spec.kinds) and len(evidence) < MIN_EVENTS)
    if (
        measure.value is None
        or measure.noise is None
        or spec.advice is None
        or spec.better == "none"
        or is_thin
    ):
        return None
    excess = deviation(measure.value, measure.noise, spec.norm)
    if excess <= 0:
        return None
    text = _lead(measure, spec, baseline) + spec.advice.improve.format(value=format_measure(measure))
    weight = min(excess, 3.0) * coverage * spec.advice.changeable
    return Finding(measure.name, "notice", text, spec.norm, evidence, weight, spec.advice.drill)


def notices(
    measures: Iterable[Measure],
    specs: Mapping[str, MeasureSpec],
    baselines: Mapping[str, Baseline],
    events: Sequence[Event],
    scope: Span,
) -> tuple[Finding, ...]:
    """Return what else is worth noticing in one stretch, unranked, with its evidence inside it."""
    findings = []
    for measure in measures:
        spec = specs[measure.name]
        inside = [e for e in of_kind(events, *spec.kinds) if e.span.overlap_s(scope) > 0]
        finding = notice_measure(
            measure,
            spec,
            baseline=baselines.get(measure.name) if spec.comparable else None,
            coverage=min(1.0, measure.observed_s / max(scope.duration_s, 1e-9)),
            evidence=tuple(e.id for e in inside),
        )
        if finding:
            findings.append(finding)
    return tuple(findings)


def _lead(measure: Measure, spec: MeasureSpec, baseline: Baseline | None) -> str:
    if baseline is None or measure.value is None:
        return ""
    spread = max(baseline.mad, measure.noise or 0.0, 0.05 * abs(baseline.median), 1e-9)
    worse = (measure.value - baseline.median) / spread * (-1 if spec.better == "higher" else 1)
    return "New for you: " if worse > OWN_NOISE_FACTOR else "Still: "
