"""How often a detector is right, in a sentence to show beside what it found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from secondtake.evaluation.report.results import Counts, Kept, read

ENOUGH = 5  # our choice: with fewer true events of real people, the synthetic person says more
BASES: Mapping[str, str] = {
    "real": "on recordings of real people",
    "changed": "on recordings with known changes",
    "written": "on written sentences",
    "synthetic": "on a rendered person",
}
"""The most telling first."""


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What was measured of one kind of event.

    Args:
        kind: the event kind.
        counts: those that say most: of real people where there are enough.
        weak_in: under which conditions it often errs, from all that was measured.
    """

    kind: str
    counts: Counts
    weak_in: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """A sentence such as "Found 35 of 37 in our tests ..., with 1 false alarm. Weak in low light."."""
        c = self.counts
        found = f"Found {c.found} of {c.true} in our tests {BASES[c.basis]}"
        if c.false is not None:
            alarms = f"{c.false} false alarms" if c.false > 1 else f"{c.false or 'no'} false alarm"
            found += f", with {alarms}"
        return found + (f". Weak {', '.join(self.weak_in)}." if self.weak_in else ".")

    def as_dict(self) -> dict[str, object]:
        """Plain values, for a page that words them itself."""
        c = self.counts
        return {
            "kind": self.kind, "basis": c.basis, "true": c.true, "found": c.found, "false": c.false,
            "weak_in": list(self.weak_in), "text": self.text,
        }  # fmt: skip


@cache
def published() -> Mapping[str, Accuracy]:
    """By kind of event, what `docs/validation.md` says of it; kinds never measured are absent."""
    return by_kind(read())


def by_kind(kept: Mapping[str, Kept]) -> dict[str, Accuracy]:
    """The most telling counts of every kind that was measured."""
    found: dict[str, list[Counts]] = {}
    for section in kept.values():
        for kind, counts in section.outcome.counts.items():
            if counts.true:
                found.setdefault(kind, []).append(counts)
    return {kind: _told(kind, counts) for kind, counts in sorted(found.items())}


def _told(kind: str, measured: list[Counts]) -> Accuracy:
    order = list(BASES)
    best = min(measured, key=lambda c: (c.true < ENOUGH, order.index(c.basis)))
    return Accuracy(kind, best, tuple(dict.fromkeys(place for c in measured for place in c.weak_in)))
