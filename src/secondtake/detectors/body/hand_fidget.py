"""Hand fidgeting: small movements of hands or fingers over and over, which lead nowhere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from secondtake.core.event import Event
from secondtake.core.event_kinds import EventKind
from secondtake.core.findings import Advice, MeasureSpec
from secondtake.core.measure import Measure, share
from secondtake.core.norm import Norm, Source
from secondtake.core.series import Floats, Series
from secondtake.core.signals.hysteresis import peak, spans_above
from secondtake.core.signals.neutral import resting_level
from secondtake.core.signals.rolling import rolling_mean, rolling_quantile
from secondtake.core.spans import Span, merge
from secondtake.core.tracks import Tracks
from secondtake.detectors.base import Detection, Detector
from secondtake.detectors.face.face_visibility import face_covered, viewing_confidence

NAME = "hand_fidget"
VERSION = 4
NEEDS = ("hand_a_score",)

OWN_CHOICE = Source(
    "no norm was found for fidgeting; fiddling hands were told from open gestures by how far they come for "
    "the way they make (synthetic person, and a real speaker who gestures throughout)",
    "our choice",
)
SOURCES = (OWN_CHOICE,)
NORM = Norm(OWN_CHOICE, high=0.15)

HANDS = ("a", "b")
TIPS = (4, 8, 12, 16, 20)
WINDOW_S = 1.5
RIGID = ((0, 9), (5, 17), (0, 5), (0, 17))  # landmarks of the palm whose distances no finger changes
MIN_SAMPLES = 5  # within the window, as at the lowest rate; with fewer the hand came and went


@dataclass(frozen=True)
class Params:
    """What counts as fidgeting; lengths in palms (wrist to the middle finger's knuckle).

    Args:
        enter, stay: path length of the fingertips in 1.5 s over the range they cover. Wringing hands reach
            6 to 9, gestures 2 to 3.
        least_speed: palms a second. Hands at rest jitter by up to .3, and by .9 where the picture's edge cuts
            them and the model wavers between two readings; wringing makes 1.8 and more.
        above_jitter: speed over that of the palm's own lengths, which nothing but the landmarks' jitter
            changes. In photographs of hands, 4 pixels a palm, up to 2.1 at such speed; in wringing 3 to 11.
        narrowest: palms; so little room (.16 to .24 at the picture's edge) takes that wavering, wringing .3.
        widest: palms; what reaches further is a gesture, however often it is repeated.
        shortest_s: shorter is adjusting something.
        fill_s: a rest within the fidgeting.
    """

    enter: float = 4.2
    stay: float = 3.4
    least_speed: float = 1.0
    above_jitter: float = 3.0
    narrowest: float = 0.2
    widest: float = 0.85
    shortest_s: float = 2.4
    fill_s: float = 1.0


def _at(tracks: Tracks, hand: str, landmark: int, axis: str) -> Floats:
    return tracks[f"hand_{hand}_{landmark}_{axis}"].values


def _length(tracks: Tracks, hand: str, first: int, second: int) -> Floats:
    """Return the distance of two landmarks of one hand in frame heights, shape (n,)."""
    sides = (_at(tracks, hand, first, axis) - _at(tracks, hand, second, axis) for axis in "xy")
    distance: Floats = np.hypot(*sides)
    return distance


def _fingertips(tracks: Tracks, hand: str) -> tuple[Series, Series] | None:
    """Return the middle of the five fingertips, x and y in palms; None if the hand was hardly visible."""
    clock = tracks[f"hand_{hand}_0_x"]
    palm = _palm(tracks, hand)
    if palm is None:
        return None
    x, y = (
        clock.with_values(np.mean([_at(tracks, hand, tip, a) for tip in TIPS], axis=0) / palm, unit="palms")
        for a in "xy"
    )
    covered = face_covered(tracks)  # a hand that rubs the face is a face touch
    return x.without(covered), y.without(covered)


def _palm(tracks: Tracks, hand: str) -> float | None:
    """Return the usual length of the palm in frame heights; None if the hand was hardly visible."""
    clock = tracks[f"hand_{hand}_0_x"]
    if not len(clock):
        return None
    rest = resting_level(clock.with_values(_length(tracks, hand, 0, 9)), least_s=1.0)
    return rest.level if rest else None


def _speed(x: Series, *others: Series) -> Series:
    """Return the mean speed of a point (its coordinates) within the window around each sample."""
    step_s = np.diff(x.times_s)
    steps = np.linalg.norm([np.diff(axis.values) for axis in (x, *others)], axis=0)
    speed = x.with_values(np.append(np.nan, np.where(step_s <= 1.5 * x.hold_s, steps / step_s, np.nan)))
    return rolling_mean(speed, WINDOW_S, least=MIN_SAMPLES)


def jitter(tracks: Tracks, hand: str) -> Floats:
    """Return how fast the palm's rigid lengths change, in palms a second: the landmarks' own jitter."""
    clock, palm = tracks[f"hand_{hand}_0_x"], _palm(tracks, hand) or np.nan
    lengths = (clock.with_values(_length(tracks, hand, *pair) / palm) for pair in RIGID)
    mean: Floats = np.mean([_speed(length).values for length in lengths], axis=0)
    return mean


def _room(series: Series) -> Floats:
    """Return the range covered along an axis in the window around each sample."""
    high = rolling_quantile(series, WINDOW_S, 0.95, least=MIN_SAMPLES)
    low = rolling_quantile(series, WINDOW_S, 0.05, least=MIN_SAMPLES)
    return high.values - low.values


def restlessness(tracks: Tracks, hand: str, params: Params) -> Series | None:
    """Return the fingertips' path length over the range they cover; 0 where hands rest or gesture."""
    tips = _fingertips(tracks, hand)
    if tips is None:
        return None
    x, y = tips
    usual = _speed(x, y)
    room = np.maximum(_room(x), _room(y))
    fidgets = (usual.values >= params.least_speed) & (params.narrowest <= room) & (room <= params.widest)
    fidgets &= usual.values >= params.above_jitter * jitter(tracks, hand)
    ratio = usual.values * WINDOW_S / np.maximum(room, 1e-3)
    observed = np.isfinite(usual.values) & np.isfinite(room)
    return x.with_values(np.where(observed, np.where(fidgets, ratio, 0.0), np.nan), unit="ratio")


def detect(tracks: Tracks, params: Params) -> Detection:
    """Detect spans in which either hand fidgets."""
    scores = [s for s in (restlessness(tracks, hand, params) for hand in HANDS) if s is not None]
    if not scores:
        return Detection()
    values = np.stack([s.values for s in scores])
    observed = np.isfinite(values).any(axis=0)
    both = scores[0].with_values(
        np.where(observed, np.nanmax(np.where(np.isfinite(values), values, 0), axis=0), np.nan)
    )
    spans = spans_above(
        both, enter=params.enter, stay=params.stay, fill_s=params.fill_s, shortest_s=params.shortest_s
    )
    events = tuple(_event(span, both, scores, tracks, params) for span in spans)
    return Detection(events, {NAME: both}, tracks["hand_a_score"].observed_spans())


def _event(span: Span, both: Series, scores: list[Series], tracks: Tracks, params: Params) -> Event:
    busy = sum(np.nan_to_num(peak(s, span)) >= params.enter for s in scores)
    sure = tracks["hand_a_score"].within(span).median()
    most = peak(both, span)
    return Event(
        NAME,
        span,
        most / params.enter,
        float(np.nan_to_num(sure, nan=0.5)) * viewing_confidence(tracks, span),
        "both hands" if busy > 1 else "one hand",
        f"small repeated finger movements for {span.duration_s:.0f} s",
    )


def measure(detection: Detection, tracks: Tracks, scope: Span) -> tuple[Measure, ...]:
    """Return the share of the time in which a hand was visible."""
    events = detection.events
    observed = merge(detection.observed, gap_s=0.5)
    why = "the hands were hardly in the picture"
    return (share("hand_fidget_share", events, observed, scope, why_not=why),)


KIND = EventKind(
    NAME,
    "hand fidget",
    "hand fidgets",
    "Fidgeting hands",
    "tics",
    "double",
    "Small repeated movements of hands or fingers.",
    rating_item="calm",
)

MEASURES = (
    MeasureSpec(
        "hand_fidget_share",
        "share",
        "Fidgeting hands",
        "lower",
        (NAME,),
        NORM,
        Advice(
            "Your hands fidgeted for {value} of the time they were seen.",
            "Lay one hand flat in the other and answer one question; let them part only to show something.",
            0.7,
        ),
    ),
)

DETECTOR = Detector(NAME, VERSION, "movement", (KIND,), NEEDS, Params(), SOURCES, detect, MEASURES, measure)
