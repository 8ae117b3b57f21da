"""Routes of sessions over time: measures, habits with goals, takes of one question."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.routing import BaseRoute, Route

from secondtake.core.errors import UsageError
from secondtake.core.recording import SessionKind
from secondtake.core.trends.habit_status import practice_weeks
from secondtake.store.practice_summary import own_sessions
from secondtake.ui import services
from secondtake.ui.routes.responses import json_endpoint
from secondtake.ui.routes.schemas import BestPartsBody, BestTakeBody, ChosenMeasuresBody, GoalBody

BEST, BEST_PARTS = "best_take", "best_parts"


def routes() -> list[BaseRoute]:
    """Return the routes under /api/over-time and /api/takes."""
    return [
        Route("/api/over-time", json_endpoint(look, query=("kind", "question"))),
        Route("/api/over-time/chosen", json_endpoint(choose, ChosenMeasuresBody), methods=["POST"]),
        Route(
            "/api/over-time/goal",
            json_endpoint(aim, GoalBody, refusal="A goal must be a number, zero or more."),
            methods=["POST"],
        ),
        Route("/api/takes", json_endpoint(takes, query=("question", "before", "now"))),
        Route("/api/takes/words", json_endpoint(take_words, query=("question", "before", "now"))),
        Route("/api/takes/best", json_endpoint(mark_best, BestTakeBody), methods=["POST"]),
        Route("/api/takes/parts", json_endpoint(take_parts, query=("question",))),
        Route("/api/takes/parts", json_endpoint(choose_parts, BestPartsBody), methods=["POST"]),
    ]


def look(request: Request, _: Any) -> dict[str, Any]:
    """Return measures over the person's sessions: `?kind=practice` or `real`, `?question=` for one."""
    from secondtake.comparison.sessions import compare_sessions, habit_board, outdated
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
    services.prefer("measures", names)
    return {"chosen": names}


def aim(_: Request, body: Any) -> dict[str, Any]:
    """Set or remove a goal for a measure ("fewer than 2 a minute"), in the measure's unit."""
    measure, high = body["measure"], body["high"]
    corrections = services.library().corrections
    low, _high = corrections.targets().get(measure, (None, None))
    corrections.set_target(measure, low, high)
    return {"measure": measure, "high": high}


def takes(request: Request, _: Any) -> dict[str, Any]:
    """Return all takes of `?question=`, and what changed from `?before=` to `?now=` (session:answer each)."""
    from secondtake.comparison.takes import compare_takes, recorded_differently
    from secondtake.ui.view.takes import changes_view

    question = request.query_params.get("question", "")
    question_takes = _takes_of(question)
    if len(question_takes) < 2:
        raise UsageError("This question has been answered fewer than two times so far.")
    by_key = {take["key"]: take for take in question_takes}
    best = _latest(BEST, question)
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
        "best": best.get("take"),
        "changes": changes_view(changes),
        "recorded": recorded_differently(services.library(), before["session"], now["session"]),
    }


def take_words(request: Request, _: Any) -> dict[str, Any]:
    """Return the sentences of `?before=` and `?now=` in pairs, and how long each part of the story took.

    Empty where the parts of one of them were not told apart, as in other languages than English.
    """
    from secondtake.ui.view.takes import words_view

    keys = {take["key"]: take for take in _takes_of(request.query_params.get("question", ""))}
    pair = [keys.get(request.query_params.get(name, "")) for name in ("before", "now")]
    if None in pair:
        raise UsageError("This question has no such take.")
    stories = [_story_of(take["session"], take["answer"]) for take in pair if take]
    if not all(stories):
        return {"rows": [], "parts": []}
    before, now = stories
    return words_view(before, now, services.sentence_encoder())


def mark_best(_: Request, body: Any) -> dict[str, Any]:
    """Save the best take of a question; None removes the mark."""
    question, take = body["question"], body["take"]
    if take is not None and take not in {t["key"] for t in _takes_of(question)}:
        raise UsageError("This question has no such take.")
    services.library().corrections.add(BEST, {"take": take}, subject=question)
    return {"best": take}


def take_parts(request: Request, _: Any) -> dict[str, Any]:
    """Return where each part of the story is in all takes of `?question=`, and which ones were chosen."""
    from secondtake.ui.view.takes import parts_view

    question = request.query_params.get("question", "")
    stories = [(take, _story_of(take["session"], take["answer"])) for take in _takes_of(question)]
    return {"parts": parts_view(stories), "chosen": _latest(BEST_PARTS, question)}


def choose_parts(_: Request, body: Any) -> dict[str, Any]:
    """Save which clip stands for each part in the question's best version."""
    services.library().corrections.add(BEST_PARTS, body["chosen"], subject=body["question"])
    return {"chosen": body["chosen"]}


def _latest(kind: str, question: str) -> dict[str, Any]:
    """Return what was last saved about a question; empty if nothing was."""
    saved = [c.value for c in services.library().corrections.current(kind) if c.subject == question]
    return dict(saved[-1]) if saved else {}


def _story_of(session_id: str, answer: int) -> list[dict[str, Any]]:
    """Return an answer's sentences with their parts and times; none where they were not told apart."""
    review = services.library().latest_review(session_id)
    answers = review.body["answers"] if review else []
    story = answers[answer].get("story") if answer < len(answers) else None
    return story["sentences"] if story else []


def _takes_of(question: str) -> list[dict[str, Any]]:
    from secondtake.ui.view.takes import takes_of

    return takes_of(question, own_sessions(services.library()))
