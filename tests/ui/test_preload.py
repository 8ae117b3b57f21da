"""What a page asks for first is named beside the page: only there, and nothing that it does not ask for."""

from __future__ import annotations

import re

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from secondtake.ui.server.preload import FIRST, PreloadHeaders, links, modules_of
from secondtake.ui.web_components import WEB, version


@pytest.fixture
def client() -> TestClient:
    pages = [
        Route("/", lambda _: HTMLResponse("<html></html>")),
        Route("/sessions", lambda _: JSONResponse({})),
        Route("/settings", lambda _: HTMLResponse("<html></html>")),
    ]
    return TestClient(Starlette(routes=pages, middleware=[Middleware(PreloadHeaders)]))


def test_preload_header_is_set_only_on_pages_with_data(client: TestClient) -> None:
    assert "</api/shelf>; rel=preload" in client.get("/").headers["link"]
    assert "link" not in client.get("/sessions").headers  # no page, whatever its address
    assert "link" not in client.get("/settings").headers


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
