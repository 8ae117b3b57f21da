"""Run the pipeline on a job's recording."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from secondtake.config import Settings
from secondtake.core.errors import MediaError
from secondtake.core.progress import Progress
from secondtake.jobs.job import Job
from secondtake.pipeline.analyse import analyse
from secondtake.store.library import Library


def analyse_job(
    library: Library,
    settings: Settings,
    job: Job,
    on_progress: Progress,
    is_cancelled: Callable[[], bool],
    on_session_created: Callable[[str], None],
) -> None:
    """Run one job. Its upload is deleted once the session is complete: until then, a retry needs it.

    Raises:
        MediaError, ModelMissing, StoreError, Cancelled: as `pipeline.analyse.analyse`.
    """
    source = _file_of(library, job)
    try:
        analyse(
            source,
            library,
            settings,
            job.request,
            name=job.name,
            on_progress=on_progress,
            is_cancelled=is_cancelled,
            on_session_created=on_session_created,
        )
    except MediaError as error:  # an upload lies under a name of ours, which means nothing to the person
        raise MediaError(str(error).replace(source.name, job.name)) from error
    if job.source.parent == library.home.uploads:
        job.source.unlink(missing_ok=True)


def _file_of(library: Library, job: Job) -> Path:
    """Return the job's file, or the library's copy where the file is gone."""
    if job.source.exists():
        return job.source
    if job.session_id is None:
        raise MediaError(f"{job.name} cannot be found any more. Connect its drive or choose it again.")
    return library.session(job.session_id).recording.media
