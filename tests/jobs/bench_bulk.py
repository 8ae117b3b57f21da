"""Many short recordings of several owners through three workers: `python -m jobs.bench_bulk 1000`.

Run it in `tests`. It starts a PostgreSQL and a Redis of its own, as `compose.yaml` does; the pipeline is the
real one. A third of the way one worker is killed (SIGKILL) and another takes its place. Prints time, CPU time
and memory, how fairly owners had their turns, and whether a recording was lost or reviewed twice.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import col, func, select

from jobs.servers import postgres_server, redis_server
from jobs.shared_library import WORKER, Crew, crew_of
from sample_cuts import cut
from secondtake.config import Settings
from secondtake.jobs.job import Job
from secondtake.store.database.tables import JobRow, ReviewRow, SessionRow
from secondtake.store.library import Library

WORKERS = 3
SHARES = {"ann": 0.6, "bob": 0.3, "cem": 0.09, "dee": 0.01}  # of the recordings; handed in in this order
LOOK_S = 2.0
TICK_S = 1 / os.sysconf("SC_CLK_TCK")


class Worker:
    """One `secondtake worker`, with what it and its children used so far."""

    def __init__(self, environ: dict[str, str], log: Path) -> None:
        command = [sys.executable, "-c", WORKER, "worker"]
        self.process = subprocess.Popen(
            command, env=environ, stdout=subprocess.DEVNULL, stderr=log.open("ab")
        )
        self.cpu_s = self.peak_mb = 0.0

    def look(self) -> None:
        """Note the tree's CPU time, and its memory; shared pages are counted by their share."""
        tree = list(_tree(self.process.pid))
        self.cpu_s = max(self.cpu_s, sum(_cpu_s(pid) for pid in tree))
        self.peak_mb = max(self.peak_mb, sum(_memory_mb(pid) for pid in tree))


def owners_of(count: int) -> list[str]:
    """Whose each recording is, in the order of handing in: everything of one owner, then of the next."""
    shares = {owner: max(1, int(share * count)) for owner, share in SHARES.items()}
    shares["ann"] += count - sum(shares.values())
    return [owner for owner, share in shares.items() for _ in range(share)]


def largest_lags(jobs: Iterable[Job]) -> dict[str, int]:
    """How many jobs of others began at most between two of an owner's, while one of the owner's waited."""
    began = sorted((job for job in jobs if job.started_at), key=lambda job: str(job.started_at))
    lags: dict[str, int] = {}
    since: Counter[str] = Counter()
    left = Counter(job.owner for job in began)
    for job in began:
        lags[job.owner] = max(lags.get(job.owner, 0), since.pop(job.owner, 0))
        left[job.owner] -= 1
        since.update(owner for owner, count in left.items() if count and owner != job.owner)
    return lags


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the recordings, queue them, let the workers do them, and print what that took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("recordings", type=int, nargs="?", default=1000)
    parser.add_argument("--seconds", type=float, default=2.0, help="length of each, 2 by default")
    parser.add_argument("--picture", action="store_true", help="with picture; sound alone by default")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as data:
        folder = Path(name)
        with postgres_server(Path(data)) as postgres, redis_server(folder) as redis:
            crew = crew_of(folder / "home", postgres, redis)
            owners = owners_of(chosen.recordings)
            began_s = time.monotonic()
            numbers = range(len(owners))
            files = [
                _recording(folder / f"take {n:04d}.mp4", n, chosen.seconds, chosen.picture) for n in numbers
            ]
            crew.submit(files, owners)
            kind = "sound and picture" if chosen.picture else "sound"
            print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
            print(
                f"{len(owners)} recordings of {chosen.seconds:g} s ({kind}) of {len(SHARES)} owners", end=" "
            )
            print(f"made and queued in {time.monotonic() - began_s:.0f} s", flush=True)
            _run(crew, len(owners), folder)


def _run(crew: Crew, count: int, folder: Path) -> None:
    log, began_s, killed = folder / "workers.log", time.monotonic(), None
    at_work = [Worker(crew.environ, log) for _ in range(WORKERS)]
    workers = list(at_work)
    told = 0
    with Library.open(crew.settings) as library:
        while (ended := _ended(library)) < count:
            for worker in at_work:
                worker.look()
            if killed is None and ended >= count // 3:
                killed = at_work.pop(0)
                os.kill(killed.process.pid, signal.SIGKILL)
                killed.process.wait()
                at_work.append(Worker(crew.environ, log))
                workers.append(at_work[-1])
                print(f"killed a worker after {ended}, {time.monotonic() - began_s:.0f} s", flush=True)
            if ended >= told + 50:
                told = ended
                print(f"{ended} ended after {time.monotonic() - began_s:.0f} s", flush=True)
            time.sleep(LOOK_S)
    took_s, done = time.monotonic() - began_s, crew.jobs()
    for worker in at_work:
        worker.look()
        worker.process.terminate()
        worker.process.wait()
    _print(crew.settings, done, workers, took_s)
    print(log.read_text()[-2000:], file=sys.stderr)


def _print(settings: Settings, jobs: Sequence[Job], workers: Sequence[Worker], took_s: float) -> None:
    states = Counter(job.state for job in jobs)
    print(f"{dict(states)} in {took_s:.0f} s: {60 * states['done'] / took_s:.1f} a minute")
    for job in jobs:
        if job.state != "done":
            print(f"  {job.name}: {job.error}")
    print(f"CPU: {sum(w.cpu_s for w in workers) / len(jobs):.2f} s a recording, all processes")
    print(
        "memory of each worker with its children, at most: "
        + ", ".join(f"{w.peak_mb:.0f} MB" for w in workers)
    )
    print(f"attempts: {dict(Counter(job.attempts for job in jobs))}")
    print(f"others' jobs between two of an owner's, at most: {largest_lags(jobs)}")
    order = [job.owner for job in sorted(jobs, key=lambda job: str(job.started_at))]
    last = {owner: len(order) - order[::-1].index(owner) for owner in SHARES if owner in order}
    print(f"an owner's last one began as number: {last}")
    with Library.open(settings) as library, library.database.read() as session:
        sessions = session.exec(select(func.count()).select_from(SessionRow)).one()
        reviews = session.exec(select(func.count()).select_from(ReviewRow)).one()
    print(f"{len(jobs)} jobs, {sessions} sessions, {reviews} reviews")


def _ended(library: Library) -> int:
    with library.database.read() as session:
        left = col(JobRow.state).in_(("queued", "running"))
        return session.exec(select(func.count()).select_from(JobRow).where(~left)).one()


def _recording(out: Path, number: int, seconds: float, picture: bool) -> Path:
    """A stretch of the sample; each has another date, and so another content."""
    start_s = 0.0 if picture else (number * 0.37) % 100
    made_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number)
    return cut(out, start_s, start_s + seconds, picture=picture, made_at=made_at)


def _tree(pid: int) -> Iterator[int]:
    yield pid
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        children = [c for thread in threads for c in (thread / "children").read_text().split()]
    except OSError:  # it has just ended
        return
    for child in children:
        yield from _tree(int(child))


def _cpu_s(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) * TICK_S


def _memory_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


if __name__ == "__main__":
    main()
