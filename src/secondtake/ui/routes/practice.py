"""Routes of the practise page: questions, framing check, follow-ups, and finishing a practice.

A practice comes in as parts (ordinary uploads): a reload, a lost camera or a pause for coffee starts a new
one, and they are joined here. Marks are given in each part's own time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from secondtake.coaching.drills import DRILLS
from secondtake.coaching.story.probes import wording
from secondtake.core.conversation.marks import clean_text, parse_marks, parse_sitting
from secondtake.core.errors import SecondTakeError, UsageError
from secondtake.jobs.job_queue import JobQueue
from secondtake.journal.questions.import_export import starters
from secondtake.journal.questions.question import KINDS, Question
from secondtake.journal.questions.question_picker import How, choose
from secondtake.pipeline.analysis_request import AnalysisRequest
from secondtake.store.files.home import Home, new_file_name, share
from secondtake.store.files.locks import shared_home_lock
from secondtake.store.files.storage_errors import translate_os_errors
from secondtake.store.records import DRILL_TAG
from secondtake.ui import services
from secondtake.ui.routes.responses import Operation, error_response, json_endpoint, read_body, takes
from secondtake.ui.routes.schemas import PracticeEndBody, ProbeBody
from secondtake.ui.routes.uploads import part_of
from secondtake.ui.view.camera_advice import FITS, lighting, placing

SETS: tuple[How, ...] = ("due", "poorly", "asked", "new", "random")
SET_SIZE = 3  # our choice: about six minutes of speaking, which one can watch again in the same evening
MAX_PARTS = 50  # our choice: nobody reloads a page more often in one practice
MAX_IMAGE_BYTES = 2_000_000  # our choice: a JPEG of the page's size has 50 to 100 kB
SUFFIXES = {"video/webm": ".webm", "audio/webm": ".webm", "video/mp4": ".mp4", "audio/mp4": ".m4a"}
TIMES = ("start_s", "end_s", "question_start_s", "question_end_s")


def routes() -> list[BaseRoute]:
    """Return the routes under /api/practice."""
    return [
        Route("/api/practice", json_endpoint(questions)),
        Route("/api/practice/finish", json_endpoint(finish, PracticeEndBody), methods=["POST"]),
        Route("/api/practice/framing", framing, methods=["POST"]),
        Route("/api/practice/probe", json_endpoint(probe, ProbeBody), methods=["POST"]),
    ]


def questions(_: Request, __: Any) -> dict[str, Any]:
    """Return the library's questions, sets to begin with, and the cameras with a calibration.

    An empty library gets the starter set.
    """
    library, now = services.library(), datetime.now(UTC)
    if not library.questions.all():
        library.questions.add_all(starters(now))
    varied = _varied(library.questions.all())
    sets = {how: [q.id for q in choose(varied, how, SET_SIZE, now.date())] for how in SETS}
    cameras = sorted({sitting.camera for _, sitting in library.corrections.neutrals()})
    return {"questions": [_question_json(q) for q in varied], "sets": sets, "neutrals": cameras}


@takes(Operation(media_type="image/jpeg"))
async def framing(request: Request) -> Response:
    """Return framing advice for a camera image, which is analysed in memory and not saved."""
    try:
        image = await read_body(request, MAX_IMAGE_BYTES, "That is not a camera image.")
        values = await run_in_threadpool(services.framing_process().look, image)
    except SecondTakeError as error:
        return error_response(error)
    advice = placing(values)
    answer = {"said": advice, "fits": advice == FITS, "light": lighting(values)}
    return JSONResponse(answer, headers={"Cache-Control": "no-store"})


def probe(_: Request, body: Any) -> dict[str, Any]:
    """Return the follow-up question to an answer that is over; "" while it goes on and is being transcribed.

    `asked` are the follow-ups of this practice so far, which are not repeated where another fits as well.
    """
    part = part_of(services.library().home, body["upload"])
    process = services.probe_process()
    if not body["is_over"]:
        process.listen(part, body["start_s"])
        return {"probe": ""}
    choice = process.choose(part, body["start_s"], clean_text(body.get("question", "")))
    return {"probe": wording(choice, body.get("asked", ()))}


def _varied(questions: Sequence[Question]) -> list[Question]:
    """Return questions with kinds alternating: an opening, a story and a motive first."""
    starter_order = {q.text: i for i, q in enumerate(starters(datetime.now(UTC)))}
    order = ("opening", "behavioural", *KINDS)
    kind_count: Counter[str] = Counter()
    placed = []
    for question in sorted(questions, key=lambda q: (starter_order.get(q.text, len(starter_order)), q.text)):
        placed.append((kind_count[question.kind], order.index(question.kind), question))
        kind_count[question.kind] += 1
    return [question for *_, question in sorted(placed, key=lambda entry: entry[:2])]


def _question_json(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "text": question.text,
        "kind": question.kind,
        "asked": len(question.asked),
        "takes": len(question.takes),
    }


def finish(_: Request, body: Any) -> dict[str, Any]:
    """Finish a practice: join its parts into one job, with the answers' times; repeating is harmless.

    Raises:
        UsageError: a part is not known or its marks make no sense.
        MediaError: the parts cannot become one recording.
    """
    parts = body.get("parts", [])
    if not 0 < len(parts) <= MAX_PARTS:
        raise UsageError(f"A practice needs 1 to {MAX_PARTS} recorded parts.")
    for part in parts:  # before anything is moved: a refusal must leave the practice as it was
        parse_marks(part.get("marks"))
        parse_sitting({"neutral": part.get("neutral", [])})
    home, jobs = services.library().home, services.jobs()
    with shared_home_lock(home):
        return {"job": _submit(home, jobs, parts, body)}


def _submit(home: Home, jobs: JobQueue, parts: Sequence[Mapping[str, Any]], body: Mapping[str, Any]) -> str:
    """Submit the parts as one recording; return the job's id."""
    first = str(parts[0].get("upload", ""))
    if jobs.find(first):
        return first
    files = [part_of(home, str(part.get("upload", ""))) for part in parts]
    joined, starts_s = _join_parts(files, SUFFIXES.get(str(body.get("type", "")).split(";")[0], ".webm"))
    marks = parse_marks(_on_joined_clock(parts, "marks", starts_s))
    neutral = _on_joined_clock(parts, "neutral", starts_s)
    calibration = parse_sitting({"neutral": neutral, "camera": str(body.get("camera") or "")})
    title = str(body.get("title") or "").strip()[:120] or "Practice"
    drill = str(body.get("drill") or "")
    tags = (DRILL_TAG, drill) if drill in DRILLS else ()
    request = AnalysisRequest(marks=marks, calibration=calibration, title=title, tags=tags)
    job = jobs.submit(joined, request, name=f"{title}{joined.suffix}", job_id=first)
    for file in files:  # only now: killed before, the page asks once more and nothing is lost
        file.unlink(missing_ok=True)
    return job.id


def _join_parts(files: Sequence[Path], suffix: str) -> tuple[Path, tuple[float, ...]]:
    """Return the parts joined to one file, and each part's start in seconds."""
    from secondtake.pipeline.media_process import join_apart

    joined = files[0].with_name(new_file_name(suffix if len(files) == 1 else ".mkv"))
    with translate_os_errors(joined):
        if len(files) == 1:
            share(files[0], joined)
            return joined, (0.0,)
        return joined, join_apart(files, joined)


def _on_joined_clock(
    parts: Sequence[Mapping[str, Any]], name: str, starts_s: Sequence[float]
) -> list[dict[str, Any]]:
    """Return the parts' marks, or neutral spans, on the clock of the whole recording."""
    return [
        _shifted(mark, start_s)
        for part, start_s in zip(parts, starts_s, strict=True)
        for mark in part.get(name, [])
    ]


def _shifted(mark: Mapping[str, Any], by_s: float) -> dict[str, Any]:
    """Return a mark of a part on the whole recording's clock."""
    return dict(mark) | {name: mark[name] + by_s for name in TIMES if mark.get(name) is not None}
