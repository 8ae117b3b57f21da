"""What a section of docs/validation.md is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from secondtake.config import Settings
from secondtake.evaluation.report.results import Outcome

ROOT = Path(__file__).parents[4]
"""The clone that this is run in; tables of sentences and questions are in its tests."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a section is given to work with.

    Args:
        settings: whose cache keeps renders and tracks.
        at_hand: measure what is rendered already, and render nothing anew.
    """

    settings: Settings
    at_hand: bool = False

    @property
    def folder(self) -> Path:
        """Where renders and tracks of validation are kept; it can be deleted at any time."""
        return self.settings.cache_dir / "validation"


def nothing() -> str:
    """For what is measured on things that are always there."""
    return ""


@dataclass(frozen=True, slots=True)
class Section:
    """One area.

    Args:
        name: for `--only`.
        title: the heading.
        on: what it is measured on, a sentence after "Measured on".
        tolerance: how far an event may lie off, and why.
        measure: does it; what takes long is kept in the work's folder.
        lacks: what is not at hand, in words; "" where it can be measured.
    """

    name: str
    title: str
    on: str
    tolerance: str
    measure: Callable[[Work], Outcome]
    lacks: Callable[[], str] = nothing
