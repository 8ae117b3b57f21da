"""What came of a drill, in one sentence, from what the detectors counted."""

from __future__ import annotations

from collections import Counter

from secondtake.coaching.drills import DRILLS, LADDER, NO_FILLERS
from secondtake.detectors.words import filler, hedges
from secondtake.review_json import AnswerJson, EventJson, ReviewJson

FILLER_KINDS = frozenset({filler.NAME, filler.DISCOURSE})
SAME_START_S = 0.05  # an event begins with a word if both start within a twentieth of a second: our choice
MAX_NAMED = 3  # words named in a result: our choice


def drill_result(name: str, review: ReviewJson) -> str:
    """Return what came of a drill, in one sentence.

    Args:
        name: a key of `DRILLS`.
        review: of the drill's recording; each take is an answer.
    """
    takes = [(answer, _first_word_s(answer, review)) for answer in review["answers"]]
    spoken = [(answer, start_s) for answer, start_s in takes if start_s is not None]
    if not spoken:
        return "No words could be made out, so there is nothing to count. Check the microphone and try again."
    if name == LADDER:
        return _ladder(review["answers"])
    rate = review["measures"].get("filler_rate")
    if rate is None or rate["value"] is None:
        return "Fillers cannot be counted in this recording: too little was said, or in another language."
    if name == NO_FILLERS:
        return _fillers([answer for answer, _ in spoken], review["events"])
    clean = sum(not _starts_weak(start_s, review["events"]) for _, start_s in spoken)
    return f"You started on the first word in {clean} of {len(spoken)} {_plural(len(spoken), 'take')}."


def _ladder(takes: list[AnswerJson]) -> str:
    lengths = [round(take["end_s"] - take["start_s"]) for take in takes]
    targets = DRILLS[LADDER].targets_s[: len(lengths)]
    return f"You told it in {_list(lengths)} seconds, aiming at {_list(targets)}."


def _fillers(takes: list[AnswerJson], events: list[EventJson]) -> str:
    inside = {take["index"] for take in takes}
    own = [e for e in events if e["kind"] in FILLER_KINDS and e["answer"] in inside and not e["dismissed"]]
    length_s = round(sum(take["end_s"] - take["start_s"] for take in takes))
    named = Counter(e["label"].lower().strip(".,…- ") for e in own).most_common(MAX_NAMED)
    words = ", ".join(f"“{label}” {count}" for label, count in named)
    return f"You used {len(own) or 'no'} {_plural(len(own), 'filler')} in {length_s} seconds" + (
        f": {words}." if words else "."
    )


def _first_word_s(answer: AnswerJson, review: ReviewJson) -> float | None:
    """Return when the take's first own word starts, in seconds; None without one."""
    inside = (
        word["start_s"]
        for word in review["words"]
        if word["speaker"] != "interviewer" and answer["start_s"] <= word["start_s"] < answer["end_s"]
    )
    return min(inside, default=None)


def _starts_weak(start_s: float, events: list[EventJson]) -> bool:
    """Return whether a filler or a hedge begins with the first word."""
    kinds = FILLER_KINDS | {hedges.NAME}
    return any(
        e["kind"] in kinds and not e["dismissed"] and abs(e["start_s"] - start_s) <= SAME_START_S
        for e in events
    )


def _plural(count: int, noun: str) -> str:
    return noun if count == 1 else f"{noun}s"


def _list(numbers: list[int] | tuple[int, ...]) -> str:
    """Return numbers as people list them.

    >>> _list([88, 61, 30]), _list([88])
    ('88, 61 and 30', '88')
    """
    *first, last = map(str, numbers)
    return f"{', '.join(first)} and {last}" if first else last
