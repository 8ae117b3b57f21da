"""Looking away: head and eyes leave the direction in which this person looks at the camera."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from secondtake.core.event import Event, of_kind
from secondtake.core.event_kinds import EventKind
from secondtake.core.findings import Advice, MeasureSpec
from secondtake.core.measure import Measure, rate, share, unmeasured
from secondtake.core.norm import Norm, Source
from secondtake.core.series import Floats, Series
from secondtake.core.signals.hysteresis import peak, spans_above
from secondtake.core.signals.neutral import MIN_RECORDED_S, density_modes
from secondtake.core.signals.oscillation import find_oscillations, turning_points
from secondtake.core.signals.rolling import white_tophat
from secondtake.core.signals.shots import shot_spans, within_shots
from secondtake.core.spans import Span, intersect
from secondtake.core.tracks import Tracks
from secondtake.detectors.base import NOBODY_ELSE, Detection, Detector
from secondtake.detectors.face.blink import Params as Blink
from secondtake.detectors.face.blink import closing, closures
from secondtake.detectors.face.face_visibility import (
    SHUT_SHARE,
    both_sides,
    despiked,
    face_covered,
    open_lids,
    viewing_confidence,
)

NAME = "gaze_away"
VERSION = 4
NEEDS = (
    "yaw_deg", "pitch_deg", "gaze_x", "gaze_y", "iris_y",
    "eye_open_left", "eye_open_right", "eyeBlinkLeft", "eyeBlinkRight",
)  # fmt: skip

# Eyes turn back while the head moves and the gaze stays (the vestibulo-ocular reflex). In four clips of
# people who look at the camera throughout, gaze_x fell by .033 to .042 for each degree of yaw (r = -.91 to
# -.99) and gaze_y rose by .028 to .035 for each degree of pitch (r = .90, .95 where the head moved): the
# scales below.
EYE_SIDE_PER_DEG = 0.035
EYE_DOWN_PER_DEG = 0.031
# Up and down, lids and irises disagree: gaze_y follows the lids, the mesh's iris the eyeball. Where the
# synthetic person lowers the eyes by 17 deg and the lids by half, gaze_y moves by 2 deg and the iris by
# 12. So both count.
IRIS_DOWN_PER_DEG = 0.0025
IRIS_WORTH = 0.3  # the iris wanders by 5 deg (sd) while the gaze stays, gaze_y by 2.5
LENS_DOWN_DEG = 0.0  # `Gaze.down` of people who look at the lens: median -1, from -14 to 10 (ten clips)

# The eye model and the mesh settle within .1 s of a blink (medians of 12 recordings), and now and then, as
# when the head moves meanwhile, only after .7 s (once in 460 blinks).
SETTLE_S = 0.7
EDGE_S = 0.1  # our choice: lids that begin to fall are not yet a blink

PLACE_DEG = 8.0  # radius of one place; left over after the reflex: 1.5 deg (sd) to the side, 2.5 up and down
PLACE_SHARE = 0.15  # our choice: who looks at the lens for a seventh of the time shows where it is
LINE_S, LINE_UNEVEN = (0.25, 2.5), 0.25  # our choice: how long the eyes go along a line, and how evenly
MIN_SEEN_S = 2.0
MIN_SHOT_S = 8.0  # our choice: in a shorter shot between cuts it is not known where the camera is
TOWARDS = {"left": "to your left", "right": "to your right", "up": "up", "down": "down"}
BESIDE_DEG = 15.0  # from here a neutral beside the lens is told to the person

CONTACT = Source(
    "Mutual gaze in conversation (PMC5844880): partners looked at each other's face about 60 % of the "
    "time, in bouts of 2.2 s on average",
    "moderate",
    "https://pmc.ncbi.nlm.nih.gov/articles/PMC5844880/",
)
SOURCES = (
    CONTACT,
    Source(
        "Chen 2002, Leveraging the asymmetric sensitivity of eye contact for videoconferencing: gaze below"
        " the lens still passes for eye contact, to the side or above it does not",
        "moderate",
    ),
)
NORM = Norm(CONTACT, high=0.4)


@dataclass(frozen=True)
class Params:
    """Limits of looking away, in degrees from the own neutral; an ellipse joins the directions.

    Args:
        side_deg, up_deg, down_deg: half the ellipse's axes. Looking over the camera is felt soonest, under it
            latest (Chen 2002); down is not wider still, since lowered lids hide part of it.
        stay: share of them below which the gaze is back.
        shortest_s: shorter is a saccade or a thought, not looking away.
        fill_s: a return shorter than this is no eye contact; blinks on the way are bridged too.
        scan_deg, scan_count: so many turns of the eyes to and fro in one look away are like
            reading.
    """

    side_deg: float = 13.0
    up_deg: float = 10.0
    down_deg: float = 13.0
    stay: float = 0.7
    shortest_s: float = 0.5
    fill_s: float = 0.5
    scan_deg: float = 8.0
    scan_count: int = 6


@dataclass(frozen=True)
class Gaze:
    """Gaze direction in degrees from the camera's axis: `side` > 0 is the image's right, `down` > 0 down."""

    side: Series
    down: Series


def gaze(tracks: Tracks) -> Gaze:
    """Return the sum of head and eye angles; NaN while the lids are shut.

    The eye model reads narrowed lids as a look down. So the share of the narrowing that the cheeks of a
    smile may have made is taken off again, and so is what comes and goes with a blink.
    """
    yaw, pitch, lids = tracks["yaw_deg"], tracks["pitch_deg"], open_lids(tracks)
    smiling = np.nan_to_num(both_sides(tracks, "mouthSmile").at(yaw.times_s))
    by_smile = smiling * np.clip(1.0 - np.nan_to_num(lids.values, nan=1.0), 0.0, 1.0)
    side = yaw.values + tracks["gaze_x"].values / EYE_SIDE_PER_DEG
    by_lids = -(tracks["gaze_y"].values + by_smile) / EYE_DOWN_PER_DEG
    by_iris = tracks["iris_y"].values / IRIS_DOWN_PER_DEG
    by_eyes = yaw.with_values((1 - IRIS_WORTH) * by_lids + IRIS_WORTH * by_iris)
    down = pitch.values + _without_blinks(by_eyes, tracks)
    shut = lids.values < SHUT_SHARE
    return Gaze(*(despiked(yaw.with_values(np.where(shut, np.nan, values))) for values in (side, down)))


def _without_blinks(down: Series, tracks: Tracks) -> Floats:
    """Return how far the eyes look down, without what rises and falls with a blink.

    What lasts longer is a look that began with a blink, as many do.
    """
    blink = Blink()
    score = closing(tracks, blink.longest_s)
    near = [Span(max(0.0, s.start_s - EDGE_S), s.end_s + SETTLE_S) for s in closures(score, blink)]
    return down.values - np.where(down.mask(near), white_tophat(down, SETTLE_S).values, 0.0)


def neutral_gaze(direction: Gaze, tracks: Tracks) -> tuple[float, float] | None:
    """Return the direction `(side, down)` in which this person looks at the camera, or None if unknown.

    The recorder's neutral part is believed first. Else: the places where the gaze dwells for a seventh of the
    time or more are found, and the one nearest to the lens is taken. So an interview pose (one place, a
    little beside the lens) is its own neutral, and somebody who looks away most of the time is still
    found, as long as they come back to the lens now and then. Who never does cannot be told from a camera
    that stands aside: then that place is the neutral, and beyond 15 degrees a warning says so.
    """
    calibrated = direction.side.only(tracks.neutral)
    if calibrated.observed_s() >= MIN_RECORDED_S:
        return calibrated.median(), direction.down.only(tracks.neutral).median()
    if direction.side.observed_s() < MIN_SEEN_S:
        return None
    places = density_modes(
        direction.side.values, direction.down.values, radius=PLACE_DEG, least_share=PLACE_SHARE
    )
    if not places:
        return direction.side.median(), direction.down.median()
    nearest = min(places, key=lambda p: np.hypot(p.x, p.y - LENS_DOWN_DEG))
    return nearest.x, nearest.y


def _neutral_of_shots(direction: Gaze, tracks: Tracks) -> dict[Span, tuple[float, float]]:
    """Return each shot's neutral direction where known: after a cut the camera may stand elsewhere."""
    shots = shot_spans(tracks)
    neutrals = {}
    for shot in shots:
        own = Gaze(direction.side.only((shot,)), direction.down.only((shot,)))
        at = neutral_gaze(own, tracks)
        if at is not None and (len(shots) == 1 or own.side.observed_s() >= MIN_SHOT_S):
            neutrals[shot] = at
    return neutrals


