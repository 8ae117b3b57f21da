"""Years of practice: 500 sessions of half an hour with 300,000 events stay quick and small."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from secondtake import detectors
from secondtake.pipeline.over_time import compare_sessions
from secondtake.store.history import baselines
from secondtake.store.library import Library
from secondtake.store.reviews import measure_rows, squeeze, summary_of, transcript_row
from secondtake.store.search import search
from secondtake.store.tables import RecordingRow, ReviewRow, SessionRow

pytestmark = pytest.mark.slow

SESSIONS, EVENTS, WORDS, ANSWERS, SIGNALS, SAMPLES = 500, 600, 4000, 6, 7, 3600
FIRST = datetime(2020, 1, 1, tzinfo=UTC)


def long_review(rng: random.Random, review: dict[str, Any]) -> dict[str, Any]:
    """A review of half an hour: random enough that it does not press better than a real one."""
    specs = [(s, d.id) for d in detectors.ALL for s in d.measures]

    def measures() -> dict[str, Any]:
        return {
            s.name: {"value": round(rng.gauss(5, 1), 4), "unit": s.unit, "observed_s": 280.0, "noise": 0.5}
            for s, _ in specs
        }

    words = ["".join(rng.choices("aeioustnrl", k=rng.randint(1, 9))) for _ in range(800)]
    word, event, answer = review["words"][0], review["events"][0], review["answers"][0]
    times = [i * 0.5 for i in range(SAMPLES)]
    return review | {
        "words": [
            word | {"text": rng.choice(words), "start_s": i * 0.4, "probability": round(rng.random(), 3)}
            for i in range(WORDS)
        ],
        "events": [
            event
            | {"id": f"{rng.getrandbits(48):012x}", "start_s": i * 3.0, "strength": round(rng.random(), 3)}
            for i in range(EVENTS)
        ],
        "answers": [answer | {"index": i, "measures": measures()} for i in range(ANSWERS)],
        "measures": measures(),
        "signals": {
            f"signal {i}": {
                "unit": "z",
                "times_s": times,
                "values": [round(rng.gauss(0, 1), 2) for _ in times],
            }
            for i in range(SIGNALS)
        },
        "specs": {s.name: {"detector": detector} for s, detector in specs},
    }


@pytest.fixture
def large(library: Library, make_recording: Callable[..., Any], make_review: Callable[..., Any]) -> Library:
    """One made review, kept 500 times: straight into the tables, because its content does not matter."""
    body = long_review(random.Random(1), make_review(make_recording(b"x")))
    squeezed, summary = squeeze(body), summary_of(body)
    versions = {d.name: d.version for d in detectors.ALL}
    with library.database.write() as database:
        for number in range(1, SESSIONS + 1):
            media = f"{number:026d}".translate(str.maketrans("0189", "abcd"))
            when = FIRST + timedelta(days=number)
            database.add(
                RecordingRow(
                    id=number, digest=str(number), name="a", media=media, size_bytes=1, duration_s=1800
                )
            )
            database.add(
                SessionRow(id=f"s{number}", recording_id=number, title=f"{number}", recorded_at=when)
            )
            database.flush()
            review = ReviewRow(
                id=number, session_id=f"s{number}", seq=1, version="1", fingerprint="", body=squeezed,
                summary=summary, detectors=versions,
            )  # fmt: skip
            database.add(review)
            database.flush()
            database.bulk_save_objects(measure_rows(number, body))
            database.add(transcript_row(f"s{number}", body))
            database.flush()
            database.expunge_all()
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
