"""What no page could have sent is refused where it enters, with words and without a trace."""

from __future__ import annotations

import json

import pytest

from secondtake.ui import services
from security.made_app import client_of

SURROGATE = '"\\ud800"'
HOSTILE = (
    SURROGATE,
    '"a\\u0000b"',
    "1e999",
    "-1e999",
    "NaN",
    "Infinity",
    "1" * 400,
    "1" * 5000,
    '{"a":' * 2000 + "1" + "}" * 2000,
    "[" * 100_000,
    "[" * 40 + "]" * 40,
    '{"\\udfff": 1}',
)


@pytest.fixture
def client(settings, library, monkeypatch):
    monkeypatch.setattr(services, "settings", lambda: settings)
    monkeypatch.setattr(services, "library", lambda: library)
    services.jobs.cache_clear()
    yield client_of()
    services.jobs.cache_clear()


@pytest.fixture
def bodies(add_session):
    """Every request of ours that takes a value, with the place of the value left open."""
    session = f"/api/sessions/{add_session().id}"
    corrections = f"{session}/corrections"
    return [
        ("PATCH", session, '{"title": %s}'),
        ("PATCH", session, '{"tags": [%s]}'),
        ("PATCH", session, '{"person": %s}'),
        ("PATCH", session, '{"at": %s}'),
        ("POST", "/api/over-time/chosen", '{"measures": [%s]}'),
        ("POST", "/api/over-time/goal", '{"measure": "filler_rate", "high": %s}'),
        ("POST", "/api/takes/best", '{"question": %s, "take": null}'),
        ("POST", corrections, '{"kind": "debrief", "answer": 0, "well": %s}'),
        ("POST", corrections, '{"kind": "debrief", "answer": %s}'),
        ("POST", corrections, '{"kind": "note", "event": "e", "start_s": 1, "text": %s}'),
        ("POST", corrections, '{"kind": "undo", "correction": %s}'),
        ("POST", corrections, '{"kind": "answers", "answers": [{"start_s": 0, "end_s": %s}]}'),
        ("POST", corrections, '{"kind": "rating", "rating": {"pace": %s}}'),
        ("POST", corrections, '{"kind": "title", "title": %s}'),
        ("POST", corrections, '{"kind": %s}'),
        ("POST", "/api/uploads", '{"size": %s}'),
        ("POST", "/api/practice/finish", '{"parts": [{"upload": %s}]}'),
        ("POST", "/api/practice/finish", '{"parts": [{"upload": "x", "marks": [{"start_s": %s}]}]}'),
    ]


def test_values_that_cannot_be_stored_are_refused_everywhere(client, bodies):
    for method, path, body in bodies:
        for value in HOSTILE:
            response = client.request(method, path, content=body % value)
            assert 400 <= response.status_code < 500, (path, body, value[:20], response.status_code)
            assert response.json()["error"]
    for path in ("/api/shelf", "/api/over-time"):
        assert client.get(path).status_code == 200


def test_ordinary_text_of_any_language_is_accepted(client, bodies):
    title = "Café 🙂 日本語 \u202b שלום"
    _, path, _ = bodies[0]
    assert client.patch(path, content=json.dumps({"title": title})).status_code == 200
    assert client.get("/api/shelf").json()["sessions"][0]["title"] == title


def test_damaged_row_does_not_hide_the_other_sessions(client, library, add_session):
    titles = [add_session(bytes([i]), title=f"take {i}").title for i in range(9)]
    damages = (
        "UPDATE sessions SET title = x'00ff' WHERE title = 'take 1'",
        "UPDATE sessions SET recorded_at = 'never' WHERE title = 'take 2'",
        """UPDATE sessions SET tags = '["t\\ud800"]' WHERE title = 'take 3'""",  # stays, mended
        "UPDATE sessions SET tags = '{' WHERE title = 'take 4'",
        "UPDATE sessions SET tags = '[1]' WHERE title = 'take 5'",
        "UPDATE recordings SET media = '../../etc/passwd' WHERE id = 6 + 1",
        "UPDATE recordings SET duration_s = 9e999 WHERE id = 7 + 1",
    )
    with library.database.write() as database:
        for damage in damages:
            database.connection().exec_driver_sql(damage)
    readable = {titles[i] for i in (0, 3, 8)}
    assert {session.title for session in library.sessions()} == readable
    assert {s["title"] for s in client.get("/api/shelf").json()["sessions"]} == readable
    assert client.get("/api/over-time").status_code == 200