def _off(direction: Gaze, neutrals: Mapping[Span, tuple[float, float]]) -> tuple[Floats, Floats]:
    """Return the offsets from each shot's neutral; NaN in shots that have none."""
    aside, down = np.full((2, len(direction.side)), np.nan)
    for shot, at in neutrals.items():
        inside = direction.side.mask((shot,))
        aside[inside] = direction.side.values[inside] - at[0]
        down[inside] = direction.down.values[inside] - at[1]
    return aside, down


def detect(tracks: Tracks, params: Params) -> Detection:
    """Detect spans of looking away by direction; eyes that move to and fro are labelled reading-like."""
    direction = gaze(tracks)
    neutrals = _neutral_of_shots(direction, tracks)
    if not neutrals:
        return Detection()
    aside, down = _off(direction, neutrals)
    down = np.where(direction.down.mask(face_covered(tracks)), 0.0, down)  # a hand pulls the mesh up and down
    limit_down = np.where(down > 0, params.down_deg, params.up_deg)
    away = direction.side.with_values(np.hypot(aside / params.side_deg, down / limit_down), unit="share")
    spans = spans_above(away, enter=1.0, stay=params.stay, fill_s=params.fill_s, shortest_s=params.shortest_s)
    spans = within_shots(spans, tracks, shortest_s=params.shortest_s)
    angle = direction.side.with_values(np.hypot(aside, down), unit="deg")
    offsets = direction.side.with_values(aside), direction.side.with_values(down)
    events = tuple(_event(span, away, offsets, tracks, params) for span in spans)
    return Detection(events, {"gaze_off_deg": angle}, away.observed_spans(), _beside(neutrals))


