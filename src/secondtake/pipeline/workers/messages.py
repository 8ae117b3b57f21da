"""Messages between the worker pool and its processes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from secondtake.config import Settings
from secondtake.core.recording import Recording
from secondtake.pipeline.work_units import WorkUnit


@dataclass(frozen=True, slots=True)
class Assignment:
    """A work unit with all that a process needs to run it."""

    unit: WorkUnit
    path: Path
    recording: Recording
    settings: Settings


@dataclass(frozen=True, slots=True)
class Advanced:
    """The work unit is done up to `done_s` of its segment."""

    done_s: float


@dataclass(frozen=True, slots=True)
class Finished:
    """The work unit is done and its results are saved; the process may hold a speech model by now."""

    has_listened: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """The work unit failed."""

    error: BaseException


Message = Advanced | Finished | Failed
