"""A coding: the events that a person labelled in one recording with another program, as it is saved."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

# What comes from another's file is bounded, all of it our choice: hours of coding take a fraction of that.
MAX_TIERS = 200
MAX_EVENTS = 3_000  # in a tier: each is held against every detected one
MAX_NAME = 120  # characters

CodedEvent = tuple[float, float, str]  # start_s, end_s, label


@dataclass(frozen=True, slots=True)
class Tier:
    """One tier, all of whose events were labelled.

    Args:
        name: as in the file.
        kind: the event kind that it is; "" for none of ours: it is then left out of comparisons.
        events: by time.
    """

    name: str
    kind: str
    events: tuple[CodedEvent, ...]


@dataclass(frozen=True, slots=True)
class Coding:
    """What one coder labelled.

    Args:
        name: of the file, for people; a later one of the same name replaces it.
    """

    name: str
    tiers: tuple[Tier, ...]

    def as_truth(self) -> dict[str, Any]:
        """Return the tiers of known kinds in the form of docs/review-json.md."""
        events = [
            {"kind": tier.kind, "label": label, "start_s": start_s, "end_s": end_s}
            for tier in self.tiers
            if tier.kind
            for start_s, end_s, label in tier.events
        ]
        return {
            "events": sorted(events, key=lambda e: (e["kind"], e["start_s"])),
            "exhaustive": sorted({tier.kind for tier in self.tiers if tier.kind}),
            "unknown": sorted(tier.name for tier in self.tiers if not tier.kind),
        }

    def with_kind(self, tier_name: str, kind: str) -> Coding:
        """Return the coding with one tier's kind changed."""
        return replace(
            self, tiers=tuple(replace(t, kind=kind) if t.name == tier_name else t for t in self.tiers)
        )

    def to_json(self) -> dict[str, Any]:
        """Return it in the form that `parse_coding` reads."""
        tiers = [
            {"name": tier.name, "kind": tier.kind, "events": [list(event) for event in tier.events]}
            for tier in self.tiers
        ]
        return {"name": self.name, "tiers": tiers}


def parse_coding(values: Mapping[str, Any]) -> Coding:
    """Return a coding from its JSON, whoever wrote it.

    Raises:
        ValueError: it is too much, or a time is none.

    >>> parse_coding({"name": "a.eaf", "tiers": []})
    Coding(name='a.eaf', tiers=())
    """
    tiers = tuple(
        Tier(
            str(tier["name"])[:MAX_NAME],
            str(tier["kind"]),
            tuple(sorted((float(start), float(end), str(label)) for start, end, label in tier["events"])),
        )
        for tier in values["tiers"]
    )
    if len(tiers) > MAX_TIERS or max((len(tier.events) for tier in tiers), default=0) > MAX_EVENTS:
        raise ValueError(f"it has more than {MAX_TIERS} tiers, or a tier more than {MAX_EVENTS:,} events")
    for tier in tiers:
        for start_s, end_s, _ in tier.events:
            if not 0.0 <= start_s <= end_s < math.inf:
                raise ValueError(f"“{tier.name}” has an event from {start_s} to {end_s} s")
    return Coding(str(values["name"])[:MAX_NAME], tiers)
