"""Nobody comes in without the token of the printed address: routes, page and socket."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from queue import SimpleQueue

import pytest
from starlette.routing import Route

from secondtake.cli.serve import page
from secondtake.core.errors import StoreError, UsageError
from secondtake.store.files.home import Home
from secondtake.ui import services
from secondtake.ui.routes import routes
from secondtake.ui.server import app
from secondtake.ui.server.access import MAX_AGE_S, Access
from secondtake.ui.server.launch import Launcher
from security.made_app import ADDRESS, client_of, opens_socket


@pytest.fixture
def access():
    return Access()


def test_every_route_without_cookie_is_refused(access):
    client = client_of(access)
    asked = [(m, r.path) for r in routes() if isinstance(r, Route) for m in sorted(r.methods or ())]
    assert len(asked) > 30
    for method, path in asked:
        response = client.request(method, path.replace("{", "").replace("}", ""))
        assert response.status_code == 401, (method, path)
    assert "terminal" in client.get("/api/shelf").json()["error"]


def test_page_without_cookie_says_how_to_get_in(access):
    for path in ("/", "/review?s=1", "/_stcore/host-config", "/media/x.png", "/?token=", "/?token=wrong"):
        response = client_of(access).get(path)
        assert response.status_code == 401
        assert "address that stands in the terminal" in response.text
        assert "set-cookie" not in response.headers


def test_static_files_of_streamlit_pass_without_cookie(access):
    client = client_of(access)
    for path in ("/static/js/index.js", "/_stcore/health", "/favicon.png"):
        assert client.get(path).text == "the page"


def test_token_becomes_a_cookie_for_this_site_alone(access):
    client = client_of(access)
    response = client.get(f"/?token={access.token}")
    cookie = response.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict", "Path=/", f"Max-Age={MAX_AGE_S}"} <= set(cookie.split("; "))
    assert cookie.startswith("secondtake-8501=")
    assert "token" not in response.text
    assert client.get("/").text == "the page"
    assert opens_socket(client)
    assert not opens_socket(client_of(access))


def test_token_used_once_is_worthless(access):
    first = access.token
    signed_in = client_of(access)
    signed_in.get(f"/?token={first}")
    assert access.token != first
    assert client_of(access).get(f"/?token={first}").status_code == 401
    assert signed_in.get(f"/?token={first}").status_code == 200  # a reload of the same address


def test_token_is_taken_from_pages_by_get_only(access):
    client = client_of(access)
    assert client.post(f"/?token={access.token}").status_code == 401
    assert client.get(f"/api/shelf?token={access.token}").status_code == 401
    assert client.get(f"{ADDRESS}//evil.example/?token={access.token}").text.count("url=/evil.example") == 1


def test_cookie_of_another_run_or_an_old_one_is_refused(access, monkeypatch):
    client = client_of(access)
    client.get(f"/?token={access.token}")
    strangers = client_of(Access())
    strangers.cookies = client.cookies
    assert strangers.get("/").status_code == 401
    monkeypatch.setattr("secondtake.ui.server.access.MAX_AGE_S", -1)
    assert client.get("/").status_code == 401


def test_cookie_beside_malformed_ones_is_read(access):
    name, _, value = client_of(access).get(f"/?token={access.token}").headers["set-cookie"].partition("=")
    cookie = f'other={{"a": [1, 2]}}; \x7f=; {name}={value.partition(";")[0]}'
    assert client_of(access).get("/", headers={"Cookie": cookie}).text == "the page"
    assert client_of(access).get("/", headers={"Cookie": f"{name}=page.é.\x01".encode()}).status_code == 401


def test_page_for_other_computers_without_token_is_refused():
    with pytest.raises(UsageError, match="--no-token"):
        page(port=8501, browser=False, host="0.0.0.0", token=False)


def test_page_of_a_read_only_home_is_refused(library, monkeypatch):
    monkeypatch.setattr(services, "library", lambda: library)
    monkeypatch.setattr(Home, "is_read_only", True)
    with pytest.raises(StoreError, match="read-only"):
        app.run(open_browser=False)


def test_cookie_over_https_is_secure(access):
    response = client_of(access, address=ADDRESS.replace("http", "https")).get(f"/?token={access.token}")
    assert "Secure" in response.headers["set-cookie"].split("; ")


def test_launcher_opens_a_private_file_that_goes_with_its_token(monkeypatch, tmp_path, capsys):
    opened: SimpleQueue[str] = SimpleQueue()
    monkeypatch.setattr("webbrowser.open", opened.put)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    launcher = Launcher("127.0.0.1", token=True, open_browser=True)
    launcher.start()
    (file,) = tmp_path.iterdir()
    texts = (opened.get(timeout=600), file.read_text())
    assert [launcher.access.token in text for text in texts] == [False, True]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    client_of(launcher.access).get(f"/?token={launcher.access.token}")
    assert not file.exists()
    first, second = re.findall(r"\?token=(\S+)", capsys.readouterr().out)
    assert first != second == launcher.access.token


def test_launcher_without_token_or_for_others_warns(capsys):
    Launcher("127.0.0.1", token=False, open_browser=False).start()
    assert "anyone who can reach this port" in capsys.readouterr().out
    Launcher("0.0.0.0", token=True, open_browser=False).start()
    assert "not encrypted" in capsys.readouterr().out
