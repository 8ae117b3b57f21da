"""The one-minute debrief: keep this, change one thing, say it again - for each answer and the session.

The rule: `priority = deviation x coverage x changeability x evidence` (the table is `topics.TOPICS`). At
most three things to change and three to keep; at most one mannerism; what rests on fewer than three
observations is never first; nothing inside its norm is ever said to need work.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from secondtake.coaching.content_points import content_points
from secondtake.coaching.delivery_points import delivery_points
from secondtake.coaching.doubts import Doubt
from secondtake.coaching.session_evidence import AnswerEvidence, Point, SessionEvidence
from secondtake.coaching.story.probes import is_probe
from secondtake.coaching.strengths import strengths
from secondtake.coaching.topics import MEASURE_OF, STRENGTHS, TOPICS
from secondtake.core.findings import Finding, FindingKind
from secondtake.core.norm import Norm
from secondtake.core.spans import Span, clock

MAX_SHOWN = 3
MIN_OBSERVATIONS = 3
MIN_PRIORITY = 0.05  # our choice: less is not worth anybody's time


def priority(point: Point) -> float:
    """Return how much a point to change matters, 0..1."""
    topic = TOPICS[point.topic]
    return point.deviation * point.coverage * topic.changeable * topic.evidence


@dataclass(frozen=True, slots=True)
class AnswerDebrief:
    """What is said about one answer, or about the session (`answer` None).

    Args:
        keep, change: the best points first, at most three of each.
        say_again: index of the answer to record again, None where there is nothing to change.
        retry: how it is asked for, by its question or its number.
    """

    answer: int | None
    keep: tuple[Point, ...]
    change: tuple[Point, ...]
    say_again: int | None
    retry: str = "Say this answer again"

    def to_json(self) -> dict[str, Any]:
        """Plain values for the review's `debrief`; `more` holds what "Show me more" opens."""
        first = self.change[0] if self.change else None
        return {
            "answer": self.answer,
            "keep": _point_json(self.keep[0]) if self.keep else None,
            "change": _point_json(first) if first else None,
            "say_again": None if self.say_again is None else _again_json(self, first),
            "more": {
                "keep": [_point_json(p) for p in self.keep[1:]],
                "change": [_point_json(p) for p in self.change[1:]],
            },
        }


@dataclass(frozen=True, slots=True)
class Debrief:
    """The debrief of a recording: the session first, then each answer; empty where there are doubts."""

    doubts: tuple[Doubt, ...]
    session: AnswerDebrief | None
    answers: tuple[AnswerDebrief, ...] = ()

    def to_json(self) -> list[dict[str, Any]]:
        """Return the answers' debriefs and the session's, which has `answer: null`."""
        return [d.to_json() for d in ((self.session,) if self.session else ()) + self.answers]


def build_debrief(session: SessionEvidence, doubts: Sequence[Doubt] = ()) -> Debrief:
    """Choose what to say; with any doubt about the recording, nothing."""
    if doubts or not session.answers:
        return Debrief(tuple(doubts), None)
    changes = [
        p for p in (*content_points(session), *delivery_points(session)) if priority(p) >= MIN_PRIORITY
    ]
    keeps = list(strengths(session))
    answers = tuple(
        _choose(
            answer.index,
            [p for p in keeps if p.answer == answer.index],
            [p for p in changes if p.answer == answer.index],
            _followed_up(session, answer.index),
        )
        for answer in session.answers
    )
    return Debrief((), _whole(session, keeps, changes), answers)


def _choose(
    answer: int, keeps: Iterable[Point], changes: Iterable[Point], retried: AnswerEvidence
) -> AnswerDebrief:
    change = _ranked_changes(changes)
    again, keeps = (retried.index if change else None), _without_late_starts(keeps, change)
    return AnswerDebrief(answer, _ranked_keeps(keeps), change, again, _retry(retried.question, "this answer"))


def _followed_up(session: SessionEvidence, index: int) -> AnswerEvidence:
    """Return the answer that a follow-up question was asked about, any other answer itself.

    Nobody can say the answer to "And what came of it?" again alone.
    """
    before = [a for a in session.answers if a.index <= index]
    return next((a for a in reversed(before) if not is_probe(a.question)), before[-1])


def _retry(question: str, number: str) -> str:
    """Ask for an answer again: by what was asked, without what was said before it, or by its number.

    >>> _retry("Thanks for coming in. Why us?", ""), _retry("", "answer 2")
    ('Answer “Why us?” again', 'Say answer 2 again')
    """
    sentences = [s for s in re.split(r"(?<=[.?!])\s+", question) if s.endswith("?")]
    return f"Answer “{sentences[-1] if sentences else question}” again" if question else f"Say {number} again"


