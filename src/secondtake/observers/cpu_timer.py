"""CPU time of this process by part of the work: on a busy computer it says more than wall time."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


class CpuTimer:
    """Sums the CPU seconds of this process, all its threads included.

    Attributes:
        seconds: by part; a part that is measured inside another counts for both.
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Add what the block takes to a part."""
        started_s = time.process_time()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - started_s

    def reading(self, name: str, items: Iterable[T]) -> Iterator[T]:
        """Yield the items, and add what producing them takes to a part."""
        iterator = iter(items)
        while True:
            with self.part(name):
                try:
                    item = next(iterator)
                except StopIteration:
                    return
            yield item
