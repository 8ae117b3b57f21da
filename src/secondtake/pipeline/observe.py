"""The first pass: a recording becomes tracks, in processes side by side, each finished piece kept at once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from secondtake.config import Settings
from secondtake.core.progress import Progress
from secondtake.core.recording import Recording
from secondtake.core.tracks import Tracks
from secondtake.pipeline.track_index import load_tracks, write_index
from secondtake.pipeline.work_units import WorkUnit, run_work_unit, work_units_of
from secondtake.pipeline.workers.pool import WorkerPool

log = logging.getLogger(__name__)


def observe(
    path: Path,
    recording: Recording,
    settings: Settings,
    folder: Path,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Tracks:
    """Everything that can be seen and heard in a recording; what `folder` already holds is not done again.

    Args:
        path: the file.
        recording: what `media.probe` found in it.
        settings: preset, language, weights, number of processes.
        folder: where this recording's tracks are kept; made if need be.
        progress: called with (stage, seconds done, seconds in all); stages run side by side.
        cancelled: asked several times a second.

    Raises:
        MediaError: if the file cannot be read.
        ModelMissing: if a weight is missing; found out before any work begins.
        ObserverStopped: if the system ended one of the processes. Finished pieces are kept.
        Cancelled: if the person asked to stop. Finished pieces are kept.
    """
    pieces = work_units_of(recording, settings, folder)
    told = _Told(pieces, progress)
    waiting = [piece for piece in pieces if not piece.done]
    log.info("%s: %d of %d pieces are kept already", recording.name, len(pieces) - len(waiting), len(pieces))
    WorkerPool(path, recording, settings, told.advanced, cancelled or (lambda: False)).observe(waiting)
    write_index(folder, [piece.folder for piece in pieces], recording.duration_s)
    return load_tracks(folder)


def report_initial_progress(
    recording: Recording, settings: Settings, folder: Path, progress: Progress | None
) -> None:
    """Tell how far every stage is before anything is done: so all there is to do is known from the start.

    Raises:
        ModelMissing: if a weight is missing.
    """
    _Told(work_units_of(recording, settings, folder), progress)


def observe_stages(
    stages: Collection[str], path: Path, recording: Recording, settings: Settings, folder: Path
) -> Tracks:
    """What these stages alone find, in this process; what `folder` already holds is not done again."""
    pieces = [piece for piece in work_units_of(recording, settings, folder) if piece.stage in stages]
    for piece in pieces:
        if not piece.done:
            run_work_unit(piece, path, recording, settings, None)
    write_index(folder, [piece.folder for piece in pieces], recording.duration_s)
    return load_tracks(folder)


def seconds_by_stage(recording: Recording, settings: Settings, folder: Path) -> dict[str, float]:
    """How many seconds of one process each stage took, whenever it was done."""
    took: dict[str, float] = {}
    for piece in work_units_of(recording, settings, folder):
        if piece.done:
            took[piece.stage] = took.get(piece.stage, 0.0) + piece.took_s
    return took


class _Told:
    """Adds up the progress of all pieces of a stage."""

    def __init__(self, pieces: Sequence[WorkUnit], progress: Progress | None) -> None:
        self._progress = progress
        self._done_s = {piece: piece.span.duration_s if piece.done else 0.0 for piece in pieces}
        for stage in dict.fromkeys(piece.stage for piece in pieces):
            self._tell(stage)

    def advanced(self, piece: WorkUnit, done_s: float) -> None:
        self._done_s[piece] = max(self._done_s[piece], min(done_s, piece.span.duration_s))
        self._tell(piece.stage)

    def _tell(self, stage: str) -> None:
        if self._progress is None:
            return
        mine = [piece for piece in self._done_s if piece.stage == stage]
        self._progress(
            stage, sum(self._done_s[piece] for piece in mine), sum(piece.span.duration_s for piece in mine)
        )
