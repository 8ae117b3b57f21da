"""A review as one HTML file that asks nothing of any server, and the same as PDF."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from secondtake.core.errors import UsageError
from secondtake.core.measure import UNITS
from secondtake.core.spans import clock
from secondtake.report.clips import Clip, clips, extremes, stills
from secondtake.report.svg_charts import lanes_svg, signal_svg
from secondtake.review_json import ReviewJson


def html(review: ReviewJson, *, recording: Path | None = None, faces: str = "shown", **_: Any) -> bytes:
    """One file: findings, timeline, answers, transcript, clips inside, and fields for a coach's comments."""
    inside = clips(review, recording, faces) | extremes(review, recording)
    return _rendered(review, clips=inside, comments=True)


def printable(review: ReviewJson, *, recording: Path | None = None, faces: str = "shown", **_: Any) -> bytes:
    """Return the report for paper: stills in place of clips, and nothing to press or to fill in."""
    return _rendered(review, clips=stills(review, recording, faces), comments=False)


def pdf(review: ReviewJson, **how: Any) -> bytes:
    """Return the printable report as PDF; `how` as for `printable`.

    Raises:
        UsageError: if the extra `[pdf]` or the system's Pango is not installed.
    """
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as error:
        raise UsageError(
            "PDF needs `pip install 'secondtake[pdf]'` and the system's Pango. "
            "Or export as html, open it in your browser and print it to PDF."
        ) from error

    inside = URLFetcher(allowed_protocols=("data",))  # a report opens nothing from outside
    page = printable(review, **how).decode()
    return bytes(HTML(string=page, url_fetcher=inside).write_pdf())


def _rendered(review: ReviewJson, *, clips: Mapping[str, Clip], comments: bool) -> bytes:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    folder = files("secondtake.report")
    environment = Environment(
        loader=FunctionLoader(lambda name: (folder / name).read_text(encoding="utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["clock"] = clock
    environment.filters["number"] = number
    template = environment.get_template("report.html.j2")
    shape = review.get("energy_shape") or {}
    return template.render(
        review=review,
        name=Path(review["recording"]["name"]).stem,
        specs=review.get("specs", {}),
        strengths=[f for f in review["findings"] if f["kind"] == "strength"],
        improve=[f for f in review["findings"] if f["kind"] == "improve"],
        lanes=lanes_svg(review),
        energy=signal_svg(review, "voice_energy"),
        energy_said=shape.get("said", ()),
        answers_said={a["index"]: a.get("said", ()) for a in shape.get("answers", ())},
        clips=clips,
        comments=comments,
    ).encode()


def number(measure: Mapping[str, Any]) -> str:
    """Return a measure's value with its unit and its noise, as people read it."""
    value, unit, noise = measure["value"], measure["unit"], measure["noise"]
    if value is None:
        return "not measurable" + (f": {measure['why_not']}" if measure.get("why_not") else "")
    factor, unit = (100, "%") if unit == "share" else (1, UNITS.get(unit, unit))
    digits = 0 if abs(value * factor) >= 20 else 1
    spread = f" ± {noise * factor:.{digits}f}" if noise else ""
    return f"{value * factor:.{digits}f}{spread} {unit}".strip()
