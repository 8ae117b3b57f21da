"""The page as a person opens it: by the address of the terminal, whose token lets this browser in."""

from __future__ import annotations

import re

import pytest
from driving import WAIT_MS, eventually, moving_picture, start_server, stop_server
from practising import PRACTISE, answer, start
from settled import press, ready

pytestmark = pytest.mark.browser

SHELF = ".shelf[data-ready='1']"
ASK_FROM_ELSEWHERE = """async (url) => {
  const socket = new WebSocket(url.replace("http", "ws") + "/_stcore/stream");
  const opened = await new Promise((done) => {
    socket.onopen = () => done(true);
    socket.onerror = () => done(false);
  });
  const read = await fetch(url + "/api/shelf", { credentials: "include" }).then((r) => r.text(), () => null);
  return [opened, read];
}"""


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    running = start_server(tmp_path_factory.mktemp("guarded") / "home", token=True)
    yield running
    stop_server(running)


@pytest.fixture
def address(guarded):
    """The newest address that the terminal shows."""
    log = guarded.settings.home.parent / "server.log"
    eventually(lambda: "?token=" in log.read_text())
    return re.findall(r"http\S+\?token=\S+", log.read_text())[-1]


@pytest.fixture
def page(studio):
    context = studio.new_context()
    page = context.new_page()
    page.set_default_timeout(2 * WAIT_MS)
    yield page
    context.close()


def test_token_allows_reload_upload_and_recorder(page, guarded, address, tmp_path):
    page.goto(guarded.url)
    page.get_by_text("Second Take does not know this browser").wait_for()
    page.goto(address)
    page.wait_for_selector(SHELF)  # there is nothing to plan yet
    assert page.url == f"{guarded.url}/sessions"
    press(page.get_by_role("link", name="Today", exact=True))
    page.get_by_role("heading", name="Today").wait_for()
    page.go_back()
    ready(page, ".shelf")
    page.set_input_files("input[type=file]", str(moving_picture(tmp_path / "walk.mp4", 3)))
    page.locator(".job", has_text="walk.mp4").wait_for()
    page.goto(f"{guarded.url}/practise")
    ready(page, ".practise")
    start(page)
    answer(page, 1, 2)
    page.evaluate(f"{PRACTISE}.answerRecorder.recorder.sent")
    assert page.evaluate(f"{PRACTISE}.answerRecorder.recorder.bytes") > 0
    assert len(page.context.cookies()) >= 1
    assert "secondtake" not in page.evaluate("document.cookie")  # no script can read it


def test_cookie_from_another_port_is_refused(page, guarded, address):
    page.goto(address)
    page.get_by_role("link", name="Today", exact=True).wait_for()
    for other in ("http://127.0.0.1:9777/", "http://localhost:9777/", "http://evil.example/"):
        page.route(
            f"{other}*", lambda route: route.fulfill(body="<p>another page</p>", content_type="text/html")
        )
        page.goto(other)
        assert page.evaluate(ASK_FROM_ELSEWHERE, guarded.url) == [False, None]
