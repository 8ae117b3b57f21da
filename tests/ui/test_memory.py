"""A server that stays small: in a process of its own, as malloc is asked once for all."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

FILL = """
import threading
from secondtake.ui.helpers import memory

memory.limit_malloc_arenas()
at_first = rss_mb()
filled, pinned = threading.Barrier(9), threading.Barrier(9)

def read():
    kept = [bytes(40_000) for _ in range(250)]  # below what malloc takes from the system piece by piece
    filled.wait()
    pinned.wait()
    del kept

threads = [threading.Thread(target=read) for _ in range(8)]
for thread in threads:
    thread.start()
filled.wait()
stays = [bytes(40_000) for _ in range(50)]  # lies above the rest, which free alone then cannot give back
pinned.wait()
for thread in threads:
    thread.join()
kept_back = rss_mb()
memory.malloc_trim()
print(at_first, kept_back, rss_mb())
"""
RSS = """
import psutil

def rss_mb():
    return psutil.Process().memory_info().rss / 1e6
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other systems have another malloc")
def test_malloc_trim_returns_memory_of_threads():
    output = subprocess.run(
        [sys.executable, "-c", RSS + FILL], capture_output=True, text=True, check=True
    ).stdout
    at_first, kept_back, after = map(float, output.split())
    assert kept_back > at_first + 60  # of 80 MB: malloc keeps them, or the next line says nothing
    assert after < at_first + 20


def test_freeze_gc_excludes_imported_objects():
    code = (
        "import gc, secondtake.store.library; from secondtake.ui.helpers import memory; memory.freeze_gc();"
    )
    code += "print(len(gc.get_objects()), gc.get_freeze_count())"
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    watched, frozen = map(int, output.split())
    assert watched < 1000 < 20_000 < frozen
