"""The page in headless Chromium: a server with a home of its own, a browser that talks to nobody else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from secondtake.store.library import Library

sys.path.insert(0, str(Path(__file__).parent))  # pytest's importlib mode does not: the helpers lie beside
from driving import (
    CHROMIUM,
    FLAGS,
    SESSION,
    WAIT_MS,
    Server,
    add_made,
    end_jobs,
    sample_of,
    start_server,
    stop_server,
)
from fake_devices import FAKE, VOICES, person_camera, voice_microphone
from settled import ready, settle

expect.set_options(timeout=WAIT_MS)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = start_server(tmp_path_factory.mktemp("page") / "home")
    yield running
    stop_server(running)


@pytest.fixture(scope="session")
def add(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Add a session with a made review to the running page's home."""
    folder = tmp_path_factory.mktemp("made")

    def adding(title: str, duration_s: float = 120.0, **made: Any) -> str:
        with Library.open(server.settings) as library:
            return add_made(library, folder, duration_s, title, **made)

    return adding


@pytest.fixture(scope="session")
def sample(server: Server) -> str:
    """The id of the sample session, once it is there."""
    with Library.open(server.settings) as library:
        return sample_of(library)


@pytest.fixture(autouse=True)
def no_job_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Leave no job to the next test, whose pages its end would change."""
    running = request.getfixturevalue("server") if "server" in request.fixturenames else None
    yield
    if running is not None:
        end_jobs(running)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One for all browsers: a second one cannot start beside it."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield started
    started.close()


@pytest.fixture
def open_page(server: Server, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open an address of the page. Any error on it, and any request to another server, fails the test."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def heard(request: Any) -> None:
        if not request.url.startswith((server.url, server.url.replace("http", "ws"), "data:", "blob:")):
            wrong.append(f"request to {request.url}")

    def opening(
        path: str, *, width: int = 1400, height: int = 900, scheme: str = "light", **more: Any
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, **more
        )
        contexts.append(context)
        context.set_default_timeout(WAIT_MS)
        page = context.new_page()
        page.on("request", heard)
        page.on("websocket", heard)
        page.on("pageerror", lambda error: wrong.append(f"error on the page: {error}"))
        page.goto(f"{server.url}{path}")
        return page

    yield opening
    for context in contexts:
        leave(context)
    assert not wrong


def leave(context: BrowserContext) -> None:
    """Close it; an answer of ours that is still under way then finds nobody, which is no mistake."""
    for page in context.pages:
        page.unroute_all(behavior="ignoreErrors")
    context.close()


@pytest.fixture
def open_review(open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Open a session's review, the tour left, the self-rating skipped unless it is asked for."""

    def opening(session_id: str, *, rate: bool = False, **how: Any) -> Page:
        page = open_page(f"/review?s={session_id}", **how)
        ready(page, ".session")
        skip = page.get_by_role("button", name="Skip to the review")
        if skip.count() and not rate:
            skip.click()
            page.locator(".take").wait_for()
        skip_tour = page.get_by_role("button", name="Skip the tour")  # it comes once the numbers are there
        if skip_tour.count():
            skip_tour.click()
            settle(page)  # the page is told of it
        page.wait_for_function(f"{SESSION}.player.video.readyState >= 1")
        return page

    return opening


@pytest.fixture(scope="module")
def studio(playwright: Playwright) -> Iterator[Browser]:
    """A Chromium with a camera and a microphone that nobody has to sit before."""
    started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *FAKE])
    yield started
    started.close()


@pytest.fixture(scope="module")
def person_studio(playwright: Playwright, tmp_path_factory) -> Iterator[Browser]:
    """One before whose camera the sample's person sits."""
    flags = person_camera(tmp_path_factory.mktemp("camera") / "person.mjpeg")
    started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])
    yield started
    started.close()


@pytest.fixture(scope="module")
def voice_studio(playwright: Playwright, tmp_path_factory) -> Iterator[Browser]:
    """One whose microphone hears the sample's voice."""
    flags = voice_microphone(
        tmp_path_factory.mktemp("voice") / "voice.wav", VOICES / "female.opus", seconds=30
    )
    started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])
    yield started
    started.close()


@pytest.fixture
def practise(server, sample, studio, request) -> Iterator[Callable[..., Page]]:
    contexts = []

    def opening(
        setup: str = "",
        *,
        width: int = 1280,
        scheme: str = "light",
        browser: str = "studio",
        query: str = "",
    ) -> Page:
        context = request.getfixturevalue(browser).new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(2 * WAIT_MS)  # the first still waits for a model to load
        if setup:
            page.add_init_script(setup)
        page.goto(f"{server.url}/practise{query}")
        ready(page, ".practise")
        return page

    yield opening
    for context in contexts:
        leave(context)
