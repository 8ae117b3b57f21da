"""Codings by people, from ELAN, Praat, BORIS or a table, as ground truth or as a second coder.

A tier, or a behaviour of BORIS, is one kind of event, and all of its events were labelled. ELAN and Praat
files are read by pympi and praatio; BORIS's exports (tabular and aggregated events) and ours are tables.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from secondtake.core.errors import UsageError
from secondtake.core.event_kinds import EventKind
from secondtake.core.insights.coding import CodedEvent, Coding, parse_coding
from secondtake.detectors import event_kinds
from secondtake.evaluation.scoring import read_json

MAX_BYTES = 50_000_000  # our choice: hours of coding take a hundredth of that
Row = tuple[str, str, float, float]  # tier, label, start_s, end_s
# Names of columns, lower case: of our own table, of BORIS's aggregated events, of its tabular events.
TIER_COLUMNS = ("kind", "behavior", "tier")
START_COLUMNS = ("start_s", "start (s)", "start", "time")
END_COLUMNS = ("end_s", "stop (s)", "end", "stop")
STATUS_COLUMNS = ("status", "behavior type")


def read_coding(path: Path, names: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Read a coding as a truth (docs/review-json.md); JSON is returned as it is.

    Args:
        names: the event kind of each tier whose name is not one already.

    Returns:
        `events` and `exhaustive`, and under `unknown` the tiers that are no kind of event.

    Raises:
        UsageError: the file cannot be read as what its suffix says.
    """
    if path.suffix.lower() in ("", ".json"):
        return read_json(path, needs="events")
    return import_coding(path, str(path), names).as_truth()


def import_coding(path: Path, name: str, names: Mapping[str, str] | None = None) -> Coding:
    """Read a coding with all of its tiers.

    Args:
        name: of the file, for people; its suffix says what the file is.
        names: as for `read_coding`.

    Raises:
        UsageError: the file cannot be read as what its suffix says.
    """
    reader = READERS.get(Path(name).suffix.lower())
    if reader is None:
        raise UsageError(f"{name} is no coding. Give one of: .json, {', '.join(READERS)}.")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ValueError("it is too large")
        tiers, rows = reader(path)
        by_tier: dict[str, list[CodedEvent]] = {tier: [] for tier in tiers}
        for tier, label, start_s, end_s in rows:
            by_tier[tier].append((start_s, end_s, label))
        coded = [
            {"name": tier, "kind": _kind_of(tier, names or {}) or "", "events": events}
            for tier, events in by_tier.items()
        ]
        return parse_coding({"name": name, "tiers": coded})
    except UsageError:
        raise
    # The libraries raise what they stumble on: ElementTree's, their own, KeyError, IndexError.
    except Exception as error:
        raise UsageError(f"{name} cannot be read as a coding ({error}).") from error


def _kind_of(tier: str, names: Mapping[str, str]) -> str | None:
    """Return the event kind that a tier is called by, in any of the names that people see."""
    if tier in names:
        return names[tier]
    plain = tier.strip().casefold().replace("_", " ")
    return next((kind.name for kind in event_kinds().values() if plain in _called(kind)), None)


def _called(kind: EventKind) -> set[str]:
    called = (kind.name.replace("_", " "), kind.singular, kind.plural, kind.lane_label)
    return {name.casefold() for name in called}


def _read_eaf(path: Path) -> tuple[list[str], list[Row]]:
    from pympi import Elan

    document = Elan.Eaf(str(path), suppress_version_warning=True)
    tiers = list(document.get_tier_names())
    rows = [
        (tier, str(annotation[2] or ""), annotation[0] / 1000, annotation[1] / 1000)
        for tier in tiers
        for annotation in document.get_annotation_data_for_tier(tier)
    ]
    return tiers, rows


def _read_textgrid(path: Path) -> tuple[list[str], list[Row]]:
    from praatio import textgrid

    grid = textgrid.openTextgrid(str(path), includeEmptyIntervals=False, reportingMode="silence")
    rows = [
        (tier.name, entry[-1], float(entry[0]), float(entry[-2] if len(entry) > 2 else entry[0]))
        for tier in grid.tiers
        for entry in tier.entries
    ]
    return list(grid.tierNames), rows


def _read_table(path: Path) -> tuple[list[str], list[Row]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        # BORIS writes facts about the observation above its table.
        heading = next((line for line in file if _is_heading(line)), None)
        if heading is None:
            raise ValueError("no line names the columns kind, start_s and end_s, or BORIS's")
        delimiter = max(",;\t", key=heading.count)
        columns = [name.strip().casefold() for name in next(csv.reader([heading], delimiter=delimiter))]
        rows = list(_rows(csv.DictReader(file, fieldnames=columns, delimiter=delimiter), columns))
    return sorted({row[0] for row in rows}), rows


def _is_heading(line: str) -> bool:
    lowered = line.casefold()
    return any(name in lowered for name in TIER_COLUMNS) and any(name in lowered for name in START_COLUMNS)


def _rows(table: Iterable[Mapping[str, str]], columns: list[str]) -> Iterator[Row]:
    tier, start, end, status = (
        next((name for name in names if name in columns), "")
        for names in (TIER_COLUMNS, START_COLUMNS, END_COLUMNS, STATUS_COLUMNS)
    )
    rows = [row for row in table if row.get("dismissed", "").casefold() != "true"]
    # Of several people in a recording only one is the candidate: theirs are tiers of their own.
    several = len({row.get("subject", "") for row in rows}) > 1
    begun: dict[str, float] = {}
    for row in rows:
        name, at_s, state = row[tier], float(row[start]), (row.get(status) or "").strip().upper()
        name = f"{row['subject']}: {name}" if several else name
        if state == "START":
            begun[name] = at_s
        elif state == "STOP":
            yield name, row[tier], begun.pop(name), at_s
        else:
            stop = row.get(end) or "NA"  # so BORIS writes what is not there
            yield name, row.get("label") or row[tier], at_s, at_s if stop == "NA" else float(stop)
    if begun:
        raise ValueError(f"“{next(iter(begun))}” starts and never stops")


READERS = {
    ".eaf": _read_eaf,
    ".textgrid": _read_textgrid,
    ".csv": _read_table,
    ".tsv": _read_table,
}
