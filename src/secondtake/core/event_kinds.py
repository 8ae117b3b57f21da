"""Event kinds: what people call them, where the timeline shows them, and how they are compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

LaneGroup = Literal["speech", "energy", "face", "tics", "posture", "choice"]
Marker = Literal[
    "dot", "square", "double", "chevron", "ring", "bar", "up", "down", "diamond", "tick", "cross"
]
Role = Literal["habit", "neutral", "frequent", "context"]
WordMark = Literal["", "filler", "filling", "repeat", "hedge"]


@dataclass(frozen=True, slots=True)
class EventKind:
    """One kind of event, defined beside its detector and used wherever it is shown, counted or scored.

    Args:
        name: as in the review's JSON ("gaze_away"); never renamed.
        singular, plural: in sentences ("look away", "looks away"), without an article.
        lane_label: the lane's name on the timeline, in reports and in lists of what was looked for.
        lane_group: the lanes it stands with; a group has one colour.
        marker: its shape on the timeline (`marker_shapes.js` draws it), distinct within its group.
        about: what is counted, in one sentence.
        rating_item: the item of the self-rating form that its measures answer, if any.
        tolerance_s: how far it may lie from a labelled event and still match. The default suits the edges of
            spans that a person labels by eye.
        related: families of kinds that occur together because of how they are produced or detected. Two kinds
            of one family are not tested for co-occurrence.
        role: "habit" is worth working on; "neutral" is shown but not worked on; "frequent" is neutral and too
            frequent to test for co-occurrence; "context" is what was said or recorded, and no habit at all.
        headline: place among the numbers of an answer's card; 0 for none.
        word_mark: how the transcript marks its words.
    """

    name: str
    singular: str
    plural: str
    lane_label: str
    lane_group: LaneGroup
    marker: Marker
    about: str
    rating_item: str = ""
    tolerance_s: float = 0.5
    related: tuple[str, ...] = ()
    role: Role = "habit"
    headline: int = 0
    word_mark: WordMark = ""

    @property
    def is_information(self) -> bool:
        """True for kinds nobody needs to work on: listed last and skipped when stepping through moments."""
        return self.role != "habit"

    def to_json(self) -> dict[str, Any]:
        """Plain values for the review's JSON, where it stands under its name."""
        values = asdict(self)
        del values["name"]
        return values | {"related": list(self.related)}


EventKinds = Mapping[str, EventKind]
"""By name."""


def kind_named(name: str, kinds: EventKinds) -> EventKind:
    """Return the kind of that name; one without an entry is called by its name.

    >>> kind_named("ear_pull", {}).lane_label
    'Ear pull'
    """
    text = name.replace("_", " ")
    return kinds.get(name) or EventKind(name, text, f"{text}s", text.capitalize(), "tics", "ring", "")


def with_article(kind: EventKind) -> str:
    """Return its singular with the indefinite article.

    >>> with_article(kind_named("ear_pull", {}))
    'an ear pull'
    """
    return f"{'an' if kind.singular[0] in 'aeiou' else 'a'} {kind.singular}"


def count_phrase(kind: EventKind, count: int) -> str:
    """Return the count with the kind's singular or plural.

    >>> count_phrase(kind_named("blink", {}), 1), count_phrase(kind_named("blink", {}), 2)
    ('1 blink', '2 blinks')
    """
    return f"{count} {kind.singular if count == 1 else kind.plural}"
