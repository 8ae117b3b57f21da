"""Published accuracy of the detectors, as a sentence to show beside their events.

`python -m secondtake.evaluation.report` measures it and writes `published.json` beside this file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

PUBLISHED = "published.json"
MIN_TRUE = 5  # our choice: with fewer true events of real people, the synthetic person says more
BASES: Mapping[str, str] = {
    "real": "on recordings of real people",
    "changed": "on recordings with known changes",
    "written": "on written sentences",
    "synthetic": "on a rendered person",
}
"""From most to least informative."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Detected and missed events of one kind.

    Args:
        basis: measured on "real" (people), "synthetic" (voices or a rendered person), "changed" (real speech
            or movement with a known change) or "written" (sentences).
        true: number of true events.
        found: number of true events that were detected.
        false: number of false alarms; None where not all events were labelled.
        weak_in: conditions with many errors, such as "in low light".
    """

    basis: str
    true: int
    found: int
    false: int | None
    weak_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Measured accuracy for one kind of event.

    Args:
        kind: the event kind.
        counts: the most informative counts: of real people where there are enough.
        weak_in: conditions with many errors, from all measurements.
    """

    kind: str
    counts: Counts
    weak_in: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """A sentence such as "Found 35 of 37 in our tests ..., with 1 false alarm. Weak in low light."."""
        c = self.counts
        text = f"Found {c.found} of {c.true} in our tests {BASES[c.basis]}"
        if c.false is not None:
            alarms = f"{c.false} false alarms" if c.false > 1 else f"{c.false or 'no'} false alarm"
            text += f", with {alarms}"
        return text + (f". Weak {', '.join(self.weak_in)}." if self.weak_in else ".")


@cache
def published() -> Mapping[str, Accuracy]:
    """Return the accuracy in `docs/validation.md` by event kind; kinds never measured are absent."""
    source = resources.files(__package__).joinpath(PUBLISHED)
    sections = json.loads(source.read_text(encoding="utf-8")).values()
    return by_kind(counts_from_json(section["outcome"]["counts"]) for section in sections)


def counts_from_json(values: Mapping[str, Any]) -> dict[str, Counts]:
    """Parse one section's counts by event kind."""
    return {kind: Counts(**{**c, "weak_in": tuple(c["weak_in"])}) for kind, c in values.items()}


def by_kind(sections: Iterable[Mapping[str, Counts]]) -> dict[str, Accuracy]:
    """Return the most informative counts of every kind that was measured in any section."""
    measured: dict[str, list[Counts]] = {}
    for section in sections:
        for kind, counts in section.items():
            if counts.true:
                measured.setdefault(kind, []).append(counts)
    return {kind: _accuracy(kind, counts) for kind, counts in sorted(measured.items())}


def _accuracy(kind: str, measured: list[Counts]) -> Accuracy:
    order = list(BASES)
    best = min(measured, key=lambda c: (c.true < MIN_TRUE, order.index(c.basis)))
    return Accuracy(kind, best, tuple(dict.fromkeys(place for c in measured for place in c.weak_in)))
