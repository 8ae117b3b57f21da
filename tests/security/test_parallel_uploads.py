"""Many small uploads at once: each is answered, and none meets the traces of another."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from starlette.applications import Starlette

from event_loop import run_apart
from secondtake.ui import services
from secondtake.ui.routes import routes
from secondtake.ui.server.security import middleware
from security.made_app import ADDRESS


@pytest.fixture
def app(settings, library, monkeypatch):
    monkeypatch.setattr(services, "settings", lambda: settings)
    monkeypatch.setattr(services, "library", lambda: library)
    services.jobs.cache_clear()
    yield Starlette(routes=routes(), middleware=middleware())
    services.jobs.cache_clear()


async def upload_all(app: Starlette, number: int) -> list[int]:
    """Return the statuses of all requests of so many uploads at once; every tenth is finished."""
    statuses: list[int] = []

    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url=ADDRESS, timeout=None
    ) as client:

        async def upload(i: int) -> None:
            begun = await client.post("/api/uploads", json={"size": 3})
            path = f"/api/uploads/{begun.json()['upload']}"
            taken = await client.put(f"{path}?offset=0", content=b"%03d" % (i % 1000))
            end = {"name": f"{i}.mp4", "size": 3}
            last = client.post(f"{path}/finish", json=end) if i % 10 == 0 else client.delete(path)
            statuses.extend(response.status_code for response in (begun, taken, await last))

        await asyncio.gather(*map(upload, range(number)))
    return statuses


@pytest.mark.parametrize("number", [50, pytest.param(1000, marks=pytest.mark.slow)])
def test_parallel_uploads_are_all_taken(app, library, number):
    statuses = run_apart(upload_all(app, number))
    assert statuses == [200] * 3 * number
    assert len(services.jobs().all()) == number // 10
    assert not list(library.home.uploads.glob("*.part"))
