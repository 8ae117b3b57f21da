"""Smiles planted into made talk: open and wide vowels, on faces with and without a beard.

Written before the rule that is measured on it. Every second person is held back: the rule is chosen on the
others alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.evaluation.vision import MAN, PLAIN, Scored, observed, scored
from secondtake.synthetic.behaviour.behaviour import Behaviour
from secondtake.synthetic.behaviour.blinks import irregular
from secondtake.synthetic.ground_truth import SMILE_FROM
from secondtake.synthetic.render_options import Variant

DURATION_S = 60.0
TALKS_S = ((2.0, 27.0), (33.0, 58.0))
SMILE_AT_S = (5.0, 10.5, 16.0, 22.0, 29.0, 36.0, 42.0, 48.0, 54.0)
FULL_SMILE = 0.9  # face-unit weight of `motions._smile`
SMILE_AMOUNTS = (0.65, 1.0)  # of a full one; the truth begins at .4 of the face unit
SMILE_LONG_S = (1.2, 2.6)
VOWEL_EVERY_S, VOWEL_LONG_S, VOWEL_AMOUNTS = (0.3, 0.9), (0.14, 0.5), (0.6, 1.2)

TUNED: Mapping[str, Variant] = {
    "man, beard": replace(MAN, seed=101, beard=True),
    "woman": replace(PLAIN, seed=102),
    "man, dark beard, dark skin": replace(MAN, seed=103, beard=True, skin="dark"),
    "woman, glasses, warm light": replace(PLAIN, seed=104, glasses=True, light="warm"),
}
HELD_BACK: Mapping[str, Variant] = {
    "man, beard, tan skin, side light": replace(MAN, seed=105, beard=True, skin="tan", light="side"),
    "woman, brown skin": replace(PLAIN, seed=106, skin="brown"),
    "man, beard, glasses, camera below": replace(
        MAN, seed=107, beard=True, glasses=True, camera_pitch_deg=-10
    ),
    "man, light skin": replace(MAN, seed=108, skin="light"),
}


def talk(seed: int) -> tuple[Behaviour, ...]:
    """Return a minute of talk with vowels of every length, smiles in it and between, and blinks."""
    rng = np.random.default_rng((seed, 23))
    acts = [Behaviour("chatter", start_s, end_s) for start_s, end_s in TALKS_S]
    for start_s, end_s in TALKS_S:
        at_s = start_s + 0.3
        while at_s < end_s - 1.0:
            long_s = float(rng.uniform(*VOWEL_LONG_S))
            kind = ("ee", "ah")[int(rng.integers(2))]
            acts.append(Behaviour("vowel", at_s, at_s + long_s, kind, float(rng.uniform(*VOWEL_AMOUNTS))))
            at_s += long_s + float(rng.uniform(*VOWEL_EVERY_S))
    for at_s in SMILE_AT_S:
        start_s = at_s + float(rng.uniform(-0.8, 0.8))
        end_s = start_s + float(rng.uniform(*SMILE_LONG_S))
        acts.append(Behaviour("smile", start_s, end_s, amount=float(rng.uniform(*SMILE_AMOUNTS))))
    no_spans: list[Span] = []
    acts += irregular(rng, first_s=(0.8, 1.6), every_s=(1.8, 4.0), until_s=DURATION_S - 0.8, without=no_spans)
    return tuple(sorted(acts, key=lambda act: act.start_s))


@dataclass(frozen=True, slots=True)
class Vowels:
    """How the face model reads the vowels: as rendered, or raised to what it reads in real people.

    Args:
        height: rise of `mouthSmile` in a full vowel; in real speech it reads .5 to .8 for moments.
        longer: how much longer than rendered each is read.
    """

    name: str
    height: float = 0.0
    longer: float = 1.0


VOWELS = (
    Vowels("as rendered"),
    Vowels("raised by .5", 0.5),
    Vowels("raised by .7", 0.7),
    Vowels("raised by .7, half as long again", 0.7, 1.5),
)


def talkers(folder: Path, variants: Mapping[str, Variant], vowels: Vowels = VOWELS[0]) -> Iterator[Scored]:
    """Score smiles of these people; renders and tracks are cached in `folder`."""
    for name, variant in variants.items():
        video = rendered(folder, variant)
        smiles = [
            {"kind": "smile", "start_s": s.start_s, "end_s": s.end_s} for s in planted_smiles(variant.seed)
        ]
        truth = {"events": smiles, "exhaustive": ["smile"]}
        tracks = observed(video, folder / video.stem)
        yield scored(name, with_vowels(tracks, variant.seed, vowels), truth)


def with_vowels(tracks: Tracks, seed: int, vowels: Vowels) -> Tracks:
    """Return the tracks with the corners of the mouth raised in every vowel of the talk."""
    if not vowels.height:
        return tracks
    raised = {}
    acts = [a for a in talk(seed) if a.name == "vowel"]
    acts = [replace(a, end_s=a.start_s + vowels.longer * (a.end_s - a.start_s)) for a in acts]
    for name in ("mouthSmileLeft", "mouthSmileRight"):
        series = tracks[name]
        rise = [max((a.amount * a.presence(t) for a in acts), default=0.0) for t in series.times_s]
        raised[name] = series.with_values(np.clip(series.values + vowels.height * np.array(rise), 0.0, 0.95))
    return tracks.with_series(**raised)


def planted_smiles(seed: int) -> tuple[Span, ...]:
    """Return the smiles of a talk from and to half of a full one's weight, which no vowel reaches."""
    spans = []
    for act in talk(seed):
        if act.name == "smile":
            times_s = np.arange(act.start_s, act.end_s, 0.01)
            is_shown = [act.amount * act.presence(t) >= SMILE_FROM / FULL_SMILE for t in times_s]
            shown_s = times_s[is_shown]
            spans.append(Span(float(shown_s[0]), float(shown_s[-1])))
    return tuple(spans)


def rendered(folder: Path, variant: Variant) -> Path:
    """Return one person's talk as a video."""
    from secondtake.synthetic.session import render_behaviours

    video = folder / f"talk_{variant.seed}.mp4"
    if not video.exists():
        folder.mkdir(parents=True, exist_ok=True)
        render_behaviours(video, talk(variant.seed), variant, duration_s=DURATION_S)
    return video


def false_per_minute(results: Iterable[Scored]) -> float:
    """Return false smiles a minute over all recordings."""
    results = list(results)
    minutes = sum(result.duration_s for result in results) / 60
    return sum(result.scores["smile"].false for result in results) / minutes
