"""Render, observe and score the hard faces; cached, so that a changed detector is measured in seconds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from secondtake.core.spans import Span
from secondtake.detectors import event_kind
from secondtake.evaluation.hard_faces.acts import FaceAct, performed, script, truth_of
from secondtake.evaluation.hard_faces.people import HardFace
from secondtake.evaluation.scoring import Score, pair, score_kind
from secondtake.evaluation.vision import events, observed
from secondtake.synthetic.behaviour.animator import FramePose
from secondtake.synthetic.ground_truth import Json, truth

KINDS = ("smile", "face_touch")


@dataclass(frozen=True, slots=True)
class FaceResult:
    """What was found of one person.

    Attributes:
        scores: by kind.
        matches: every true event as (kind, its act, whether it was found).
        false: every false event as (kind, the act during which it came, "" between acts).
    """

    name: str
    person: HardFace
    duration_s: float
    scores: Mapping[str, Score]
    matches: tuple[tuple[str, str, bool], ...]
    false: tuple[tuple[str, str], ...]


def results(folder: Path, people: Mapping[str, HardFace]) -> Iterator[FaceResult]:
    """Measure these people; renders and tracks are cached in `folder`."""
    for name, person in people.items():
        video = rendered(folder, person)
        true = json.loads(video.with_suffix(".truth.json").read_text(encoding="utf-8"))
        tracks = observed(video, folder / video.stem)
        detected = {kind: [e.span for e in events(tracks) if e.kind == kind] for kind in KINDS}
        scores = {kind: score_kind(kind, detected[kind], true) for kind in KINDS}
        matches, false = compared(detected, true, script(person)[0])
        yield FaceResult(name, person, tracks.duration_s, scores, matches, false)


def compared(
    detected: Mapping[str, list[Span]], true: Json, acts: tuple[FaceAct, ...]
) -> tuple[tuple[tuple[str, str, bool], ...], tuple[tuple[str, str], ...]]:
    """Return which true events were found, and during which acts false ones came."""
    matches: list[tuple[str, str, bool]] = []
    false: list[tuple[str, str]] = []
    for kind, spans in detected.items():
        true_spans = [Span(e["start_s"], e["end_s"]) for e in true["events"] if e["kind"] == kind]
        pairing = pair(spans, true_spans, tolerance_s=event_kind(kind).tolerance_s)
        matches += [(kind, _during(s, acts), k not in pairing.missed) for k, s in enumerate(true_spans)]
        false += [(kind, _during(spans[j], acts)) for j in pairing.false]
    return tuple(matches), tuple(false)


def rendered(folder: Path, person: HardFace) -> Path:
    """Return one person's recording as a video with its truth; an existing one is reused."""
    from secondtake.synthetic.mp4_writer import write_mp4

    video = folder / f"face_{person.variant.seed}.mp4"
    truth_file = video.with_suffix(".truth.json")
    if truth_file.exists():
        return video
    folder.mkdir(parents=True, exist_ok=True)
    poses: list[FramePose] = []
    size, fps = person.variant.size, person.variant.fps
    write_mp4(video, _planes(person, poses), size=size, fps=fps, sound=None)
    truth_file.write_text(json.dumps(full_truth(person, poses)), encoding="utf-8")
    return video


def full_truth(person: HardFace, poses: list[FramePose]) -> Json:
    """Return the truth of a recording with these poses, one a frame."""
    times_s = np.arange(len(poses)) / person.variant.fps
    measured = truth(times_s, poses, performed(person), None)
    touches = [e for e in measured["events"] if e["kind"] == "face_touch"]
    return truth_of(script(person)[0], touches)


def _planes(person: HardFace, poses: list[FramePose]) -> Iterator[np.ndarray]:
    """Yield the frames as I420, and add their poses to `poses`."""
    import cv2

    from secondtake.evaluation.hard_faces.props import EquippedActor, EquippedPerson, EquippedStudio

    who = EquippedPerson(person.variant, headset=person.headset)
    actor = EquippedActor(person.variant, performed(person), who)
    studio = EquippedStudio(person.variant, who)
    for number in range(round(script(person)[1] * person.variant.fps)):
        pose = actor.at(number)
        poses.append(pose)
        yield cv2.cvtColor(studio.picture(pose.points, number), cv2.COLOR_RGB2YUV_I420).astype(np.uint8)


def _during(span: Span, acts: tuple[FaceAct, ...]) -> str:
    """Return the act that shares most time with a span."""
    shared_s = {
        act.name: max(Span(b.start_s, b.end_s).overlap_s(span) for b in act.behaviours) for act in acts
    }
    name = max(shared_s, key=lambda n: shared_s[n])
    return name if shared_s[name] > 0 else ""
