"""The job queue: every job ends, nothing is done twice, and owners take turns."""

from __future__ import annotations

import importlib
import os
import subprocess
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jobs.servers import PATIENCE_S
from secondtake.config import Settings
from secondtake.core.answer import Mark
from secondtake.core.errors import MediaError, ObserverStopped, UsageError
from secondtake.core.spans import Span
from secondtake.jobs import job_claims, wakeup_queue
from secondtake.jobs.job import MAX_ATTEMPTS
from secondtake.jobs.job_queue import JobQueue
from secondtake.jobs.progress import WEIGHTS, ProgressMeter
from secondtake.jobs.wakeup_queue import open_queue
from secondtake.jobs.worker import work
from secondtake.pipeline.analysis_request import AnalysisRequest
from secondtake.store.database.tables import JobRow
from secondtake.store.library import Library

Wait = Callable[[Callable[[], object]], None]
File = Callable[..., Path]
Start = Callable[..., "subprocess.Popen[bytes]"]


def test_submit_request_is_stored_unchanged(jobs: JobQueue, recording_file: File) -> None:
    request = AnalysisRequest(
        preset="fast",
        language="en",
        marks=(Mark(Span(1, 2), "Why?", Span(0, 1), "q1"), Mark(Span(3, 4))),
        questions=("Why?",),
        title="Acme",
        kind="real",
        recorded_at=datetime(2025, 1, 2, tzinfo=UTC),
        written_at=datetime(2026, 1, 2, tzinfo=UTC),
        force=True,
    )
    job = jobs.submit(recording_file(), request, name="Überblick.mp4")
    assert jobs.get(job.id).request == request
    assert jobs.get(job.id).name == "Überblick.mp4"


def test_submit_missing_file_raises_media_error(jobs: JobQueue, tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="no file"):
        jobs.submit(tmp_path / "gone.mp4", AnalysisRequest())
    assert jobs.all() == ()
    with pytest.raises(UsageError):
        jobs.get("nope")


def test_worker_once_runs_all_jobs(jobs: JobQueue, recording_file: File, start_worker: Start) -> None:
    good = jobs.submit(recording_file(), AnalysisRequest())
    bad = jobs.submit(recording_file("bad.mp4", "broken"), AnalysisRequest())
    assert start_worker().wait(PATIENCE_S) == 0
    done, failed = jobs.get(good.id), jobs.get(bad.id)
    assert (done.state, done.share, done.stages, done.left_s) == ("done", 1.0, {"count": (10.0, 10.0)}, None)
    assert (failed.state, failed.error, failed.exit_code) == ("failed", "bad.mp4 is broken.", 3)


def test_job_of_killed_worker_continues_with_next_worker(
    jobs: JobQueue, recording_file: File, start_worker: Start, eventually: Wait
) -> None:
    file, hold = recording_file(), recording_file("take.hold")
    job, kept = jobs.submit(file, AnalysisRequest()), file.with_suffix(".kept")
    worker = start_worker(once=False)
    eventually(lambda: kept.exists() and kept.read_text() == "01234")
    worker.kill()
    worker.wait()
    hold.unlink()
    assert start_worker().wait(PATIENCE_S) == 0
    ended = jobs.get(job.id)
    assert (ended.state, ended.attempts) == ("done", 2)
    assert kept.read_text() == "0123456789", "finished pieces are not done again"


def test_stopped_worker_requeues_its_job(
    jobs: JobQueue, recording_file: File, start_worker: Start, eventually: Wait
) -> None:
    job, hold = jobs.submit(recording_file(), AnalysisRequest()), recording_file("take.hold")
    start_worker(once=False)
    eventually(lambda: jobs.get(job.id).state == "running")
    jobs.cancel(job.id)
    eventually(lambda: jobs.get(job.id).ended)
    assert jobs.get(job.id).state == "cancelled"
    hold.unlink()
    jobs.retry(job.id)
    eventually(lambda: jobs.get(job.id).ended)
    assert jobs.get(job.id).state == "done"


