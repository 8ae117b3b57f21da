"""The library page's data: sessions, jobs and search hits."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from statistics import median
from typing import Any

from secondtake.core.errors import MediaError
from secondtake.jobs.job import Job
from secondtake.store.database.review_codec import plain_words
from secondtake.store.records import Hit, Session
from secondtake.ui.view.formatting import length
from secondtake.ui.view.session_page.self_rating import expectations

# How long an analysis takes before one is done here: the sample's timings on two cores, rounded.
START_S = 8.0
PACE, MIN_PACE = 0.8, 0.05  # seconds of work per second of recording
MAX_JOBS = 5  # our choice: the latest tell how fast this computer is now

STAGES = {
    "probe": "Reading the file",
    "copy": "Saving a copy",
    "proxy": "Making a copy your browser can play",
    "talker": "Finding who talks",
    "sight": "Watching",
    "face": "Watching your face",
    "body": "Watching your posture",
    "hands": "Watching your hands",
    "hearing": "Listening",
    "voice": "Listening to your voice",
    "words": "Transcribing",
    "speakers": "Separating the voices",
    "judge": "Preparing your review",
}


def shelf(
    sessions: Iterable[Session], jobs: Iterable[Job], *, opened: Collection[str], predicted: Collection[str]
) -> dict[str, Any]:
    """Return everything the library page draws.

    Args:
        opened: ids of the sessions that were rated, or whose rating was skipped.
        predicted: ids of the sessions for which the person said what they expect.
    """
    session_list, jobs = list(sessions), list(jobs)
    reviewed = {s.id for s in session_list if s.reviewed}
    visible_jobs = [j for j in jobs if j.state != "done" or j.session_id not in reviewed]
    return {
        "sessions": [
            card(s, is_opened=s.is_sample or s.is_drill or s.id in opened) for s in session_list if s.reviewed
        ],
        "jobs": [
            card | {"predicted": card["session"] in predicted} for card in job_cards(visible_jobs, jobs)
        ],
        "expectations": expectations(),
        "busy": any(not j.ended for j in visible_jobs),
    }


def card(session: Session, *, is_opened: bool) -> dict[str, Any]:
    """Return one session of the grid; its findings only once the person has rated it or skipped that."""
    findings = session.summary.get("findings", ()) if is_opened else ()
    return {
        "id": session.id,
        "title": session.title,
        "kind": session.kind,
        "at": session.recorded_at.isoformat(),
        "length": length(session.recording.duration_s),
        "duration_s": round(session.recording.duration_s, 1),
        "archived": session.archived,
        "answers": len(session.summary.get("questions", ())),
        "picture": bool(session.recording.probe.get("video")),
        "strength": next((f["text"] for f in findings if f["kind"] == "strength"), ""),
        "work": next((f["text"] for f in findings if f["kind"] == "improve"), ""),
        "opened": is_opened,
        "tags": list(session.tags),
        "person": session.person,
    }


def search_hits(hits: Iterable[Hit], phrase: str) -> list[dict[str, Any]]:
    """Return hits split at the phrase; `at_s` is None for hits in questions."""
    return [
        dict(zip(("before", "words", "after"), split_at_phrase(hit.context, phrase), strict=True))
        | {"session": hit.session_id, "title": hit.title, "at_s": hit.start_s}
        for hit in hits
    ]


def split_at_phrase(context: str, phrase: str) -> tuple[str, str, str]:
    """Return the text before the phrase, the phrase, and the text after it.

    >>> split_at_phrase("well I basically led the team", "basically led")
    ('well I', 'basically led', 'the team')
    """
    words, target = context.split(), plain_words(phrase)
    n = len(target)
    starts = [i for i in range(len(words) - n + 1) if words[i : i + n] == target]
    at = min(
        starts, key=lambda i: abs(i - (len(words) - n) / 2), default=0
    )  # a hit has its context around it
    return " ".join(words[:at]), " ".join(words[at : at + n]), " ".join(words[at + n :])


def job_cards(jobs: Iterable[Job], all_jobs: Iterable[Job]) -> list[dict[str, Any]]:
    """Return the jobs with their progress, estimated by the pace of those that are done."""
    pace, now = analysis_pace(all_jobs), datetime.now(UTC)
    return [job_card(job, pace=pace, now=now) for job in jobs]


def analysis_pace(jobs: Iterable[Job]) -> float:
    """Return the seconds of work per second of recording: the median of the latest jobs that are done."""
    paces = [
        ((job.ended_at - job.started_at).total_seconds() - START_S) / length_s
        for job in sorted(jobs, key=lambda job: job.created_at)
        if job.state == "done" and job.started_at and job.ended_at and (length_s := _length_s(job))
    ]
    return max(MIN_PACE, median(paces[-MAX_JOBS:])) if paces else PACE


def _length_s(job: Job) -> float:
    """Return the recording's length, as far as a stage has named it; 0 before."""
    return max((total_s for _, total_s in job.stages.values()), default=0.0)


def _left_s(job: Job, pace: float, now: datetime) -> float | None:
    """Return the time left by this run's own pace, and until there is one by that of earlier jobs."""
    if job.left_s is not None or job.started_at is None or not _length_s(job):
        return job.left_s
    left_s = START_S + pace * _length_s(job) - (now - job.started_at).total_seconds()
    return left_s if left_s > 0 else None


def job_card(job: Job, *, pace: float, now: datetime) -> dict[str, Any]:
    """Return one job with its progress by stage; before a stage has a share, by the time that has passed."""
    left_s = _left_s(job, pace, now) if job.state == "running" else None
    passed_s = (now - job.started_at).total_seconds() if job.started_at else 0.0
    by_time = passed_s / (passed_s + left_s) if left_s and passed_s > 0 else 0.0
    return {
        "id": job.id,
        "name": job.name,
        "state": "cancelling" if job.cancelling else job.state,
        "share": max(job.share, by_time),
        "left": time_left(left_s),
        "stages": [
            {
                "label": STAGES.get(name, name.capitalize()),
                "share": min(1.0, done_s / total_s) if total_s else 0.0,
            }
            for name, (done_s, total_s) in job.stages.items()
        ],
        "error": job.error,
        "retry": job.exit_code != MediaError.exit_code,  # what cannot be read once cannot be read twice
        "session": job.session_id,
    }


def time_left(remaining_s: float | None) -> str:
    """Return the remaining time, rounded to its accuracy.

    >>> time_left(8), time_left(95), time_left(None)
    ('a few seconds left', 'about 2 min left', '')
    """
    if remaining_s is None:
        return ""
    if remaining_s < 20:
        return "a few seconds left"
    if remaining_s < 55:
        return f"about {round(remaining_s / 10) * 10} s left"
    return f"about {max(1, round(remaining_s / 60))} min left"
