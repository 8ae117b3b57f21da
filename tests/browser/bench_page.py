"""How quick the page is on a made hour: `python tests/browser/bench_page.py [MINUTES]`.

Prints time to open once the data is there, paint while zooming and panning, heap, and
the server's memory with three pages open. Run it alone on the machine.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import psutil
from driving import CHROMIUM, FLAGS, SESSION, Server, add_made, ask, start_server, stop_server
from playwright.sync_api import sync_playwright

from secondtake.store.library import Library

FRAMES = 240
# Zooms in and out and pans for FRAMES frames; answers with the times between frames and of the paints.
DANCE = """async (frames) => {
  const s = SESSION, l = s.reviewPlayer.timeline, r = s.reviewPlayer.range;
  const all = r.whole_s, between = [], paints = [];
  l.stats = { paints: 0, most_ms: 0, sum_ms: 0 };
  let last = performance.now();
  for (let i = 0; i < frames; i += 1) {
    const wide = all * (0.01 + 0.99 * Math.abs(Math.cos(i / 40)));
    const from = (all - wide) * Math.abs(Math.sin(i / 60));
    const before = l.stats.sum_ms;
    r.set(from, from + wide);
    await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
    if (l.stats.sum_ms > before) paints.push(l.stats.sum_ms - before);
    between.push((performance.now() - last) / 2);
    last = performance.now();
  }
  const at = (list, share) => list.sort((a, b) => a - b)[Math.floor(share * (list.length - 1))];
  return { paints: paints.length, paint_median: at(paints, 0.5),
    paint_95: at(paints, 0.95), paint_most: at(paints, 1),
    frame_median: at(between, 0.5), frame_95: at(between, 0.95) };
}""".replace("SESSION", SESSION)


def main(minutes: float = 60.0) -> None:
    """Make the session, drive the page, print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        server = start_server(Path(folder) / "home")
        try:
            with Library.open(server.settings) as library:
                session = add_made(library, Path(folder), minutes * 60, "an hour")
            drive(server, session)
        finally:
            stop_server(server)


def drive(server: Server, session: str) -> None:
    """Open the session three times and measure."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*FLAGS, "--enable-precise-memory-info"]
        )
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.goto(server.review(session))
        page.wait_for_selector(".session[data-ready='1']")
        page.get_by_role("button", name="Skip to the review").click()
        page.get_by_role("button", name="Skip the tour").click()
        page.locator(".take").wait_for()
        page.reload()
        page.wait_for_selector(".session[data-ready='1']")
        sizes = ask(
            page,
            "[s.view.moments.id.length, s.view.words.text.length,"
            " Math.max(...[...s.reviewPlayer.timeline.signals.values()].map((g) => g.length))]",
        )
        print(f"made session: {sizes[0]} moments, {sizes[1]} words, {sizes[2]} samples a signal")
        fetched = page.evaluate(
            "performance.getEntriesByType('resource').filter((e) => e.name.endsWith('/view'))"
            ".map((e) => [e.duration, e.decodedBodySize])[0]"
        )
        print(f"view: {fetched[1] / 1e6:.2f} MB in {fetched[0]:.0f} ms")
        print(f"opens in {ask(page, 's.opened_ms'):.0f} ms after the data is there (limit 1000)")
        page.locator(".plot").scroll_into_view_if_needed()
        time.sleep(2)
        danced = page.evaluate(DANCE, FRAMES)
        print(
            f"paint: median {danced['paint_median']:.1f} ms, 95 % {danced['paint_95']:.1f} ms,"
            f" most {danced['paint_most']:.1f} ms over {danced['paints']} paints (limit 8)"
        )
        print(f"frame: median {danced['frame_median']:.1f} ms, 95 % {danced['frame_95']:.1f} ms")
        page.evaluate("window.gc?.()")
        print(f"heap: {page.evaluate('performance.memory.usedJSHeapSize') / 1e6:.1f} MB (limit 50)")
        others = [browser.new_page() for _ in range(2)]
        for other in others:
            other.goto(server.review(session))
            other.wait_for_selector(".session[data-ready='1']")
        used = psutil.Process(server.process.pid).memory_info().rss
        print(f"server: {used / 1e6:.0f} MB with three pages open (limit 150)")
        browser.close()


if __name__ == "__main__":
    main(*(float(minutes) for minutes in sys.argv[1:2]))