def test_cancel_queued_job_is_cancelled_at_once(jobs: JobQueue, recording_file: File) -> None:
    job = jobs.submit(recording_file(), AnalysisRequest())
    jobs.cancel(job.id)
    assert jobs.get(job.id).state == "cancelled"
    jobs.forget(job.id)
    assert jobs.all() == ()


def test_job_that_crashes_every_worker_fails(jobs: JobQueue, library: Library, recording_file: File) -> None:
    job = jobs.submit(recording_file(), AnalysisRequest())
    for attempt in range(MAX_ATTEMPTS):
        assert job_claims.claim(library.database, f"elsewhere/1/{attempt}") is not None
        _fall_silent(library, job.id)
        assert job_claims.recover(library.database) == 1
    assert jobs.get(job.id).state == "failed"
    assert "attempt 3" in jobs.get(job.id).error
    assert job_claims.claim(library.database, "elsewhere/1/x") is None


def test_worker_that_lost_its_job_changes_nothing(
    jobs: JobQueue, library: Library, recording_file: File
) -> None:
    job = jobs.submit(recording_file(), AnalysisRequest())
    job_claims.claim(library.database, "elsewhere/1/slow")
    _fall_silent(library, job.id)
    job_claims.recover(library.database)
    job_claims.claim(library.database, "elsewhere/2/quick")
    assert not job_claims.heartbeat(library.database, "elsewhere/1/slow", job.id, share=0.1)
    job_claims.finish(library.database, "elsewhere/1/slow", job.id, "failed", error="late")
    assert jobs.get(job.id).state == "running"
    assert job_claims.heartbeat(library.database, "elsewhere/2/quick", job.id, share=0.9)
    assert jobs.get(job.id).share == 0.9


def test_heartbeat_late_does_not_take_back_the_last_progress(
    jobs: JobQueue, library: Library, recording_file: File
) -> None:
    job = jobs.submit(recording_file(), AnalysisRequest())
    job_claims.claim(library.database, "elsewhere/1/x")
    job_claims.finish(
        library.database, "elsewhere/1/x", job.id, "done", stages={"count": [10.0, 10.0]}, share=1.0
    )
    late = {"stages": {"count": [9.0, 10.0]}, "share": 0.9}  # read before the end, written after it
    assert not job_claims.heartbeat(library.database, "elsewhere/1/x", job.id, **late)
    done = jobs.get(job.id)
    assert (done.state, done.share, done.stages) == ("done", 1.0, {"count": (10.0, 10.0)})


def test_claim_several_owners_take_turns(jobs: JobQueue, library: Library, recording_file: File) -> None:
    for number in range(4):
        jobs.submit(recording_file(f"a{number}.mp4"), AnalysisRequest(), owner="ann")
    jobs.submit(recording_file("b.mp4"), AnalysisRequest(), owner="bob")
    order = []
    for turn in range(5):
        job = job_claims.claim(library.database, f"elsewhere/1/{turn}")
        assert job is not None
        order.append(job.name)
        job_claims.finish(library.database, f"elsewhere/1/{turn}", job.id, "done")
    assert order == ["a0.mp4", "b.mp4", "a1.mp4", "a2.mp4", "a3.mp4"]


def test_three_workers_run_every_job_once(jobs: JobQueue, recording_file: File, start_worker: Start) -> None:
    files = [recording_file(f"{number}.mp4") for number in range(6)]
    for file in files:
        jobs.submit(file, AnalysisRequest())
    workers = [start_worker() for _ in range(3)]
    assert [worker.wait(PATIENCE_S) for worker in workers] == [0, 0, 0]
    assert {job.state for job in jobs.all()} == {"done"}
    assert [file.with_suffix(".kept").read_text() for file in files] == ["0123456789"] * 6


def test_left_s_is_that_of_the_slowest_stage() -> None:
    now_s = 0.0
    meter = ProgressMeter(clock=lambda: now_s)
    meter.report("words", 0.0, 100.0)
    meter.report("sight", 50.0, 100.0)  # done in an earlier run
    assert meter.left_s is None
    now_s = 10.0
    meter.report("words", 80.0, 100.0)
    meter.report("sight", 60.0, 100.0)
    weighed = 0.8 * WEIGHTS["words"] + 0.6 * WEIGHTS["sight"]
    assert meter.share == pytest.approx(weighed / (WEIGHTS["words"] + WEIGHTS["sight"]))
    assert meter.left_s == pytest.approx(40.0)  # sight: 10 s of the recording in 10 s, 40 are left


