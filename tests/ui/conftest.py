"""What the page asks of its server."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from secondtake.ui import services
from secondtake.ui.routes import routes
from secondtake.ui.server.security import middleware


@pytest.fixture
def client(settings, library, monkeypatch):
    for cached in (services.settings, services.jobs, services.judge):
        cached.cache_clear()
    monkeypatch.setattr(services, "settings", lambda: settings)
    monkeypatch.setattr(services, "library", lambda: library)
    app = Starlette(routes=routes(), middleware=middleware())
    with TestClient(app, base_url="http://127.0.0.1:8501") as made:
        yield made
    services.jobs.cache_clear()
