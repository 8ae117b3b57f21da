"""Joining what was kept of a recording into its tracks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from secondtake.core.errors import StoreError
from secondtake.core.series import Series
from secondtake.core.tracks import Tracks
from secondtake.files import read_json, write_json
from secondtake.observers.track_files import read_series, read_speech, read_words

INDEX = "tracks.json"
"""Says which of the kept pieces are the recording's tracks: those of its latest complete run."""


def write_index(folder: Path, pieces: Iterable[Path], duration_s: float) -> None:
    """Make the named piece folders, all inside `folder`, the recording's tracks."""
    names = [piece.relative_to(folder).as_posix() for piece in pieces]
    write_json(folder / INDEX, {"duration_s": duration_s, "pieces": names})


def load_tracks(folder: Path) -> Tracks:
    """The tracks kept in a recording's folder, in one piece.

    Raises:
        StoreError: if there are none, or a file of theirs is damaged.
    """
    try:
        index = read_json(folder / INDEX)
        if index is None:
            raise StoreError(f"No tracks are kept in {folder}. Analyse the recording again.")
        return _joined([folder / name for name in index["pieces"]], index["duration_s"])
    except (OSError, ValueError, KeyError) as error:
        raise StoreError(
            f"The tracks in {folder} cannot be read ({error}). Delete that folder and analyse again."
        ) from error


def _joined(pieces: Sequence[Path], duration_s: float) -> Tracks:
    parts: dict[str, list[Series]] = defaultdict(list)
    facts: dict[str, float] = {}
    for file in (file for piece in pieces for file in sorted(piece.glob("*.parquet"))):
        series, found = read_series(file)
        for name, part in series.items():
            parts[name].append(part)
        for name, value in found.items():
            facts[name] = _fact(name, facts.get(name), value)
    words = [read_words(piece) for piece in pieces]
    speech = [read_speech(piece) for piece in pieces]
    return Tracks(
        duration_s=duration_s,
        series={name: _join(pieces_of_one) for name, pieces_of_one in parts.items()},
        transcript=next((w for w in words if w is not None), None),
        speech=next((s for s in speech if s is not None), None),
        facts=facts,
    )


def _join(parts: Sequence[Series]) -> Series:
    """Stretches that follow each other, as one series. They are half-open, so no sample comes twice."""
    if len(parts) == 1:
        return parts[0]
    return Series(
        np.concatenate([part.times_s for part in parts]),
        np.concatenate([part.values for part in parts]),
        unit=parts[0].unit,
        hold_s=parts[0].hold_s,
    )


def _fact(name: str, known: float | None, value: float) -> float:
    """One fact of a recording from those of its stretches: counts of skipped things add up, else the most."""
    if known is None:
        return value
    return known + value if name.startswith("skipped_") else max(known, value)
