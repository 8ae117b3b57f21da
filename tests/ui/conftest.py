"""What the page asks of its server."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from secondtake.ui import desk
from secondtake.ui.guard import middleware
from secondtake.ui.routes import routes


@pytest.fixture
def client(settings, library, monkeypatch):
    for cached in (desk.settings, desk.jobs, desk.judge):
        cached.cache_clear()
    monkeypatch.setattr(desk, "settings", lambda: settings)
    monkeypatch.setattr(desk, "library", lambda: library)
    app = Starlette(routes=routes(), middleware=middleware())
    with TestClient(app, base_url="http://127.0.0.1:8501") as made:
        yield made
    desk.jobs.cache_clear()
