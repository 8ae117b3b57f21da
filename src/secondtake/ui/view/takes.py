"""Data of the page Takes: all takes of one question, and changes between two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from secondtake.coaching.story.probes import is_probe
from secondtake.core.conversation.story_responses import PARTS
from secondtake.store.records import Session
from secondtake.ui.view.over_time import change_view

if TYPE_CHECKING:
    from secondtake.coaching.story.part_classifier import Embed
    from secondtake.comparison.takes import TakeChange


def takes_of(question: str, sessions: Iterable[Session]) -> list[dict[str, Any]]:
    """Return every answer to the question, earliest first; `key` is as in the command line."""
    earliest_first = sorted(sessions, key=lambda s: (s.recorded_at, s.id))
    return [
        {
            "key": f"{s.id}:{answer}",
            "session": s.id,
            "answer": answer,
            "title": s.title,
            "kind": s.kind,
            "at": s.recorded_at.isoformat(),
        }
        for s in earliest_first
        for answer, text in enumerate(s.summary.get("questions", ()))
        if text.casefold() == question.casefold()
    ]


def earlier_takes(session: Session, sessions: Sequence[Session]) -> dict[int, dict[str, Any]]:
    """Return each answer's place among the takes of its question, and the take before it, by its index.

    Follow-ups with the same words are no takes of one question.

    Args:
        sessions: the person's own, this one among them.
    """
    earlier = {}
    for index, question in enumerate(session.summary.get("questions", ())):
        keys = takes_of(question, sessions) if question and not is_probe(question) else []
        n = next((i for i, take in enumerate(keys) if take["key"] == f"{session.id}:{index}"), 0)
        if n:
            before = {name: keys[n - 1][name] for name in ("session", "at")}
            earlier[index] = before | {"question": question, "take": n + 1}
    return earlier


def changes_view(changes: Sequence[TakeChange]) -> list[dict[str, Any]]:
    """Return changes between two takes: clear ones first, then measures with advice."""
    return [
        {"name": c.spec.name, "label": c.spec.label} | change_view(c.change, c.spec.unit)
        for c in sorted(changes, key=lambda c: (not c.change.clear, c.spec.advice is None, c.spec.label))
    ]


def words_view(
    before: Sequence[dict[str, Any]], now: Sequence[dict[str, Any]], embed: Embed
) -> dict[str, Any]:
    """Return the sentences of two takes in pairs, and the seconds of each part of the story in both.

    Args:
        before, now: sentences of review JSON: `text`, `part`, `start_s`, `end_s`.
    """
    from secondtake.coaching.story.take_alignment import align_sentences

    pairs = align_sentences([s["text"] for s in before], [s["text"] for s in now], embed)
    return {
        "rows": [
            {
                "before": None if i is None else _sentence(before[i]),
                "now": None if j is None else _sentence(now[j]),
            }
            for i, j in pairs
        ],
        "parts": [
            {"part": part, "before_s": _part_s(before, part), "now_s": _part_s(now, part)} for part in PARTS
        ],
    }


def parts_view(stories: Sequence[tuple[dict[str, Any], Sequence[dict[str, Any]]]]) -> list[dict[str, Any]]:
    """Return the places of each part of the story in all takes: neighbouring sentences of one part.

    Args:
        stories: takes, earliest first, each with its sentences of review JSON.
    """
    return [
        {
            "part": part,
            "clips": [
                {
                    "id": f"{take['key']}@{run[0]['start_s']:.1f}",
                    "n": n,
                    "session": take["session"],
                    "text": " ".join(sentence["text"] for sentence in run),
                    "start_s": run[0]["start_s"],
                    "end_s": run[-1]["end_s"],
                }
                for n, (take, sentences) in enumerate(stories, start=1)
                for name, group in groupby(sentences, key=lambda sentence: sentence["part"])
                if name == part
                for run in [list(group)]
            ],
        }
        for part in PARTS
        if part != "talk"
    ]


def _sentence(sentence: dict[str, Any]) -> dict[str, Any]:
    return {name: sentence[name] for name in ("text", "start_s")}


def _part_s(sentences: Sequence[dict[str, Any]], part: str) -> float:
    return round(sum((s["end_s"] - s["start_s"] for s in sentences if s["part"] == part), 0.0), 1)
