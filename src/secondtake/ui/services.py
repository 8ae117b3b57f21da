"""Services shared by routes and page scripts: library, helpers, session views, preferences.

Routes and page scripts know no tables, tracks or detectors.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from typing import Any

from secondtake.coaching.drills import DRILLS, PRACTICE_GOAL
from secondtake.config import Settings
from secondtake.core.errors import StoreError, UsageError
from secondtake.core.insights.user_entries import by_answer
from secondtake.detectors import ALL
from secondtake.jobs.job_queue import JobQueue
from secondtake.jobs.wakeup_queue import open_queue
from secondtake.observers.speech.sentence_embeddings import SentenceEncoder
from secondtake.review_json import AnswerJson
from secondtake.store.library import Library
from secondtake.store.practice_summary import finished_practices, own_sessions
from secondtake.store.records import Session, StoredReview
from secondtake.ui.helpers.framing_process import FramingProcess
from secondtake.ui.helpers.judge_process import SAMPLE, JudgeProcess
from secondtake.ui.helpers.memory import malloc_trim
from secondtake.ui.helpers.probe_process import ProbeProcess
from secondtake.ui.helpers.rejudge_queue import RejudgeQueue
from secondtake.ui.helpers.shared_instance import SharedInstance
from secondtake.ui.view.formatting import size
from secondtake.ui.view.session_page.session import UserEntries, session_view
from secondtake.ui.view.takes import earlier_takes

PICTURES = {"pictures": True}  # what holds pictures, and so a face
EXPORTS: tuple[dict[str, Any], ...] = (
    {
        "format": "html",
        "label": "A page to share",
        "about": "One file with clips, charts and space for comments",
    }
    | PICTURES,
    {"format": "pdf", "label": "PDF", "about": "To print or email"} | PICTURES,
    {"format": "vtt", "label": "Captions", "about": "Captions with filler words marked (VTT)"},
    {"format": "csv", "label": "Table of moments", "about": "Opens in a spreadsheet (CSV)"},
    {"format": "json", "label": "Full review", "about": "All data, for your own scripts (JSON)"},
    {"format": "textgrid", "label": "Praat TextGrid", "about": "For speech research"},
    {"format": "eaf", "label": "ELAN", "about": "For speech research (EAF)"},
)
# Without the extra `[pdf]` the browser prints the same pages.
PRINT = {"format": "print", "label": "Print, or save as PDF", "about": "With your browser"} | PICTURES
log = logging.getLogger(__name__)
sample_loading = threading.Event()  # set while the sample is on its way
view_lock = threading.Lock()  # one page at a time: an hour's review is fifty megabytes while it is read
# Held while everything is erased: whoever wants the library waits for the new one.
erase_lock = threading.RLock()


def is_new_home() -> bool:
    """Return whether there is nothing of the person's own yet, so nothing to plan."""
    return not (own_sessions(library()) or library().questions.all() or library().interviews.all())


@cache
def sentence_encoder() -> SentenceEncoder:
    """Return the encoder of questions and sentences; its model is loaded on first use."""
    return SentenceEncoder(settings())


@cache
def settings() -> Settings:
    """Return the settings of this process."""
    return Settings.load()


@cache
def _open_library() -> Library:
    return Library.open(settings(), apart=True)


def library() -> Library:
    """Return this process's open library. Waits while everything is being erased."""
    with erase_lock:
        return _open_library()


@SharedInstance
def jobs() -> JobQueue:
    """Return the library's job queue."""
    return JobQueue(library(), open_queue(library().home))


@SharedInstance
def judge() -> JudgeProcess:
    """Return the process that updates reviews."""
    return JudgeProcess(settings())


@SharedInstance
def framing_process() -> FramingProcess:
    """Return the process that checks camera images before a practice."""
    return FramingProcess(settings())


@SharedInstance
def probe_process() -> ProbeProcess:
    """Return the process that chooses follow-up questions."""
    return ProbeProcess(settings())


@SharedInstance
def rejudge_queue() -> RejudgeQueue:
    """Return the queue that updates reviews of earlier detector versions."""
    return RejudgeQueue(judge().rejudge)


def close() -> None:
    """Stop the helpers and close the home; the next access opens it again."""
    rejudge_queue().drop()
    judge().close()
    framing_process().close()
    probe_process().close()
    library().close()
    for cached in (rejudge_queue, judge, framing_process, probe_process, jobs, _open_library):
        cached.cache_clear()


def first_start() -> None:
    """Add the sample session once; a deleted one is not added again."""
    if preference("sample"):
        return
    sample_loading.set()
    try:
        judge().rejudge(SAMPLE)
        prefer("sample", True)
    except StoreError as error:  # the page works without it, and the next start tries again
        log.warning("the sample session could not be added: %s", error)
    finally:
        sample_loading.clear()


def day(moment: datetime) -> str:
    """Return a date in this machine's time zone, as people write it.

    >>> from datetime import UTC
    >>> day(datetime(2026, 11, 22, 12, tzinfo=UTC))
    '22 November 2026'
    """
    local = moment.astimezone()
    return f"{local.day} {local:%B %Y}"


