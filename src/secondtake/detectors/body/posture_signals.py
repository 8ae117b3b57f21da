"""Posture signals relative to the person's own neutral, from which slouches, leans and tilts are detected.

Lengths are in the person's own shoulder widths, so that the distance from the camera does not matter; every
signal is an offset from the own neutral, so that the camera's angle and a habitual posture do not either.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from secondtake.core.event import Event
from secondtake.core.norm import Source
from secondtake.core.series import Floats, Series
from secondtake.core.signals.hysteresis import peak, spans_above
from secondtake.core.signals.neutral import resting_level
from secondtake.core.signals.rolling import rolling_quantile
from secondtake.core.signals.shots import shot_spans, within_shots
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors.body.lone_body import with_known_head
from secondtake.detectors.face.face_visibility import negated, viewing_confidence

NEEDS = ("left_shoulder_x", "right_shoulder_x", "left_ear_y")

MIN_SEEN = 0.5  # MediaPipe's visibility; hallucinated shoulders of close-ups lie below
PICTURE_BOTTOM = 1.0  # frame heights: a shoulder below the picture's edge is a guess
UPRIGHT = 0.25  # quantile: who sits upright a quarter of the time shows how that looks; a median would not do
MIN_OWN_S = 60.0  # our choice: with less, or without a neutral part, how this person sits is not known
SETTLE_S = 1.0  # window of the median that takes out gestures and breathing
OVER = 0.04  # shoulder widths the head must move against the shoulders: a moved chair takes both along
LEANING = (
    0.3  # shoulder widths the head moves aside: from here the trunk leans, which also sinks head and shoulder
)
NEARER = 0.06  # share; less is breathing and nodding
ALONG = (
    0.65  # shoulders grow by .95 to 1.05 of what the head comes nearer in a lean, by .3 to .45 in a slouch
)
SUNK_BY_PITCH = 0.012  # shoulder widths for each degree the head looks down, from the synthetic person

NOT_SEEN = "the shoulders were not seen long enough to know how you usually sit"

OWN_CHOICE = Source(
    "no published norm was found for posture on camera: only changes against the own neutral are shown, from "
    "limits set where the synthetic person's known postures and real people at rest part",
    "our choice",
)


@dataclass(frozen=True)
class Posture:
    """Offsets from the own neutral on the body's clock; NaN where shoulders or face were not seen.

    Args:
        lowered: how far the shoulders have sunk in the picture, shoulder widths.
        sunk: how far the head has sunk in the picture, towards the shoulders and ahead of them: the sum of
            the three, as shares of the shoulder width, of the neck and of the distance.
        aside: how far the head is moved sideways, shoulder widths; > 0 to the image's right.
        over: how far the head is moved sideways against the shoulders, shoulder widths.
        tilt_deg: the line of the shoulders; > 0: the person's left shoulder is lower.
        left_shoulder_drop, right_shoulder_drop: how far each shoulder hangs below the ears, shoulder
            widths.
        nearer: share by which the head came nearer to the camera; < 0 is farther.
        broader: share by which the shoulders grew in the picture.
    """

    lowered: Series
    sunk: Series
    aside: Series
    over: Series
    tilt_deg: Series
    left_shoulder_drop: Series
    right_shoulder_drop: Series
    nearer: Series
    broader: Series


def posture(tracks: Tracks) -> Posture | None:
    """Return the posture over time, or None if the shoulders were visible too briefly to know their rest.

    Each shot has its own neutral: after a cut the camera may stand elsewhere. Without a face in most of the
    recording, the body's ears stand for it (`with_known_head`).
    """
    tracks = with_known_head(tracks)
    shots = [body for shot in shot_spans(tracks) if (body := _posture_in(shot, tracks)) is not None]
    if len(shots) < 2:
        return shots[0] if shots else None

    def joined(name: str) -> Series:
        parts: list[Series] = [getattr(body, name) for body in shots]
        return parts[0].with_values(np.fmax.reduce([part.values for part in parts]))

    return Posture(**{field.name: joined(field.name) for field in fields(Posture)})


def _posture_in(shot: Span, tracks: Tracks) -> Posture | None:
    """Return the posture in one shot, NaN outside, or None if its rest is not known."""
    clock = tracks["left_shoulder_x"]
    times = clock.times_s
    is_inside = clock.mask((shot,))

    def at(name: str) -> Floats:
        values: Floats = np.where(is_inside, tracks[name].at(times), np.nan)
        return values

    left_y, right_y = at("left_shoulder_y"), at("right_shoulder_y")
    is_visible = np.minimum(at("left_shoulder_seen"), at("right_shoulder_seen")) >= MIN_SEEN
    is_visible &= np.maximum(left_y, right_y) <= PICTURE_BOTTOM
    across, lower = at("left_shoulder_x") - at("right_shoulder_x"), left_y - right_y
    breadth = np.hypot(across, lower)
    usual = resting_level(
        clock.with_values(np.where(is_visible, breadth, np.nan)), tracks.neutral, least_s=MIN_OWN_S
    )
    if usual is None:
        return None
    middle_x, middle_y = (at("left_shoulder_x") + at("right_shoulder_x")) / 2, (left_y + right_y) / 2
    depth = at("head_depth")
    ears_y = (at("left_ear_y") + at("right_ear_y")) / 2
    neck = (middle_y - ears_y) * depth

    def offset(values: Floats, unit: str, quantile: float = 0.5) -> Series:
        """Return the smoothed signal minus its neutral level.

        A habit that pulls one way needs a quantile on the other side.
        """
        series = rolling_quantile(
            clock.with_values(np.where(is_visible, values, np.nan), unit=unit), SETTLE_S
        )
        neutral = resting_level(series, tracks.neutral, quantile=quantile)
        return series.with_values(series.values - (neutral.level if neutral else np.nan))

    down = offset(at("face_y") / usual.level, "shoulder widths", UPRIGHT)
    short = offset(-neck / np.nanmedian(np.where(is_visible, neck, np.nan)), "share", UPRIGHT)
    looking_down = np.clip(offset(at("pitch_deg"), "deg").values, 0.0, None)
    nearer = offset(-depth / np.nanmedian(depth), "share") if np.isfinite(depth).any() else clock
    broader = offset(breadth / usual.level, "share")
    ahead = np.clip(nearer.values - np.clip(broader.values, 0.0, None), 0.0, None)
    as_near = (1.0 - nearer.values) / usual.level  # breadth would do as well, but gestures draw it in
    return Posture(
        lowered=offset(middle_y / usual.level, "shoulder widths", UPRIGHT),
        sunk=down.with_values(down.values + short.values + ahead - SUNK_BY_PITCH * looking_down),
        aside=offset(at("face_x") / usual.level, "shoulder widths"),
        over=offset((at("face_x") - middle_x) / usual.level, "shoulder widths"),
        tilt_deg=offset(np.degrees(np.arctan2(lower, np.abs(across))), "deg"),
        left_shoulder_drop=offset((left_y - ears_y) * as_near, "shoulder widths"),
        right_shoulder_drop=offset((right_y - ears_y) * as_near, "shoulder widths"),
        nearer=nearer,
        broader=broader,
    )


def leaning_aside(body: Posture) -> dict[str, Series]:
    """Return how far the trunk is bent to each of the person's sides, shoulder widths; 0 where it is not."""
    to_left = np.where(body.over.values >= OVER, body.aside.values, 0.0)
    to_right = np.where(body.over.values <= -OVER, -body.aside.values, 0.0)
    unseen = np.isnan(body.aside.values)
    return {
        side: body.aside.with_values(np.where(unseen, np.nan, np.maximum(values, 0.0)))
        for side, values in (("left", to_left), ("right", to_right))
    }


