"""How quick years of practice are looked at: `cd tests && python -m store.bench_large`.

500 sessions of half an hour with 300,000 events. Processor time, the median of five looks; our aims stand
beside it. Run it alone on the machine.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

import large_home
from secondtake.config import Settings
from secondtake.store.library import Library
from store.test_large import LOOKS

TIMES = 5
AIMS_S = dict(zip(LOOKS, (1.0, 1.5, 0.75, 1.0), strict=True))


def main() -> None:
    """Fill a home, look at it in every way, print the figures."""
    with tempfile.TemporaryDirectory() as name, Library.open(Settings.load({}, home=Path(name))) as library:
        large_home.fill(library)
        size = library.home.database_file.stat().st_size
        print(f"{large_home.SESSIONS} sessions: {size / 1e6:.0f} MB (limit 100)")
        for what, look in LOOKS.items():
            took_s = []
            for _ in range(TIMES):
                began_s = time.process_time()
                look(library)
                took_s.append(time.process_time() - began_s)
            print(f"{what}: {statistics.median(took_s):.2f} s (aim {AIMS_S[what]})")


if __name__ == "__main__":
    main()