def _beside(neutrals: Mapping[Span, tuple[float, float]]) -> tuple[str, ...]:
    least = min((side for side, _ in neutrals.values()), key=abs)
    if abs(least) <= BESIDE_DEG:
        return ()
    side = "right" if least > 0 else "left"
    return (
        f"You look past the camera throughout, to the {side} of the image. This is treated as your usual "
        "direction. If you didn't mean to, move the camera to where you look, or look into it.",
    )


def _event(span: Span, away: Series, offsets: tuple[Series, Series], tracks: Tracks, params: Params) -> Event:
    aside, down = (s.within(span) for s in offsets)
    where = _direction(aside.values, down.values, params)
    return Event(
        NAME,
        span,
        peak(away, span),
        viewing_confidence(tracks, span),
        f"reading-like, {where}" if _reads(aside, params) else where,
        why=f"you looked {TOWARDS[where]} for {span.duration_s:.1f} s",
    )


def _direction(aside: Floats, down: Floats, params: Params) -> str:
    """Return the prevailing direction: up, down, or the person's own left or right (video not mirrored)."""
    upright = np.where(down > 0, params.down_deg, params.up_deg)
    sideways = np.abs(aside) / params.side_deg >= np.abs(down) / upright
    named = np.where(sideways, np.where(aside > 0, "left", "right"), np.where(down > 0, "down", "up"))
    names, counts = np.unique(named[np.isfinite(aside)], return_counts=True)
    return str(names[np.argmax(counts)])


def _reads(aside: Series, params: Params) -> bool:
    """Return whether the eyes move to and fro evenly, as along lines."""
    return bool(
        find_oscillations(
            turning_points(aside, params.scan_deg),
            shortest_half_s=LINE_S[0],
            longest_half_s=LINE_S[1],
            least_turns=params.scan_count,
            max_period_cv=LINE_UNEVEN,
        )
    )


def measure(detection: Detection, tracks: Tracks, scope: Span) -> tuple[Measure, ...]:
    """Return the share of observed time, looks away a minute, the longest one, and the listener's gaze."""
    events, observed = of_kind(detection.events, NAME), detection.observed
    why = "the eyes were not seen long enough"
    portion = share("gaze_away_share", events, observed, scope, why_not=why)
    inside = [min(e.span.end_s, scope.end_s) - max(e.span.start_s, scope.start_s) for e in events]
    longest = (
        unmeasured("gaze_away_longest", "s", why, observed_s=portion.observed_s)
        if portion.value is None
        else Measure("gaze_away_longest", max([0.0, *inside]), "s", portion.observed_s)
    )
    return (
        portion,
        rate("gaze_away_rate", events, observed, scope, why_not=why),
        longest,
        _while_listening(detection, tracks, scope),
    )


def _while_listening(detection: Detection, tracks: Tracks, scope: Span) -> Measure:
    """Return the share of the time in which somebody else speaks that the eyes stay on camera or screen."""
    observed = intersect(detection.observed, tracks.listening)
    away = share("listening_gaze_share", detection.events, observed, scope, why_not=NOBODY_ELSE)
    return away if away.value is None else replace(away, value=1.0 - away.value)


KIND = EventKind(
    NAME,
    "look away",
    "looks away",
    "Looking away",
    "face",
    "diamond",
    "Eyes and head turned away from the camera.",
    rating_item="calm",
    related=("eyes",),
    headline=5,
)

MEASURES = (
    MeasureSpec(
        "gaze_away_share",
        "share",
        "Looking away",
        "lower",
        (NAME,),
        NORM,
        Advice(
            "You looked away for {value} of the time. People look at a partner's face about 60 % of the "
            "time; looking away to think is fine, as long as you look back by the end of the sentence.",
            "Put a small photo of a friendly face right beside the lens and answer one question to it. "
            "End every sentence there.",
            0.8,
        ),
    ),
    MeasureSpec("gaze_away_rate", "per min", "Looks away", kinds=(NAME,)),
    MeasureSpec(
        "gaze_away_longest",
        "s",
        "Longest look away",
        "lower",
        (NAME,),
        Norm(Source("a stretch of 5 s is twice the usual bout", "our choice"), high=5.0),
    ),
    MeasureSpec("listening_gaze_share", "share", "Eyes on camera or screen while listening"),
)

DETECTOR = Detector(NAME, VERSION, "gaze", (KIND,), NEEDS, Params(), SOURCES, detect, MEASURES, measure)
