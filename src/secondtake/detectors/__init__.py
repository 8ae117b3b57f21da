"""One behaviour, one file. `ALL` is the registry: nothing is found by scanning."""

from __future__ import annotations

from secondtake.detectors.base import Detection, Detector

ALL: tuple[Detector, ...] = ()

__all__ = ["ALL", "Detection", "Detector"]
