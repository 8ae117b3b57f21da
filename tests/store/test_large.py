"""Years of practice: 500 sessions of half an hour with 300,000 events stay quick and small."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

import large_home
from secondtake.pipeline.over_time import compare_sessions
from secondtake.store.history import baselines
from secondtake.store.library import Library
from secondtake.store.search import search

pytestmark = pytest.mark.slow

SESSIONS = large_home.SESSIONS


@pytest.fixture
def large(library: Library) -> Library:
    large_home.fill(library)
    return library


@pytest.fixture
def took() -> Callable[[Callable[[], Any]], float]:
    """Processor time of a call: what it takes on a machine that does nothing else."""

    def measure(call: Callable[[], Any]) -> float:
        started = time.process_time()
        call()
        return time.process_time() - started

    return measure


def test_500_sessions_stay_quick_and_small(
    large: Library, took: Callable[[Callable[[], Any]], float]
) -> None:
    assert len(large.sessions()) == SESSIONS
    assert took(lambda: large.sessions()) <= 1.0
    assert took(lambda: compare_sessions(large)) <= 1.5
    assert took(lambda: baselines(large)) <= 0.75
    assert took(lambda: search(large, "aeiou")) <= 1.0
    assert large.home.database_file.stat().st_size <= 100e6
