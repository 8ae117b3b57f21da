"""Accuracy of visible behaviours (docs/validation.md).

(a) The synthetic person acts a reel of all behaviours and of controls that resemble them, in varied renders.
(b) Labelled clips of real people.

Renders and tracks are cached in a folder, so that a changed detector is measured in seconds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from secondtake.config import Settings
from secondtake.core.event import Event
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors import ALL, event_kinds
from secondtake.evaluation.scoring import Score, score_kind, validation_folder
from secondtake.synthetic.render_options import Variant

PLAIN = Variant(fps=15.0)
MAN = replace(PLAIN, body="male", distance=1.2)  # he sits higher: nearer, his folded hands leave the frame
VARIANTS: Mapping[str, Variant] = {
    "woman, soft light": replace(PLAIN, seed=1),
    "man, light skin": replace(MAN, seed=2, skin="light"),
    "woman, dark skin, warm light": replace(PLAIN, seed=3, skin="dark", light="warm"),
    "man, glasses, 20 fps": replace(MAN, seed=4, skin="tan", glasses=True, fps=20.0),
    "woman, head turned 20 deg": replace(PLAIN, seed=5, head_turn_deg=20.0),
    "man, far away": replace(MAN, seed=6, distance=1.6),
    "woman, brown skin, dim, noisy": replace(PLAIN, seed=7, skin="brown", light="dim", noise=8.0),
    "man, camera above": replace(MAN, seed=8, skin="dark", camera_pitch_deg=15.0),
    "woman, camera below, side light": replace(PLAIN, seed=9, light="side", camera_pitch_deg=-15.0),
    "woman, mirrored, shaking camera": replace(PLAIN, seed=10, mirrored=True, jitter=3.0),
    "man, backlit": replace(MAN, seed=11, light="backlit"),
    "woman, 1080p": replace(PLAIN, seed=12, size=(1920, 1080)),
    "man, brown skin, 60 fps": replace(MAN, seed=13, skin="brown", fps=60.0),
    "woman, camera beside the screen": replace(PLAIN, seed=14, camera_aside_deg=15.0),
}
SEEN_KINDS = tuple(k.name for k in event_kinds().values() if k.lane_group in ("face", "tics", "posture"))


@dataclass(frozen=True)
class Scored:
    """One recording's scores by kind, and its labelled duration."""

    name: str
    duration_s: float
    scores: Mapping[str, Score]


def synthetic(folder: Path, names: Iterable[str] = VARIANTS) -> Iterator[Scored]:
    """Score the reels in varied renders."""
    for name in names:
        video = rendered(folder, name)
        truth = json.loads(video.with_suffix(".truth.json").read_text(encoding="utf-8"))
        yield scored(name, observed(video, folder / video.stem), truth)


def labelled(folder: Path) -> Iterator[Scored]:
    """Score the labelled clips of real people."""
    for path in sorted(clips_folder().glob("*.truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        video = path.with_name(truth["clip"])
        yield scored(video.stem, observed(video, folder / video.stem), truth)


def clips_folder() -> Path:
    """Return the folder of the labelled clips; it may not exist."""
    return validation_folder() / "video"


def rendered(folder: Path, name: str) -> Path:
    """Return the reel of one variant as a video with its truth, rendering it if it is not cached."""
    from secondtake.synthetic.behaviour.behaviour_reel import reel
    from secondtake.synthetic.session import render_behaviours

    variant = VARIANTS[name]
    video = _reel(folder, name)
    truth_file = video.with_suffix(".truth.json")
    if not truth_file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        behaviours, duration_s = reel(variant.seed)
        truth = render_behaviours(video, behaviours, variant, duration_s=duration_s)
        truth_file.write_text(json.dumps(truth), encoding="utf-8")
    return video


def is_rendered(folder: Path, name: str) -> bool:
    """Check whether a variant's reel is already rendered and observed."""
    from secondtake.observers.vision.vision import FILES

    video = _reel(folder, name)
    files = [video.with_suffix(".truth.json"), *(folder / video.stem / file for file in FILES)]
    return all(file.exists() for file in files)


def _reel(folder: Path, name: str) -> Path:
    return folder / f"reel_{VARIANTS[name].seed}.mp4"


def observed(video: Path, folder: Path, me: tuple[float, float] | None = None) -> Tracks:
    """Observe a video with the balanced preset; cached in `folder`.

    Args:
        me: where the person is, in shares of the frame, if that is said.
    """
    from secondtake.media.probe import probe
    from secondtake.observers.track_files import read_series
    from secondtake.observers.vision.vision import FILES, observe_vision

    recording = probe(video)
    if not all((folder / file).exists() for file in FILES):
        folder.mkdir(parents=True, exist_ok=True)
        whole = Span(0.0, recording.duration_s)
        observe_vision(video, recording, Settings.load(home=folder).with_(me=me), folder, None, whole)
    series: dict[str, Any] = {}
    for file in FILES:
        series |= read_series(folder / file)[0]
    return Tracks(recording.duration_s, series)


def scored(name: str, tracks: Tracks, truth: Mapping[str, Any]) -> Scored:
    """Score every visible kind that the truth labels."""
    detected = events(tracks)
    labelled_kinds = {e["kind"] for e in truth["events"]} | set(truth["exhaustive"])
    scores = {
        kind: score_kind(kind, [e.span for e in detected if e.kind == kind], truth)
        for kind in SEEN_KINDS
        if kind in labelled_kinds
    }
    labelled_s = Span(*truth["range_s"]).duration_s if "range_s" in truth else tracks.duration_s
    return Scored(name, labelled_s, scores)


def events(tracks: Tracks) -> tuple[Event, ...]:
    """Return the events of all visual detectors."""
    detectors = [d for d in ALL if set(d.kind_names) & set(SEEN_KINDS) and d.input_of(tracks).has(d.needs)]
    return tuple(e for d in detectors for e in d.detect(d.input_of(tracks), d.params).events)


def pooled(results: Iterable[Scored]) -> dict[str, Score]:
    """Add up the scores of all recordings by kind."""
    together: dict[str, Score] = {}
    for result in results:
        for kind, score in result.scores.items():
            together[kind] = together[kind] + score if kind in together else score
    return together
