"""Join the saved results of work units into a recording's tracks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from secondtake.core.errors import StoreError
from secondtake.core.series import Series
from secondtake.core.tracks import Tracks
from secondtake.files import read_json, write_json
from secondtake.observers.track_files import read_faces, read_series, read_speech, read_words
from secondtake.observers.unit_files import problem_of

INDEX = "tracks.json"
"""The file that lists the work units of the latest complete run; they are the recording's tracks."""


def write_index(folder: Path, unit_folders: Iterable[Path], duration_s: float) -> None:
    """Make these work units' folders, all inside `folder`, the recording's tracks."""
    names = [unit.relative_to(folder).as_posix() for unit in unit_folders]
    write_json(folder / INDEX, {"duration_s": duration_s, "pieces": names})


def load_tracks(folder: Path) -> Tracks:
    """Return the tracks in a recording's folder, joined.

    Raises:
        StoreError: there are none, or a file is damaged.
    """
    try:
        index = read_json(folder / INDEX)
        if index is None:
            raise StoreError(f"There are no tracks in {folder}. Analyse the recording again.")
        units = [folder / name for name in index["pieces"]]
        problems = [f"{unit.name}: {problem}" for unit in units if (problem := problem_of(unit))]
        if problems:
            raise ValueError("; ".join(problems[:3]))
        return _join_units(units, index["duration_s"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f"The tracks in {folder} cannot be read ({error}). The review stays as it is. "
            "Analyse the recording again; only what is missing or damaged is repeated."
        ) from error


def _join_units(unit_folders: Sequence[Path], duration_s: float) -> Tracks:
    parts: dict[str, list[Series]] = defaultdict(list)
    facts: dict[str, float] = {}
    for file in (file for unit in unit_folders for file in sorted(unit.glob("*.parquet"))):
        series, file_facts = read_series(file)
        for name, part in series.items():
            parts[name].append(part)
        for name, value in file_facts.items():
            facts[name] = _combine_fact(name, facts.get(name), value)
    words = [read_words(unit) for unit in unit_folders]
    speech = [read_speech(unit) for unit in unit_folders]
    faces = [appearances for unit in unit_folders if (appearances := read_faces(unit)) is not None]
    return Tracks(
        duration_s=duration_s,
        series={name: _join(series_parts) for name, series_parts in parts.items()},
        transcript=next((w for w in words if w is not None), None),
        speech=next((s for s in speech if s is not None), None),
        faces=tuple(face for appearances in faces for face in appearances) if faces else None,
        facts=facts,
    )


def _join(parts: Sequence[Series]) -> Series:
    """Return consecutive segments as one series. They are half-open, so no sample is repeated."""
    if len(parts) == 1:
        return parts[0]
    return Series(
        np.concatenate([part.times_s for part in parts]),
        np.concatenate([part.values for part in parts]),
        unit=parts[0].unit,
        hold_s=parts[0].hold_s,
    )


def _combine_fact(name: str, previous: float | None, value: float) -> float:
    """Combine a fact of several segments: the sum of skipped counts, else the maximum."""
    if previous is None:
        return value
    return previous + value if name.startswith("skipped_") else max(previous, value)
