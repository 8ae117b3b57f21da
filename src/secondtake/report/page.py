"""A review as one HTML file that asks nothing of any server, and the same as PDF."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from secondtake.core.errors import UsageError
from secondtake.core.insights.rating_form import MAX_COMMENT, MAX_NAME, SCALE, form_items
from secondtake.core.measure import format_observed
from secondtake.core.spans import clock
from secondtake.report.captions import words_with_gaps
from secondtake.report.clips import Clip, clips, extremes, stills
from secondtake.report.svg_charts import lanes_svg, signal_svg
from secondtake.review_json import AnswerJson, MeasureJson, ReviewJson, WordJson

FONTS = {"Source Sans": "SourceSansVF-Upright", "Source Serif": "SourceSerifVariable-Roman"}


def html(
    review: ReviewJson,
    *,
    recording: Path | None = None,
    faces: str = "shown",
    title: str = "",
    date: str = "",
    **_: Any,
) -> bytes:
    """One file: debrief with clips inside, answers, numbers, and a form that a coach fills in and saves.

    Args:
        title: the session's; by default the recording's name.
        date: when it was recorded, as people write it.
    """
    inside = clips(review, recording, faces) | extremes(review, recording)
    return _rendered(review, clips=inside, comments=True, title=title, date=date)


def printable(
    review: ReviewJson,
    *,
    recording: Path | None = None,
    faces: str = "shown",
    title: str = "",
    date: str = "",
    **_: Any,
) -> bytes:
    """Return the report for paper: stills in place of clips, and nothing to press or to fill in."""
    pictures = stills(review, recording, faces)
    return _rendered(review, clips=pictures, comments=False, title=title, date=date)


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


def _rendered(
    review: ReviewJson, *, clips: Mapping[str, tuple[Clip, ...]], comments: bool, title: str, date: str
) -> bytes:
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
    parts = {part["answer"]: part for part in review.get("debrief") or ()}
    return template.render(
        review=review,
        title=title or Path(review["recording"]["name"]).stem,
        date=date,
        fonts=_fonts(),
        whole=parts.get(None),
        parts=parts,
        words_of=_words_by_answer(review),
        measures_of={a["index"]: _comparable_measures(a, review) for a in review["answers"]},
        specs=review.get("specs", {}),
        strengths=[f for f in review["findings"] if f["kind"] == "strength"],
        improve=[f for f in review["findings"] if f["kind"] == "improve"],
        lanes=lanes_svg(review),
        energy=signal_svg(review, "voice_energy"),
        energy_said=shape.get("said", ()),
        answers_said={a["index"]: a.get("said", ()) for a in shape.get("answers", ())},
        clips=clips,
        comments=comments,
        form=form_items(picture=bool(review["recording"]["video"])),
        scale=SCALE,
        max_text=MAX_COMMENT,
        max_name=MAX_NAME,
        coach_file={
            "digest": review["recording"].get("digest", ""),
            "name": "",
            "rating": {},
            "comments": [],
        },
    ).encode()


def _comparable_measures(answer: AnswerJson, review: ReviewJson) -> list[tuple[str, MeasureJson]]:
    """Return the answer's measures that have something to compare with, and do not read as zero."""
    specs = review.get("specs", {})
    return [
        (name, measure)
        for name, measure in answer["measures"].items()
        if measure["value"] is not None
        and (name not in specs or specs[name].get("norm"))
        and float(number(measure).split()[0])
    ]


def _words_by_answer(review: ReviewJson) -> dict[int, list[WordJson]]:
    """Return the words by answer, with what was said before it since the last one: its question."""
    words = words_with_gaps(review)
    stops_s = [a["end_s"] for a in review["answers"][:-1]] + [review["recording"]["duration_s"]]
    starts_s = [0.0, *stops_s]
    return {
        answer["index"]: [w for w in words if start_s <= w["start_s"] < stop_s]
        for answer, start_s, stop_s in zip(review["answers"], starts_s, stops_s, strict=False)
    }


@cache
def _fonts() -> Sequence[Mapping[str, str]]:
    """Return the page's own fonts (SIL Open Font License), as data URLs: those that Streamlit comes with."""
    spec = find_spec("streamlit")
    folders = spec.submodule_search_locations if spec else None
    media = Path(folders[0]) / "static" / "static" / "media" if folders else Path()
    files = {family: next(media.glob(f"{name}.*.woff2"), None) for family, name in FONTS.items()}
    return [
        {"family": family, "url": f"data:font/woff2;base64,{base64.b64encode(file.read_bytes()).decode()}"}
        for family, file in files.items()
        if file
    ]


def number(measure: Mapping[str, Any]) -> str:
    """Return a measure's value with its unit and its noise, as people read it."""
    value, unit, noise = measure["value"], measure["unit"], measure["noise"]
    if value is None:
        return "not measurable" + (f": {measure['why_not']}" if measure.get("why_not") else "")
    return format_observed(value, unit, measure["observed_s"], noise)