def leans_aside(body: Posture) -> NDArray[np.bool_]:
    """Return where the trunk leans sideways, which itself tilts shoulders and lowers the head; shape (n,)."""
    bent = [series.values >= LEANING for series in leaning_aside(body).values()]
    both: NDArray[np.bool_] = np.any(bent, axis=0)
    return both


def leans_forward(body: Posture) -> NDArray[np.bool_]:
    """Return where head and shoulders come closer together: from above, that lowers the head too."""
    nearer = body.nearer.values
    along: NDArray[np.bool_] = (nearer >= NEARER) & (body.broader.values >= ALONG * nearer)
    return along


@dataclass(frozen=True)
class HeldPosture:
    """When a posture counts as held.

    Args:
        release: share of the limit below which it has ended.
        shortest_s: shorter is a movement, not a posture.
        fill_s: a moment of sitting up within it.
    """

    release: float = 0.65
    shortest_s: float = 3.0
    fill_s: float = 1.0

    def events(
        self, kind: str, score: Series, limit: float, tracks: Tracks, *, label: str = "", why: str
    ) -> list[Event]:
        """Return the spans in which `score` is held beyond `limit`.

        `why` may use `{peak}`, `{percent}` and, for the label, `{side}`.
        """
        spans = spans_above(
            score, enter=limit, stay=self.release * limit, fill_s=self.fill_s, shortest_s=self.shortest_s
        )
        long_spans = within_shots(spans, tracks, shortest_s=self.shortest_s)
        return [self._event(kind, span, score, limit, tracks, label, why) for span in long_spans]

    def events_to_each_side(
        self, kind: str, score: Series, limit: float, tracks: Tracks, *, why: str
    ) -> tuple[Event, ...]:
        """Return the spans to each side for a `score` that is > 0 to the person's left, sorted by start."""
        sides = (("left", score), ("right", negated(score)))
        events = (self.events(kind, s, limit, tracks, label=side, why=why) for side, s in sides)
        return tuple(sorted(chain.from_iterable(events), key=lambda e: e.span))

    @staticmethod
    def _event(
        kind: str, span: Span, score: Series, limit: float, tracks: Tracks, label: str, why: str
    ) -> Event:
        most = peak(score, span)
        reason = why.format(peak=most, percent=100 * most, side=label)
        why_text = f"{reason} for {span.duration_s:.0f} s"
        return Event(kind, span, most / limit, viewing_confidence(tracks, span), label, why_text)
