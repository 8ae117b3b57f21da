"""Starting the page on a home of its own, filling it, and asking what stands on it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import numpy as np
from made_review import made_review
from playwright.sync_api import Locator, Page, Route
from settled import settle

from secondtake.config import Settings
from secondtake.jobs.job_queue import JobQueue
from secondtake.jobs.wakeup_queue import open_queue
from secondtake.media.probe import probe
from secondtake.store.library import Library

sys.path.insert(0, str(Path(__file__).parents[1]))  # for the scripts here, which pytest does not start
from ports import free_port

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("SECONDTAKE_CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]  # fmt: skip
# How long a state may be in coming, on the slowest machine: nobody waits so long where it comes.
START_S, WAIT_S, ANALYSIS_S = 600, 120, 600
WAIT_MS, ANALYSIS_MS = 1000 * WAIT_S, 1000 * ANALYSIS_S
SESSION = "[...document.querySelectorAll('*')].find((e) => e.shadowRoot?.session).shadowRoot.session"


@dataclass(frozen=True)
class Server:
    """A running page and its home."""

    url: str
    settings: Settings
    process: subprocess.Popen[bytes]

    def review(self, session_id: str) -> str:
        return f"{self.url}/review?s={session_id}"


def moving_picture(
    path: Path, duration_s: float, *, fps: int = 10, height: int = 180, codec: str = "libx264", tag: str = ""
) -> Path:
    """A recording of a moving square with a quiet tone, as a stand-in for a person: small, in H.264.

    Args:
        height: of the picture, a multiple of 180; it is 16:9.
        codec, tag: how it is encoded, and what the container calls that where its own name will not do.
    """
    import av

    size = height // 180

    with av.open(str(path), "w") as out:
        out.metadata["title"] = path.stem  # the same content would be the same recording, and one session
        options = {"preset": "ultrafast", "g": str(2 * fps)}
        if codec == "libx265":
            options["x265-params"] = "log-level=none"
        picture = out.add_stream(codec, rate=fps, options=options)
        picture.width, picture.height, picture.pix_fmt = 320 * size, height, "yuv420p"
        if tag:
            picture.codec_context.codec_tag = tag
        sound = out.add_stream("aac", rate=16_000, layout="mono")
        for i in range(int(duration_s * fps)):
            image = np.full((height, 320 * size, 3), (60, 70, 72), np.uint8)
            x = int(160 + 60 * np.sin(i / fps))
            image[60 * size : 130 * size, (x - 30) * size : (x + 30) * size] = (200, 160, 140)
            out.mux(picture.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        tone = (np.sin(np.arange(int(duration_s * 16_000)) * 0.07) * 1500).astype(np.int16)
        for at in range(0, tone.size, 1024):
            frame = av.AudioFrame.from_ndarray(tone[None, at : at + 1024], format="s16", layout="mono")
            frame.sample_rate, frame.pts = 16_000, at
            out.mux(sound.encode(frame))
        out.mux(picture.encode())
        out.mux(sound.encode())
    return path


def add_made(library: Library, folder: Path, duration_s: float, title: str, **made: Any) -> str:
    """A session with a made review; returns its id."""
    file = moving_picture(folder / f"{title}.mp4", duration_s, fps=10 if duration_s < 600 else 2)
    recording = probe(file)
    library.add_recording(file, recording)
    session = library.create_session(recording.digest, title=title)
    review = made_review(duration_s, **made) | {"recording": recording.as_dict()}
    review["recording"]["duration_s"] = duration_s
    library.save_review(session.id, review)
    return session.id


def start_server(home: Path, *, token: bool = False, port: int = 0) -> Server:
    """`streamlit run app.py`, ready to answer. With `token`, `server.log` has the address.

    Args:
        port: where it was before, for a server that comes back; 0 for a free one.
    """
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    command += [f"--server.port={port}", "--server.headless=true", *(() if token else ("--", "--no-token"))]
    with (home.parent / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=home.parent, stdout=log, stderr=log, env=os.environ | {"SECONDTAKE_HOME": str(home)}
        )
    server = Server(f"http://127.0.0.1:{port}", Settings.load({}, home=home), process)
    give_up_s = time.monotonic() + START_S
    while process.poll() is None and time.monotonic() < give_up_s:
        try:
            urlopen(f"{server.url}/_stcore/health", timeout=5).close()
            return server
        except OSError:
            time.sleep(0.2)
    process.kill()
    raise TimeoutError((home.parent / "server.log").read_text())


def stop_server(server: Server) -> None:
    """End it, and its worker with it."""
    server.process.terminate()
    try:
        server.process.wait(20)
    except subprocess.TimeoutExpired:
        server.process.kill()


def eventually(holds: Callable[[], Any], *, within_s: float = START_S) -> None:
    """Wait until something holds; a machine may be slow, so the limit is far away."""
    give_up_s = time.monotonic() + within_s
    while not holds():
        if time.monotonic() > give_up_s:
            raise TimeoutError(f"{holds} did not come to hold within {within_s:.0f} s")
        time.sleep(0.1)


def end_jobs(server: Server) -> None:
    """Cancel, await and forget all jobs."""
    with Library.open(server.settings) as library:
        jobs = JobQueue(library, open_queue(library.home, {}))
        for job in jobs.all():
            jobs.cancel(job.id)
        eventually(lambda: all(job.ended for job in jobs.all()))
        for job in jobs.all():
            jobs.forget(job.id)


def held(page: Page, routes: list[Route]) -> Route:
    """Wait until the page has asked for what a test holds back, and take it."""
    eventually(lambda: page.wait_for_timeout(0) or routes, within_s=WAIT_S)
    return routes.pop()


def sample_of(library: Library) -> str:
    """The sample session's id, as soon as it has come."""

    def there() -> list[str]:
        return [s.id for s in library.sessions() if "sample" in s.tags and s.reviewed]

    eventually(there)
    return there()[0]


