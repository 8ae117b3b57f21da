"""Submit, list, cancel and retry jobs, for the page and the command line."""

from __future__ import annotations

from pathlib import Path

from sqlmodel import col, select

from secondtake.core.errors import MediaError, UsageError
from secondtake.jobs.job import Job, job_of
from secondtake.jobs.wakeup_queue import Queue
from secondtake.pipeline.analysis_request import AnalysisRequest
from secondtake.plain_text import one_line
from secondtake.store.database.tables import JobRow, now
from secondtake.store.files.home import new_file_name, new_id, share
from secondtake.store.files.storage_errors import translate_os_errors
from secondtake.store.library import Library


class JobQueue:
    """The jobs of one library."""

    def __init__(self, library: Library, queue: Queue) -> None:
        self._home = library.home
        self._database = library.database
        self._queue = queue

    def submit(
        self,
        source: Path,
        request: AnalysisRequest,
        *,
        name: str = "",
        owner: str = "local",
        job_id: str = "",
    ) -> Job:
        """Queue the analysis of one recording. A file in the uploads folder is deleted once it is done.

        Args:
            name: the recording's, where that is not the file's name (an upload).
            owner: whose job it is; owners take turns.
            job_id: for requests that may be repeated (`find`); "" for a new one.

        Raises:
            MediaError: there is no such file.
        """
        if not source.is_file():
            raise MediaError(f"There is no file {source}. Check the path, or connect its drive.")
        name = one_line(name or source.name)
        if one_line(str(source)) != str(source):  # a path that cannot be stored: the job gets its own copy
            copy = self._home.uploads / new_file_name(source.suffix)
            with translate_os_errors(copy):
                share(source, copy)
            source = copy
        row = JobRow(
            id=job_id or new_id(),
            owner=owner,
            name=name,
            source=str(source.absolute()),
            options=request.to_json(),
            session_id=None,
        )
        with self._database.write() as database:
            database.add(row)
        self._queue.wake()
        return job_of(row)

    def get(self, job_id: str) -> Job:
        """Return one job.

        Raises:
            UsageError: there is no job with this ID.
        """
        job = self.find(job_id)
        if job is None:
            raise UsageError(f"No job with ID {job_id!r}.")
        return job

    def find(self, job_id: str) -> Job | None:
        """Return the job with this ID, or None."""
        with self._database.read() as database:
            row = database.get(JobRow, job_id)
        return None if row is None else job_of(row)

    def all(self, *, owner: str | None = None) -> tuple[Job, ...]:
        """Return the jobs, newest first."""
        query = select(JobRow).order_by(col(JobRow.created_at).desc())
        if owner is not None:
            query = query.where(JobRow.owner == owner)
        with self._database.read() as database:
            return tuple(job_of(row) for row in database.exec(query))

    def cancel(self, job_id: str) -> None:
        """Cancel a job: at once while it is queued, within seconds while it runs. Finished work is saved."""
        with self._database.write() as database:
            row = database.get(JobRow, job_id)
            if row is None or row.state not in ("queued", "running"):
                return
            row.cancel = True
            if row.state == "queued":
                row.state, row.ended_at = "cancelled", now()

    def retry(self, job_id: str) -> None:
        """Queue a failed or cancelled job again; it continues from its finished work."""
        with self._database.write() as database:
            row = database.get(JobRow, job_id)
            if row is None or row.state not in ("failed", "cancelled"):
                return
            row.state, row.cancel, row.attempts = "queued", False, 0
            row.error, row.exit_code, row.ended_at = "", 0, None
        self._queue.wake()

    def forget(self, job_id: str) -> None:
        """Delete an ended job, and its upload; its session stays."""
        with self._database.write() as database:
            row = database.get(JobRow, job_id)
            if row is None or row.state in ("queued", "running"):
                return
            database.delete(row)
        if Path(row.source).parent == self._home.uploads:
            Path(row.source).unlink(missing_ok=True)
