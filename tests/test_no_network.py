"""Analysis and page open no connection but on this machine: watched at work, and done without a network."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from ports import free_port

pytestmark = pytest.mark.slow

ANALYSE = "import sys; from secondtake.cli import main; sys.exit(main())"

# Python imports this in every process it starts, so that the helpers are watched like their parent.
WATCH = """
import os, sys

def watch(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        with open(os.environ["WATCH_LOG"], "a") as log:
            log.write(f"{event} {args}\\n")

sys.addaudithook(watch)
"""

# Starts the page, opens its socket as pages of other origins do, waits until the sample's review stands on
# it (server and judging have run), stops.
SERVE = """
import json, socket, subprocess, sys, time, urllib.request
app, port = sys.argv[1:]
command = ["-m", "streamlit", "run", app, "--server.port", port, "--server.headless", "true"]
page = subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True)

def socket_status(origin):
    with socket.create_connection(("127.0.0.1", int(port)), timeout=30) as client:
        lines = ["GET /_stcore/stream HTTP/1.1", f"Host: 127.0.0.1:{port}", "Connection: Upgrade"]
        lines += ["Upgrade: websocket", "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {22 * 'A'}=="]
        lines += [f"Origin: {origin}", *cookie, "", ""]
        client.sendall("\\r\\n".join(lines).encode())
        return client.recv(100).split()[1]

try:
    address = next(line for line in page.stdout if "?token=" in line).split()[-1]
    with urllib.request.urlopen(address) as answer:
        cookie = ["Cookie: " + answer.headers["Set-Cookie"].partition(";")[0]]
    assert socket_status(f"http://127.0.0.1:{port}") == b"101"
    for origin in ("http://evil.example", "http://localhost:3000", "http://0.0.0.0:" + port, "null"):
        assert socket_status(origin) == b"403", origin
    shelf = urllib.request.Request(f"http://127.0.0.1:{port}/api/shelf")
    shelf.add_header(*cookie[0].split(": "))
    for _ in range(2400):
        time.sleep(0.2)
        with urllib.request.urlopen(shelf) as answer:
            if json.load(answer)["sessions"]:
                sys.exit(0)
    sys.exit("the sample did not come")
finally:
    page.terminate()
    page.wait()
"""
LOOPBACK_UP = 'ip link set lo up && exec "$@"'
AWAY = re.compile(r'inet_addr\("(?!127\.)|inet_pton\(AF_INET6, "(?!::1"|::ffff:127\.)')

CONNECTS = re.compile(r"(?:connect|sendto|sendmsg)\(.*sa_family=AF_(?!UNIX|UNSPEC)")


@pytest.fixture(scope="module")
def clip(sample_beginning) -> Path:
    return sample_beginning(8.0)


def analyse(clip: Path, folder: Path, *, inside: Sequence[str] = (), **env: str) -> dict:
    """The review that the command line prints, run `inside` another command."""
    command = [*inside, sys.executable, "-c", ANALYSE, "analyse", str(clip), "--preset", "fast"]
    options = ["--json", str(folder / "review.json"), "--home", str(folder / "home")]
    # Little else in the environment: some libraries are silent where they see `CI`, and nowhere else.
    alone = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    alone |= {"HOME": str(folder), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([*command, *options], capture_output=True, text=True, env=alone | env)
    assert done.returncode == 0, done.stderr
    review: dict = json.loads((folder / "review.json").read_text(encoding="utf-8"))
    return review


def saw_and_heard(review: dict) -> bool:
    return review["coverage"]["face"] > 0.9 and len(review["words"]) > 3


def test_python_asks_for_no_connection(clip, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(WATCH)
    log = tmp_path / "watched.log"
    log.touch()
    watched = {"PYTHONPATH": str(tmp_path), "WATCH_LOG": str(log)}
    trial = "import socket; socket.socket().connect_ex(('127.0.0.1', 9))"
    subprocess.run([sys.executable, "-c", trial], env=os.environ | watched, check=True)
    assert "socket.connect" in log.read_text()  # the watch works
    log.write_text("")
    assert saw_and_heard(analyse(clip, tmp_path, **watched))
    assert log.read_text() == ""


def test_native_code_asks_for_no_connection(clip, tmp_path):
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed; it shows what native libraries ask the system for")
    log = tmp_path / "calls.log"
    inside = [strace, "-f", "--seccomp-bpf", "-qq", "-e", "trace=connect,sendto,sendmsg", "-o", str(log)]
    trial = [sys.executable, "-c", "import socket; socket.socket().connect_ex(('127.0.0.1', 9))"]
    if subprocess.run([*inside, *trial], capture_output=True).returncode:
        pytest.skip("strace may not watch processes here")
    assert CONNECTS.search(log.read_text())  # the watch works
    assert saw_and_heard(analyse(clip, tmp_path, inside=inside))
    assert [call for call in log.read_text().splitlines() if CONNECTS.search(call)] == []


def test_analysis_without_a_network_works(clip, tmp_path):
    inside = [shutil.which("unshare") or "", "--map-root-user", "--net"]
    if not inside[0] or subprocess.run([*inside, "true"], capture_output=True).returncode:
        pytest.skip("this system does not let a user make a network namespace")
    assert saw_and_heard(analyse(clip, tmp_path, inside=inside))


def serve(folder: Path, inside: Sequence[str]) -> None:
    """The page in a home of its own, run `inside` another command, until the sample stands on it."""
    port = free_port()
    app = Path(__file__).parents[1] / "app.py"
    alone = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    alone |= {"HOME": str(folder), "SECONDTAKE_HOME": str(folder / "home")}
    command = [*inside, sys.executable, "-c", SERVE, str(app), str(port)]
    done = subprocess.run(command, capture_output=True, text=True, env=alone, cwd=app.parent, timeout=800)
    assert done.returncode == 0, done.stderr


def test_page_connects_to_this_machine_only(tmp_path):
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed; it shows what native libraries ask the system for")
    log = tmp_path / "calls.log"
    inside = [strace, "-f", "--seccomp-bpf", "-qq", "-e", "trace=connect,sendto,sendmsg", "-o", str(log)]
    if subprocess.run([*inside, "true"], capture_output=True).returncode:
        pytest.skip("strace may not watch processes here")
    serve(tmp_path, inside)
    calls = log.read_text().splitlines()
    assert any("127.0.0.1" in call for call in calls)  # the watch works
    assert [call for call in calls if AWAY.search(call)] == []


def test_page_with_only_loopback_works(tmp_path):
    unshare = [shutil.which("unshare") or "", "--map-root-user", "--net", "sh", "-c", LOOPBACK_UP, "sh"]
    if not unshare[0] or subprocess.run([*unshare, "true"], capture_output=True).returncode:
        pytest.skip("this system does not let a user make a network namespace, or has no `ip`")
    serve(tmp_path, unshare)
