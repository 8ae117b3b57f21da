"""The page processes of a centre: one for each person, started at their first visit, on their own home."""

from __future__ import annotations

import asyncio
import os
import random
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from secondtake.core.errors import StoreError, UsageError
from secondtake.jobs.supervisor import end_process
from secondtake.store.files.home import make_private_folder
from secondtake.ui.centre.owners import home_of
from secondtake.ui.server.access import MAX_AGE_S

SHARED = ("SECONDTAKE_DB", "SECONDTAKE_QUEUE", "SECONDTAKE_HOME")  # what a page must not have in common
START_S = 120.0  # our choice: a first start takes a few seconds on an idle machine
STOP_S = 15.0  # longer than a page waits for its worker
PORTS = range(20_000, 32_000)  # below those that systems give to connections, which could take one meanwhile
IDLE_S = 4 * 3600.0  # our choice: longer than any analysis takes, shorter than a night


class OwnerPage:
    """A `secondtake page` of one person, which lets in whoever has the cookie: this process alone."""

    def __init__(self, home: Path) -> None:
        """Start it.

        Raises:
            StoreError: it ended, or took too long.
        """
        self.port = _free_port()
        self._address, self._has_address = "", threading.Event()
        self._cookie, self._cookie_until_s = "", 0.0
        self._users, self._last_used_s = 0, time.monotonic()
        environ = {name: value for name, value in os.environ.items() if name not in SHARED}
        command = [sys.executable, "-m", __name__, str(self.port), str(home), str(os.getpid())]
        self._process = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True)
        threading.Thread(target=self._read, daemon=True).start()
        if not self._has_address.wait(START_S) or not self.is_running:
            self.stop()
            raise StoreError(
                "This library could not be opened. Whoever runs this server finds why in its log."
            )

    @property
    def is_running(self) -> bool:
        """Whether its process runs."""
        return self._process.poll() is None

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Count a request or a socket, for as long as it is answered or open."""
        self._users += 1
        try:
            yield
        finally:
            self._users -= 1
            self._last_used_s = time.monotonic()

    @property
    def is_idle(self) -> bool:
        """Whether nobody has it open, and has not had for `IDLE_S`."""
        return not self._users and time.monotonic() - self._last_used_s > IDLE_S

    @property
    def origin(self) -> str:
        """Where it is served."""
        return f"http://127.0.0.1:{self.port}"

    def cookie(self) -> str:
        """Return the cookie that it asks for, renewed in good time."""
        if time.monotonic() >= self._cookie_until_s:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
                self._address, timeout=START_S
            ) as response:
                self._cookie = response.headers["Set-Cookie"].partition(";")[0]
            self._cookie_until_s = time.monotonic() + MAX_AGE_S / 2
        return self._cookie

    def stop(self) -> None:
        """End it; what is being analysed goes on at the next visit."""
        end_process(self._process, STOP_S)

    def _read(self) -> None:
        """Read what it prints until it ends; the latest address is the one that opens it."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if "?token=" in line:
                self._address = line.split()[-1]
                self._has_address.set()
        self._has_address.set()  # it has ended: nobody need wait


class OwnerPages:
    """Everybody's pages.

    Raises:
        UsageError: the environment names a database, which everybody would share.
    """

    def __init__(self, root: Path) -> None:
        if os.environ.get("SECONDTAKE_DB"):
            raise UsageError("In a centre each person has a database of their own. Unset SECONDTAKE_DB.")
        self._root = root
        self._pages: dict[str, OwnerPage] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def page_of(self, owner: str) -> OwnerPage:
        """Return a person's running page, with its cookie at hand; start it if need be.

        Raises:
            StoreError: it cannot be started.
        """
        await self._stop_idle(besides=owner)
        async with self._locks.setdefault(owner, asyncio.Lock()):
            page = self._pages.get(owner)
            if page is None or not page.is_running:
                page = self._pages[owner] = await asyncio.to_thread(self._start, owner)
            try:
                await asyncio.to_thread(page.cookie)
            except OSError as error:
                raise StoreError("This library does not answer. Try again in a moment.") from error
            return page

    async def _stop_idle(self, besides: str) -> None:
        """End the pages that nobody uses. Whoever comes just then waits, and gets a new one."""
        for owner in [o for o, page in self._pages.items() if page.is_idle and o != besides]:
            async with self._locks[owner]:
                page = self._pages.get(owner)  # another visit may have ended it while this one waited
                if page is not None and page.is_idle:
                    await asyncio.to_thread(self._pages.pop(owner).stop)

    def _start(self, owner: str) -> OwnerPage:
        make_private_folder(self._root)
        return OwnerPage(home_of(self._root, owner))

    def stop(self) -> None:
        """End every page."""
        for page in self._pages.values():
            with suppress(OSError):
                page.stop()


def _free_port() -> int:
    """Return a port that is free now. The page prints its address only once it holds the port."""
    while True:
        port = random.SystemRandom().choice(PORTS)
        with socket.socket() as trial, suppress(OSError):
            trial.bind(("127.0.0.1", port))
            return port


def main() -> int:
    """Serve one person's page as `secondtake page` does; end with the centre, however that ends."""
    from secondtake.cli import main as command_line
    from secondtake.jobs.worker import follow_parent

    port, home, centre = sys.argv[1:]
    threading.Thread(target=follow_parent, args=(int(centre),), daemon=True).start()
    return command_line(["page", "--no-browser", "--port", port, "--home", home])


if __name__ == "__main__":
    sys.exit(main())
