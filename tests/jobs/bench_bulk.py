"""Many short recordings of several owners through three workers: `python -m jobs.bench_bulk 1000`.

Run it in `tests`. It starts a PostgreSQL and a Redis of its own, as `compose.yaml` does; the pipeline is the
real one. Half of the way one worker is killed (SIGKILL) and another takes its place. Prints time, CPU time
and memory, how fairly owners had their turns, and whether a recording was lost or reviewed twice. With
`--folder` the library stays there, and the same command goes on where an earlier one was stopped.
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
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import col, func, select

from jobs.process_tree import cpu_s, memory_mb, tree
from jobs.servers import postgres_server, redis_server
from jobs.shared_library import WORKER, Crew, crew_of
from sample_cuts import cut
from secondtake.jobs.job import Job
from secondtake.store.database.tables import JobRow, ReviewRow, SessionRow
from secondtake.store.library import Library

WORKERS = 3
SHARES = {"ann": 0.6, "bob": 0.3, "cem": 0.09, "dee": 0.01}  # of the recordings; handed in in this order
LOOK_S = 2.0
TELL = 25  # recordings between two lines of progress


class Worker:
    """One `secondtake worker`, with what it and its children used so far."""

    def __init__(self, environ: dict[str, str], log: Path) -> None:
        command = [sys.executable, "-c", WORKER, "worker"]
        with log.open("ab") as out:
            self.process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=out)
        self.cpu_s = self.peak_mb = 0.0
        self.own_mb: list[float] = []

    def look(self) -> None:
        """Note the tree's CPU time and memory, and the worker's own; shared pages count by their share."""
        processes = tree(self.process.pid)
        memory = [memory_mb(pid) for pid in processes]
        self.cpu_s = max(self.cpu_s, sum(map(cpu_s, processes)))
        self.peak_mb = max(self.peak_mb, sum(memory))
        self.own_mb.append(memory[0])


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
    parser.add_argument(
        "--folder", type=Path, help="of the library and its database; a temporary one without"
    )
    chosen = parser.parse_args(arguments)
    with _folder(chosen.folder) as folder:
        data = folder / "database"
        data.mkdir(exist_ok=True)
        with postgres_server(data) as postgres, redis_server(folder) as redis:
            crew = crew_of(folder / "home", postgres, redis)
            owners = owners_of(chosen.recordings)
            print(f"{datetime.now():%Y-%m-%d %H:%M}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
            before = len(crew.jobs())
            began_s = time.monotonic()
            files = [
                _recording(folder / f"take {n:04d}.mp4", n, chosen.seconds, chosen.picture)
                for n in range(before, len(owners))
            ]
            crew.submit(files, owners[before:])
            kind = "sound and picture" if chosen.picture else "sound"
            print(
                f"{len(owners)} recordings of {chosen.seconds:g} s ({kind}) of {len(SHARES)} owners;", end=" "
            )
            print(f"{len(files)} made and queued in {time.monotonic() - began_s:.0f} s", flush=True)
            _run(crew, len(owners), folder)


@contextmanager
def _folder(named: Path | None) -> Iterator[Path]:
    if named is None:
        with tempfile.TemporaryDirectory() as name:
            yield Path(name)
    else:
        named.mkdir(parents=True, exist_ok=True)
        yield named


def _run(crew: Crew, count: int, folder: Path) -> None:
    log, began_s, killed = folder / "workers.log", time.monotonic(), None
    at_work = [Worker(crew.environ, log) for _ in range(WORKERS)]
    workers = list(at_work)
    with Library.open(crew.settings) as library:
        before = told = _ended(library)
        while (ended := _ended(library)) < count:
            for number, worker in enumerate(at_work):
                worker.look()
                if worker.process.poll() is not None:
                    print(f"a worker ended with {worker.process.returncode}; another begins", flush=True)
                    at_work[number] = Worker(crew.environ, log)
                    workers.append(at_work[number])
            if killed is None and before < count // 2 <= ended:
                killed = at_work[0]
                os.kill(killed.process.pid, signal.SIGKILL)
                killed.process.wait()
                at_work[0] = Worker(crew.environ, log)
                workers.append(at_work[0])
                print(f"killed a worker after {ended}, {time.monotonic() - began_s:.0f} s", flush=True)
            if ended >= told + TELL:
                told = ended
                used_s = sum(worker.cpu_s for worker in workers) / (ended - before)
                print(f"{ended} after {time.monotonic() - began_s:.0f} s,", end=" ")
                print(f"CPU {used_s:.2f} s each, load {os.getloadavg()[0]:.1f}", flush=True)
            time.sleep(LOOK_S)
    took_s = time.monotonic() - began_s
    for worker in at_work:
        worker.look()
        worker.process.terminate()
        worker.process.wait()
    print(f"{count - before} in {took_s:.0f} s: {60 * (count - before) / took_s:.1f} a minute")
    print(f"CPU: {sum(w.cpu_s for w in workers) / (count - before):.2f} s a recording, all processes")
    _print_memory(workers)
    _print_outcome(crew)
    print(log.read_text()[-2000:], file=sys.stderr)


def _print_memory(workers: Sequence[Worker]) -> None:
    print(f"a worker with its processes, at most: {', '.join(f'{w.peak_mb:.0f}' for w in workers)} MB")
    for worker in workers:
        looks = worker.own_mb
        tenth = max(1, len(looks) // 10)
        first, last = sorted(looks[tenth : 2 * tenth] or looks), sorted(looks[-tenth - 1 : -1] or looks)
        print(f"a worker alone: {first[len(first) // 2]:.0f} MB in its second tenth of the time,", end=" ")
        print(f"{last[len(last) // 2]:.0f} MB in its last")


def _print_outcome(crew: Crew) -> None:
    jobs = crew.jobs()
    print(
        dict(Counter(job.state for job in jobs)), f"attempts: {dict(Counter(job.attempts for job in jobs))}"
    )
    for job in jobs:
        if job.state != "done" or job.attempts > 1:
            print(f"  {job.name} of {job.owner}: {job.state}, {job.error}")
    print(f"others' jobs between two of an owner's, at most: {largest_lags(jobs)}")
    order = [job.owner for job in sorted(jobs, key=lambda job: str(job.started_at))]
    last = {owner: len(order) - order[::-1].index(owner) for owner in SHARES if owner in order}
    print(f"an owner's last one began as number: {last}")
    with Library.open(crew.settings) as library, library.database.read() as session:
        sessions = set(session.exec(select(SessionRow.id)))
        reviews = Counter(session.exec(select(ReviewRow.session_id)))
    lost = [job.name for job in jobs if job.session_id not in sessions or not reviews[job.session_id or ""]]
    twice = [name for name, count in reviews.items() if count > 1]
    print(f"{len(jobs)} jobs, {len(sessions)} sessions, {reviews.total()} reviews;", end=" ")
    print(f"lost: {len(lost)}, reviewed twice: {len(twice)}")


def _ended(library: Library) -> int:
    with library.database.read() as session:
        left = col(JobRow.state).in_(("queued", "running"))
        return session.exec(select(func.count()).select_from(JobRow).where(~left)).one()


def _recording(out: Path, number: int, seconds: float, picture: bool) -> Path:
    """A stretch of the sample; each has another date, and so another content."""
    start_s = 0.0 if picture else (number * 0.37) % 100
    made_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number)
    return cut(out, start_s, start_s + seconds, picture=picture, made_at=made_at)


if __name__ == "__main__":
    main()
