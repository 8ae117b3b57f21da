"""Charts of a report as plain SVG: lanes of moments, and a signal with its baseline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from html import escape

from secondtake.detectors import event_kind, event_kinds
from secondtake.review_json import ReviewJson

WIDTH, LANE, LABEL = 600, 16, 150  # as wide as a printed page: its labels are read there, too
MAX_POINTS = 300  # two pixels a point
# Plain colours for what knows no style sheet inside a picture (PDF); the page's own win over them.
INK, SOFT, ACCENT = "#1d2530", "#5a6675", "#1f6f8b"


def lanes_svg(review: ReviewJson) -> str:
    """Draw one lane for the answers and one for each kind that occurred, except single blinks."""
    duration_s = review["recording"]["duration_s"]
    spans: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for event in review["events"]:
        if not event["dismissed"] and event_kind(event["kind"]).role != "frequent":
            spans[event["kind"]].append((event["start_s"], event["end_s"]))
    places = list(event_kinds())
    kinds = sorted(spans, key=lambda name: (places.index(name) if name in places else len(places), name))
    rows = [_lane(0, "Answers", [(a["start_s"], a["end_s"]) for a in review["answers"]], duration_s)]
    for row, name in enumerate(kinds, 1):
        rows.append(_lane(row, escape(event_kind(name).lane_label), spans[name], duration_s))
    height = LANE * (len(kinds) + 1)
    return (
        f'<svg viewBox="0 0 {LABEL + WIDTH} {height}" role="img" aria-label="Moments over time">'
        f"{''.join(rows)}</svg>"
    )


def signal_svg(review: ReviewJson, name: str) -> str:
    """Return a signal's chart with its zero line and gaps where nothing was observed; "" if not measured."""
    signal = review["signals"].get(name)
    if not signal or not any(v is not None for v in signal["values"]):
        return ""
    duration_s = review["recording"]["duration_s"]
    step = max(1, len(signal["values"]) // MAX_POINTS)
    points = list(zip(signal["times_s"], signal["values"], strict=True))[::step]
    observed = [v for _, v in points if v is not None]
    low, high = min(*observed, 0.0), max(*observed, 1e-9)
    scale = 80 / (high - low)
    paths = (
        "M" + " L".join(f"{LABEL + t / duration_s * WIDTH:.1f} {4 + (high - v) * scale:.1f}" for t, v in run)
        for run in _runs(points)
    )
    zero = 4 + high * scale
    return (
        f'<svg viewBox="0 0 {LABEL + WIDTH} 88" role="img" aria-label="Voice energy over time">'
        f'<line x1="{LABEL}" x2="{LABEL + WIDTH}" y1="{zero:.1f}" y2="{zero:.1f}" stroke="{SOFT}" '
        f'stroke-dasharray="4 4"/><path d="{" ".join(paths)}" fill="none" stroke="{ACCENT}"/></svg>'
    )


def _lane(row: int, name: str, spans: Iterable[tuple[float, float]], duration_s: float) -> str:
    y = row * LANE
    bars = "".join(
        f'<rect x="{LABEL + start / duration_s * WIDTH:.1f}" y="{y + 3}" height="{LANE - 6}" rx="2" '
        f'width="{max(2.0, (end - start) / duration_s * WIDTH):.1f}" fill="{ACCENT}"/>'
        for start, end in spans
    )
    return f'<g><text x="0" y="{y + 12}" fill="{INK}">{name}</text>{bars}</g>'


def _runs(points: Sequence[tuple[float, float | None]]) -> Iterable[list[tuple[float, float]]]:
    """Stretches without a gap."""
    run: list[tuple[float, float]] = []
    for time_s, value in points:
        if value is None:
            if run:
                yield run
            run = []
        else:
            run.append((time_s, value))
    if run:
        yield run
