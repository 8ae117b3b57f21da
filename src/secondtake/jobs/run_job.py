"""What a job, and the command line, do with one recording: the pipeline, on the terms of a request."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from secondtake.config import Settings
from secondtake.core.errors import MediaError
from secondtake.jobs.job import Job, Request
from secondtake.pipeline.analyse import AnalysisRequest, analyse
from secondtake.store.files.storage_errors import translate_os_errors
from secondtake.store.library import Library
from secondtake.store.records import StoredReview

Tell = Callable[[str, float, float], None]


def analyse_recording(
    library: Library,
    settings: Settings,
    path: Path,
    request: Request,
    *,
    name: str = "",
    progress: Tell | None = None,
    stopped: Callable[[], bool] | None = None,
    made: Callable[[str], None] | None = None,
) -> StoredReview:
    """Observe and judge one recording as the request asks, and keep the outcome.

    Args:
        name: what the recording is called; "" for the file's name.
        made: is told the session's id as soon as there is one.

    Raises:
        MediaError, ModelMissing, StoreError, Cancelled: as `pipeline.run.analyse`.
    """
    wish = AnalysisRequest(
        name=name,
        title=request.title,
        kind=request.kind,
        dated=request.dated,
        written_at=request.written_at,
        marks=request.marks,
        questions=request.questions,
        sitting=request.sitting,
        force=request.force,
    )
    with translate_os_errors(library.home.root):  # a disk that is full, or gone, in the middle of observing
        return analyse(
            path,
            library,
            settings.with_(preset=request.preset, language=request.language),
            wish,
            progress=progress,
            cancelled=stopped,
            made=None if made is None else lambda session: made(session.id),
        )


def analyse_job(
    library: Library,
    settings: Settings,
    job: Job,
    progress: Tell,
    stopped: Callable[[], bool],
    made: Callable[[str], None],
) -> None:
    """One job. An upload is given up once its session is complete: until then, another attempt needs it.

    Raises:
        MediaError, ModelMissing, StoreError, Cancelled: as `pipeline.run.analyse`.
    """
    analyse_recording(
        library,
        settings,
        _file_of(library, job),
        job.request,
        name=job.name,
        progress=progress,
        stopped=stopped,
        made=made,
    )
    if job.source.parent == library.home.uploads:
        job.source.unlink(missing_ok=True)


def _file_of(library: Library, job: Job) -> Path:
    """The job's file, or what the library kept of it where the file has gone since."""
    if job.source.exists():
        return job.source
    if job.session_id is None:
        raise MediaError(f"{job.name} is not there any more. Connect its drive or choose it again.")
    return library.session(job.session_id).recording.media
