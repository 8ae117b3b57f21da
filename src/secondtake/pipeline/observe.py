"""Observe a recording into tracks, in parallel processes; every finished work unit is saved at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from secondtake.config import Settings
from secondtake.core.progress import Progress
from secondtake.core.recording import Recording
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.observers import talker
from secondtake.pipeline.track_index import load_tracks, write_index
from secondtake.pipeline.work_units import WorkUnit, talker_unit_of, work_units_of
from secondtake.pipeline.workers.pool import WorkerPool

QUICK = ("voice", "speakers")


@dataclass(frozen=True, slots=True)
class Observation:
    """A recording as it was observed.

    Attributes:
        tracks: of the recording.
        units: the work units that they come from.
        settings: as given, with the place of who talks, if that is clear.
    """

    tracks: Tracks
    units: tuple[WorkUnit, ...]
    settings: Settings


def observe(
    path: Path,
    recording: Recording,
    settings: Settings,
    folder: Path,
    on_progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Observation:
    """Observe a recording; work units that are finished are not run again.

    Args:
        path: the file.
        recording: the result of `media.probe` for it.
        settings: preset, language, weights, number of processes.
        folder: the recording's tracks; created where missing.
        on_progress: called with (stage, seconds done, seconds in all); stages run in parallel.
        is_cancelled: called several times a second.

    Raises:
        MediaError: if the file cannot be read.
        ObserverStopped: if the system ended one of the processes. Finished units are saved.
        Cancelled: if `is_cancelled` returned true. Finished units are saved.
    """
    units = planned_units(recording, settings, folder)
    totals = _ProgressTotals(units, on_progress)
    with WorkerPool(path, recording, totals.advance, is_cancelled or (lambda: False)) as pool:
        early: list[WorkUnit] = []
        if units[0].stage == talker.NAME:
            # Where the one who talks is, is a setting of sight; nothing else waits for it.
            early = _unfinished(unit for unit in units if unit.stage != "sight")
            pool.add(early, settings)
            pool.run(until=units[0])
            settings = settings.with_(talker=talker.read_talker(units[0].folder))
            units = (units[0], *work_units_of(recording, settings, folder))
            totals.plan(units)
        pool.add(_unfinished(unit for unit in units if unit not in early), settings)
        pool.run()
    write_index(folder, [unit.folder for unit in units], recording.duration_s)
    return Observation(load_tracks(folder), units, settings)


def planned_units(recording: Recording, settings: Settings, folder: Path) -> tuple[WorkUnit, ...]:
    """Return the work units as long as nobody has looked who talks, that unit first."""
    looking = talker_unit_of(recording, settings, folder)
    return (*([] if looking is None else [looking]), *work_units_of(recording, settings, folder))


def _unfinished(units: Iterable[WorkUnit]) -> list[WorkUnit]:
    """Return the units that are to run, the quickest stages last: they fill what time a process has left."""
    return sorted((unit for unit in units if not unit.is_done), key=lambda unit: unit.stage in QUICK)


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
        self._done_s: dict[tuple[str, Span], float] = {}
        self.plan(units)

    def plan(self, units: Sequence[WorkUnit]) -> None:
        """Count these units, and keep what is done of those with the same stage and segment."""
        self._done_s = {
            key: unit.span.duration_s if unit.is_done else self._done_s.get(key, 0.0)
            for unit in units
            for key in [(unit.stage, unit.span)]
        }
        for stage in dict.fromkeys(unit.stage for unit in units):
            self._report(stage)

    def advance(self, unit: WorkUnit, done_s: float) -> None:
        key = unit.stage, unit.span
        self._done_s[key] = max(self._done_s[key], min(done_s, unit.span.duration_s))
        self._report(unit.stage)

    def _report(self, stage: str) -> None:
        if self._on_progress is None:
            return
        done_s = {span: done_s for (name, span), done_s in self._done_s.items() if name == stage}
        self._on_progress(stage, sum(done_s.values()), sum(span.duration_s for span in done_s))
