"""A made history of 24 takes in a home: ums and uhs fall, looking away rises with another camera, and
everything else is noise.

`python tests/browser/made_history.py HOME` makes one to look at.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from driving import moving_picture
from made_review import made_review

from secondtake import detectors
from secondtake.config import Settings
from secondtake.core.recording import AudioStream, Recording
from secondtake.core.trends.session_trends import MeasureHistory
from secondtake.media.probe import probe
from secondtake.store.library import Library
from secondtake.synthetic.simulated_histories import cameras, history

SEED = 3
LENGTH_S = 40.0
WATCHABLE = 2  # the newest sessions have a picture that plays, the others a sound that does not
REAL_EVERY = 6
OLDER = 2  # the first sessions were measured by an earlier version
FIRST = datetime(2026, 3, 2, 9, tzinfo=UTC)
QUESTION = "Could you tell me about yourself?"
# measure: (course of the made history, its value at 0, what one spread is worth)
MADE = {
    "filler_rate": ("improving", 0.0, 0.7),
    "gaze_away_share": ("worsening", 0.0, 0.03),
    "face_touch_rate": ("flat 4", 0.0, 0.5),
    "long_pause_rate": ("flat 1", -2.0, 0.5),
    "pitch_quotient": ("flat 2", 0.05, 0.02),
    "slouch_share": ("flat 3", -0.08, 0.04),
    "speech_rate": ("flat 5", 110.0, 8.0),
    "hedge_rate": ("flat 6", -2.5, 0.6),
    "low_energy_share": ("flat 7", -0.05, 0.03),
    "repeat_rate": ("flat 0", -3.0, 0.6),
}
SPECS = {spec.name: (spec, d.id) for d in detectors.ALL for spec in d.measures}


def fill(library: Library, folder: Path, films: Sequence[Path] = ()) -> list[str]:
    """Fill the library; returns the sessions' ids, the earliest first. Two takes a day, every fourth day.

    Args:
        films: of `LENGTH_S`, the pictures of the newest takes; without them a square moves there.
    """
    courses = history(SEED)
    folder.mkdir(parents=True, exist_ok=True)
    count = len(courses["improving"].points)
    unplayable_files = [unplayable(folder, i) for i in range(count - WATCHABLE)]
    playable_files = [(film, probe(film)) for film in films or _squares(folder, count)]
    return [_session(library, i, courses, *one) for i, one in enumerate((*unplayable_files, *playable_files))]


def _session(
    library: Library, i: int, courses: dict[str, MeasureHistory], file: Path, recording: Recording
) -> str:
    library.add_recording(file, recording)
    at = FIRST + timedelta(days=4 * (i // 2), minutes=20 * (i % 2))
    kind: Any = "real" if i % REAL_EVERY == REAL_EVERY - 1 else "practice"
    title = f"Interview {i // REAL_EVERY + 1}" if kind == "real" else f"Practice {i + 1}"
    session = library.create_session(recording.digest, title=title, kind=kind, recorded_at=at)
    body = made_review(LENGTH_S, seed=i, picture=recording.video is not None)
    numbers = {name: _measure(name, courses, i) for name in MADE}
    version = "filler@0" if i < OLDER else SPECS["filler_rate"][1]
    body |= {
        "recording": recording.as_dict(),
        "measures": numbers,
        "specs": {
            name: body["specs"].get(name, {"kinds": [], "norm": None, "label": SPECS[name][0].label})
            | {"detector": version if name == "filler_rate" else SPECS[name][1]}
            for name in MADE
        },
        "findings": [],
        "conditions": cameras(SEED)[i].to_json(),
    }
    body["answers"][0] |= {"measures": numbers, "question": QUESTION}
    body["provenance"]["detectors"] = {d.name: d.version for d in detectors.ALL}
    library.save_review(session.id, body)
    return session.id


def _measure(name: str, courses: dict[str, MeasureHistory], i: int) -> dict[str, Any]:
    course, base, spread = MADE[name]
    point = courses[course].points[i]
    value = max(0.0, base + spread * point.value)
    noise = spread * (0.4 if point.noise is None else point.noise)
    return {"value": round(value, 4), "unit": SPECS[name][0].unit, "observed_s": 35.0, "noise": noise}


def _squares(folder: Path, count: int) -> list[Path]:
    return [
        moving_picture(folder / f"take-{i}.mp4", LENGTH_S + i / 10) for i in range(count - WATCHABLE, count)
    ]


def unplayable(folder: Path, i: int) -> tuple[Path, Recording]:
    """Sound that does not play: nobody looks at the older takes."""
    file = folder / f"made-{i}.m4a"
    file.write_bytes(f"made {i}".encode())
    digest = f"sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}"
    return file, Recording(
        digest, file.name, "mp4", LENGTH_S, None, AudioStream("aac", 48_000, 1, 1, 0, 0.0, LENGTH_S)
    )


if __name__ == "__main__":
    home = Path(sys.argv[1])
    with Library.open(Settings.load({}, home=home)) as made:
        fill(made, home.parent / "made")
