"""The rules every detector keeps. Each is a function that raises `AssertionError` for one that does not."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, get_args

import numpy as np

from contract import heard_examples
from secondtake.core.answer import Answer, Turn
from secondtake.core.event import Transcript, Word
from secondtake.core.event_kinds import LaneGroup, Marker
from secondtake.core.measure import Measure
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors import event_kinds
from secondtake.detectors.base import Detector, Group

ROOT = Path(__file__).parents[2]
SHIFT_S = 7.0
OTHER_FACTORS = (0.05, 0.2, 0.5, 0.8, 1.25, 2.0, 5.0, 20.0)


def is_described(detector: Detector, examples: Sequence[Tracks]) -> None:
    """Name, version, group, kinds with names for people, tracks, and at least one source."""
    assert detector.name.isidentifier()
    assert detector.version >= 1
    assert detector.group in get_args(Group)
    assert detector.kinds or detector.measures
    for kind in detector.kinds:
        assert kind.name.isidentifier()
        assert all((kind.singular, kind.plural, kind.lane_label, kind.about)), f"{kind.name} lacks a name"
        assert kind.lane_group in get_args(LaneGroup)
        assert kind.marker in get_args(Marker)
        assert 0 < kind.tolerance_s <= 2
    assert detector.needs
    assert detector.sources
    assert all(s.text and s.grade for s in detector.sources)


def is_documented(detector: Detector, examples: Sequence[Tracks]) -> None:
    """A paragraph under docs/detectors that names its kinds, measures and tracks it cannot do without."""
    page = ROOT / "docs" / "detectors" / f"{detector.name}.md"
    assert page.exists(), f"write {page.relative_to(ROOT)}"
    text = page.read_text(encoding="utf-8")
    for word in (*detector.kind_names, *(s.name for s in detector.measures)):
        assert f"`{word}`" in text, f"{page.name} does not mention `{word}`"


def parameters_are_explained(detector: Detector, examples: Sequence[Tracks]) -> None:
    """Parameters are a frozen dataclass, and its docstring (or a parent's) tells of every field."""
    assert is_dataclass(detector.params)
    assert detector.params.__dataclass_params__.frozen
    told = " ".join(inspect.getdoc(c) or "" for c in type(detector.params).__mro__)
    for field in fields(detector.params):
        assert field.name in told, f"{field.name} is not explained"


def finds_something(detector: Detector, examples: Sequence[Tracks]) -> None:
    """Each kind occurs in one of its test's examples, with a sane event and a reason in words."""
    assert examples
    found = [(e, t) for t in examples for e in detector.detect(t, detector.params).events]
    assert {e.kind for e, _ in found} == set(detector.kind_names)
    for event, tracks in found:
        assert 0.0 <= event.span.start_s <= event.span.end_s <= tracks.duration_s + 1.0
        assert 0.0 <= event.confidence <= 1.0
        assert np.isfinite(event.strength)
        assert event.why, f"{event.kind} has no reason"


def is_orderly(detector: Detector, examples: Sequence[Tracks]) -> None:
    """Events come sorted, of the kinds announced, from scores on a clock; the same tracks give the same."""
    for tracks in examples:
        once, again = (detector.detect(tracks, detector.params) for _ in range(2))
        starts = [e.span.start_s for e in once.events]
        assert starts == sorted(starts)
        assert {e.kind for e in once.events} <= set(detector.kind_names)
        assert once.events == again.events
        assert all(s.unit for s in once.scores.values())


def finds_nothing_in_nothing(detector: Detector, examples: Sequence[Tracks]) -> None:
    """Empty tracks, and tracks in which nothing was observed, give no event and no number."""
    for tracks in (Tracks(60.0), *(blinded(t) for t in examples)):
        found = detector.detect(tracks, detector.params)
        assert found.events == ()
        measures = detector.measure(found, tracks, tracks.whole)
        assert all(m.value is None or _empty_total(m) for m in measures), measures


def _empty_total(measure: Measure) -> bool:
    """A sum of seconds may be nought where nothing was; a rate, a share or a median may not."""
    return measure.unit == "s" and measure.value == 0.0


def follows_the_clock(detector: Detector, examples: Sequence[Tracks]) -> None:
    """Everything seven seconds later: the same events seven seconds later."""
    for tracks in examples:
        before = detector.detect(tracks, detector.params).events
        after = detector.detect(shifted(tracks, SHIFT_S), detector.params).events
        assert [(e.kind, e.label) for e in after] == [(e.kind, e.label) for e in before]
        for a, b in zip(after, before, strict=True):
            assert abs(a.span.start_s - b.span.start_s - SHIFT_S) < 1e-3
            assert abs(a.span.end_s - b.span.end_s - SHIFT_S) < 1e-3


def every_parameter_matters(detector: Detector, examples: Sequence[Tracks]) -> None:
    """For each parameter there is another value that changes what is found in the examples."""
    usual = [_outcome(detector, t, detector.params) for t in examples]
    for field in fields(detector.params):
        assert any(
            [_outcome(detector, t, other) for t in examples] != usual
            for other in other_values(detector.params, field.name)
        ), f"no other value of {field.name} changes anything"


def measures_what_it_says(detector: Detector, examples: Sequence[Tracks]) -> None:
    """For any stretch the announced measures in their units: a finite number or None with a reason."""
    for tracks in examples:
        found = detector.detect(tracks, detector.params)
        for scope in (tracks.whole, Span(0.0, tracks.duration_s / 2), Span(0.0, 0.0)):
            measures = detector.measure(found, tracks, scope)
            assert [(m.name, m.unit) for m in measures] == [(s.name, s.unit) for s in detector.measures]
            for measure in measures:
                assert measure.value is not None or measure.why_not, f"{measure.name}: why not?"
                assert measure.observed_s <= scope.duration_s + 1.0
                assert scope.duration_s > 0 or measure.value is None or _empty_total(measure)


def advice_can_be_followed(detector: Detector, examples: Sequence[Tracks]) -> None:
    """Advice has a drill and stays plain; what is judged has a norm with a source, or the own baseline."""
    for spec in detector.measures:
        assert spec.label
        assert set(spec.kinds) <= {*event_kinds(), *detector.kind_names}  # perhaps of other detectors
        if spec.advice is not None:
            assert "{value}" in spec.advice.improve
            assert spec.advice.drill
            assert 0.0 < spec.advice.changeable <= 1.0
        said = f"{spec.advice}".lower()
        for word in ("confident", "hireab", "honesty", "personality", "emotion"):
            assert word not in said, f"{spec.name} says {word}"


RULES = (
    is_described,
    is_documented,
    parameters_are_explained,
    finds_something,
    is_orderly,
    finds_nothing_in_nothing,
    follows_the_clock,
    every_parameter_matters,
    measures_what_it_says,
    advice_can_be_followed,
)


def examples_of(detector: Detector) -> tuple[Tracks, ...]:
    """What the detector's own test file offers as `EXAMPLES`, or the made-up speech that several share."""
    module = detector.detect.__module__.rsplit(".", 1)[-1]
    own = importlib.import_module(f"detectors.test_{module}")
    return tuple(getattr(own, "EXAMPLES", ()) or heard_examples.EXAMPLES[detector.name])


def _outcome(detector: Detector, tracks: Tracks, params: Any) -> Any:
    """What is found with these parameters, comparable; a refusal (stay above enter) is an outcome too."""
    try:
        found = detector.detect(tracks, params)
    except ValueError:
        return None
    scores = {name: s.values.tobytes() for name, s in found.scores.items()}
    return found.events, scores, found.warnings


def other_values(params: Any, name: str) -> Iterator[Any]:
    """The parameters with one field smaller and larger by factors; values they refuse are left out."""
    value = getattr(params, name)
    if isinstance(value, bool):
        candidates: list[Any] = [not value]
    elif isinstance(value, int):
        candidates = [max(0, value + step) for step in (-4, -2, -1, 1, 2, 4, 40)]
    elif isinstance(value, float):
        candidates = [value * factor for factor in OTHER_FACTORS]
    else:
        candidates = [type(value)()]
    for candidate in candidates:
        try:
            yield replace(params, **{name: candidate})
        except ValueError:
            continue


def blinded(tracks: Tracks) -> Tracks:
    """The same recording with nothing observed in it."""
    series = {name: s.with_values(np.full(len(s), np.nan)) for name, s in tracks.series.items()}
    silent = None if tracks.transcript is None else Transcript((), tracks.transcript.language)
    speech = None if tracks.speech is None else ()
    return Tracks(tracks.duration_s, series, silent, speech)


def shifted(tracks: Tracks, by_s: float) -> Tracks:
    """The same recording, everything later, with nothing observed before."""
    words = tracks.transcript and replace(
        tracks.transcript,
        words=tuple(_later(w, by_s) for w in tracks.transcript.words),
    )
    return Tracks(
        tracks.duration_s + by_s,
        {name: s.shifted(by_s) for name, s in tracks.series.items()},
        words,
        None if tracks.speech is None else tuple(s.shifted(by_s) for s in tracks.speech),
        tuple(Turn(t.speaker, t.span.shifted(by_s)) for t in tracks.turns),
        tuple(_answer_later(a, by_s) for a in tracks.answers),
        tuple(s.shifted(by_s) for s in tracks.neutral),
        tracks.facts,
        tracks.baselines,
    )


def _later(word: Word, by_s: float) -> Word:
    return replace(word, span=word.span.shifted(by_s))


def _answer_later(answer: Answer, by_s: float) -> Answer:
    asked = answer.question_span and answer.question_span.shifted(by_s)
    return replace(answer, span=answer.span.shifted(by_s), question_span=asked)
