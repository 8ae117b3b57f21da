"""A review as one HTML file that asks nothing of any server, and the same as PDF."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from secondtake.core.errors import UsageError
from secondtake.core.time import Span
from secondtake.report.timeline import lanes_svg, signal_svg

MOST_CLIPS = 6  # our choice: a report stays below about 10 MB and can be mailed
CLIP_S = 5.0
LEAD_S = 1.0  # a moment is understood from just before it


def html(
    review: Mapping[str, Any], *, recording: Path | None = None, faces: str = "shown", **_: Any
) -> bytes:
    """One file: findings, timeline, answers, transcript, clips inside, and fields for a coach's comments."""
    if faces not in ("shown", "blurred", "left out"):
        raise UsageError(f'faces are "shown", "blurred" or "left out", not "{faces}".')
    clips = _clips(review, recording, blurred=faces == "blurred") if recording and faces != "left out" else {}
    return _rendered(review, clips=clips, comments=True)


def pdf(review: Mapping[str, Any], **_: Any) -> bytes:
    """The report for printing, without clips.

    Raises:
        UsageError: if the extra `[pdf]` or the system's Pango is not installed.
    """
    try:
        from weasyprint import HTML
    except (ImportError, OSError) as error:
        raise UsageError(
            "PDF needs `pip install 'secondtake[pdf]'` and the system's Pango. "
            "Or export as html, open it in your browser and print it to PDF."
        ) from error

    def refuse(url: str, *_: Any, **__: Any) -> dict[str, Any]:
        raise ValueError(f"a report opens nothing from outside, not even {url}")

    page = _rendered(review, clips={}, comments=False).decode()
    return bytes(HTML(string=page, url_fetcher=refuse).write_pdf())


def _rendered(review: Mapping[str, Any], *, clips: Mapping[str, str], comments: bool) -> bytes:
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
    return template.render(
        review=review,
        specs=review.get("specs", {}),
        strengths=[f for f in review["findings"] if f["kind"] == "strength"],
        improve=[f for f in review["findings"] if f["kind"] == "improve"],
        lanes=lanes_svg(review),
        energy=signal_svg(review, "voice_energy"),
        clips=clips,
        comments=comments,
    ).encode()


def clock(seconds: float) -> str:
    """A time as players show it.

    >>> clock(75.2)
    '1:15'
    """
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def number(measure: Mapping[str, Any]) -> str:
    """A measure's value with its unit and its noise, as people read it."""
    value, unit, noise = measure["value"], measure["unit"], measure["noise"]
    if value is None:
        return "not measurable" + (f": {measure['why_not']}" if measure.get("why_not") else "")
    factor, unit = (100, "%") if unit == "share" else (1, unit)
    digits = 0 if abs(value * factor) >= 20 else 1
    spread = f" ± {noise * factor:.{digits}f}" if noise else ""
    return f"{value * factor:.{digits}f}{spread} {unit}".strip()


def _clips(review: Mapping[str, Any], recording: Path, *, blurred: bool) -> dict[str, str]:
    """Short clips of the first evidence of each finding, by event id, as data URLs."""
    from secondtake.media.clip import cut_clip

    by_id = {e["id"]: e for e in review["events"]}
    wanted = [next((by_id[i] for i in f["evidence"] if i in by_id), None) for f in review["findings"]]
    chosen = {e["id"]: e for e in wanted if e}
    made = {}
    with tempfile.TemporaryDirectory() as folder:
        for event in list(chosen.values())[:MOST_CLIPS]:
            start_s = max(0.0, event["start_s"] - LEAD_S)
            out = Path(folder) / f"{event['id']}.mp4"
            end_s = min(start_s + CLIP_S, review["recording"]["duration_s"])
            cut_clip(recording, Span(start_s, end_s), out, blur=_blur if blurred else None)
            made[event["id"]] = "data:video/mp4;base64," + base64.b64encode(out.read_bytes()).decode()
    return made


def _blur(rgb: Any) -> Any:
    """The whole picture blurred: posture and gesture stay, and no face slips through undetected."""
    import cv2

    height, width = rgb.shape[:2]
    small = cv2.resize(rgb, (max(1, width // 24), max(1, height // 24)), interpolation=cv2.INTER_AREA)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
