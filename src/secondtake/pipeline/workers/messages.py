"""What the processes of one run say to each other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from secondtake.config import Settings
from secondtake.core.recording import Recording
from secondtake.pipeline.work_units import WorkUnit


@dataclass(frozen=True, slots=True)
class Assignment:
    """A piece with all that a process needs to observe it."""

    piece: WorkUnit
    path: Path
    recording: Recording
    settings: Settings


@dataclass(frozen=True, slots=True)
class Advanced:
    """The piece has been observed up to `done_s` of its stretch."""

    done_s: float


@dataclass(frozen=True, slots=True)
class Finished:
    """The piece is observed and kept."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The piece could not be observed."""

    error: BaseException


Message = Advanced | Finished | Failed
