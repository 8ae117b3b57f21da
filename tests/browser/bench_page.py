"""How quick the page is on a made hour: `python tests/browser/bench_page.py [MINUTES]`.

Prints time to open by its address and once the data is there, paint while zooming and panning, what is
pressed, heap, the server's memory with three pages open, page changes and an analysis' first estimate. Run
it alone on the machine.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

import psutil
from driving import (
    CHROMIUM,
    FLAGS,
    SESSION,
    START_S,
    Server,
    add_made,
    ask,
    moving_picture,
    start_server,
    stop_server,
)
from playwright.sync_api import Page, sync_playwright

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

# Times from the key to the card that says so, and to the server's answer.
DISMISS = """async () => {
  const s = SESSION;
  s.select(s.view.moments.dismissed.indexOf(false));
  const from = performance.now(), saved = s.dismiss(s.reviewPlayer.card.index, true);
  await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
  const shown = performance.now() - from;
  await saved;
  return [shown, performance.now() - from];
}""".replace("SESSION", SESSION)

# Times from a press to the next paint in which the element is another: pressed, emptied.
PRESS = """async ([press, watched, read]) => {
  const state = () => document.querySelector(watched)?.[read], before = state(), from = performance.now();
  document.querySelector(press).click();
  while (state() === before) await new Promise((next) => requestAnimationFrame(next));
  return performance.now() - from;
}"""
IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"


def main(minutes: float = 60.0) -> None:
    """Make the session, drive the page, print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        server = start_server(Path(folder) / "home")
        try:
            with Library.open(server.settings) as library:
                session = add_made(library, Path(folder), minutes * 60, "an hour")
            drive(server, session)
            estimate(server, moving_picture(Path(folder) / "talk.mp4", 60.0))
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
        refused: list[str] = []
        page.on("response", lambda answer: refused.append(answer.url) if answer.status >= 400 else None)
        began_s = time.perf_counter()
        page.reload()
        page.wait_for_selector(".session[data-ready='1']")
        print(f"review by its address: {time.perf_counter() - began_s:.2f} s (limit 1.2)")
        print(f"requests answered 4xx or 5xx: {len(refused)} (limit 0)")
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
        shown_ms, saved_ms = page.evaluate(DISMISS)
        print(f"dismiss: shown in {shown_ms:.0f} ms (limit 100), saved in {saved_ms:.0f} ms")
        print(f"heap: {page.evaluate('performance.memory.usedJSHeapSize') / 1e6:.1f} MB (limit 50)")
        others = [browser.new_page() for _ in range(2)]
        for other in others:
            other.goto(server.review(session))
            other.wait_for_selector(".session[data-ready='1']")
        used = psutil.Process(server.process.pid).memory_info().rss
        print(f"server: {used / 1e6:.0f} MB with three pages open (limit 150)")
        press(page, server)
        change_pages(page)
        browser.close()


def change_pages(page: Page) -> None:
    """Go from page to page by their links: the time until the new page's script has ended."""
    took_ms = []
    for name in ("Interviews", "Questions", "Settings", "Interviews", "Questions"):
        link = page.get_by_role("link", name=name, exact=True).first
        began_s = time.perf_counter()
        link.click()
        page.get_by_role("heading", name=name, exact=True, level=1).wait_for()
        page.wait_for_selector(IDLE)
        took_ms.append(1e3 * (time.perf_counter() - began_s))
    print(f"page change: median {statistics.median(took_ms):.0f} ms in the browser (limit 300 of the server)")


def press(page: Page, server: Server) -> None:
    """Mute a group and add a question: the time until the press shows, and until the server is done."""
    toggle = ".stMainBlockContainer [data-testid=stCheckbox] input"
    page.goto(f"{server.url}/settings")
    page.wait_for_selector(toggle)
    page.wait_for_selector(IDLE)
    print(f"mute: {timed(page, toggle, toggle, 'checked')}")
    page.goto(f"{server.url}/questions")
    field = page.get_by_label("Add a question")
    field.fill("What did you fix last?")
    page.wait_for_selector(IDLE)
    button = "[data-testid=stForm] [data-testid=stFormSubmitButton] button"
    print(f"add a question: {timed(page, button, '[data-testid=stForm] input', 'value')}")


def estimate(server: Server, file: Path) -> None:
    """Analyse a recording: the time from its start until the page says how long it will take."""
    command = [sys.executable, "-m", "secondtake", "analyse", "--queue", str(file)]
    subprocess.run(
        [*command, "--home", str(server.settings.home)], check=True, capture_output=True, timeout=START_S
    )
    began_s = None
    give_up_s = time.monotonic() + START_S
    while time.monotonic() < give_up_s:
        with urlopen(f"{server.url}/api/jobs", timeout=START_S) as answer:
            job = json.load(answer)["jobs"][0]
        if job["state"] == "running" and began_s is None:
            began_s = time.perf_counter()
        if job["left"] and began_s is not None:
            print(f"first estimate of an analysis: after {time.perf_counter() - began_s:.1f} s (limit 3)")
            return
        time.sleep(0.1)


def timed(page: Page, button: str, watched: str, read: str) -> str:
    """Press, and say when it showed and when the page's script had ended."""
    began_s = time.perf_counter()
    shown_ms = page.evaluate(PRESS, [button, watched, read])
    page.wait_for_selector("[data-testid=stToast]")
    return f"shown in {shown_ms:.0f} ms (limit 100), saved in {1e3 * (time.perf_counter() - began_s):.0f} ms"


if __name__ == "__main__":
    main(*(float(minutes) for minutes in sys.argv[1:2]))
