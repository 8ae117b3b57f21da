"""Kill -9 of workers at twenty random moments: every job ends, done once, whoever had it."""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from jobs.servers import PATIENCE_S
from secondtake.jobs.job_queue import JobQueue
from secondtake.pipeline.analysis_request import AnalysisRequest

pytestmark = pytest.mark.slow

Start = Callable[..., "subprocess.Popen[bytes]"]


def test_every_job_ends_once_after_twenty_kills(
    jobs: JobQueue, recording_file: Callable[..., Path], start_worker: Start
) -> None:
    files = [recording_file(f"{number}.mp4") for number in range(8)]
    for file in files:
        jobs.submit(file, AnalysisRequest())
    moments = random.Random(11)
    for _ in range(20):
        worker = start_worker(once=False)
        time.sleep(moments.uniform(0.3, 2.0))
        worker.kill()
        worker.wait()
    # One that met three kills has failed, clearly, as soon as a worker sees it; asking again is all it takes.
    for _ in range(2):
        for job in jobs.all():
            if job.state == "failed":
                assert "attempt 3" in job.error
                jobs.retry(job.id)
        assert start_worker().wait(PATIENCE_S) == 0
    assert {job.state for job in jobs.all()} == {"done"}
    assert [file.with_suffix(".kept").read_text() for file in files] == ["0123456789"] * 8
