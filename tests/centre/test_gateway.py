"""Every address of the app is asked as somebody else, as nobody, and by whom the proxy did not send."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import httpx
import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from centre.app_routes import addresses
from event_loop import run_apart
from secondtake.core.errors import StoreError, UsageError
from secondtake.ui.centre import owner_pages
from secondtake.ui.centre.gateway import HEALTH, Gateway, guarded
from secondtake.ui.centre.owner_pages import IDLE_S, OwnerPage, OwnerPages
from secondtake.ui.centre.owners import MAX_NAME_BYTES, SignInProxy, home_of

PROXY, HEADER, NAME = "172.30.8.2", "X-Forwarded-User", "practice.example.org"
ADDRESSES = [(method, re.sub(r"[{}]|:\w+", "", path)) for method, path in addresses()]
PORTS = {"ann": 8601, "bob": 8602}


class Upstream:
    """Everybody's pages: they answer with their owner's name, and note what they were asked."""

    def __init__(self) -> None:
        self.asked: list[httpx.Request] = []
        self.opened: list[str] = []
        self.users: list[str] = []

    async def page_of(self, owner: str) -> SimpleNamespace:
        self.opened.append(owner)
        origin = f"http://127.0.0.1:{PORTS[owner]}"
        cookie = f"secondtake-{PORTS[owner]}={owner}"
        return SimpleNamespace(origin=origin, cookie=lambda: cookie, in_use=lambda: self.in_use(owner))

    @contextmanager
    def in_use(self, owner: str) -> Iterator[None]:
        self.users.append(owner)
        yield
        self.users.remove(owner)

    def answer(self, request: httpx.Request) -> httpx.Response:
        assert self.users == [self.opened[-1]]  # it must not be ended meanwhile
        self.asked.append(request)
        headers = {"Set-Cookie": "secondtake-8601=secret", "Connection": "close", "X-Kept": "yes"}
        return httpx.Response(200, headers=headers, stream=httpx.ByteStream(b"theirs"))


@pytest.fixture
def upstream() -> Upstream:
    return Upstream()


@pytest.fixture
def client_at(upstream):
    """A client that connects from an address."""
    gateway = Gateway(SignInProxy(PROXY, HEADER), upstream)
    gateway._client = httpx.AsyncClient(transport=httpx.MockTransport(upstream.answer))

    def client(address: str) -> TestClient:
        return TestClient(guarded(gateway, NAME), base_url=f"https://{NAME}", client=(address, 5000))

    return client


def status_of(client: TestClient, method: str, path: str, pairs: list[tuple[str, str]]) -> int:
    """The answer's status; of a refused socket 403."""
    headers = httpx.Headers(pairs)
    if method != "SOCKET":
        return client.request(method, path, headers=headers).status_code
    try:
        with client.websocket_connect(f"wss://{NAME}{path}", headers=headers):
            return 101
    except WebSocketDisconnect as refused:
        return 403 if refused.code == 1008 else refused.code


STRANGERS = {
    "another computer": ("172.30.8.3", [(HEADER, "ann")]),
    "another computer that claims to be the proxy": (
        "172.30.8.3",
        [(HEADER, "ann"), ("X-Forwarded-For", PROXY), ("X-Real-IP", PROXY), ("Forwarded", f"for={PROXY}")],
    ),
    "this computer": ("127.0.0.1", [(HEADER, "ann")]),
    "nobody": (PROXY, []),
    "a blank name": (PROXY, [(HEADER, " ")]),
    "two names": (PROXY, [(HEADER, "bob"), (HEADER, "ann")]),
    "a name without end": (PROXY, [(HEADER, "a" * (MAX_NAME_BYTES + 1))]),
    "another header": (PROXY, [("X-User", "ann"), ("Cookie", "secondtake-8601=ann")]),
    "another site": (PROXY, [(HEADER, "ann"), ("Origin", "https://evil.example")]),
    "another host name": (PROXY, [(HEADER, "ann"), ("Host", "evil.example")]),
}


@pytest.mark.parametrize("stranger", STRANGERS)
def test_every_address_refuses_a_stranger_unread(stranger, client_at, upstream):
    address, headers = STRANGERS[stranger]
    assert len(ADDRESSES) > 70
    for method, path in ADDRESSES:
        if path != HEALTH:
            assert status_of(client_at(address), method, path, headers) in (400, 403), (method, path)
    assert upstream.opened == []
    assert upstream.asked == []


def test_health_is_told_to_everybody_and_opens_no_library(client_at, upstream):
    assert client_at("127.0.0.1").get(HEALTH, headers={"Host": "127.0.0.1:8501"}).text == "ok"
    assert upstream.opened == []


def test_every_address_leads_to_its_owner_alone(client_at, upstream):
    for method, path in ADDRESSES:
        if method == "SOCKET":
            continue  # test_centre.py opens it
        upstream.asked.clear()
        response = client_at(PROXY).request(
            method,
            f"{path}?owner=ann",
            headers={HEADER: "bob", "Origin": f"https://{NAME}", "Cookie": "secondtake-8601=ann; _xsrf=1"},
        )
        (asked,) = upstream.asked
        assert (asked.url.port, asked.method) == (PORTS["bob"], method), (method, path)
        assert asked.headers["Host"] == asked.headers["Origin"][7:] == "127.0.0.1:8602"
        assert asked.headers["Cookie"] == "secondtake-8602=bob; _xsrf=1"
        assert HEADER not in asked.headers
        assert asked.url.raw_path.decode() == f"{path}?owner=ann"
        assert response.headers["X-Kept"] == "yes"
        assert "secret" not in response.headers["Set-Cookie"]
    assert set(upstream.opened) == {"bob"}
    assert upstream.users == []


