"""Tiers for researchers: Praat's TextGrid and ELAN's EAF."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as Xml

from secondtake.review_json import ReviewJson

Interval = tuple[float, float, str]


def tiers_of(review: ReviewJson) -> dict[str, list[Interval]]:
    """Words by speaker, answers, and one tier for each kind of event, in one order."""
    tiers: dict[str, list[Interval]] = defaultdict(list)
    for word in review["words"]:
        tiers[f"words {word['speaker']}"].append((word["start_s"], word["end_s"], word["text"]))
    for answer in review["answers"]:
        text = answer["question"] or f"answer {answer['index'] + 1}"
        tiers["answers"].append((answer["start_s"], answer["end_s"], text))
    for event in sorted(review["events"], key=lambda e: (e["kind"], e["start_s"])):
        if not event["dismissed"]:
            tiers[event["kind"]].append((event["start_s"], event["end_s"], event["label"] or event["kind"]))
    for event in review.get("added") or ():
        tiers[f"{event['kind']} (added)"].append((event["start_s"], event["end_s"], event["kind"]))
    return dict(tiers)


def textgrid(review: ReviewJson, **_: Any) -> bytes:
    """Return a Praat TextGrid (long text form). Overlapping intervals are cut at the later one's start."""
    end_s = float(review["recording"]["duration_s"])
    named = [(name, list(_tiled(some, end_s))) for name, some in tiers_of(review).items()]
    lines = ['File type = "ooTextFile"', 'Object class = "TextGrid"', ""]
    lines += ["xmin = 0", f"xmax = {end_s}", "tiers? <exists>", f"size = {len(named)}", "item []:"]
    for number, (name, intervals) in enumerate(named, 1):
        lines += [f"    item [{number}]:", '        class = "IntervalTier"']
        lines += [f'        name = "{_quoted(name)}"', "        xmin = 0", f"        xmax = {end_s}"]
        lines += [f"        intervals: size = {len(intervals)}"]
        for i, (start_s, stop_s, text) in enumerate(intervals, 1):
            lines += [f"        intervals [{i}]:", f"            xmin = {start_s}"]
            lines += [f"            xmax = {stop_s}", f'            text = "{_quoted(text)}"']
    return ("\n".join(lines) + "\n").encode()


def eaf(review: ReviewJson, **_: Any) -> bytes:
    """Return an ELAN document (EAF 3.0): every tier time-aligned, no media linked but by name."""
    root = Xml.Element("ANNOTATION_DOCUMENT", AUTHOR="Second Take", FORMAT="3.0", VERSION="3.0")
    # Readers look for the schema's name; it is a name, and nobody fetches it.
    root.set("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
    root.set("xsi:noNamespaceSchemaLocation", "http://www.mpi.nl/tools/elan/EAFv3.0.xsd")
    root.set("DATE", datetime.now(UTC).isoformat(timespec="seconds"))
    header = Xml.SubElement(root, "HEADER", MEDIA_FILE="", TIME_UNITS="milliseconds")
    name = review["recording"]["name"]
    kind = "video/mp4" if review["recording"]["video"] else "audio/x-wav"
    Xml.SubElement(header, "MEDIA_DESCRIPTOR", MEDIA_URL=name, MIME_TYPE=kind, RELATIVE_MEDIA_URL=name)
    order = Xml.SubElement(root, "TIME_ORDER")
    slots = annotations = 0
    for tier_name, intervals in tiers_of(review).items():
        tier = Xml.SubElement(root, "TIER", LINGUISTIC_TYPE_REF="default", TIER_ID=tier_name)
        for start_s, end_s, text in intervals:
            annotations, slots = annotations + 1, slots + 2
            for slot, time_s in ((slots - 1, start_s), (slots, max(end_s, start_s + 0.001))):
                Xml.SubElement(
                    order, "TIME_SLOT", TIME_SLOT_ID=f"ts{slot}", TIME_VALUE=str(round(time_s * 1000))
                )
            alignable = Xml.SubElement(
                Xml.SubElement(tier, "ANNOTATION"),
                "ALIGNABLE_ANNOTATION",
                ANNOTATION_ID=f"a{annotations}",
                TIME_SLOT_REF1=f"ts{slots - 1}",
                TIME_SLOT_REF2=f"ts{slots}",
            )
            Xml.SubElement(alignable, "ANNOTATION_VALUE").text = text
    kind_of_tier = Xml.SubElement(root, "LINGUISTIC_TYPE", LINGUISTIC_TYPE_ID="default")
    kind_of_tier.attrib.update(GRAPHIC_REFERENCES="false", TIME_ALIGNABLE="true")
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True))


def _tiled(intervals: Iterable[Interval], end_s: float) -> Iterable[Interval]:
    """Yield the intervals with the silence between them, as Praat wants a tier to cover all time."""
    at_s = 0.0
    ordered = sorted(intervals)
    for i, (start_s, stop_s, text) in enumerate(ordered):
        start_s = max(start_s, at_s)
        following_s = ordered[i + 1][0] if i + 1 < len(ordered) else end_s
        stop_s = min(stop_s, max(following_s, start_s), end_s)
        if stop_s <= start_s:
            continue
        if start_s > at_s:
            yield at_s, start_s, ""
        yield start_s, stop_s, text
        at_s = stop_s
    if at_s < end_s:
        yield at_s, end_s, ""


def _quoted(text: str) -> str:
    return text.replace('"', '""').replace("\n", " ")
