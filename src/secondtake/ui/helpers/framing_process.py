"""Looking at stills beside the server, in a process of its own: the model would stay in the server for good.

The helper starts with the first still and ends by itself when none came for a while. It reads a length and a
picture, and answers with one JSON a line; nothing is written anywhere.
"""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import threading
from typing import IO, Any

from secondtake.config import Settings
from secondtake.core.errors import MediaError, ModelMissing, ObserverStopped, SecondTakeError

IDLE_S = 30.0  # our choice: who chooses another camera comes back sooner
LENGTH = struct.Struct(">I")
ENDED = "Nobody looks at the picture just now. Go by what you see."


class FramingProcess:
    """Hands stills to the helper process, one at a time, from any thread."""

    def __init__(self, settings: Settings, *, idle_s: float = IDLE_S) -> None:
        self._settings = settings
        self._idle_s = idle_s
        self._lock = threading.Lock()
        self._helper: subprocess.Popen[bytes] | None = None
        self._leaving: threading.Timer | None = None

    def look(self, still: bytes) -> dict[str, float] | None:
        """Where the face is in a picture (`observers.still`), or None without one.

        Raises:
            MediaError: it is no picture.
            ModelMissing: the face's weight is missing.
            ObserverStopped: the helper ended.
        """
        with self._lock:
            try:
                answer = _asked(self._running(), still)
            except OSError:  # it ended before, or while it was being asked
                answer = b""
            self._stay()
        if not answer:
            raise ObserverStopped(ENDED)
        said = json.loads(answer)
        if "error" in said:
            raise (ModelMissing if said["kind"] == "ModelMissing" else MediaError)(said["error"])
        seen: dict[str, float] | None = said["seen"]
        return seen

    @property
    def running(self) -> bool:
        """Whether the helper is there."""
        return self._helper is not None and self._helper.poll() is None

    def close(self) -> None:
        """End the helper."""
        with self._lock:
            if self._leaving is not None:
                self._leaving.cancel()
            if self._helper is not None and self._helper.stdin and self._helper.stdout:
                self._helper.stdin.close()
                self._helper.wait()
                self._helper.stdout.close()
                self._helper = None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._helper is None or not self.running:
            self._helper = subprocess.Popen(
                [sys.executable, "-m", "secondtake.ui.helpers.framing_process"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=os.environ | self._settings.to_environ(),
            )
        return self._helper

    def _stay(self) -> None:
        """The helper ends when nothing is asked for a while."""
        if self._leaving is not None:
            self._leaving.cancel()
        self._leaving = threading.Timer(self._idle_s, self.close)
        self._leaving.daemon = True
        self._leaving.start()


def _asked(helper: subprocess.Popen[bytes], still: bytes) -> bytes:
    if helper.stdin is None or helper.stdout is None:
        return b""
    helper.stdin.write(LENGTH.pack(len(still)) + still)
    helper.stdin.flush()
    return helper.stdout.readline()


def serve(stills: IO[bytes], answers: IO[bytes]) -> None:
    """The helper: look at what is handed over until nobody does any more."""
    from secondtake.observers.vision.camera_snapshot import SnapshotAnalyser

    observer: SnapshotAnalyser | None = None
    while len(head := stills.read(LENGTH.size)) == LENGTH.size:
        still = stills.read(LENGTH.unpack(head)[0])
        said: dict[str, Any]
        try:
            observer = observer or SnapshotAnalyser(Settings.load())
            said = {"seen": observer.analyse(still)}
        except SecondTakeError as known:
            said = {"error": str(known), "kind": type(known).__name__}
        answers.write(json.dumps(said).encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a native library prints must not look like an answer
    serve(sys.stdin.buffer, out)
