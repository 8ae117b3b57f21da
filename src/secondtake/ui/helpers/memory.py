"""Keep the server's memory small, however many pages were open before."""

from __future__ import annotations

import ctypes
import gc
import sys

M_ARENA_MAX = -8  # malloc.h of glibc


def limit_malloc_arenas() -> None:
    """Let all threads share one heap; call it before starting threads.

    glibc gives each of the server's threads a heap of its own, and each keeps what the largest review it ever
    read took. Python's threads take turns anyway, so that sharing costs no time. Other systems have one.
    """
    libc = _glibc()
    if libc is not None:
        libc.mallopt(M_ARENA_MAX, 1)


def malloc_trim() -> None:
    """Return free heap memory to the system (glibc's malloc_trim)."""
    libc = _glibc()
    if libc is not None:
        libc.malloc_trim(0)


def freeze_gc() -> None:
    """Look no more at what stays for good: Streamlit collects garbage after each run of a page's script, and
    looking through all that was imported takes 60 ms in which nobody is answered.
    """
    gc.collect()
    gc.freeze()


def _glibc() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "malloc_trim") else None  # musl has none
