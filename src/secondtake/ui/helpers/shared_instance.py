"""One instance of something for all threads of the server."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class SharedInstance(Generic[T]):
    """A function without arguments whose result is made once, for all threads, until `cache_clear`.

    `functools.cache` makes one for each thread that asks meanwhile: a second process, which nobody ends.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self.__doc__ = make.__doc__
        self._make = make
        self._lock = threading.RLock()
        self._instance: T | None = None

    def __call__(self) -> T:
        """Return the instance."""
        with self._lock:
            if self._instance is None:
                self._instance = self._make()
            return self._instance

    def cache_clear(self) -> None:
        """Forget the instance. Never waits: whoever makes one may wait for the caller."""
        self._instance = None
