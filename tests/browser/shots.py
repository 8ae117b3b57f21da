"""Photographs the page for docs/images: `python tests/browser/shots.py`.

They stand in the README and in docs/pictures.md, so they are kept small. The sample session stands for a
review, made histories for weeks of practice.
"""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from urllib.parse import quote

from driving import CHROMIUM, FLAGS, ROOT, SESSION, Server, ask, start_server, stop_server
from fake_devices import person_camera
from made_history import LENGTH_S, QUESTION, fill
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from settled import settle

from made_job_search import make_season
from secondtake.core.spans import Span
from secondtake.media.clip import cut_clip
from secondtake.store.library import Library
from secondtake.synthetic.sample_data import samples_folder
from secondtake.ui.view.camera_advice import FITS

MAX_BYTES = 300_000
OUT = ROOT / "docs" / "images"
TAKES = "[...document.querySelectorAll('*')].find((e) => e.shadowRoot?.takes).shadowRoot.takes"
RATING = "{answers: 2, posture: 3, smiling: 4, energy: 4, calm: 5, pace: 3, felt: 'I lost the thread once.'}"


def main() -> None:
    """All pictures."""
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        place = Path(folder)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with served(place / "sample") as server:
            take(browser, server, wait_for_sample(server))
            camera = [*FLAGS, *person_camera(place / "person.mjpeg")]
            studio = playwright.chromium.launch(executable_path=CHROMIUM, args=camera)
            practise(studio, server)
            studio.close()
            with Library.open(server.settings) as library:
                fill(library, place / "made", films(place))
            over_time(browser, server)
            takes(browser, server)
        with served(place / "season") as server:
            with Library.open(server.settings) as library:
                make_season(library, place, date.today())
            today(browser, server)
        browser.close()


@contextmanager
def served(folder: Path) -> Iterator[Server]:
    """The page on a home of its own."""
    folder.mkdir()
    server = start_server(folder / "home")
    try:
        yield server
    finally:
        stop_server(server)


def take(browser: Browser, server: Server, session: str) -> None:
    """Each picture from a page of its own."""

    def page(width: int, height: int, scheme: str = "light") -> Page:
        opened = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme
        ).new_page()
        opened.goto(server.review(session))
        opened.wait_for_selector(".session[data-ready='1']")
        opened.wait_for_function(f"{SESSION}.player.video.readyState >= 2")
        if opened.locator(".tour").count():
            opened.get_by_role("button", name="Skip the tour").click()
        ask(opened, "s.select(s.view.moments.kind.indexOf('face_touch'), { lead_s: -1 })")  # the hand is up
        opened.wait_for_function(f"!{SESSION}.player.video.seeking")
        settle(opened)
        return opened

    shot(page(1440, 2400), "review", lambda p: p.locator(".review-player").screenshot())
    shot(page(1440, 2400), "debrief", lambda p: p.locator(".take").screenshot())
    shot(page(1440, 2400), "moment", lambda p: p.locator(".moment").screenshot())
    shot(page(1440, 2400), "answers", lambda p: p.locator("section.answers").screenshot())
    shot(page(1440, 2400, "dark"), "dark", lambda p: p.locator(".review-player").screenshot())
    shot(page(390, 2300), "narrow", lambda p: p.locator(".review-player").screenshot())
    rated = page(1440, 1200)
    ask(rated, f"s.rate({RATING})")
    rated.locator(".reveal-row").first.wait_for()
    shot(rated, "reveal", lambda p: p.locator(".rating").screenshot())
    first = browser.new_page(viewport={"width": 1440, "height": 860})
    first.goto(f"{server.url}/sessions")
    first.locator(".session-card img").evaluate("(img) => img.decode()")
    shot(first, "first-visit", lambda p: p.screenshot())


def practise(studio: Browser, server: Server) -> None:
    """Before the camera, with the first question chosen."""
    opened = studio.new_context(viewport={"width": 1440, "height": 860}).new_page()
    opened.goto(f"{server.url}/practise")
    opened.get_by_role("button", name="Set up camera and microphone").click()
    opened.get_by_role("button", name="Start the practice", disabled=False).wait_for()
    opened.get_by_text(FITS).wait_for()
    # The made-up devices are called by a file of this machine.
    for name in ("Camera", "Microphone"):
        opened.get_by_label(name, exact=True).locator("option").evaluate_all(
            "(options, name) => options.forEach((option) => { option.textContent = name; })", name
        )
    shot(opened, "practise", lambda p: p.screenshot())


def over_time(browser: Browser, server: Server) -> None:
    """Measures over a made history."""
    opened = browser.new_context(viewport={"width": 1440, "height": 1000}).new_page()
    opened.goto(f"{server.url}/over-time")
    opened.wait_for_selector(".over-time[data-ready='1']")
    shot(opened, "compare", lambda p: p.screenshot())


def films(place: Path) -> list[Path]:
    """Two parts of the sample, as two takes."""
    cut = [place / "first.mp4", place / "second.mp4"]
    for file, start_s in zip(cut, (5.0, 45.0), strict=True):
        cut_clip(samples_folder() / "session" / "interview.mp4", Span(start_s, start_s + LENGTH_S), file)
    return cut


def takes(browser: Browser, server: Server) -> None:
    """Two takes of one question, side by side."""
    opened = browser.new_context(viewport={"width": 1440, "height": 1000}).new_page()
    opened.goto(f"{server.url}/takes?q={quote(QUESTION)}")
    opened.wait_for_selector(".takes[data-ready='1']")
    opened.wait_for_function(f"{TAKES}.takes.every((t) => t.player.video.readyState >= 2)")
    shot(opened, "takes", lambda p: p.screenshot())


def today(browser: Browser, server: Server) -> None:
    """Twenty minutes of practice out of a made season."""
    opened = browser.new_context(viewport={"width": 1440, "height": 860}).new_page()
    opened.goto(server.url)
    opened.wait_for_selector("h1")
    shot(opened, "today", lambda p: p.screenshot())


def shot(page: Page, name: str, picture: Callable[[Page], bytes]) -> None:
    """Keep one picture of the settled page, as large as fits `MAX_BYTES`."""
    settle(page)
    whole, file = Image.open(io.BytesIO(picture(page))).convert("RGB"), OUT / f"{name}.png"
    for scale in (1.0, 0.9, 0.8, 0.7, 0.6):
        size = (round(whole.width * scale), round(whole.height * scale))
        whole.resize(size, Image.Resampling.LANCZOS).save(file, optimize=True)
        if file.stat().st_size <= MAX_BYTES:
            break
    print(f"{file.name} {size[0]} x {size[1]}, {file.stat().st_size // 1000} kB")
    page.context.close()


def wait_for_sample(server: Server) -> str:
    """The id of the sample session, once it is there."""
    while True:
        with Library.open(server.settings) as library:
            for session in library.sessions():
                if session.reviewed:
                    return session.id
        time.sleep(0.3)


if __name__ == "__main__":
    main()
