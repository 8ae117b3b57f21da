"""Renders sessions and clips with their truth: the public side of this package."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np

from secondtake.core.progress import Progress
from secondtake.synthetic.behaviour.animator import Actor, FramePose
from secondtake.synthetic.behaviour.behaviour import Behaviour
from secondtake.synthetic.behaviour.lip_sync import Mouth
from secondtake.synthetic.behaviour.performance import performance
from secondtake.synthetic.ground_truth import Json, truth
from secondtake.synthetic.mp4_writer import write_mp4
from secondtake.synthetic.person.render import Picture, Studio
from secondtake.synthetic.render_options import Variant
from secondtake.synthetic.script import Speaker
from secondtake.synthetic.soundtrack import Sound, sound_track, take

PROCESSES = 2
CHUNK = 12  # frames a process takes at once


@dataclass(frozen=True, slots=True)
class SessionFiles:
    """A rendered recording and its truth."""

    video: Path
    truth: Path


def render_session(
    directory: Path,
    variant: Variant,
    *,
    name: str = "interview",
    interviewing: Variant | None = None,
    on_progress: Progress | None = None,
    processes: int = PROCESSES,
) -> SessionFiles:
    """Render the practice interview into `directory` as `<name>.mp4` and `<name>.truth.json`.

    The same variant gives the same frames. `on_progress` is called with `("render", done_s, total_s)`. With
    `interviewing`, the person asks the questions in the interview of that candidate, whose sound it has.

    Raises:
        OSError: if the directory cannot be made or written.
    """
    candidate = interviewing or variant
    interview = take(candidate.body, candidate.seed)
    track = sound_track(interview, candidate.body, candidate.seed)
    behaviours = performance(interview, variant.seed)
    speaker: Speaker = "interviewer" if interviewing else "candidate"
    job = _Job(variant, behaviours, Mouth(interview, track, variant.fps, speaker))
    directory.mkdir(parents=True, exist_ok=True)
    files = SessionFiles(directory / f"{name}.mp4", directory / f"{name}.truth.json")
    moments = _render(files.video, job, interview.duration_s, track, on_progress, processes)
    _write_truth(files.truth, truth(_times(moments, variant), moments, behaviours, interview))
    return files


def render_behaviours(
    path: Path,
    behaviours: Sequence[Behaviour],
    variant: Variant,
    *,
    duration_s: float,
    on_progress: Progress | None = None,
    processes: int = 1,
) -> Json:
    """Render a silent clip of the given behaviours to `path` (mp4) and returns its truth."""
    moments = _render(path, _Job(variant, tuple(behaviours), None), duration_s, None, on_progress, processes)
    return truth(_times(moments, variant), moments, behaviours, None)


@dataclass(frozen=True, slots=True)
class _Job:
    variant: Variant
    behaviours: tuple[Behaviour, ...]
    mouth: Mouth | None


class _Stage:
    """Everything that one process needs to render any frame of a job."""

    def __init__(self, job: _Job) -> None:
        self.actor = Actor(job.variant, job.behaviours, job.mouth)
        self.studio = Studio(job.variant)

    def frame(self, number: int) -> tuple[Picture, FramePose]:
        moment = self.actor.at(number)
        picture = self.studio.picture(moment.points, number)
        plane: Picture = cv2.cvtColor(picture, cv2.COLOR_RGB2YUV_I420).astype(np.uint8, copy=False)
        return plane, _without_points(moment)


_stage: _Stage | None = None  # one a process; set by the pool's initialiser


def _open_stage(job: _Job) -> None:
    global _stage
    cv2.setNumThreads(1)
    _stage = _Stage(job)


def _frame(number: int) -> tuple[Picture, FramePose]:
    if _stage is None:
        raise RuntimeError("a rendering process was asked for a frame before its stage was opened")
    return _stage.frame(number)


def _render(
    path: Path,
    job: _Job,
    duration_s: float,
    sound: Sound | None,
    on_progress: Progress | None,
    processes: int,
) -> list[FramePose]:
    moments: list[FramePose] = []

    def planes(frames: Iterator[tuple[Picture, FramePose]]) -> Iterator[Picture]:
        for plane, moment in frames:
            moments.append(moment)
            if on_progress is not None:
                on_progress("render", min(duration_s, len(moments) / job.variant.fps), duration_s)
            yield plane

    numbers = range(round(duration_s * job.variant.fps))
    size, fps = job.variant.size, job.variant.fps
    if processes == 1:
        write_mp4(path, planes(map(_Stage(job).frame, numbers)), size=size, fps=fps, sound=sound)
    else:
        with get_context("spawn").Pool(processes, _open_stage, (job,)) as pool:
            frames = pool.imap(_frame, numbers, chunksize=CHUNK)
            write_mp4(path, planes(frames), size=size, fps=fps, sound=sound)
    return moments


def _without_points(moment: FramePose) -> FramePose:
    """Return the moment as it is sent between processes: what was measured, not the mesh."""
    return FramePose(
        np.zeros((0, 3), np.float32), *(getattr(moment, name) for name in FramePose.__slots__[1:])
    )


def _times(moments: Sequence[FramePose], variant: Variant) -> np.ndarray:
    return np.arange(len(moments)) / variant.fps


def _write_truth(path: Path, content: Json) -> None:
    path.write_text(json.dumps(content, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf-8")
