"""Head fidgeting: repeated nods or shakes. A nod or two of agreement is only counted."""

from __future__ import annotations

from dataclasses import dataclass

from secondtake.core.event import Event
from secondtake.core.event_kinds import EventKind
from secondtake.core.findings import Advice, MeasureSpec
from secondtake.core.measure import Measure, share, unmeasured
from secondtake.core.norm import Norm, Source
from secondtake.core.series import Series
from secondtake.core.signals.hysteresis import spans_above
from secondtake.core.signals.oscillation import Oscillation
from secondtake.core.signals.rolling import rolling_quantile
from secondtake.core.spans import Span, clip, merge, total_s
from secondtake.core.tracks import Tracks
from secondtake.detectors.base import Detection, Detector
from secondtake.detectors.body.oscillation_criteria import OscillationCriteria
from secondtake.detectors.face.face_visibility import despiked, face_covered, viewing_confidence

NAME = "head_fidget"
VERSION = 2
NEEDS = ("yaw_deg", "pitch_deg")

OWN_CHOICE = Source(
    "no norm was found for repeated head movement while speaking; seven turning points in a row are more "
    "than agreement takes",
    "our choice",
)
SOURCES = (OWN_CHOICE,)
NORM = Norm(OWN_CHOICE, high=0.1)

NOD_S = (0.1, 1.0)  # our choice: how long the head stays down
NOD_DEG = 4.0
PAST = {"nod": "nodded", "shake": "shook"}


@dataclass(frozen=True)
class Params(OscillationCriteria):
    """What counts as fidgeting. A nod of agreement has three turning points, two in a row have five.

    A head that goes with speech is irregular: in a lively speaker full movements varied by .19 and more, half
    ones by .26 to .4, in nods and shakes for their own sake by up to .13 and .22.

    Args:
        min_amplitude_deg: from one turning point to the next.
        shortest_s: shorter is agreement.
    """

    slowest_hz: float = 0.7
    fastest_hz: float = 4.5
    min_turns: int = 7
    max_period_cv: float = 0.17
    max_half_period_cv: float = 0.25
    max_amplitude_cv: float = 0.45
    fill_s: float = 1.0
    min_amplitude_deg: float = 4.0
    shortest_s: float = 1.8


def _angles(tracks: Tracks) -> dict[str, Series]:
    """Return nodding and shaking angles, without spans in which a hand on the face distorts the mesh."""
    covered = face_covered(tracks)
    return {"nod": tracks["pitch_deg"].without(covered), "shake": tracks["yaw_deg"].without(covered)}


def detect(tracks: Tracks, params: Params) -> Detection:
    """Detect spans of repeated nods ("nod") or shakes ("shake")."""
    oscillations = params.oscillations(_angles(tracks), params.min_amplitude_deg)
    spans = merge((r.span for _, r in oscillations), gap_s=params.fill_s)
    events = tuple(
        _event(s, oscillations, tracks, params) for s in spans if s.duration_s >= params.shortest_s
    )
    observed = tracks["yaw_deg"].observed_spans()
    return Detection(events, {"pitch_deg": despiked(tracks["pitch_deg"])}, observed)


def _event(span: Span, oscillations: list[tuple[str, Oscillation]], tracks: Tracks, params: Params) -> Event:
    within = [(label, r) for label, r in oscillations if span.overlap_s(r.span) > 0]
    label, widest = max(within, key=lambda f: f[1].size)
    return Event(
        NAME,
        span,
        widest.size / params.min_amplitude_deg,
        viewing_confidence(tracks, span),
        label,
        f"your head {PAST[label]} for {span.duration_s:.0f} s, {widest.rate_hz:.1f} times a second",
    )


def nods(tracks: Tracks, scope: Span) -> tuple[Span, ...]:
    """Return single nods in `scope`: the head goes down and comes up again within a second."""
    near = Span(max(0.0, scope.start_s - 3 * NOD_S[1]), scope.end_s + 3 * NOD_S[1])
    pitch = tracks["pitch_deg"].within(near).without(face_covered(tracks))
    usual = rolling_quantile(pitch, 3 * NOD_S[1])
    dip = pitch.with_values(pitch.values - usual.values)
    dips = spans_above(dip, enter=NOD_DEG, stay=NOD_DEG / 2, shortest_s=NOD_S[0], longest_s=NOD_S[1])
    return tuple(d for d in dips if scope.contains(d.middle_s))


def measure(detection: Detection, tracks: Tracks, scope: Span) -> tuple[Measure, ...]:
    """Return the share of time spent fidgeting with the head, and nods a minute outside of it."""
    why = "the face was not seen long enough"
    portion = share("head_fidget_share", detection.events, detection.observed, scope, why_not=why)
    if portion.value is None:
        return portion, unmeasured("nod_rate", "per min", why, observed_s=portion.observed_s)
    fidgets = [e.span for e in detection.events if not e.dismissed]
    single = [n for n in nods(tracks, scope) if not clip(fidgets, n)]
    seen_s = total_s(clip(detection.observed, scope))
    return portion, Measure("nod_rate", len(single) * 60 / seen_s, "per min", seen_s)


KIND = EventKind(
    NAME,
    "run of nods or shakes",
    "runs of nods or shakes",
    "Repeated nods or shakes",
    "tics",
    "chevron",
    "The head nods or shakes over and over.",
    rating_item="calm",
    related=("rocking",),
)

MEASURES = (
    MeasureSpec(
        "head_fidget_share",
        "share",
        "Repeated nods or shakes",
        "lower",
        (NAME,),
        NORM,
        Advice(
            "You nodded or shook your head over and over for {value} of the time.",
            "Balance a thin book on your head for one answer, then answer again without it.",
            0.6,
        ),
    ),
    MeasureSpec("nod_rate", "per min", "Nods"),
)

DETECTOR = Detector(NAME, VERSION, "movement", (KIND,), NEEDS, Params(), SOURCES, detect, MEASURES, measure)
