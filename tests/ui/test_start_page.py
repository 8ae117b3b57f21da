"""What a page is told before Streamlit starts: its server, and what it asks for first."""

from __future__ import annotations

import re

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, JSONResponse, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from secondtake.ui.server.not_found import PAGES, NotFoundMiddleware
from secondtake.ui.server.start_page import FIRST, SERVER, StartPageMiddleware, links, modules_of
from secondtake.ui.web_components import WEB, version

PAGE = "<html><head><title>Streamlit</title></head>" + "<p>long enough to be compressed</p>" * 99


@pytest.fixture
def client() -> TestClient:
    pages = [
        Route("/", lambda _: HTMLResponse(PAGE)),
        Route("/api/report", lambda _: HTMLResponse(PAGE)),
        Route("/over-time", lambda _: HTMLResponse(PAGE)),
        Route("/review", lambda _: HTMLResponse(PAGE)),
        Route("/sessions", lambda _: JSONResponse({})),
        Route("/settings", lambda _: HTMLResponse(PAGE)),
        Route("/long", lambda _: StreamingResponse(iter([PAGE, "<p>more</p>"]), media_type="text/html")),
    ]
    return TestClient(
        Starlette(routes=pages, middleware=[Middleware(StartPageMiddleware), Middleware(GZipMiddleware)]),
        headers={"Accept": "text/html,*/*"},
    )


def test_preload_header_is_set_only_on_pages_with_data(client: TestClient) -> None:
    assert "</api/over-time?kind=&question=>; rel=preload" in client.get("/over-time").headers["link"]
    assert "link" not in client.get("/sessions").headers  # no page, whatever its address
    assert "link" not in client.get("/settings").headers


def test_review_preloads_its_own_session_and_no_other_address(client: TestClient) -> None:
    assert "</api/sessions/qzk3-p95n/view>; rel=preload" in client.get("/review?s=qzk3-p95n").headers["link"]
    for query in ("", "?s=", "?s=../../x", "?s=a>;b"):
        assert "link" not in client.get(f"/review{query}").headers


@pytest.mark.parametrize("path", ["/", "/settings", "/long"])
def test_page_names_its_server_before_streamlit_starts(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert "<head><script>window.__streamlit = {" in answer.text
    assert int(answer.headers.get("content-length", len(answer.content))) == len(answer.content)
    assert answer.text.replace(SERVER.decode(), "<head>", 1) in (PAGE, f"{PAGE}<p>more</p>")


def test_what_is_not_opened_as_a_page_is_left_as_it_is(client: TestClient) -> None:
    assert client.get("/api/report").text == PAGE
    fetched = client.get("/settings", headers={"Accept": "*/*"})
    assert (fetched.text, fetched.headers["content-encoding"]) == (PAGE, "gzip")


@pytest.mark.parametrize("part", sorted({part for part, _ in FIRST.values()}))
def test_modules_of_lists_every_import_once(part: str) -> None:
    files = modules_of(part)
    assert len(files) == len(set(files))
    assert all(file.is_file() for file in files)
    imported = {
        (file.parent / path).resolve()
        for file in files
        for path in re.findall(r'"(\.{1,2}/[^"]+\.js)"', file.read_text(encoding="utf-8"))
    }
    assert {WEB / part / "main.js"} | imported == set(files)


def test_links_use_the_versioned_module_address() -> None:
    assert f"</api/ui/{version()}/compare/main.js>; rel=modulepreload" in links(*FIRST["/over-time"])


def test_unknown_address_gets_a_page_that_leads_back_and_nowhere_else() -> None:
    anything = Route("/{path:path}", lambda _: HTMLResponse(PAGE))
    client = TestClient(Starlette(routes=[anything], middleware=[Middleware(NotFoundMiddleware)]))
    opened = {"Accept": "text/html,*/*"}
    for path in ("/nowhere", "/review/more", "/pages/today"):
        answer = client.get(path, headers=opened)
        assert answer.status_code == 404
        assert re.findall(r'(?:href|src)="([^"]*)"', answer.text) == ["/", "/sessions"]
    for path in ("/", "/review?s=x", "/settings/", "/static/index.js", "/manual.html", "/api/shelf"):
        assert client.get(path, headers=opened).status_code == 200
    assert client.get("/nowhere").status_code == 200  # asked by a script: answered as before


def test_known_addresses_are_those_of_the_navigation() -> None:
    script = (WEB.parent / "pages" / "app.py").read_text(encoding="utf-8")
    assert {*re.findall(r'url_path="([^"]+)"', script), "", "today"} == PAGES
