"""Nods planted into rendered listening, beside what is easily taken for them.

Written before the rule that is measured on it. Every second person is held back: the rule is chosen on the
others alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from secondtake.core.answer import Turn
from secondtake.core.conversation.build import build_conversation
from secondtake.core.spans import Span, intersect, total_s
from secondtake.core.tracks import Tracks
from secondtake.detectors.base import Detector
from secondtake.detectors.body import head_fidget, nod
from secondtake.detectors.face import gaze_away, smile
from secondtake.evaluation.scoring import Score, score_kind
from secondtake.evaluation.vision import MAN, PLAIN, observed
from secondtake.synthetic.behaviour.behaviour import RAMPS_S, USUAL_RAMP_S, Behaviour
from secondtake.synthetic.behaviour.blinks import irregular
from secondtake.synthetic.render_options import Variant

DURATION_S = 48.0
OTHERS_S = ((1.5, 19.0), (29.5, 46.5))  # when somebody out of the frame speaks
OWN_S = (20.0, 28.5)  # when the person speaks, nodding along
NODS = ("one nod", "two nods", "three nods", "small nods", "slow nods")
CONTROLS = (
    "glance at notes",
    "look down",
    "shake",
    "lean",
    "sway",
    "laugh",
    "look aside",
    "sit up",
    "smile",
)
LOOKS, SMILES = ("glance at notes", "look down", "look aside"), ("smile", "laugh")
PAUSE_S = (0.7, 1.3)

TUNED: Mapping[str, Variant] = {
    "woman": replace(PLAIN, seed=201),
    "man, glasses, dark skin": replace(MAN, seed=203, glasses=True, skin="dark"),
    "woman, noisy, dim light": replace(PLAIN, seed=205, light="dim", noise=8.0),
}
HELD_BACK: Mapping[str, Variant] = {
    "man, beard, tan skin": replace(MAN, seed=202, beard=True, skin="tan"),
    "woman, camera below, side light": replace(PLAIN, seed=204, light="side", camera_pitch_deg=-10.0),
    "man, far away, brown skin": replace(MAN, seed=206, distance=1.5, skin="brown"),
}


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that the listener does: a nod or a control."""

    name: str
    behaviours: tuple[Behaviour, ...]

    @property
    def span(self) -> Span:
        """From the first behaviour's start to the last one's end."""
        return Span(min(b.start_s for b in self.behaviours), max(b.end_s for b in self.behaviours))


def acts(seed: int) -> tuple[Act, ...]:
    """Return what a person does while another speaks: every nod and control, in an order of their own."""
    rng = np.random.default_rng((seed, 41))
    names = [str(name) for name in rng.permutation([*NODS, *NODS, *CONTROLS])]
    planned = []
    for start_s, end_s in OTHERS_S:
        at_s = start_s + 0.5
        while names:
            act = _act(names[0], at_s, rng)
            if act.span.end_s > end_s - 0.3:
                break
            planned.append(act)
            names.pop(0)
            at_s = act.span.end_s + float(rng.uniform(*PAUSE_S))
    return tuple(planned)


def _act(name: str, at_s: float, rng: np.random.Generator) -> Act:
    """Return one act of random size and speed; a nod of amount 1 goes down by 9 degrees."""

    def act(kind: str, long_s: float, amount: float = 1.0, where: str = "", rate_hz: float = 0.0) -> Act:
        return Act(name, (Behaviour(kind, at_s, at_s + long_s, where, amount, rate_hz),))

    def row(count: int, long_s: tuple[float, float], amounts: tuple[float, float]) -> Act:
        each_s, amount = float(rng.uniform(*long_s)), float(rng.uniform(*amounts))
        starts_s = at_s + each_s * np.arange(count)
        return Act(name, tuple(Behaviour("nod", s, s + each_s, "", amount) for s in starts_s.tolist()))

    side = ("left", "right")[int(rng.integers(2))]
    makers = {
        "one nod": lambda: row(1, (0.4, 0.8), (0.6, 1.1)),
        "two nods": lambda: row(2, (0.35, 0.6), (0.5, 1.0)),
        "three nods": lambda: row(3, (0.33, 0.55), (0.4, 1.0)),
        "small nods": lambda: row(3, (0.33, 0.5), (0.28, 0.4)),
        "slow nods": lambda: row(2, (0.7, 0.95), (0.5, 1.0)),
        "glance at notes": lambda: act("look_down", float(rng.uniform(0.7, 1.0)), 0.7),
        "look down": lambda: act("look_down", float(rng.uniform(1.6, 2.4)), 0.9),
        "shake": lambda: act("keep_shaking", float(rng.uniform(1.2, 2.0))),
        "lean": lambda: act("lean", float(rng.uniform(2.0, 2.6)), 1.0, "forward"),
        "sway": lambda: act("sway", 3.0),
        "laugh": lambda: act("laugh", float(rng.uniform(1.4, 2.0))),
        "look aside": lambda: act("look_aside", float(rng.uniform(0.9, 1.5)), 1.0, side),
        "sit up": lambda: act("slouch", 2.4, 0.6),
        "smile": lambda: act("smile", float(rng.uniform(1.4, 2.2))),
    }
    return makers[name]()


