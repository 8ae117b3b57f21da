"""Answers for tests of the coaching rule: a story, talk without one, and what the debrief says of them."""

from __future__ import annotations

from typing import Any

STORY = (
    "Last spring our warehouse lost power on the busiest day. I called every customer before nine. "
    "I rented two trucks and moved the orders by hand. My manager was away that week, so nobody else could "
    "decide. "
    "In the end we delivered all of them by Friday."
)
TALK = (
    "I am a careful person and I like to work in a team. I always try to listen first. "
    "Communication is very important to me and I think it matters in every job. "
    "People can rely on me and I usually plan my week ahead."
)
BEHAVIOURAL = "Tell me about a time you solved a problem."


def case(*answers: tuple[str, str], **more: Any) -> dict[str, Any]:
    return {"answers": [{"question": q, "text": t} for q, t in answers], **more}


def texts(debrief) -> list[str]:
    parts = [p for d in (debrief.session, *debrief.answers) if d for p in (*d.keep, *d.change)]
    return [p.text for p in parts] + [d.text for d in debrief.doubts]


def topics(points) -> list[str]:
    return [p.topic for p in points]
