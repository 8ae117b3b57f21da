"""From a number to a sentence a person can use: what went well, what to work on, what to notice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from secondtake.core.measure import Measure, format_value
from secondtake.core.norm import Baseline, Norm

Better = Literal["lower", "higher", "inside", "none"]
FindingKind = Literal["improve", "strength", "notice"]

MAX_STRENGTHS = 3
MAX_IMPROVEMENTS = 3  # a few personal points taught, a dashboard did not (Chollet 2022; Fourati 2025)
OWN_NOISE_FACTOR = 2.0  # our choice: two standard errors before a change against oneself is called one
STEADY_SHARE = 0.5  # our choice: a strength lies in the better half of its range


@dataclass(frozen=True, slots=True)
class Advice:
    """What to say about a measure. Texts may use `{value}`, formatted for people.

    Args:
        improve: said when the value lies beyond its norm or clearly beyond the own baseline.
        strength: said when it lies well inside.
        drill: one exercise of under five minutes.
        changeable: how much a person can change it by practice, 0..1 (our choice, stated in the docs).
    """

    improve: str
    strength: str
    drill: str
    changeable: float = 0.5


@dataclass(frozen=True, slots=True)
class MeasureSpec:
    """What a measure means.

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
    """The measure's value as it stands in a sentence.

    >>> format_measure(Measure("x", 0.14, "share", 60)), format_measure(Measure("x", 4.12, "per min", 60))
    ('14 %', '4.1 times a minute')
    """
    if measure.value is None:
        return "not measurable"
    said = format_value(measure.value, measure.unit)
    return f"{said.removesuffix(' a minute')} times a minute" if measure.unit == "per min" else said


def deviation(value: float, noise: float, spec: MeasureSpec, baseline: Baseline | None) -> float:
    """How far on the unwanted side, 0 when not: from the own baseline first, else from the norm.

    Against oneself the unit is the usual spread (at least the noise); against a norm it is the share
    beyond the bound. Values within noise of the bound deviate by nothing.
    """
    if baseline is not None and spec.better in ("lower", "higher"):
        usual = max(baseline.mad, noise, 0.05 * abs(baseline.median), 1e-9)
        worse = (value - baseline.median) / usual * (1 if spec.better == "lower" else -1)
        return max(0.0, worse / OWN_NOISE_FACTOR - 1) if worse > OWN_NOISE_FACTOR else 0.0
    if spec.norm is None or spec.better == "none":
        return 0.0
    beyond = spec.norm.beyond(value)
    towards = -1 if spec.norm.high is not None and value > spec.norm.high else 1
    return beyond if spec.norm.beyond(value + towards * noise) > 0 else 0.0


def _steady(value: float, spec: MeasureSpec) -> bool:
    """Whether the value lies in the better half of its norm."""
    norm = spec.norm
    if norm is None or spec.better == "none" or norm.beyond(value) > 0:
        return False
    if spec.better == "lower" and norm.high is not None:
        return value <= STEADY_SHARE * norm.high
    if spec.better == "higher" and norm.low is not None:
        return value >= norm.low * (1 + STEADY_SHARE)
    return spec.better == "inside"


def judge_measure(
    measure: Measure,
    spec: MeasureSpec,
    *,
    baseline: Baseline | None = None,
    coverage: float = 1.0,
    evidence: tuple[str, ...] = (),
) -> Finding | None:
    """The finding for one measure, or None when there is nothing to say.

    Weight = deviation x coverage x how much a person can change it; that is the whole rule by which the
    page picks three things to work on.
    """
    if measure.value is None or spec.advice is None:
        return None
    advice, text = spec.advice, format_measure(measure)
    off = deviation(measure.value, measure.noise or 0.0, spec, baseline)
    if off > 0:
        weight = min(off, 3.0) * coverage * advice.changeable
        said = advice.improve.format(value=text)
        return Finding(measure.name, "improve", said, spec.norm, evidence, weight, advice.drill)
    if advice.strength and _steady(measure.value, spec):
        said = advice.strength.format(value=text)
        return Finding(measure.name, "strength", said, spec.norm, evidence, coverage)
    return None


def rank_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Strengths first, then what to work on, each by weight and at most three; the rest is to notice."""
    by_weight = sorted(findings, key=lambda f: (-f.weight, f.measure))
    strengths = [f for f in by_weight if f.kind == "strength"]
    improve = [f for f in by_weight if f.kind == "improve"]
    later: Sequence[Finding] = [replace(f, kind="notice") for f in improve[MAX_IMPROVEMENTS:]] + [
        f for f in by_weight if f.kind == "notice"
    ]
    ordered = [*strengths[:MAX_STRENGTHS], *improve[:MAX_IMPROVEMENTS], *later]
    return tuple(replace(f, rank=i + 1) for i, f in enumerate(ordered))
