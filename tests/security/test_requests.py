"""Whatever is asked of our routes is answered: with what was asked for, or with words, never with a fault."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from secondtake.core.errors import MediaError
from secondtake.ui import services
from secondtake.ui.corrections import ACTS
from secondtake.ui.routes.openapi import document, text
from security.made_app import client_of
from security.made_requests import Operation, addresses, body_of, operations

EXPECTED = {503, 507}  # no model, no room: said in words
EXAMPLES = 6
SHARED = {"suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}
every_operation = pytest.mark.parametrize(
    "operation", list(operations()), ids=lambda o: f"{o.method} {o.path}"
)


@pytest.fixture
def client(settings, library, monkeypatch):
    monkeypatch.setattr(services, "settings", lambda: settings)
    monkeypatch.setattr(services, "library", lambda: library)
    for cached in (services.jobs, services.rejudge_queue):
        cached.cache_clear()
    with client_of() as client:
        yield client
    services.rejudge_queue().drop()
    services.judge().close()
    services.framing_process().close()
    for cached in (services.jobs, services.rejudge_queue):
        cached.cache_clear()


@pytest.fixture
def no_helpers(monkeypatch):
    """Helper processes that have nothing to say: they take seconds to start."""

    def refuse(_: bytes) -> None:
        raise MediaError("That is no camera image.")

    monkeypatch.setattr(
        services, "judge", lambda: SimpleNamespace(rejudge=lambda _: None, close=lambda: None)
    )
    monkeypatch.setattr(services, "framing_process", lambda: SimpleNamespace(look=refuse, close=lambda: None))


def ask_anything(
    client: TestClient, add_session: Callable[..., Any], operation: Operation, data: Any
) -> None:
    """Ask once for an operation with drawn values, and then for the library's list."""
    sessions = services.library().sessions()
    session = sessions[0] if sessions else add_session()
    upload = client.post("/api/uploads", json={"size": 3}).json()["upload"]
    jobs = services.jobs().all()
    known = {"session": session.id, "upload": upload, "question": "Tell me about yourself", "offset": "0"}
    known |= {"job": jobs[0].id} if jobs else {}
    body = data.draw(body_of(operation))
    content = body if isinstance(body, bytes | None) else json.dumps(body)
    response = client.request(operation.method, data.draw(addresses(operation, known)), content=content)
    assert response.status_code < 500 or response.status_code in EXPECTED, response.text
    if response.status_code >= 400 and response.headers["content-type"] == "application/json":
        assert response.json().keys() == {"error"} or response.status_code == 409
    assert client.get("/api/shelf").status_code == 200
    client.delete(f"/api/uploads/{upload}")


@every_operation
@settings(max_examples=EXAMPLES, **SHARED)
@given(data=st.data())
def test_route_asked_anything_answers(client, no_helpers, add_session, operation, data):
    ask_anything(client, add_session, operation, data)


@pytest.mark.slow
@every_operation
@settings(max_examples=10 * EXAMPLES, **SHARED)
@given(data=st.data())
def test_route_with_its_helpers_asked_anything_answers(client, add_session, operation, data):
    ask_anything(client, add_session, operation, data)


def test_openapi_document_is_current():
    file = Path(__file__).parents[2] / "docs" / "openapi.json"
    assert file.read_text(encoding="utf-8") == text(), (
        "python -m secondtake.ui.routes.openapi >docs/openapi.json"
    )


def test_openapi_document_describes_every_correction():
    path = document()["paths"]["/api/sessions/{session}/corrections"]
    body = path["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["discriminator"]["mapping"].keys() == ACTS.keys()