def behaviours(seed: int) -> tuple[Behaviour, ...]:
    """Return the whole clip: listening, talking with nods in it, and blinks."""
    rng = np.random.default_rng((seed, 43))
    own = [Behaviour("chatter", *OWN_S)]
    for at_s in np.arange(OWN_S[0] + 0.8, OWN_S[1] - 1.0, 1.9).tolist():
        own.append(Behaviour("nod", at_s, at_s + float(rng.uniform(0.4, 0.7))))
    listening = [b for act in acts(seed) for b in act.behaviours]
    blinks = irregular(rng, first_s=(0.8, 1.6), every_s=(1.8, 4.0), until_s=DURATION_S - 0.8, without=[])
    return tuple(sorted((*own, *listening, *blinks), key=lambda b: b.start_s))


@dataclass(frozen=True)
class Listener:
    """One rendered listener, judged.

    Args:
        score: of the nods.
        found: by act: how many of them were taken for nods, and how many there are.
        talking: nods counted while the person speaks; there must be none.
        gaze, smile: measured and true share of the listening time.
    """

    name: str
    score: Score
    found: Mapping[str, tuple[int, int]]
    talking: int
    gaze: tuple[float, float]
    smile: tuple[float, float]


def listeners(folder: Path, variants: Mapping[str, Variant]) -> Iterator[Listener]:
    """Judge these people; renders and tracks are cached in `folder`."""
    for name, variant in variants.items():
        video = rendered(folder, variant)
        yield judged(name, observed(video, folder / video.stem), variant.seed)


def conversation(tracks: Tracks) -> Tracks:
    """Return the tracks with the clip's speech, and turns as the lips alone tell them."""
    speech = tuple(sorted(Span(*s) for s in (*OTHERS_S, OWN_S)))
    return build_conversation(replace(tracks, speech=speech))


def judged(name: str, tracks: Tracks, seed: int) -> Listener:
    """Compare what is detected in one listener with what was planted."""
    tracks = conversation(tracks)
    nods = [e.span for e in nod.detect(tracks, nod.Params()).events]
    planned = acts(seed)
    true = [
        {"kind": nod.NAME, "start_s": a.span.start_s, "end_s": a.span.end_s}
        for a in planned
        if a.name in NODS
    ]
    counts = {}
    for what in dict.fromkeys(a.name for a in planned):
        spans = [a.span for a in planned if a.name == what]
        counts[what] = (sum(any(s.overlap_s(n) > 0 for n in nods) for s in spans), len(spans))
    return Listener(
        name,
        score_kind(nod.NAME, nods, {"events": true, "exhaustive": [nod.NAME]}),
        counts,
        sum(Span(*OWN_S).contains(n.middle_s) for n in nods),
        (_measured(gaze_away.DETECTOR, tracks), 1.0 - _true_share(planned, LOOKS, tracks)),
        (_measured(smile.DETECTOR, tracks), _true_share(planned, SMILES, tracks)),
    )


def _measured(detector: Detector, tracks: Tracks) -> float:
    """Return the detector's measure of the listening time."""
    values = detector.measure(detector.detect(tracks, detector.params), tracks, tracks.whole)
    return next(m.value or 0.0 for m in values if m.name.startswith("listening_"))


def _true_share(planned: Sequence[Act], names: Sequence[str], tracks: Tracks) -> float:
    """Return the share of the listening time that these acts take, from half rise to half fall."""
    spans = []
    for b in (b for act in planned if act.name in names for b in act.behaviours):
        rise_s, fall_s = RAMPS_S.get(b.name, USUAL_RAMP_S)
        spans.append(Span(b.start_s + rise_s / 2, b.end_s - fall_s / 2))
    return total_s(intersect(spans, tracks.listening)) / total_s(tracks.listening)


def real_nods(tracks: Tracks) -> tuple[int, int]:
    """Return the nods of a real clip: by the naive count, and by the rule if another spoke throughout."""
    spoken = replace(tracks, turns=(Turn("interviewer", tracks.whole),), speech=(tracks.whole,))
    video = nod.DETECTOR.input_of(spoken)
    events = nod.detect(video, nod.Params()).events if video.has(nod.NEEDS) else ()
    return len(head_fidget.nods(tracks, tracks.whole)), len(events)


def rendered(folder: Path, variant: Variant) -> Path:
    """Return one listener as a video."""
    from secondtake.synthetic.session import render_behaviours

    video = folder / f"nods_{variant.seed}.mp4"
    if not video.exists():
        folder.mkdir(parents=True, exist_ok=True)
        render_behaviours(video, behaviours(variant.seed), variant, duration_s=DURATION_S)
    return video