def _whole(session: SessionEvidence, keeps: Sequence[Point], changes: Sequence[Point]) -> AnswerDebrief:
    change = tuple(_named(p, len(session.answers)) for p in _ranked_changes(changes))
    again = next((p.answer for p in change if p.answer is not None), None)
    if again is None and change:
        again = _answer_at(session, change[0].moments)
    question = ""
    if again is not None:
        retried = _followed_up(session, again)
        again, question = retried.index, retried.question
    keeps = _without_late_starts(keeps, change)
    number = "this answer" if len(session.answers) == 1 else f"answer {(again or 0) + 1}"
    return AnswerDebrief(None, _ranked_keeps(keeps), change, again, _retry(question, number))


def _named(point: Point, answers: int) -> Point:
    """Return the point with its answer's number: beside others, "this answer" could be any."""
    if answers == 1 or point.answer is None:
        return point
    return replace(point, text=point.text.replace("in this answer", f"in answer {point.answer + 1}"))


def _without_late_starts(keeps: Iterable[Point], changes: Iterable[Point]) -> list[Point]:
    """Return what to keep without the places where an answer comes alive that a late start names already."""
    late = {p.answer for p in changes if p.topic == "late_start"}
    return [p for p in keeps if p.topic != "comes_alive" or p.answer not in late]


def _answer_at(session: SessionEvidence, moments: Sequence[Span]) -> int:
    for answer in session.answers:
        if any(answer.span.contains(m.middle_s) for m in moments):
            return answer.index
    return session.answers[0].index


def _ranked_changes(points: Iterable[Point]) -> tuple[Point, ...]:
    """Return what to work on: one a topic, supported ones first, by priority; one mannerism at most."""
    ordered = sorted(points, key=lambda p: (p.observations < MIN_OBSERVATIONS, -priority(p), p.topic))
    chosen: list[Point] = []
    for point in ordered:
        topic = TOPICS[point.topic]
        is_second = topic.is_mannerism and any(TOPICS[c.topic].is_mannerism for c in chosen)
        if not is_second and all(c.topic != point.topic for c in chosen):
            chosen.append(point)
    if chosen and chosen[0].observations < MIN_OBSERVATIONS:
        return ()  # what rests on less is never first, so alone it is not said
    return tuple(chosen[:MAX_SHOWN])


def _ranked_keeps(points: Iterable[Point]) -> tuple[Point, ...]:
    """Return the things to keep, in the stated order, one a topic."""
    ordered = sorted(points, key=lambda p: (STRENGTHS.index(p.topic), -p.deviation, -p.observations))
    chosen: list[Point] = []
    for point in ordered:
        if all(c.topic != point.topic for c in chosen):
            chosen.append(point)
    return tuple(chosen[:MAX_SHOWN])


def findings_of(debrief: AnswerDebrief | None, notices: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the same choice as `findings`: strengths, what to work on, then what else to notice."""
    keep, change = (debrief.keep, debrief.change) if debrief else ((), ())
    chosen = [_finding(p, "strength", 1.0) for p in keep] + [
        _finding(p, "improve", priority(p)) for p in change
    ]
    measures = {f.measure for f in chosen}
    later = sorted((n for n in notices if n.measure not in measures), key=lambda n: (-n.weight, n.measure))
    return tuple(replace(f, rank=i + 1) for i, f in enumerate([*chosen, *later]))


def _finding(point: Point, kind: FindingKind, weight: float) -> Finding:
    topic = TOPICS.get(point.topic)
    return Finding(
        MEASURE_OF[point.topic],
        kind,
        point.text,
        Norm(topic.source) if topic else None,
        point.evidence,
        weight,
        topic.drill if topic else "",
    )


def _point_json(point: Point) -> dict[str, Any]:
    topic = TOPICS.get(point.topic)
    return {
        "topic": point.topic,
        "label": topic.label if topic else "",
        "text": point.text,
        "evidence": list(point.evidence),
        "moments": [{"start_s": round(m.start_s, 3), "end_s": round(m.end_s, 3)} for m in point.moments],
        "why": point.why,
        "answer": point.answer,
        "observations": point.observations,
        "priority": round(priority(point), 3) if topic else None,
        "source": {"source": topic.source.text, "grade": topic.source.grade, "url": topic.source.url}
        if topic
        else None,
        "drill": topic.drill if topic else "",
    }


def _again_json(debrief: AnswerDebrief, change: Point | None) -> dict[str, Any]:
    drill = TOPICS[change.topic].drill if change else ""
    start_s = change.moments[0].start_s if change and change.moments else 0.0
    at = f" Play {clock(start_s)} first." if start_s >= 1.0 else ""
    return {
        "answer": debrief.say_again,
        "text": f"{debrief.retry} with this one change.{at}",
        "drill": drill,
        "evidence": list(change.evidence) if change else [],
        "why": change.why if change else "",
    }
