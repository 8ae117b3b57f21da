"""Every detector keeps every rule, and the rules catch one that does not."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from contract import detector_rules as rules
from secondtake.core.event import Event
from secondtake.core.findings import Advice, MeasureSpec
from secondtake.core.measure import Measure, share
from secondtake.core.norm import Norm, Source
from secondtake.core.series import Series
from secondtake.core.signals.hysteresis import spans_above
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors import ALL
from secondtake.detectors.base import Detection, Detector
from secondtake.detectors.body import sway
from secondtake.detectors.face import smile


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda r: r.__name__)
@pytest.mark.parametrize("detector", ALL, ids=lambda d: d.name)
def test_detectors_meet_the_contract(detector, rule):
    rule(detector, rules.examples_of(detector))


def test_detectors_have_unique_names_measures_labels_and_scores():
    names = [d.name for d in ALL]
    assert len(set(names)) == len(names)
    for measures in ([s.name for d in ALL for s in d.measures], [s.label for d in ALL for s in d.measures]):
        assert len(set(measures)) == len(measures)
    scores = [n for d in ALL for n in {n for t in rules.examples_of(d) for n in d.detect(t, d.params).scores}]
    assert len(set(scores)) == len(scores)


# A small detector that keeps the rules, to be broken in one way at a time.


@dataclass(frozen=True)
class Params:
    """Limits.

    Args:
        enter: where it begins.
    """

    enter: float = 0.5


SOURCE = Source("made for this test", "our choice")
T = np.arange(0, 60, 0.1)
EXAMPLES = (
    Tracks(60.0, {"jawOpen": Series(T, ((T > 20) & (T < 30)).astype(float), unit="share", hold_s=0.1)}),
)


def detect(tracks: Tracks, params: Params) -> Detection:
    score = tracks["jawOpen"]
    events = tuple(Event("smile", s, why="mouth open") for s in spans_above(score, enter=params.enter))
    return Detection(events, {"open": score}, score.observed_spans())


def measure(found: Detection, tracks: Tracks, scope: Span) -> tuple[Measure, ...]:
    return (share("smile_share", found.events, found.observed, scope),)


SPEC = MeasureSpec(
    "smile_share", "share", "Open mouth", "lower", ("smile",), Norm(SOURCE, high=0.1),
    Advice("Open for {value}.", "Close it.", 0.5),
)  # fmt: skip
GOOD = Detector(
    "smile", 1, "smile", (smile.KIND,), ("jawOpen",), Params(), (SOURCE,), detect, (SPEC,), measure
)


NO_DRILL = Advice("{value}", "")


def test_contract_of_a_good_detector_passes():
    for rule in rules.RULES:
        rule(GOOD, EXAMPLES)


@dataclass(frozen=True)
class Unexplained:
    """Says nothing of its field."""

    threshold: float = 0.5


@dataclass(frozen=True)
class Idle(Params):
    """One field does nothing.

    Args:
        idle: nothing.
    """

    idle: float = 1.0


def _always(tracks: Tracks, params: Params) -> Detection:
    """Finds something where nothing was observed."""
    return Detection((Event("smile", Span(1, 2), why="always"),))


def _by_the_wall_clock(tracks: Tracks, params: Params) -> Detection:
    """Knows the recording's first half minute only."""
    found = detect(tracks, params)
    return replace(found, events=tuple(e for e in found.events if e.span.start_s < 25))


def _backwards(tracks: Tracks, params: Params) -> Detection:
    found = detect(tracks, params)
    return replace(found, events=(*found.events, Event("smile", Span(0, 1), why="late")))


def _another_kind(tracks: Tracks, params: Params) -> Detection:
    return replace(detect(tracks, params), events=(Event("sway", Span(0, 1), why="?"),))


def _without_reason(tracks: Tracks, params: Params) -> Detection:
    found = detect(tracks, params)
    return replace(found, events=tuple(replace(e, why="") for e in found.events))


def _zero_for_unknown(found: Detection, tracks: Tracks, scope: Span) -> tuple[Measure, ...]:
    return (Measure("smile_share", 0.0, "share", 0.0),)


def _another_unit(found: Detection, tracks: Tracks, scope: Span) -> tuple[Measure, ...]:
    return tuple(replace(m, unit="per min") for m in measure(found, tracks, scope))


@pytest.mark.parametrize(
    ("rule", "bad"),
    [
        (rules.is_described, replace(GOOD, sources=())),
        (rules.is_described, replace(GOOD, version=0)),
        (rules.is_described, replace(GOOD, group="looks")),
        (rules.is_described, replace(GOOD, kinds=(replace(smile.KIND, singular=""),))),
        (rules.is_documented, replace(GOOD, name="undocumented")),
        (rules.is_documented, replace(GOOD, measures=(replace(SPEC, name="secret_share"),))),
        (rules.parameters_are_explained, replace(GOOD, params=Unexplained())),
        (rules.parameters_are_explained, replace(GOOD, params={"enter": 0.5})),
        (rules.finds_something, replace(GOOD, params=Params(enter=2.0))),
        (rules.finds_something, replace(GOOD, detect=_without_reason)),
        (rules.finds_something, replace(GOOD, kinds=(smile.KIND, sway.KIND))),
        (rules.is_orderly, replace(GOOD, detect=_backwards)),
        (rules.is_orderly, replace(GOOD, detect=_another_kind)),
        (rules.finds_nothing_in_nothing, replace(GOOD, detect=_always)),
        (rules.finds_nothing_in_nothing, replace(GOOD, measure=_zero_for_unknown)),
        (rules.follows_the_clock, replace(GOOD, detect=_by_the_wall_clock)),
        (rules.every_parameter_matters, replace(GOOD, params=Idle())),
        (rules.measures_what_it_says, replace(GOOD, measure=_another_unit)),
        (rules.measures_what_it_says, replace(GOOD, measures=())),
        (rules.advice_can_be_followed, replace(GOOD, measures=(replace(SPEC, advice=NO_DRILL),))),
        (
            rules.advice_can_be_followed,
            replace(GOOD, measures=(replace(SPEC, advice=Advice("{value}: not confident", "Try.")),)),
        ),
    ],
)  # fmt: skip
def test_contract_of_a_bad_detector_fails(rule, bad):
    with pytest.raises(AssertionError):
        rule(bad, EXAMPLES)
