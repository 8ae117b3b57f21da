"""One instance for all threads, made once."""

from __future__ import annotations

import threading

from secondtake.ui.helpers.shared_instance import SharedInstance


def test_shared_instance_asked_for_while_it_is_made_is_made_once():
    made, others = [], []

    def make() -> object:
        made.append(object())
        if len(made) == 1:
            other = threading.Thread(target=lambda: others.append(shared()))
            other.start()
            threads.append(other)
            other.join(0.1)  # it waits; without a lock it would be done by now
        return made[-1]

    threads: list[threading.Thread] = []
    shared = SharedInstance(make)
    first = shared()
    threads[0].join()
    assert made == others == [first]
    assert shared() is first
    shared.cache_clear()
    assert shared() is not first
