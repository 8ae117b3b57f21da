"""Check camera images in a process of its own: the model would stay in the server's memory for good.

It ends when no image came for a while. Nothing is written anywhere.
"""

from __future__ import annotations

from typing import Any

from secondtake.config import Settings
from secondtake.core.errors import ObserverStopped
from secondtake.helper_process import HelperProcess, serve

IDLE_S = 30.0  # our choice: whoever tries another camera is back sooner
ENDED = "Your camera image cannot be checked right now. Go by what you see."


class FramingProcess(HelperProcess):
    """Checks one image at a time, from any thread."""

    def __init__(self, settings: Settings, *, idle_s: float = IDLE_S) -> None:
        super().__init__(__spec__.name, settings.to_environ(), ended=ObserverStopped(ENDED), idle_s=idle_s)

    def look(self, jpeg: bytes) -> dict[str, float] | None:
        """Return where the face is (`SnapshotAnalyser.analyse`), or None without one.

        Raises:
            MediaError: it is not an image.
            ModelMissing: the face model is missing.
            ObserverStopped: the process ended.
        """
        face: dict[str, float] | None = self.ask(None, jpeg)
        return face


def main() -> None:
    """Answer requests; the model is loaded with the first image."""
    from secondtake.observers.vision.camera_snapshot import SnapshotAnalyser

    analysers: list[SnapshotAnalyser] = []

    def handle(_: Any, jpeg: bytes) -> dict[str, float] | None:
        if not analysers:
            analysers.append(SnapshotAnalyser(Settings.load()))
        return analysers[0].analyse(jpeg)

    serve(handle)


if __name__ == "__main__":
    main()
