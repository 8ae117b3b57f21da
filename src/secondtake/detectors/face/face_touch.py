"""Face touches: where a hand touches the face and for how long."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from secondtake.core.event import Event
from secondtake.core.event_kinds import EventKind
from secondtake.core.findings import Advice, MeasureSpec
from secondtake.core.measure import Measure, rate, share
from secondtake.core.norm import Norm, Source
from secondtake.core.series import Floats, Series
from secondtake.core.signals.hysteresis import peak, spans_above
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors.base import Detection, Detector
from secondtake.detectors.face.face_visibility import viewing_confidence

NAME = "face_touch"
VERSION = 1
NEEDS = ("yaw_deg",)  # hands out of the picture are an observation too: none is at the face

TIPS = (4, 8, 12, 16, 20)
HANDS = ("a", "b")

OBSERVED = Source(
    "World Economic Forum's summary of observational studies: 23 touches an hour in a lecture, 15.7 in an "
    "office",
    "weak",
)
SOURCES = (
    OBSERVED,
    Source(
        "Spille, Grunwald, Martin & Mueller 2021/22: spontaneous face touches rise with load, and "
        "suppressing them costs memory",
        "moderate",
    ),
    Source(
        "Of MediaPipe's hands on raised chins and puckered mouths the wrist lay inside the face; of true "
        "hands it never did (eye-checked clips)",
        "our choice",
    ),
)
NORM = Norm(OBSERVED, high=1.0)  # a minute: our choice, more than twice the highest published rate


@dataclass(frozen=True)
class Params:
    """When a hand is at the face.

    Args:
        enter_gap, stay_gap: face widths from the hand to the face's oval; negative is inside.
        shortest_s: shorter is a hand that passes in front of the face.
        fill_s: a hand is lost for moments while it covers the face.
        least_score: the hand model's own confidence.
        wrist_out: the wrist must lie this far out, 1 = on the ellipse of the face's box; a hand has an arm.
    """

    enter_gap: float = 0.03
    stay_gap: float = 0.09
    shortest_s: float = 0.45
    fill_s: float = 0.8
    least_score: float = 0.6
    wrist_out: float = 1.1


@dataclass(frozen=True)
class _Hand:
    """One hand on its clock, its tips' places in the face's box: x, y 0 at the middle, +-.5 at the edges."""

    score: Floats
    wrist: Floats  # (n, 2)
    tips: Floats  # (n, 5, 2)


def _box(tracks: Tracks, times_s: Floats) -> tuple[Floats, Floats]:
    """Return centre and size of the face's box at the given times, each (n, 2)."""
    centre = np.stack([tracks["face_x"].at(times_s), tracks["face_y"].at(times_s)], axis=-1)
    size = np.stack([tracks["face_width"].at(times_s), tracks["face_height"].at(times_s)], axis=-1)
    return centre, size


def _hand(tracks: Tracks, name: str, times_s: Floats) -> _Hand:
    def place(landmark: int) -> Floats:
        xy: Floats = np.stack([tracks[f"hand_{name}_{landmark}_{c}"].at(times_s) for c in "xy"], axis=-1)
        return (xy - centre) / size

    centre, size = _box(tracks, times_s)
    return _Hand(
        tracks[f"hand_{name}_score"].at(times_s), place(0), np.stack([place(t) for t in TIPS], axis=1)
    )


def hands_with_arms(tracks: Tracks, params: Params) -> tuple[Series, tuple[_Hand, ...]]:
    """Return the distance of the nearest credible hand to the face: confident, with its wrist outside."""
    clock = tracks["hand_face_gap"]
    hands = tuple(_hand(tracks, name, clock.times_s) for name in HANDS)
    nearest = np.full(len(clock), np.inf)
    for name, hand in zip(HANDS, hands, strict=True):
        wrist_out = 2 * np.hypot(hand.wrist[:, 0], hand.wrist[:, 1])
        believable = (hand.score >= params.least_score) & (wrist_out >= params.wrist_out)
        gap = tracks[f"hand_{name}_gap"].at(clock.times_s)
        nearest = np.fmin(nearest, np.where(believable, gap, np.inf))
    return clock.with_values(np.where(np.isfinite(nearest), nearest, np.nan)), hands


