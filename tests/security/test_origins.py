"""Other sites are refused by us, at every address and before Streamlit looks at a socket."""

from __future__ import annotations

import pytest

from security.made_app import ADDRESS, client_of, opens_socket

FOREIGN = (
    "http://evil.example",
    "http://localhost:3000",  # another program of this machine
    "http://127.0.0.1:9777",
    "http://0.0.0.0:8501",
    "http://localhost:8501",  # us, by another name than the one that was asked
    "null",
    "",
)


@pytest.mark.parametrize("origin", FOREIGN)
def test_socket_of_another_origin_stays_closed(origin):
    assert not opens_socket(client_of(), origin=origin)


def test_socket_of_our_own_page_or_a_program_opens():
    client = client_of()
    assert opens_socket(client, origin=ADDRESS)
    assert opens_socket(client)
    assert opens_socket(client_of(address="http://localhost:8501"), origin="http://localhost:8501")


@pytest.mark.parametrize("origin", FOREIGN)
def test_request_of_another_origin_is_refused_without_fetch_site(origin):
    headers = {"Origin": origin, "Content-Type": "text/plain"}
    assert client_of().post("/api/uploads", content=b'{"size": 10}', headers=headers).status_code == 403
    assert client_of().get("/", headers=headers).status_code == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "0.0.0.0:8501", "192.168.1.5:8501", "[::1", "", "a@127.0.0.1"]
)
def test_host_that_is_not_ours_is_refused(host):
    client = client_of()
    assert client.get("/", headers={"Host": host}).status_code == (200 if "@" in host else 400)
    assert opens_socket(client, host=host) == ("@" in host)


def test_host_option_adds_that_address_alone():
    client = client_of(bound="192.168.1.5")
    assert client.get("/", headers={"Host": "192.168.1.5:8501"}).status_code == 200
    assert client.get("/", headers={"Host": "192.168.1.6:8501"}).status_code == 400
    client = client_of(bound="0.0.0.0")
    assert client.get("/", headers={"Host": "192.168.1.6:8501"}).status_code == 200
    for host in ("0.0.0.0:8501", "rebound.example"):
        assert client.get("/", headers={"Host": host}).status_code == 400
