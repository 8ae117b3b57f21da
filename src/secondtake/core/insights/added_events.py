"""Events that the person added because no detector found them: kept apart from what is measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from secondtake.core.answer import Answer
from secondtake.core.event import Event
from secondtake.core.event_kinds import EventKind, kind_named
from secondtake.core.spans import Span

ADDED_BY = "you"  # stands where another event names its detector


@dataclass(frozen=True, slots=True)
class AddedEvent:
    """One event that the person added.

    Args:
        correction: the id with which it can be taken back.
        kind: a kind of event that a detector looks for.
        span: when.
    """

    correction: int
    kind: str
    span: Span


def added_events_json(
    added: Iterable[AddedEvent],
    events: Sequence[Event],
    answers: Sequence[Answer],
    kinds: Mapping[str, EventKind],
) -> list[dict[str, Any]]:
    """Return what the person added, in order of time, as the review keeps it beside its events.

    `detected` says whether the detector finds it by now: an event of the kind overlaps it, or lies within the
    kind's matching tolerance.
    """
    return [
        {
            "id": f"added-{addition.correction}",
            "kind": addition.kind,
            "label": "",
            "start_s": addition.span.start_s,
            "end_s": addition.span.end_s,
            "strength": 1.0,
            "confidence": 1.0,
            "answer": next((a.index for a in answers if a.span.contains(addition.span.middle_s)), None),
            "detector": ADDED_BY,
            "dismissed": False,
            "why": "You added this moment.",
            "detected": any(_matches(addition, e, kind_named(addition.kind, kinds)) for e in events),
        }
        for addition in sorted(added, key=lambda addition: addition.span)
    ]


def _matches(addition: AddedEvent, event: Event, kind: EventKind) -> bool:
    tolerance_s = kind.tolerance_s
    near = (
        event.span.start_s <= addition.span.end_s + tolerance_s
        and addition.span.start_s <= event.span.end_s + tolerance_s
    )
    return event.kind == addition.kind and near
