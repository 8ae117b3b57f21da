"""Years of practice: 500 sessions of half an hour with 300,000 events, for tests and for measuring."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from made_plain import recording_of, review_of
from secondtake import detectors
from secondtake.store.database.review_codec import compress_review, measure_rows, summary_of, transcript_row
from secondtake.store.database.tables import RecordingRow, ReviewRow, SessionRow
from secondtake.store.library import Library

SESSIONS, EVENTS, WORDS, ANSWERS, SIGNALS, SAMPLES = 500, 600, 4000, 6, 7, 3600
FIRST = datetime(2020, 1, 1, tzinfo=UTC)


SPECS = [(s, d.id) for d in detectors.ALL for s in d.measures]


def long_review(rng: random.Random, review: dict[str, Any]) -> dict[str, Any]:
    """A review of half an hour: random enough that it does not press better than a real one."""
    words = ["".join(rng.choices("aeioustnrl", k=rng.randint(1, 9))) for _ in range(800)]
    word, event = review["words"][0], review["events"][0]
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
        **numbers(rng, review),
        "signals": {
            f"signal {i}": {
                "unit": "z",
                "times_s": times,
                "values": [round(rng.gauss(0, 1), 2) for _ in times],
            }
            for i in range(SIGNALS)
        },
        "specs": {s.name: {"detector": detector} for s, detector in SPECS},
    }


def numbers(rng: random.Random, review: dict[str, Any]) -> dict[str, Any]:
    """Every measure over the whole and over each answer, as one session has them."""

    def measures() -> dict[str, Any]:
        def value(name: str) -> float:
            return round(rng.gauss(5, 1) + (900 if name == "speaking_s" else 0), 4)  # half of the half hour

        return {
            s.name: {"value": value(s.name), "unit": s.unit, "observed_s": 280.0, "noise": 0.5}
            for s, _ in SPECS
        }

    answer = review["answers"][0]
    answers = [answer | {"index": i, "measures": measures()} for i in range(ANSWERS)]
    return {"measures": measures(), "answers": answers}


def fill(library: Library, sessions: int = SESSIONS) -> None:
    """One made review with so many sets of numbers: straight into the tables, as its words do not matter."""
    rng = random.Random(1)
    body = long_review(rng, review_of(recording_of(b"x")))
    squeezed, summary = compress_review(body), summary_of(body)
    versions = {d.name: d.version for d in detectors.ALL}
    with library.database.write() as database:
        for number in range(1, sessions + 1):
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
            database.bulk_save_objects(measure_rows(number, body | numbers(rng, body)))
            database.add(transcript_row(f"s{number}", body))
            database.flush()
            database.expunge_all()
