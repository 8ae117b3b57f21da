"""The result of a drill, in one sentence, from what the detectors counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from secondtake.coaching.drills import DRILLS, EVEN_PACE, FAR_WALL, LADDER, LENS, NO_FILLERS
from secondtake.core.spans import clock
from secondtake.detectors.face import gaze_away
from secondtake.detectors.words import filler, hedges, pace
from secondtake.review_json import AnswerJson, EventJson, ReviewJson

FILLER_KINDS = frozenset({filler.NAME, filler.DISCOURSE})
SAME_START_S = 0.05  # an event begins with a word if both start within a twentieth of a second: our choice
MIN_SEEN_SHARE = 0.6  # of a take in which the eyes must have been seen: our choice
MIN_LOUDER_DB = 3.0  # clearly louder, with the same microphone: our choice
MIN_LIVELIER_RATIO = 1.15  # of the pitch's variation, clearly more: our choice
PACES = {pace.FAST: "sped up", pace.SLOW: "slowed down"}
MAX_NAMED = 3  # words named in a result: our choice


def drill_result(name: str, review: ReviewJson) -> str:
    """Return what came of a drill, in one sentence.

    Args:
        name: a key of `DRILLS`.
        review: of the drill's recording; each take is an answer.
    """
    takes = [(answer, _first_word_s(answer, review)) for answer in review["answers"]]
    spoken = [(answer, start_s) for answer, start_s in takes if start_s is not None]
    own = [answer for answer, _ in spoken]
    if not spoken:
        return "No words could be made out, so there is nothing to count. Check the microphone and try again."
    if name == LADDER:
        return _ladder(review["answers"])
    if name == LENS:
        return _lens(own, review)
    if name == FAR_WALL:
        return _far_wall(own)
    if name == EVEN_PACE:
        return _even_pace(own, review)
    rate = review["measures"].get("filler_rate")
    if rate is None or rate["value"] is None:
        return "Fillers cannot be counted in this recording: too little was said, or in another language."
    if name == NO_FILLERS:
        return _fillers(own, review["events"])
    clean = sum(not _starts_weak(start_s, review["events"]) for _, start_s in spoken)
    return f"You started on the first word in {clean} of {len(spoken)} {_plural(len(spoken), 'take')}."


def _ladder(takes: list[AnswerJson]) -> str:
    lengths = [round(take["end_s"] - take["start_s"]) for take in takes]
    targets = DRILLS[LADDER].targets_s[: len(lengths)]
    return f"You told it in {_list(lengths)} seconds, aiming at {_list(targets)}."


def _fillers(takes: list[AnswerJson], events: list[EventJson]) -> str:
    own = _inside(events, takes, FILLER_KINDS)
    length_s = _length_s(takes)
    named = Counter(e["label"].lower().strip(".,…- ") for e in own).most_common(MAX_NAMED)
    words = ", ".join(f"“{label}” {count}" for label, count in named)
    return f"You used {len(own) or 'no'} {_plural(len(own), 'filler')} in {length_s} seconds" + (
        f": {words}." if words else "."
    )


def _even_pace(takes: list[AnswerJson], review: ReviewJson) -> str:
    rate = review["measures"].get("speech_rate")
    if rate is None or rate["value"] is None:
        return "The pace cannot be told in this recording: too little was said, or in another language."
    low, high = pace.NORM.low or 0.0, pace.NORM.high or float("inf")
    beyond = ", faster than" if rate["value"] > high else ", slower than" if rate["value"] < low else ""
    usual = f"{beyond} listeners are used to" if beyond else ""
    events = _inside(review["events"], takes, frozenset({pace.FAST, pace.SLOW}))
    stretches = [
        f"{PACES[e['kind']]} from {clock(e['start_s'])} to {clock(e['end_s'])}" for e in events[:MAX_NAMED]
    ]
    manner = f"you {' and '.join(stretches)}" if stretches else "you held one pace to the end"
    return f"You said {_words(takes, review)} words in {_length_s(takes)} seconds{usual}, and {manner}."


def _words(takes: list[AnswerJson], review: ReviewJson) -> int:
    """Count the person's own words in takes."""
    return sum(
        word["speaker"] != "interviewer" and take["start_s"] <= word["start_s"] < take["end_s"]
        for word in review["words"]
        for take in takes
    )


def _lens(takes: list[AnswerJson], review: ReviewJson) -> str:
    length_s, share = _length_s(takes), review["measures"].get("gaze_away_share")
    if share is None or share["value"] is None or share["observed_s"] < MIN_SEEN_SHARE * length_s:
        return "Your eyes were not seen well enough. Turn on the camera, with light on your face."
    away = _inside(review["events"], takes, {gaze_away.NAME})
    if not away:
        return f"You looked at the camera for all of {length_s} seconds."
    away_s = max(1, round(sum(e["end_s"] - e["start_s"] for e in away)))
    ((side, _),) = Counter(e["label"] for e in away).most_common(1)
    where = {"left": ", mostly to the left", "right": ", mostly to the right", "down": ", mostly down"}
    times = "once" if len(away) == 1 else f"{len(away)} times"
    return f"You looked away {times}, for {away_s} of {length_s} seconds{where.get(side, '')}."


def _far_wall(takes: list[AnswerJson]) -> str:
    louder_db = _change([_value(take, "speech_loudness") for take in takes])
    pitch = [_value(take, "pitch_variation") for take in takes]
    if louder_db is None:
        return "Too little was said in one of the two takes to compare them. Speak for half a minute in each."
    first, last = pitch[0], pitch[-1]
    is_livelier = bool(first and last and last / first >= MIN_LIVELIER_RATIO)
    if louder_db < MIN_LOUDER_DB:
        moved = "Your voice moved more the second time, but was no louder" if is_livelier else ""
        return f"{moved or 'You were no louder the second time'}. Stand up, and aim further away."
    moved = " and moved more" if is_livelier else ", and moved no more"
    return f"The second time your voice was clearly louder{moved} than the first."


def _value(take: AnswerJson, name: str) -> float | None:
    measure = take["measures"].get(name)
    return measure["value"] if measure else None


def _change(values: list[float | None]) -> float | None:
    """Return by how much the last of several values exceeds the first; None where one is missing."""
    first, last = (values[0], values[-1]) if len(values) > 1 else (None, None)
    return None if first is None or last is None else last - first


def _inside(events: list[EventJson], takes: list[AnswerJson], kinds: Collection[str]) -> list[EventJson]:
    inside = {take["index"] for take in takes}
    return [e for e in events if e["kind"] in kinds and e["answer"] in inside and not e["dismissed"]]


def _length_s(takes: list[AnswerJson]) -> int:
    return round(sum(take["end_s"] - take["start_s"] for take in takes))


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
