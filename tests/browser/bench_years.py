"""How quick the pages are on years of practice: `python tests/browser/bench_years.py`.

500 sessions with 300,000 events; each page is opened three times, and the median counts. Our aims: the
library in a second, sessions over time in one and a half, from the address to what can be read.
Run it alone on the machine.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from driving import CHROMIUM, FLAGS, Server, start_server, stop_server
from playwright.sync_api import Browser, sync_playwright

import large_home
from secondtake.store.library import Library

TIMES = 3
PAGES = {
    "library": ("/sessions", ".shelf[data-ready='1'] .session-card", 1.0, "/api/shelf"),
    "over time": ("/over-time", ".over-time[data-ready='1'] .course", 1.5, "/api/over-time"),
}
FETCHED = """(path) => performance.getEntriesByType('resource').filter((e) => e.name.includes(path))
  .map((e) => [e.duration / 1000, e.decodedBodySize / 1e6])[0]"""


def main() -> None:
    """Fill a home, open the pages, print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        server = start_server(Path(folder) / "home")
        try:
            with Library.open(server.settings) as library:
                large_home.fill(library)
                size = library.home.database_file.stat().st_size
            print(
                f"{large_home.SESSIONS} sessions, {large_home.SESSIONS * large_home.EVENTS:,} events: ",
                end="",
            )
            print(f"{size / 1e6:.0f} MB (limit 100)")
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
                for name in PAGES:
                    measure(browser, server, name)
                browser.close()
        finally:
            stop_server(server)


def measure(browser: Browser, server: Server, name: str) -> None:
    """From the address to the page that can be read: the first visit, and the median of those after it."""
    path, ready, limit_s, api = PAGES[name]
    took = []
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    for _ in range(TIMES + 1):
        began_s = time.perf_counter()
        page.goto(f"{server.url}{path}")
        page.wait_for_selector(ready, state="attached")
        took.append(time.perf_counter() - began_s)
        fetch_s, fetched_mb = page.evaluate(FETCHED, api)
    again_s = statistics.median(took[1:])
    print(
        f"{name}: {again_s:.2f} s (limit {limit_s}), first visit {took[0]:.2f} s;"
        f" of it the data {fetch_s:.2f} s, {fetched_mb:.2f} MB"
    )
    page.close()


if __name__ == "__main__":
    main()
