"""Routes of sessions over time: measures, habits with goals, takes of one question."""

from __future__ import annotations

from datetime import UTC, datetime
from math import isfinite
from typing import Any

from starlette.requests import Request
from starlette.routing import BaseRoute, Route

from secondtake.core.errors import UsageError
from secondtake.core.recording import SessionKind
from secondtake.core.trends.habit_status import practice_weeks
from secondtake.store.practice_summary import own_sessions
from secondtake.ui import services
from secondtake.ui.routes.responses import json_endpoint

BEST = "best_take"


def routes() -> list[BaseRoute]:
    """Return the routes under /api/over-time and /api/takes."""
    return [
        Route("/api/over-time", json_endpoint(look)),
        Route("/api/over-time/chosen", json_endpoint(choose), methods=["POST"]),
        Route("/api/over-time/goal", json_endpoint(aim), methods=["POST"]),
        Route("/api/takes", json_endpoint(takes)),
        Route("/api/takes/best", json_endpoint(mark_best), methods=["POST"]),
    ]


def look(request: Request, _: Any) -> dict[str, Any]:
    """Return measures over the person's sessions: `?kind=practice` or `real`, `?question=` for one."""
    from secondtake.pipeline.compare_sessions import compare_sessions, habit_board, outdated
    from secondtake.ui.view.over_time import over_time_view

    library, sessions = services.library(), own_sessions(services.library())
    session_ids = [s.id for s in sessions]
    kind_filter, question = request.query_params.get("kind"), request.query_params.get("question") or None
    renewing = services.rejudge_queue().enqueue(outdated(library, session_ids))
    all_measures = compare_sessions(library, session_ids=session_ids, judge_older=False)
    filtered = all_measures
    if kind_filter or question:
        kind: SessionKind | None = (
            "real" if kind_filter == "real" else "practice" if kind_filter == "practice" else None
        )
        filtered = compare_sessions(
            library, session_ids=session_ids, kind=kind, question=question, judge_older=False
        )
    view = over_time_view(filtered, habit_board(library, all_measures), sessions)
    days = [s.recorded_at.astimezone().date() for s in sessions]
    return view | {
        "weeks": practice_weeks(days, datetime.now(UTC).astimezone().date()),
        "renewing": renewing,
        "muted": bool(library.corrections.muted()),
        "chosen": services.preference("measures"),
    }


def choose(_: Request, body: Any) -> dict[str, Any]:
    """Save which measures the page shows; None restores our choice."""
    names = body.get("measures")
    if names is not None and not (isinstance(names, list) and all(isinstance(n, str) for n in names)):
        raise UsageError("Measures must be a list of names.")
    services.prefer("measures", names)
    return {"chosen": names}


def aim(_: Request, body: Any) -> dict[str, Any]:
    """Set or remove a goal for a measure ("fewer than 2 a minute"), in the measure's unit."""
    try:
        measure, high = str(body["measure"]), None if body["high"] is None else float(body["high"])
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError("A goal needs a measure and a number.") from error
    if high is not None and not (isfinite(high) and high >= 0):
        raise UsageError("A goal must be a number, zero or more.")
    corrections = services.library().corrections
    low, _high = corrections.targets().get(measure, (None, None))
    corrections.set_target(measure, low, high)
    return {"measure": measure, "high": high}


def takes(request: Request, _: Any) -> dict[str, Any]:
    """Return all takes of `?question=`, and what changed from `?before=` to `?now=` (session:answer each)."""
    from secondtake.pipeline.compare_takes import compare_takes, recorded_differently
    from secondtake.ui.view.takes import changes_view

    question = request.query_params.get("question", "")
    question_takes = _takes_of(question)
    if len(question_takes) < 2:
        raise UsageError("This question has been answered fewer than two times so far.")
    by_key = {take["key"]: take for take in question_takes}
    best_takes = [
        c.value["take"] for c in services.library().corrections.current(BEST) if c.subject == question
    ]
    before = by_key.get(request.query_params.get("before", ""), question_takes[-2])
    now = by_key.get(request.query_params.get("now", ""), question_takes[-1])
    changes = compare_takes(
        services.library(), (before["session"], before["answer"]), (now["session"], now["answer"])
    )
    return {
        "question": question,
        "takes": question_takes,
        "before": before["key"],
        "now": now["key"],
        "best": best_takes[-1] if best_takes else None,
        "changes": changes_view(changes),
        "recorded": recorded_differently(services.library(), before["session"], now["session"]),
    }


def mark_best(_: Request, body: Any) -> dict[str, Any]:
    """Save the best take of a question; None removes the mark."""
    try:
        question, take = str(body["question"]), body["take"]
    except (KeyError, TypeError) as error:
        raise UsageError("A best take needs a question and a take.") from error
    if take is not None and take not in {t["key"] for t in _takes_of(question)}:
        raise UsageError("This question has no such take.")
    services.library().corrections.add(BEST, {"take": take}, subject=question)
    return {"best": take}


def _takes_of(question: str) -> list[dict[str, Any]]:
    from secondtake.ui.view.takes import takes_of

    return takes_of(question, own_sessions(services.library()))