def detect(tracks: Tracks, params: Params) -> Detection:
    """Detect spans with a hand at the face, labelled by the place."""
    gap, hands = hands_with_arms(tracks, params)
    near = gap.with_values(-gap.values)
    spans = spans_above(
        near,
        enter=-params.enter_gap,
        stay=-params.stay_gap,
        fill_s=params.fill_s,
        shortest_s=params.shortest_s,
    )
    events = tuple(_event(span, near, hands, tracks) for span in spans)
    return Detection(events, {"hand_face_gap": gap}, tracks["yaw_deg"].observed_spans())


def _event(span: Span, near: Series, hands: tuple[_Hand, ...], tracks: Tracks) -> Event:
    inside = near.mask((span,))
    places = np.concatenate([h.tips[inside & np.isfinite(h.score)] for h in hands]).reshape(-1, 2)
    sure = np.nanmax(
        [float(np.nanmedian(h.score[inside])) if np.isfinite(h.score[inside]).any() else 0.0 for h in hands]
    )
    deep = peak(near, span)
    return Event(
        NAME,
        span,
        1 + max(0.0, deep),
        float(sure) * viewing_confidence(tracks, span),
        where(places),
        why=f"your hand was on your face for {span.duration_s:.1f} s",
    )


# Middles of what is touched, in the face's box (mesh from forehead to chin): our choice, from the mesh's own
# landmarks (mouth 13/14, nose tip 1, eyes 159/386, chin 152).
PLACES = {
    "mouth": (0.0, 0.25),
    "nose": (0.0, 0.05),
    "eye": (0.2, -0.15),
    "cheek": (0.35, 0.15),
    "chin": (0.0, 0.5),
    "forehead": (0.0, -0.4),
    "hair": (0.4, -0.5),
    "neck": (0.0, 0.8),
}


def where(places: Floats) -> str:
    """Return the touched place, by the fingertips nearest to the face's middle; (n, 2) in the face's box."""
    tips = places[np.isfinite(places).all(axis=1)]
    if not len(tips):
        return ""
    reach = np.hypot(tips[:, 0], tips[:, 1])
    nearest = tips[reach <= np.quantile(reach, 0.3)]
    x, y = float(np.median(np.abs(nearest[:, 0]))), float(np.median(nearest[:, 1]))
    return min(PLACES, key=lambda name: float(np.hypot(x - PLACES[name][0], y - PLACES[name][1])))


def measure(detection: Detection, tracks: Tracks, scope: Span) -> tuple[Measure, ...]:
    """Return touches a minute and their share of the time a face was visible."""
    why = "the face was not seen long enough"
    return (
        rate("face_touch_rate", detection.events, detection.observed, scope, why_not=why),
        share("face_touch_share", detection.events, detection.observed, scope, why_not=why),
    )


KIND = EventKind(
    NAME,
    "face touch",
    "face touches",
    "Touching the face",
    "tics",
    "dot",
    "A hand at the face.",
    rating_item="calm",
    headline=6,
)

MEASURES = (
    MeasureSpec(
        "face_touch_rate",
        "per min",
        "Touching the face",
        "lower",
        (NAME,),
        NORM,
        Advice(
            "Your hand went to your face {value}. Many people do that while they think. Don't fight it; give "
            "your hands somewhere to rest.",
            "Answer one question with a pen lying under both hands on the desk; let them rest on it "
            "between gestures.",
            0.7,
        ),
    ),
    MeasureSpec("face_touch_share", "share", "Time touching the face", kinds=(NAME,)),
)

DETECTOR = Detector(NAME, VERSION, "movement", (KIND,), NEEDS, Params(), SOURCES, detect, MEASURES, measure)