def test_browser_of_the_next_person_forgets_the_one_before(client_at):
    client = client_at(PROXY)
    visits = [client.get("/", headers={HEADER: name}).headers for name in ("ann", "ann", "bob", "bob", "ann")]
    assert [visit.get("Clear-Site-Data") for visit in visits] == [None, None, '"storage"', None, '"storage"']
    assert ["Set-Cookie" in visit for visit in visits] == [True, False, True, False, True]
    assert "ann" not in visits[0]["Set-Cookie"]


def test_address_that_is_no_path_is_refused(client_at, upstream):
    client = client_at(PROXY)

    async def ask(raw_path: bytes) -> int:
        statuses = []

        async def send(message):
            statuses.append(message.get("status"))

        scope = {"type": "http", "method": "GET", "path": "/", "raw_path": raw_path, "query_string": b""}
        scope |= {"headers": [(HEADER.lower().encode(), b"bob"), (b"host", NAME.encode())], "scheme": "https"}
        await client.app({**scope, "client": (PROXY, 1)}, None, send)
        return statuses[0]

    assert [run_apart(ask(path)) for path in (b"@evil.example/", b"http://evil.example/", b"")] == [400] * 3
    assert upstream.asked == []


def test_owners_have_folders_that_no_name_leads_out_of(tmp_path):
    names = [
        "ann",
        "Ann",
        "ann ",
        "..",
        "/",
        "../ann",
        "a/b",
        "a\x00",
        "ännchen",
        "\udcff",
        "ann\n",
        "x" * 256,
    ]
    folders = {home_of(tmp_path, name) for name in names}
    assert len(folders) == len(names)
    assert {folder.parent for folder in folders} == {tmp_path}
    assert all(re.fullmatch(r"[a-z0-9-]{33,73}", folder.name) for folder in folders)


def test_centre_refuses_what_everybody_would_share(tmp_path, monkeypatch):
    monkeypatch.setenv("SECONDTAKE_DB", "sqlite:////everybody.db")
    with pytest.raises(UsageError, match="of their own"):
        OwnerPages(tmp_path)
    for address, header in (("proxy.example.org", HEADER), ("", HEADER), (PROXY, "X User"), (PROXY, "")):
        with pytest.raises(UsageError):
            SignInProxy(address, header)


class IdlePage(OwnerPage):
    """A page without a process."""

    is_running = True

    def __init__(self, home) -> None:
        self.home, self.stopped = home, False
        self._users, self._last_used_s = 0, owner_pages.time.monotonic()

    def cookie(self) -> str:
        return ""

    def stop(self) -> None:
        self.stopped = True


def test_pages_end_when_nobody_has_them_open_for_hours(tmp_path, monkeypatch):
    now_s = [0.0]
    monkeypatch.setattr(owner_pages, "OwnerPage", IdlePage)
    monkeypatch.setattr(owner_pages, "time", SimpleNamespace(monotonic=lambda: now_s[0]))
    pages = OwnerPages(tmp_path / "people")

    async def visit(owner: str) -> OwnerPage:
        return await pages.page_of(owner)

    async def visits() -> None:
        ann, eve = await visit("ann"), await visit("eve")
        with eve.in_use():  # her browser is open
            now_s[0] = IDLE_S
            await visit("bob")
            assert not ann.stopped
            now_s[0] = IDLE_S + 1
            await visit("bob")
            assert ann.stopped
            assert not eve.stopped
            assert await visit("eve") is eve
            assert await visit("ann") is not ann

    run_apart(visits())


def test_idle_page_that_two_others_wait_to_end_is_ended_once(tmp_path, monkeypatch):
    now_s, asked, answer = [0.0], threading.Event(), threading.Event()
    monkeypatch.setattr(owner_pages, "OwnerPage", IdlePage)
    monkeypatch.setattr(owner_pages, "time", SimpleNamespace(monotonic=lambda: now_s[0]))
    pages = OwnerPages(tmp_path / "people")

    def refuse() -> str:
        asked.set()
        answer.wait(600)
        raise OSError("away")

    async def visits() -> list[OwnerPage | BaseException]:
        ann = await pages.page_of("ann")
        ann.cookie = refuse
        now_s[0] = IDLE_S + 1
        unanswered = asyncio.create_task(pages.page_of("ann"))
        await asyncio.to_thread(asked.wait, 60)
        others = [asyncio.create_task(pages.page_of(name)) for name in ("bob", "eve")]
        await asyncio.sleep(0)  # both wait for Ann's page by now
        answer.set()
        return await asyncio.gather(unanswered, *others, return_exceptions=True)

    refused, *others = run_apart(visits())
    assert isinstance(refused, StoreError)
    assert [type(page) for page in others] == [IdlePage, IdlePage]
