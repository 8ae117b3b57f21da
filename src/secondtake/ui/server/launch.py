"""Telling the person where the page is: the address with its token, printed and opened in the browser."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import webbrowser
from contextlib import suppress
from html import escape
from pathlib import Path

from secondtake.ui.server.access import Access
from secondtake.ui.server.security import LOOPBACK

NO_TOKEN = (
    "Warning: anyone who can reach this port can now see, change and delete your recordings: every other "
    "user of this computer, too. Use --no-token only behind a proxy on this computer that asks who it is."
)
ELSEWHERE = (
    "Warning: other computers can reach this page. What they send and get is not encrypted: use it only in a "
    "network that you trust."
)


class Launcher:
    """Prints the address of a page when it is served, and a new one each time a token has been used."""

    def __init__(self, bound: str, *, token: bool, open_browser: bool) -> None:
        """Prepare for a page served at the address `bound`; the arguments are those of `app.parts`."""
        self.bound = bound
        self.access = Access(self._on_token_used) if token else None
        self._open_browser = open_browser
        self._file: Path | None = None

    def address(self) -> str:
        """Return the address to open."""
        from streamlit import config

        host = LOOPBACK[0] if self.bound in ("0.0.0.0", "::") else self.bound
        root = f"http://{f'[{host}]' if ':' in host else host}:{config.get_option('server.port')}/"
        return f"{root}?token={self.access.token}" if self.access else root

    def start(self) -> None:
        """Print the address, with a warning where it is due, and open it."""
        if self.access is None:
            print(NO_TOKEN, flush=True)
        if self.bound not in LOOPBACK:
            print(ELSEWHERE, flush=True)
        print(f"Second Take is ready. Open: {self.address()}", flush=True)
        # Without a screen, Linux would start a browser in this terminal.
        if self._open_browser and (
            sys.platform != "linux" or {"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ)
        ):
            with suppress(OSError):
                threading.Thread(target=webbrowser.open, args=[self._redirect_file()], daemon=True).start()

    def stop(self) -> None:
        """Remove the file that leads to the address."""
        if self._file:
            self._file.unlink(missing_ok=True)

    def _on_token_used(self) -> None:
        self.stop()
        print(f"For another browser, open: {self.address()}", flush=True)

    def _redirect_file(self) -> str:
        """Return the address of a file that leads to ours and that only this person can read.

        The command that starts a browser can be read by every user of the machine, so it must not hold the
        token. On Linux the file lies in the user's folder: browsers packed as snaps see no other.
        """
        folder = Path.home() if sys.platform == "linux" else None
        number, name = tempfile.mkstemp(".html", "secondtake-open-", folder)
        self._file = Path(name)
        with open(number, "w", encoding="utf-8") as file:
            file.write(f'<meta http-equiv="refresh" content="0;url={escape(self.address(), quote=True)}">')
        return self._file.as_uri()
