"""What three workers on one shared library do against one: `cd tests && python -m jobs.bench_workers`.

Starts a PostgreSQL and a Redis of its own; recordings and pipeline are real. Run it alone on the machine.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from jobs.servers import postgres_server, redis_server
from jobs.shared_library import RECORDINGS, crew_of, empty, recordings

SECONDS = 4.0


def main() -> None:
    """Let one worker do the recordings, then three; print how long each took."""
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as data:
        folder = Path(name)
        files = recordings(folder, seconds=SECONDS, picture=True)
        with postgres_server(Path(data)) as postgres, redis_server(folder) as redis:
            print(f"{os.cpu_count()} cores; {RECORDINGS} recordings of about {SECONDS:.0f} s with picture")
            for count in (1, 3):
                crew = crew_of(folder / f"home{count}", postgres, redis)
                crew.submit(files)
                began_s = time.monotonic()
                with crew.workers(count):
                    crew.wait(RECORDINGS)
                    took_s = time.monotonic() - began_s
                done = sum(job.state == "done" for job in crew.jobs())
                print(f"{count} at work: {done} done in {took_s:.0f} s, {60 * done / took_s:.1f} a minute")
                empty(postgres)


if __name__ == "__main__":
    main()