def ask(page: Page, expression: str) -> Any:
    """Evaluate JavaScript with `s` as the session of the page."""
    return page.evaluate(f"(() => {{ const s = {SESSION}; return {expression}; }})()")


def time_s(page: Page) -> float:
    return float(ask(page, "s.player.time_s"))


def drawn(page: Page) -> None:
    """Wait until the page has painted what it was last told."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def box_of(part: Locator) -> dict[str, float]:
    """Where something stands on the screen, scrolled to and at rest: for a pointer that is moved by hand."""
    part.scroll_into_view_if_needed()
    settle(part.page)
    box = part.bounding_box()
    assert box is not None
    return dict(box)


def plot_box(page: Page) -> dict[str, float]:
    """Where the timeline can be pressed: `x` and `width` as drawn, `y` of a lane that nothing covers."""
    page.locator(".plot").evaluate("(n) => n.scrollIntoView({ block: 'end' })")
    settle(page)
    box: dict[str, float] = ask(
        page,
        "(() => { const p = s.reviewPlayer.timeline.plot, b = p.getBoundingClientRect();"
        " for (let y = Math.min(b.bottom, innerHeight) - 30; y > b.top; y -= 4)"
        " if (p.contains(s.root.elementFromPoint(b.left + b.width / 2, y)))"
        " return { x: b.left, width: b.width, y }; })()",
    )
    return box


def plot_corner(page: Page) -> tuple[float, float]:
    """Left and top of the timeline, scrolled to just below the player that stays in the window."""
    page.locator(".plot").evaluate(
        "(n) => n.scrollIntoView({ block: 'end' })"
    )  # so that the player is docked
    settle(page)
    page.evaluate(
        f"(() => {{ const l = {SESSION}.reviewPlayer, top = l.timeline.plot.getBoundingClientRect().top;"
        " const dock = l.node.querySelector('.dock').getBoundingClientRect().bottom;"
        " const by = { top: top - dock - 8, behavior: 'instant' };"
        " document.querySelector('[data-testid=stMain]').scrollBy(by); })()"
    )
    settle(page)
    left, top = ask(
        page, "(({ left, top }) => [left, top])(s.reviewPlayer.timeline.plot.getBoundingClientRect())"
    )
    return left, top


def mark_at(page: Page, i: int, attempts: int = 5) -> tuple[float, float]:
    """Where the mark of the moment stands on the screen, its lane unfolded and scrolled to."""
    ask(page, f"s.reviewPlayer.timeline.unfold(s.view.moments.kind[{i}])")
    if attempts == 5:
        page.locator(".plot").scroll_into_view_if_needed()
    settle(page)
    drawn(page)
    x, y, free = ask(
        page,
        "(() => { const l = s.reviewPlayer.timeline, m = s.view.moments, b = l.plot.getBoundingClientRect(),"
        f" row = l.rows.find((r) => r.id === m.kind[{i}]);"
        f" const x = b.left + l.xOf((m.start_s[{i}] + m.end_s[{i}]) / 2), y = b.top + row.y + row.height / 2;"
        " return [x, y, l.plot.contains(s.root.elementFromPoint(x, y))]; })()",
    )
    if not free:  # outside the window, or below the player that stays in it
        height = page.viewport_size["height"] if page.viewport_size else 900
        page.locator("[data-testid=stMain]").evaluate(
            "(main, top) => main.scrollBy({ top, behavior: 'instant' })", y - 0.85 * height
        )
        assert attempts, f"moment {i} at {x}, {y} is covered"
        return mark_at(page, i, attempts - 1)
    return x, y
