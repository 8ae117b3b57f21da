"""What the page does with the library: one session as a view, and what a person says about it.

Routes and page scripts share this; neither knows tables, tracks or detectors.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from secondtake.config import Settings
from secondtake.core.answer import Mark
from secondtake.core.errors import StoreError, UsageError
from secondtake.core.time import Span
from secondtake.jobs.jobs import Jobs
from secondtake.jobs.wake import open_queue
from secondtake.store.library import Library
from secondtake.store.records import Correction, Session
from secondtake.ui.judging import SAMPLE, Judge
from secondtake.ui.renewing import Renewal
from secondtake.ui.view.session import Own, session_view

EXPORTS = (
    {
        "format": "html",
        "label": "A page to share",
        "about": "One file with clips, charts and room for comments",
    },
    {"format": "pdf", "label": "PDF", "about": "To print or to mail"},
    {"format": "vtt", "label": "Captions", "about": "What was said, fillers marked (VTT)"},
    {"format": "csv", "label": "Table of moments", "about": "For a spreadsheet (CSV)"},
    {"format": "json", "label": "Everything", "about": "The whole review (JSON)"},
    {"format": "textgrid", "label": "Praat TextGrid", "about": "For research"},
    {"format": "eaf", "label": "ELAN", "about": "For research (EAF)"},
)
log = logging.getLogger(__name__)
preparing = threading.Event()  # set while the sample is on its way
SAME_PLACE_S = 0.02  # a restored moment is the dismissed one when both begin within a fiftieth of a second


@cache
def settings() -> Settings:
    """What this process was started with."""
    return Settings.load()


@cache
def library() -> Library:
    """This process's open library."""
    return Library.open(settings())


@cache
def jobs() -> Jobs:
    """The jobs of that library."""
    return Jobs(library(), open_queue(library().home))


@cache
def judge() -> Judge:
    """What judges sessions again."""
    return Judge(settings())


@cache
def renewal() -> Renewal:
    """What brings sessions of earlier detector versions up to today's."""
    return Renewal(judge().again)


def first_start() -> None:
    """Put the sample session in, once; a person who deletes it has it gone for good."""
    if preference("sample"):
        return
    preparing.set()
    try:
        judge().again(SAMPLE)
        prefer("sample", True)
    except StoreError as error:  # the page works without it, and the next start tries again
        log.warning("the sample session could not be put in: %s", error)
    finally:
        preparing.clear()


def day(moment: datetime) -> str:
    """A date in this machine's time zone, as people write it.

    >>> from datetime import UTC
    >>> day(datetime(2026, 11, 22, 12, tzinfo=UTC))
    '22 November 2026'
    """
    local = moment.astimezone()
    return f"{local.day} {local:%B %Y}"


def session(session_id: str) -> Session:
    """The session with exactly this id: the command line's short forms would make ids guessable here.

    Raises:
        UsageError: there is none.
    """
    found = library().session(session_id)
    if found.id != session_id:
        raise UsageError("There is no such session.")
    return found


def questions_of(session_id: str) -> list[str]:
    """What was asked in a session, in order, where it is known."""
    kept = library().latest_review(session(session_id).id)
    return [a["question"] for a in kept.body["answers"] if a["question"]] if kept else []


def view(session_id: str) -> dict[str, Any]:
    """The session as the page draws it.

    Raises:
        UsageError: there is no such session, or it has no review yet.
    """
    found = session(session_id)
    kept = library().latest_review(found.id)
    if kept is None:
        raise UsageError("This session has no review yet. It opens as soon as its analysis is done.")
    return session_view(dict(kept.body), _own(found)) | {
        "exports": EXPORTS,
        "precision": precision(),
    }


def _own(session: Session) -> Own:
    said = library().corrections
    ratings = [c for c in said.current("self_rating", session_id=session.id) if c.subject == ""]
    stranger = "sample" in session.tags  # nobody can say how it felt to be the person of the sample
    return Own(
        title=session.title,
        date=day(session.recorded_at),
        rating=ratings[-1].value if ratings else {} if stranger else None,
        debriefs={c.subject: c.value for c in said.current("debrief", session_id=session.id)},
        notes=_newest(said.current("note", session_id=session.id)),
    )


def precision() -> dict[str, dict[str, int]]:
    """By kind that was ever dismissed: how many were, and how many were found, over all sessions."""
    dismissed = library().corrections.dismissed_by_kind()
    kept: Counter[str] = Counter()
    for found in library().sessions(archived=None) if dismissed else ():
        kept.update({kind: found.summary.get("events", {}).get(kind, 0) for kind in dismissed})
    return {kind: {"dismissed": n, "found": n + kept[kind]} for kind, n in dismissed.items()}


