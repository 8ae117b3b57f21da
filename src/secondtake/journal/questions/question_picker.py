"""Choosing questions to practise: what is due, what the person wants again, a kind, or chance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from random import Random
from typing import Literal

from secondtake.journal.questions.question import Question
from secondtake.journal.schedule import due, latest_rating

How = Literal["due", "poorly", "asked", "new", "random"]


def choose(
    questions: Iterable[Question],
    how: How,
    count: int,
    today: date,
    *,
    kinds: Sequence[str] = (),
    seed: int | None = None,
) -> tuple[Question, ...]:
    """At most `count` questions for a practice.

    Args:
        questions: the library.
        how: "due" by today, the longest overdue first; "poorly" the last time; "asked" most often; "new",
            never practised; or by "random".
        kinds: only these; all without any.
        seed: the same seed, the same chance.
    """
    candidates = [q for q in questions if not kinds or q.kind in kinds]
    if how == "random":
        return tuple(Random(seed).sample(candidates, min(count, len(candidates))))
    if how == "due":
        chosen = due_by(candidates, today)
    elif how == "poorly":
        chosen = [q for q in candidates if latest_rating(q) == "poorly"]
    elif how == "asked":
        chosen = sorted((q for q in candidates if q.asked), key=lambda q: -len(q.asked))
    else:
        chosen = sorted((q for q in candidates if not q.takes), key=lambda q: -len(q.asked))
    return tuple(chosen[:count])


def due_by(questions: Iterable[Question], today: date) -> list[Question]:
    """Return the questions whose next practice is today or was before, the longest overdue first."""
    days = [(when.day, q) for q in questions if (when := due(q)) is not None and when.day <= today]
    return [q for _, q in sorted(days, key=lambda pair: (pair[0], -len(pair[1].asked), pair[1].text))]
