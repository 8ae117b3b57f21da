"""Track files, written atomically: series that share a clock in Parquet, words, speech and faces in JSON.

Every observer writes its results with these functions into its own folder; `pipeline/track_index.py` joins
them. Columns are passed to and from pyarrow as buffers: its own conversions import pandas, .3 s of CPU time
in each process.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from secondtake.core.event import Transcript, Word
from secondtake.core.series import Series
from secondtake.core.spans import Span
from secondtake.core.tracks import FaceAppearance
from secondtake.files import atomic_write, read_json, write_json

WORDS, SPEECH, FACES = "words.json", "speech.json", "faces.json"
TIME = "time_s"
_META = b"secondtake"


def write_series(path: Path, series: Mapping[str, Series], facts: Mapping[str, float] | None = None) -> Path:
    """Write series of one clock: `time_s` in float64, values in float32, with units, holds and facts.

    Raises:
        ValueError: if the series have different clocks: give each clock its own file.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    clocks = [s.times_s for s in series.values()]
    if any(not np.array_equal(clock, clocks[0]) for clock in clocks):
        raise ValueError(f"the series of {path.name} have different clocks")
    columns = {TIME: clocks[0] if clocks else np.empty(0)}
    columns |= {name: s.values.astype(np.float32) for name, s in series.items()}
    metadata = {
        "units": {name: s.unit for name, s in series.items()},
        "hold_s": {name: s.hold_s for name, s in series.items()},
        "facts": dict(facts or {}),
    }
    table = pa.table([_to_arrow(values) for values in columns.values()], names=list(columns))
    table = table.replace_schema_metadata({_META: json.dumps(metadata).encode()})
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with atomic_write(path) as unfinished:
        pq.write_table(table, unfinished, compression="zstd")
    return path


def read_series(path: Path) -> tuple[dict[str, Series], dict[str, float]]:
    """Read the series and facts that `write_series` wrote."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        table = file.read()
    metadata = json.loads(table.schema.metadata[_META])
    times_s = _to_numpy(table[TIME])
    series = {
        name: Series(times_s, _to_numpy(table[name]), unit=unit, hold_s=metadata["hold_s"][name])
        for name, unit in metadata["units"].items()
    }
    return series, metadata["facts"]


def _to_arrow(values: np.ndarray[Any, Any]) -> Any:
    import pyarrow as pa

    buffers = [None, pa.py_buffer(np.ascontiguousarray(values))]
    return pa.Array.from_buffers(pa.from_numpy_dtype(values.dtype), values.size, buffers)


def _to_numpy(column: Any) -> np.ndarray[Any, Any]:
    chunks = [np.from_dlpack(chunk) for chunk in column.chunks]
    return np.concatenate(chunks) if chunks else np.empty(0, column.type.to_pandas_dtype())


def write_words(folder: Path, transcript: Transcript) -> Path:
    """Write the words as `words.json`."""
    words = [
        [w.text, round(w.span.start_s, 3), round(w.span.end_s, 3), round(w.probability, 4)]
        for w in transcript.words
    ]
    content: dict[str, object] = {
        "language": transcript.language,
        "validated": transcript.validated,
        "notes": transcript.notes,
        "words": words,
    }
    if transcript.candidates:
        content["candidates"] = transcript.candidates
    return write_json(folder / WORDS, content)


def read_words(folder: Path) -> Transcript | None:
    """Read the words that `write_words` wrote; None without the file."""
    content = read_json(folder / WORDS)
    if content is None:
        return None
    words = tuple(Word(text, Span(start_s, end_s), prob) for text, start_s, end_s, prob in content["words"])
    candidates = tuple(content.get("candidates", ()))
    return Transcript(words, content["language"], content["validated"], tuple(content["notes"]), candidates)


def write_speech(folder: Path, speech: Iterable[Span]) -> Path:
    """Write the spans of voice activity as `speech.json`."""
    return write_json(folder / SPEECH, [[round(s.start_s, 3), round(s.end_s, 3)] for s in speech])


def read_speech(folder: Path) -> tuple[Span, ...] | None:
    """Read the spans that `write_speech` wrote; None without the file."""
    spans = read_json(folder / SPEECH)
    return None if spans is None else tuple(Span(*pair) for pair in spans)


def write_faces(folder: Path, faces: Iterable[FaceAppearance]) -> Path:
    """Write where faces were and how long as `faces.json`."""
    rows = [
        [round(f.span.start_s, 3), round(f.span.end_s, 3)]
        + [round(share, 4) for share in (f.x, f.y, f.width, f.height, f.chosen)]
        for f in faces
    ]
    return write_json(folder / FACES, rows)


def read_faces(folder: Path) -> tuple[FaceAppearance, ...] | None:
    """Read the faces that `write_faces` wrote; None without the file."""
    rows = read_json(folder / FACES)
    if rows is None:
        return None
    return tuple(FaceAppearance(Span(start_s, end_s), *shares) for start_s, end_s, *shares in rows)
