"""Reviews written for other eyes and other tools: one file for each format, one function for all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from secondtake.core.errors import UsageError
from secondtake.files import export_bytes
from secondtake.review_json import ReviewJson

FORMATS = ("html", "pdf", "json", "csv", "vtt", "srt", "textgrid", "eaf")


def export(
    review: ReviewJson,
    form: str,
    out: Path,
    *,
    recording: Path | None = None,
    faces: str = "shown",
    table: str = "events",
) -> Path:
    """Write a review in one of `FORMATS`; whole or not at all.

    Args:
        review: the review JSON.
        form: one of `FORMATS`.
        out: the file to write; an earlier one is replaced.
        recording: the recording, for clips inside an HTML report and stills in a PDF; without it, none.
        faces: "shown", "blurred" or "left out" (clips are sound alone), for HTML and PDF: the only formats
            that hold pictures.
        table: which table a CSV holds: "events", "measures" or "words".

    Raises:
        UsageError: for an unknown format or table.
        StoreError: if the file cannot be written.
    """
    if form not in FORMATS:
        raise UsageError(f"Unknown format “{form}”. Choose one of {', '.join(FORMATS)}.")
    content = _writer(form)(review, recording=recording, faces=faces, table=table)
    export_bytes(out, content)
    return out


def _writer(form: str) -> Callable[..., bytes]:
    """Return the function that makes a format's bytes; imported here, so that CSV loads no PDF engine."""
    from secondtake.report import annotation_formats, captions, page, tables

    writers: dict[str, Callable[..., bytes]] = {
        "html": page.html,
        "pdf": page.pdf,
        "json": tables.json_text,
        "csv": tables.csv_text,
        "vtt": captions.vtt,
        "srt": captions.srt,
        "textgrid": annotation_formats.textgrid,
        "eaf": annotation_formats.eaf,
    }
    return writers[form]
