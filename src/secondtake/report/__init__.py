"""Reviews written for other eyes and other tools: one file for each format, one function for all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from secondtake.core.errors import UsageError
from secondtake.files import export_bytes
from secondtake.review_json import ReviewJson

FORMATS = ("html", "pdf", "json", "csv", "vtt", "srt", "textgrid", "eaf")


def export(review: ReviewJson, form: str, out: Path, **options: Any) -> Path:
    """Write a review as `render` makes it; whole or not at all. An earlier file is replaced.

    Raises:
        UsageError: for an unknown format or table.
        StoreError: if the file cannot be written.
    """
    export_bytes(out, render(review, form, **options))
    return out


def render(
    review: ReviewJson,
    form: str,
    *,
    recording: Path | None = None,
    faces: str = "shown",
    table: str = "events",
    title: str = "",
    date: str = "",
) -> bytes:
    """Return a review in one of `FORMATS`.

    Args:
        review: the review JSON.
        form: one of `FORMATS`.
        recording: the recording, for clips inside an HTML report and stills in a PDF; without it, none.
        faces: "shown", "blurred" or "left out" (clips are sound alone), for HTML and PDF: the only formats
            that hold pictures.
        title, date: of the session, as a heading for HTML and PDF.
        table: which table a CSV holds: "events", "measures" or "words".

    Raises:
        UsageError: for an unknown format or table.
    """
    if form not in FORMATS:
        raise UsageError(f"Unknown format “{form}”. Choose one of {', '.join(FORMATS)}.")
    return _writer(form)(review, recording=recording, faces=faces, table=table, title=title, date=date)


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
