"""Kill -9 of the page's server at twenty random moments, while a person uploads, practises and corrects.

What the server said yes to is there afterwards; what it did not is asked again, and is then there once.
"""

from __future__ import annotations

import os
import random
import threading
import time
from pathlib import Path

import psutil
import pytest
from driving import ANALYSIS_S, START_S, Server, eventually, sample_of, start_server, stop_server
from person import Person, Sending

from home_check import whole_sessions
from sample_cuts import cut
from secondtake.config import Settings
from secondtake.jobs.job_queue import JobQueue
from secondtake.jobs.wakeup_queue import open_queue
from secondtake.store.library import Library

pytestmark = pytest.mark.slow

SEED = int(os.environ.get("SECONDTAKE_SEED", "20261124"))
KILLS, LATEST_KILL_S = 20, 1.2


class Killer(threading.Thread):
    """Kills the server after a while.

    Attributes:
        left: processes that the server had started, and that have to end by themselves.
    """

    def __init__(self, server: Server, after_s: float) -> None:
        super().__init__()
        self._server, self._after_s = server, after_s
        self.left: list[psutil.Process] = []

    def run(self) -> None:
        time.sleep(self._after_s)
        self.left = psutil.Process(self._server.process.pid).children(recursive=True)
        self._server.process.kill()


def jobs_end(settings: Settings) -> bool:
    """Whether nothing waits or runs; a job that met three kills has failed, clearly, and is asked again."""
    with Library.open(settings) as library:
        jobs = JobQueue(library, open_queue(library.home, {}))
        for job in jobs.all():
            if job.state == "failed" and "attempt 3" in job.error:
                jobs.retry(job.id)
        return all(job.ended for job in jobs.all())


def test_server_killed_twenty_times_loses_nothing_accepted(tmp_path: Path) -> None:
    moments = random.Random(SEED)
    voice = [cut(tmp_path / f"{i}.m4a", 3.0 * i, 3.0 * i + 1.5).read_bytes() for i in range(4)]
    real = [Sending(f"Take {i}.m4a", voice[i]) for i in range(2)]
    no_recordings = [Sending(f"Broken {i}.mp4", moments.randbytes(20_000)) for i in range(20)]
    person = Person(moments, [*real, *no_recordings], [[Sending("", voice[2]), Sending("", voice[3])]])
    home = tmp_path / "home"
    for _ in range(KILLS):
        server = start_server(home)
        with Library.open(server.settings) as library:
            person.session = person.session or sample_of(library)
        killer = Killer(server, moments.uniform(0.0, LATEST_KILL_S))
        killer.start()
        person.use(server)
        killer.join()
        server.process.wait()
        assert psutil.wait_procs(killer.left, START_S)[1] == []
    server = start_server(home)
    try:
        person.use(server, least=lambda: person.done)
        eventually(lambda: jobs_end(server.settings), within_s=ANALYSIS_S)
    finally:
        stop_server(server)
    sessions = whole_sessions(server.settings)
    print(f"seed {SEED}: {KILLS} kills of the server, {person.yes} answers, {len(sessions)} sessions")
    assert person.yes > KILLS, "hardly anything was going on when the server was killed"
    assert {"Take 0", "Take 1", "Practice 0"} <= {s.title for s in sessions.values()}
    assert len(sessions) == 4
    later = person.asked_title[person.asked_title.index(person.titles[-1]) :] if person.titles[-1] else []
    assert sessions[person.session].title in later
    with Library.open(server.settings) as library:
        dismissals = {(kind, span.start_s) for kind, span in library.corrections.dismissals(person.session)}
        assert person.dismissed <= dismissals
        states = {job.id: job.state for job in JobQueue(library, open_queue(library.home, {})).all()}
    job_ids = {one.job for one in person.recordings} | set(person.practised.values())
    assert job_ids <= states.keys()
    assert {states[one.job] for one in real} | {states[job] for job in person.practised.values()} == {"done"}
    assert {states[one.job] for one in no_recordings} == {"failed"}
