"""What the page says of a file that cannot be analysed: in the file's own name, without a useless retry."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from secondtake.core.errors import MediaError
from secondtake.jobs import job_claims
from secondtake.jobs.job_queue import JobQueue
from secondtake.jobs.progress import ProgressMeter
from secondtake.jobs.run_job import analyse_job
from secondtake.jobs.wakeup_queue import open_queue
from secondtake.pipeline.analysis_request import AnalysisRequest
from secondtake.ui.view.library import PACE, START_S, analysis_pace, job_card, job_cards


def job_queue(library) -> JobQueue:
    return JobQueue(library, open_queue(library.home, {}))


@pytest.fixture
def job(library, tmp_path):
    upload = tmp_path / "0f3a77.mp4"
    upload.write_bytes(b"no recording at all" * 99)
    return job_queue(library).submit(upload, AnalysisRequest(), name="Acme round one.mp4")


def test_unreadable_upload_is_called_by_its_own_name(library, settings, job):
    with pytest.raises(MediaError) as error:
        analyse_job(library, settings, job, lambda *_: None, lambda: False, lambda _: None)
    assert str(error.value).startswith("“Acme round one.mp4” is not a recording Second Take can read. ")
    assert job.source.name not in str(error.value)


@pytest.mark.parametrize(("exit_code", "is_offered"), [(3, False), (5, True), (1, True)])
def test_retry_is_offered_only_where_it_can_help(library, job, exit_code, is_offered):
    claimed = job_claims.claim(library.database, "a worker")
    job_claims.finish(
        library.database, "a worker", claimed.id, "failed", error="It failed.", exit_code=exit_code
    )
    failed = job_queue(library).get(job.id)
    assert job_cards([failed], [])[0]["retry"] is is_offered


def test_job_is_estimated_by_earlier_ones_until_it_has_a_pace(library, job):
    job_claims.claim(library.database, "a worker")
    now = datetime.now(UTC)
    begun = replace(
        job_queue(library).get(job.id), started_at=now - timedelta(seconds=2), stages={"sight": (0.0, 100.0)}
    )
    done = replace(begun, state="done", ended_at=now + timedelta(seconds=START_S + 48))
    pace = analysis_pace([done])
    assert pace == pytest.approx(0.5)
    card = job_card(begun, pace=pace, now=now)
    assert card["left"] == "about 1 min left"  # 58 s in all
    assert 0 < card["share"] < 0.1
    assert job_card(replace(begun, left_s=8.0), pace=pace, now=now)["left"] == "a few seconds left"
    assert job_card(begun, pace=pace, now=now + timedelta(minutes=9))["left"] == ""
    assert job_card(replace(begun, stages={}), pace=pace, now=now)["left"] == ""
    assert analysis_pace([begun]) == PACE


def test_first_job_is_estimated_as_soon_as_its_length_is_known(library, job):
    job_claims.claim(library.database, "a worker")
    meter, now = ProgressMeter(), datetime.now(UTC)
    for stage in ("sight", "words", "voice"):  # all are announced before any begins
        meter.report(stage, 0.0, 600.0)
    assert meter.left_s is None  # no pace of its own yet
    begun = replace(
        job_queue(library).get(job.id),
        started_at=now - timedelta(seconds=1),
        stages={stage: tuple(progress) for stage, progress in meter.stages.items()},
        left_s=meter.left_s,
    )
    (card,) = job_cards([begun], [begun])
    assert card["left"] == "about 8 min left"  # 8 s and 0.8 of ten minutes
    assert card["share"] > 0
