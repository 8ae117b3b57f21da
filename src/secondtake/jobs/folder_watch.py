"""New, finished files of a folder that others fill: by looking, which works on network drives as well."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

LOOK_S = 2.0  # our choice
SETTLED_S = 10.0  # our choice: a copy over a slow network pauses for a few seconds

Version = tuple[int, int]
"""Size and time of change."""


class FolderWatch:
    """Returns each version of a file once, when it has stopped changing.

    Args:
        files: lists the files to look at.
    """

    def __init__(self, files: Callable[[], Iterable[Path]]) -> None:
        self._files = files
        self._unchanged_since_s: dict[Path, tuple[Version, float]] = {}
        self._returned: dict[Path, Version] = {}

    def finished(self, now_s: float) -> list[Path]:
        """Look once, at a time of any steady clock; return the files that are new and finished.

        A file is finished when its size and time of change have been the same for `SETTLED_S`. One that
        changes later is returned again. An empty file, and one that cannot be looked at, is waited for.
        """
        earlier, self._unchanged_since_s = self._unchanged_since_s, {}
        finished = []
        for path in self._files():
            try:
                status = path.stat()
            except OSError:  # moved away meanwhile
                continue
            version = (status.st_size, status.st_mtime_ns)
            before, since_s = earlier.get(path, (None, now_s))
            since_s = since_s if before == version else now_s
            self._unchanged_since_s[path] = (version, since_s)
            is_settled = status.st_size > 0 and now_s - since_s >= SETTLED_S
            if is_settled and self._returned.get(path) != version:
                self._returned[path] = version
                finished.append(path)
        return finished
