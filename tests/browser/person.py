"""A person at the page, without a browser: sends, practises, corrects, renames, and notes every yes."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from driving import WAIT_S, Server

PIECE_BYTES = 4096


@dataclass
class Sending:
    """A file on its way in, as the browser remembers it."""

    name: str
    content: bytes
    upload: str = ""
    received: int = 0
    job: str = ""

    @property
    def arrived(self) -> bool:
        return self.received == len(self.content)


@dataclass
class Person:
    """Does one thing after the other at a page, and notes what the page said yes to.

    Args:
        recordings: files to upload.
        practices: each the parts of one practice.
    """

    moments: random.Random
    recordings: list[Sending]
    practices: list[list[Sending]]
    practised: dict[int, str] = field(default_factory=dict)
    session: str = ""
    titles: list[str] = field(default_factory=lambda: [""])
    asked_title: list[str] = field(default_factory=list)
    dismissed: set[tuple[str, float]] = field(default_factory=set)
    yes: int = 0

    def use(self, server: Server, least: Callable[[], bool] = lambda: False) -> None:
        """Do things until the server is gone, or until `least` says that it is enough."""
        with httpx.Client(base_url=server.url, timeout=WAIT_S) as page:
            try:
                while not least():
                    act = self.moments.choice(
                        (self.rename, self.correct, self.send, self.send, self.practise)
                    )
                    act(page)
            except httpx.TransportError:
                return

    def ask(self, page: httpx.Client, method: str, path: str, **what: Any) -> Any:
        answer = page.request(method, path, **what)
        assert answer.status_code == 200, answer.text
        self.yes += 1
        return answer.json()

    def rename(self, page: httpx.Client) -> None:
        title = f"Title {len(self.asked_title)}"
        self.asked_title.append(title)
        self.ask(page, "PATCH", f"/api/sessions/{self.session}", json={"title": title})
        self.titles.append(title)

    def correct(self, page: httpx.Client) -> None:
        """ "Not one" of a moment, which judges the session again."""
        moments = self.ask(page, "GET", f"/api/sessions/{self.session}/view")["moments"]
        i = self.moments.randrange(len(moments["id"]))
        dismissal = {"kind": "dismiss", "event_kind": moments["kind"][i], "label": moments["label"][i]}
        span = {name: moments[name][i] for name in ("start_s", "end_s")}
        self.ask(page, "POST", f"/api/sessions/{self.session}/corrections", json=dismissal | span)
        self.dismissed.add((dismissal["event_kind"], span["start_s"]))

    def send(self, page: httpx.Client) -> None:
        recording = next((recording for recording in self.recordings if not recording.job), None)
        if recording is not None and self.piece(page, recording):
            body = {
                "name": recording.name,
                "size": len(recording.content),
                "preset": "fast",
                "language": "en",
            }
            recording.job = self.ask(page, "POST", f"/api/uploads/{recording.upload}/finish", json=body)[
                "job"
            ]

    def practise(self, page: httpx.Client) -> None:
        """Slices of a recording arrive while it is made; then its parts become one."""
        number = next((i for i in range(len(self.practices)) if i not in self.practised), None)
        if number is None:
            return
        parts = self.practices[number]
        if all(self.piece(page, part) for part in parts):
            parts_json = [{"upload": part.upload, "marks": []} for part in parts]
            body = {"parts": parts_json, "title": f"Practice {number}", "type": "audio/mp4"}
            self.practised[number] = self.ask(page, "POST", "/api/practice/finish", json=body)["job"]

    def piece(self, page: httpx.Client, sending: Sending) -> bool:
        """Send the next piece; whether everything has arrived."""
        if not sending.upload:
            sending.upload = self.ask(page, "POST", "/api/uploads", json={"size": len(sending.content)})[
                "upload"
            ]
        if not sending.arrived:
            at = sending.received
            path = f"/api/uploads/{sending.upload}?offset={at}"
            answer = page.put(path, content=sending.content[at : at + PIECE_BYTES])
            assert answer.status_code in (200, 409), answer.text  # 409: it had arrived, the answer got lost
            self.yes += 1
            assert answer.json()["received"] >= at, "what had arrived is gone"
            sending.received = answer.json()["received"]
        return sending.arrived

    @property
    def done(self) -> bool:
        return all(one.job for one in self.recordings) and len(self.practised) == len(self.practices)