def _newest(notes: tuple[Correction, ...]) -> dict[str, str]:
    """The latest note of each moment."""
    return {note.subject: note.value["text"] for note in notes}


def correct(session_id: str, said: Mapping[str, Any]) -> int | None:
    """Keep what a person said about a session; judge it again where that changes what is counted.

    Returns:
        The correction's id, with which it can be undone, where there is one.

    Raises:
        UsageError: nothing of the kind can be said, or it makes no sense.
    """
    found = session(session_id)
    act = ACTS.get(str(said.get("kind")))
    if act is None:
        raise UsageError(f"Nothing called {said.get('kind')!r} can be corrected.")
    try:
        made = act(found, said)
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(f"What was sent about {said['kind']} cannot be read: {error}.") from error
    if said["kind"] in JUDGED_AGAIN:
        judge().again(found.id)
    return made.id if made else None


def _dismiss(session: Session, said: Mapping[str, Any]) -> Correction:
    span = Span(float(said["start_s"]), float(said["end_s"]))
    return library().corrections.dismiss(
        session.id, str(said["event_kind"]), str(said.get("label", "")), span
    )


def _restore(session: Session, said: Mapping[str, Any]) -> None:
    for correction in library().corrections.current("dismiss", session_id=session.id):
        near = abs(correction.value["start_s"] - float(said["start_s"])) <= SAME_PLACE_S
        if correction.subject == said["event_kind"] and near:
            library().corrections.undo(correction.id)


def _undo(session: Session, said: Mapping[str, Any]) -> None:
    library().corrections.undo(int(said["correction"]))


def _answers(session: Session, said: Mapping[str, Any]) -> Correction:
    marks = [
        Mark(Span(float(a["start_s"]), float(a["end_s"])), str(a.get("question", ""))[:500])
        for a in said["answers"]
    ]
    ends = [m.span.end_s for m in marks]
    if any(m.span.start_s < end - 1e-6 for m, end in zip(marks[1:], ends[:-1], strict=True)):
        raise ValueError("answers cannot overlap")
    if marks and ends[-1] > session.recording.duration_s + 0.1:
        raise ValueError("an answer ends after the recording")
    return library().corrections.set_marks(session.id, marks)


def _rating(session: Session, said: Mapping[str, Any]) -> Correction:
    given = said["rating"]
    kept = {name: int(value) for name, value in given.items() if name != "felt" and 1 <= int(value) <= 5}
    felt = str(given.get("felt", "")).strip()[:300]
    return library().corrections.rate_oneself(session.id, None, kept | ({"felt": felt} if felt else {}))


def _debrief(session: Session, said: Mapping[str, Any]) -> Correction:
    fields = {name: str(said.get(name, ""))[:4000] for name in ("well", "okay", "improve")}
    return library().corrections.add(
        "debrief", fields, session_id=session.id, subject=str(int(said["answer"]))
    )


def _note(session: Session, said: Mapping[str, Any]) -> Correction:
    value = {"text": str(said["text"]).strip()[:4000], "at_s": float(said["start_s"])}
    return library().corrections.add("note", value, session_id=session.id, subject=str(said["event"]))


def _title(session: Session, said: Mapping[str, Any]) -> None:
    library().update_session(session.id, title=str(said["title"])[:120])


ACTS: dict[str, Callable[[Session, Mapping[str, Any]], Correction | None]] = {
    "dismiss": _dismiss,
    "restore": _restore,
    "undo": _undo,
    "answers": _answers,
    "rating": _rating,
    "debrief": _debrief,
    "note": _note,
    "title": _title,
}
JUDGED_AGAIN = frozenset({"dismiss", "restore", "undo", "answers"})


def preference(name: str, default: Any = None) -> Any:
    """One small thing the page remembers about this person."""
    kept = [c for c in library().corrections.current("preference") if c.subject == name]
    return kept[-1].value["value"] if kept else default


def prefer(name: str, value: Any) -> None:
    """Remember one small thing."""
    library().corrections.add("preference", {"value": value}, subject=name)


def mute(group: str, muted: bool) -> list[str]:
    """Leave a group out of everything, or take it back in; every review is judged again.

    Returns:
        Titles of sessions that could not be, as what was observed of them is not there.
    """
    library().corrections.set_muted(group, muted)
    left_behind = []
    for found in library().sessions(archived=None):
        try:
            if found.reviewed:
                judge().again(found.id)
        except StoreError:
            left_behind.append(found.title)
    return left_behind
