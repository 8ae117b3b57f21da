"""Collect rows of named numbers, and return them as series of one clock."""

from __future__ import annotations

from array import array
from collections.abc import Mapping

import numpy as np

from secondtake.core.series import Series

NAN = float("nan")


class SeriesBuilder:
    """Collects rows; a column that a row does not name is NaN, not observed.

    Args:
        units: the unit of every column, by name.
        hold_s: how long a row holds.
    """

    def __init__(self, units: Mapping[str, str], *, hold_s: float) -> None:
        self._units = dict(units)
        self._hold_s = hold_s
        self._times_s = array("d")
        self._values = array("f")  # row after row, four bytes per number

    def add(self, time_s: float, *rows: Mapping[str, float]) -> None:
        """Append a row, given in one or more parts."""
        merged = {name: value for row in rows for name, value in row.items()}
        unknown = merged.keys() - self._units.keys()
        if unknown:
            raise KeyError(f"no such column: {', '.join(sorted(unknown))}")
        self._times_s.append(time_s)
        self._values.extend(merged.get(name, NAN) for name in self._units)

    def series(self) -> dict[str, Series]:
        """Return every column as a series."""
        times_s = np.array(self._times_s)
        table = np.array(self._values, dtype=np.float32).reshape(times_s.size, len(self._units))
        return {
            name: Series(times_s, table[:, i], unit=unit, hold_s=self._hold_s)
            for i, (name, unit) in enumerate(self._units.items())
        }