def test_share_never_falls() -> None:
    meter = ProgressMeter(clock=lambda: 0.0)
    shares = []
    for stage, done_s in (("words", 0.0), ("sight", 0.0), ("proxy", 0.0), ("proxy", 100.0), ("words", 30.0)):
        meter.report(stage, done_s, 100.0)
        shares.append(meter.share)
    assert shares == sorted(shares)
    assert 0 < shares[3] < 0.5  # the copy is made: most is still to be done
    meter.report("voice", 0.0, 1e6)  # a new stage, and long
    assert meter.share == shares[-1]


def test_left_s_counts_from_the_start_of_a_stage() -> None:
    now_s = 0.0
    meter = ProgressMeter(clock=lambda: now_s)
    meter.report("sight", 0.0, 100.0)
    now_s = 50.0  # a copy was made meanwhile
    meter.report("sight", 0.0, 100.0)
    now_s = 60.0
    meter.report("sight", 50.0, 100.0)
    assert meter.left_s == pytest.approx(10.0)


def _fall_silent(library: Library, job_id: str) -> None:
    with library.database.write() as database:
        row = database.get_one(JobRow, job_id)
        assert row.beat_at is not None
        row.beat_at -= timedelta(minutes=5)


def test_orderly_stops_do_not_count_as_attempts(
    jobs: JobQueue, library: Library, recording_file: File
) -> None:
    job = jobs.submit(recording_file(), AnalysisRequest())
    for stop in range(2 * MAX_ATTEMPTS):
        assert job_claims.claim(library.database, f"here/1/{stop}") is not None
        job_claims.requeue(library.database, f"here/1/{stop}", job.id, error="Stopped.", is_orderly=True)
    assert (jobs.get(job.id).state, jobs.get(job.id).attempts) == ("queued", 0)


def test_observer_that_ends_with_its_worker_requeues_the_job(
    jobs: JobQueue, settings: Settings, recording_file: File
) -> None:
    stop = threading.Event()

    def analyse(*_: object) -> None:  # as `systemctl stop` does: every process of the service is told to end
        stop.set()
        raise ObserverStopped("The system ended it.")

    job = jobs.submit(recording_file(), AnalysisRequest())
    work(settings, analyse=analyse, stop=stop)
    assert (jobs.get(job.id).state, jobs.get(job.id).attempts) == ("queued", 0)


def test_open_queue_damaged_file_is_made_anew(library: Library) -> None:
    library.home.queue_file.write_bytes(b"noise" * 1000)
    with closing(open_queue(library.home, {})) as queue:
        queue.wake()
        assert queue.wait(threading.Event())


def test_open_queue_by_two_threads_hides_drivers_one_after_the_other(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second would take back what the first has hidden, or find its own taken back."""
    errors: list[BaseException] = []
    others: list[threading.Thread] = []
    load = importlib.import_module

    def open_another() -> None:
        try:
            open_queue(library.home, {}).close()
        except BaseException as error:
            errors.append(error)

    def load_beside_another(name: str) -> object:
        assert wakeup_queue._import_lock.locked()
        if not others:
            others.append(threading.Thread(target=open_another))
            others[0].start()
        return load(name)

    monkeypatch.setattr(importlib, "import_module", load_beside_another)
    open_queue(library.home, {}).close()
    others[0].join()
    assert errors == []


def test_submit_name_that_is_not_utf8_is_queued(jobs: JobQueue, library: Library, tmp_path: Path) -> None:
    source = tmp_path / os.fsdecode(b"b\xe9.mp4")
    try:
        source.write_bytes(b"x")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    job = jobs.get(jobs.submit(source, AnalysisRequest()).id)
    assert job.name == "b\N{REPLACEMENT CHARACTER}.mp4"
    assert job.source.read_bytes() == b"x"
    assert source.exists()