def session(session_id: str) -> Session:
    """Return the session with exactly this id: the command line's short forms would make ids guessable here.

    Raises:
        UsageError: there is none.
    """
    match = library().session(session_id)
    if match.id != session_id:
        raise UsageError("Session not found.")
    return match


def questions_of(session_id: str) -> list[str]:
    """Return the known questions of a session, in order."""
    review = library().latest_review(session(session_id).id)
    return [a["question"] for a in review.body["answers"] if a["question"]] if review else []


def current_review(session_id: str) -> StoredReview | None:
    """Return a session's review; it is updated first if a muted group counts in it, or it has no debrief."""
    review = library().latest_review(session_id)
    if review is None:
        return None
    muted = library().corrections.muted()
    silent = {detector.name for detector in ALL if detector.is_muted_by(muted)}
    if "debrief" not in review.body or silent & review.body["provenance"]["detectors"].keys():
        with suppress(StoreError):  # without its tracks the old review is shown
            judge().rejudge(session_id)
            review = library().latest_review(session_id) or review
    return review


def view(session_id: str) -> dict[str, Any]:
    """Return the session as the page draws it.

    Raises:
        UsageError: there is no such session, or it has no review yet.
    """
    record = session(session_id)
    with view_lock:
        review = current_review(record.id)
        if review is None:
            raise UsageError("This session has no review yet. It opens as soon as its analysis is done.")
        page = session_view(review.body, _user_entries(record, review.body["answers"]))
        del review  # before the next page has its turn
        malloc_trim()
    about: dict[str, Any] = {"at": record.recorded_at.isoformat(), "kept": _deletion_details(record)}
    about["practices"] = {"done": finished_practices(library(), record.person), "goal": PRACTICE_GOAL}
    about["earlier_takes"] = earlier_takes(record, own_sessions(library()))
    return page | about | {"exports": exports(), "precision": precision()}


def _deletion_details(session: Session) -> dict[str, Any]:
    """Return what deleting the session would remove."""
    recording = session.recording
    copy = recording.playable is not None and recording.playable.exists()
    return {"name": recording.name, "size": size(recording.size_bytes), "copy": copy}


def exports() -> list[dict[str, Any]]:
    """Return the export formats that the page offers."""
    printed = find_spec("weasyprint") is None
    return [PRINT if form["format"] == "pdf" and printed else form for form in EXPORTS]


def answer_span(session_id: str, index: int) -> list[float]:
    """Return an answer's current [start, end], in seconds.

    Raises:
        UsageError: there is no such answer.
    """
    review = library().latest_review(session_id)
    for answer in review.body["answers"] if review else ():
        if answer["index"] == index:
            return [answer["start_s"], answer["end_s"]]
    raise UsageError(f"This session has no answer {index + 1}.")


def _user_entries(session: Session, answers: Sequence[AnswerJson]) -> UserEntries:
    corrections = library().corrections
    ratings = corrections.current("self_rating", session_id=session.id)
    session_ratings = [c.value for c in ratings if c.subject == ""]
    predictions = corrections.current("prediction", session_id=session.id)
    debriefs = corrections.current("debrief", session_id=session.id)
    is_sample = session.is_sample  # nobody can say how it felt to be the person of the sample
    return UserEntries(
        title=session.title,
        date=day(session.recorded_at),
        rating=session_ratings[-1] if session_ratings else {} if is_sample or session.is_drill else None,
        prediction=predictions[-1].value if predictions else None,
        is_own=not is_sample and not session.is_drill,
        drill=next((tag for tag in session.tags if session.is_drill and tag in DRILLS), ""),
        answer_ratings=by_answer((c.value for c in ratings if "span" in c.value), answers),
        debriefs=by_answer((c.value for c in debriefs if "span" in c.value), answers),
        coaches=corrections.coach_opinions(session.id),
        notes={n.subject: n.value["text"] for n in corrections.current("note", session_id=session.id)},
    )


def precision() -> dict[str, dict[str, int]]:
    """Count what was detected, dismissed and added over all sessions, by kind that the person corrected."""
    dismissed = Counter(library().corrections.count_by_kind("dismiss"))
    added = Counter(library().corrections.count_by_kind("missed"))
    kinds = dismissed | added
    counted: Counter[str] = Counter()
    for record in library().sessions(archived=None) if kinds else ():
        counted.update({kind: record.summary.get("events", {}).get(kind, 0) for kind in kinds})
    return {
        kind: {"dismissed": dismissed[kind], "found": dismissed[kind] + counted[kind], "added": added[kind]}
        for kind in kinds
    }


def preference(name: str, default: Any = None) -> Any:
    """Return a saved preference."""
    values = [c for c in library().corrections.current("preference") if c.subject == name]
    return values[-1].value["value"] if values else default


def prefer(name: str, value: Any) -> None:
    """Save a preference."""
    library().corrections.add("preference", {"value": value}, subject=name)


def mute(group: str, muted: bool) -> None:
    """Mute or unmute a group of detectors, and have every review updated in the background."""
    from secondtake.comparison.sessions import outdated  # it loads what judges

    library().corrections.set_muted(group, muted)
    rejudge_queue().rejudge(outdated(library()))
