"""Observe a recording into tracks, in parallel processes; every finished work unit is saved at once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from secondtake.config import Settings
from secondtake.core.progress import Progress
from secondtake.core.recording import Recording
from secondtake.core.tracks import Tracks
from secondtake.observers.talker import read_talker
from secondtake.pipeline.track_index import load_tracks, write_index
from secondtake.pipeline.work_units import WorkUnit, talker_unit_of
from secondtake.pipeline.workers.pool import WorkerPool

log = logging.getLogger(__name__)


def observe(
    path: Path,
    recording: Recording,
    settings: Settings,
    folder: Path,
    units: Sequence[WorkUnit],
    on_progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Tracks:
    """Return a recording's tracks; work units that are finished are not run again.

    Args:
        path: the file.
        recording: the result of `media.probe` for it.
        settings: preset, language, weights, number of processes.
        folder: the recording's tracks; created where missing.
        units: from `work_units_of`, of the same recording, settings and folder.
        on_progress: called with (stage, seconds done, seconds in all); stages run in parallel.
        is_cancelled: called several times a second.

    Raises:
        MediaError: if the file cannot be read.
        ObserverStopped: if the system ended one of the processes. Finished units are saved.
        Cancelled: if `is_cancelled` returned true. Finished units are saved.
    """
    totals = _ProgressTotals(units, on_progress)
    waiting = [unit for unit in units if not unit.is_done]
    log.info("%s: %d of %d work units are done", recording.name, len(units) - len(waiting), len(units))
    WorkerPool(path, recording, settings, totals.advance, is_cancelled or (lambda: False)).run(waiting)
    write_index(folder, [unit.folder for unit in units], recording.duration_s)
    return load_tracks(folder)


def find_talker(
    path: Path,
    recording: Recording,
    settings: Settings,
    folder: Path,
    is_cancelled: Callable[[], bool] | None = None,
) -> tuple[Settings, tuple[WorkUnit, ...]]:
    """Return the settings with the place of who talks, if that is clear, and the work unit that looked.

    Raises:
        MediaError, ObserverStopped, Cancelled: as `observe`.
    """
    unit = talker_unit_of(recording, settings, folder)
    if unit is None:
        return settings, ()
    if not unit.is_done:
        WorkerPool(path, recording, settings, lambda *_: None, is_cancelled or (lambda: False)).run([unit])
    return settings.with_(talker=read_talker(unit.folder)), (unit,)


def report_initial_progress(units: Sequence[WorkUnit], on_progress: Progress | None) -> None:
    """Report the progress of every stage before any runs, so that the total is known from the start."""
    _ProgressTotals(units, on_progress)


def seconds_by_stage(units: Sequence[WorkUnit]) -> dict[str, float]:
    """Return how many seconds of one process each stage's finished units took, whenever they ran."""
    took_s: dict[str, float] = {}
    for unit in units:
        if unit.is_done:
            took_s[unit.stage] = took_s.get(unit.stage, 0.0) + unit.took_s
    return took_s


class _ProgressTotals:
    """The progress of every stage, summed over its work units."""

    def __init__(self, units: Sequence[WorkUnit], on_progress: Progress | None) -> None:
        self._on_progress = on_progress
        self._done_s = {unit: unit.span.duration_s if unit.is_done else 0.0 for unit in units}
        for stage in dict.fromkeys(unit.stage for unit in units):
            self._report(stage)

    def advance(self, unit: WorkUnit, done_s: float) -> None:
        self._done_s[unit] = max(self._done_s[unit], min(done_s, unit.span.duration_s))
        self._report(unit.stage)

    def _report(self, stage: str) -> None:
        if self._on_progress is None:
            return
        units = [unit for unit in self._done_s if unit.stage == stage]
        self._on_progress(
            stage, sum(self._done_s[unit] for unit in units), sum(unit.span.duration_s for unit in units)
        )
