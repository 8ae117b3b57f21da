"""Sections of docs/validation.md."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from secondtake.config import Settings
from secondtake.evaluation.report.results import Outcome

ROOT = Path(__file__).parents[4]
"""Root of the clone; tables of sentences and questions are in its tests."""


@dataclass(frozen=True, slots=True)
class Work:
    """Context of a measurement.

    Args:
        settings: settings whose cache folder stores renders and tracks.
        at_hand: measure existing renders only, and render nothing.
    """

    settings: Settings
    at_hand: bool = False

    @property
    def folder(self) -> Path:
        """Folder of cached renders and tracks; it can be deleted at any time."""
        return self.settings.cache_dir / "validation"


def no_requirements() -> str:
    """Return "": the section's data is always available."""
    return ""


@dataclass(frozen=True, slots=True)
class Section:
    """One area of the evaluation.

    Args:
        name: name for `--only`.
        title: the heading.
        on: the data, as a sentence after "Measured on".
        tolerance: largest time difference of a match, and its reason.
        measure: runs the measurement; slow results are cached in the work's folder.
        lacks: describes missing data; "" if the section can be measured.
    """

    name: str
    title: str
    on: str
    tolerance: str
    measure: Callable[[Work], Outcome]
    lacks: Callable[[], str] = no_requirements
