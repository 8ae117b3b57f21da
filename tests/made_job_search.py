"""A made season: six interviews and fifteen practices of one person, for tests and for looking at the pages.

Four of the interviews were recorded. The person hurries less and says "um" less as weeks go by, is livelier
in real interviews than in practice, and feels that. Try `python tests/made_job_search.py HOME`.
"""

from __future__ import annotations

import hashlib
import random
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from secondtake.config import Settings
from secondtake.core.recording import AudioStream, Recording
from secondtake.journal.interview import InterviewDebrief
from secondtake.journal.questions.import_export import starters
from secondtake.journal.questions.question import Outline
from secondtake.store.library import Library

SPECS = {
    "filler_rate": ("Fillers", "per min", "Answer one question with a silent second for each “um”."),
    "speech_rate": ("Pace", "wpm", ""),
    "long_pause_rate": ("Long pauses", "per min", ""),
    "pitch_variation": ("Pitch variation", "st", "Read a page to a child, then answer in that voice."),
    "articulation_rate": ("Syllables a second", "syllables per s", ""),
    "gaze_away_share": ("Looking away", "share", "Answer one question to a dot beside the camera."),
}  # fmt: skip
PRACTISED = (
    "Tell me about yourself.",
    "Why do you want this job?",
    "What is your greatest weakness?",
    "Tell me about a conflict with a colleague and how it ended.",
    "Describe a time when you had to persuade somebody.",
    "Do you have any questions for us?",
)
COMPANIES = (
    ("Nordlicht Energie", "Data analyst", "Ana Li <ana.li@example.com>", "phone"),
    ("Acme, Inc.", "Analyst", "Tom O’Neill <tom@example.org>", "video"),
    ("Müller & Söhne “KG”", "Data engineer", "José Núñez", "on site"),
    ("Brightwater", "Analytics lead", "Priya Raman <priya@example.com>", "video"),
    ("Kestrel Robotics", "Data analyst", "李小龙 <li@example.cn>", "video"),
    ("Halden Health", "Senior analyst", "Maren Dahl <maren@example.no>", "on site"),
)
YOURSELF, JOB, WEAKNESS, CONFLICT, PERSUADE, QUESTIONS = PRACTISED
SALARY = "What are your salary expectations?"
ASKED = (
    ("Walk me through your background.", "Why are you interested in this opening?",
     "What do you need to get better at?", "When could you start?"),
    (YOURSELF, JOB, "How did you handle an unhappy client?", SALARY),
    (YOURSELF, "Why should we hire you?", WEAKNESS, QUESTIONS),
    (YOURSELF, JOB, PERSUADE, SALARY, QUESTIONS),
    (YOURSELF, WEAKNESS, JOB, CONFLICT),
    (YOURSELF, JOB, WEAKNESS, PERSUADE, QUESTIONS),
)  # fmt: skip


def make_season(library: Library, folder: Path, today: date, *, seed: int = 7) -> None:
    """Fill a library with the season, its last interview on the day before `today`."""
    rng = random.Random(seed)
    noon = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    library.questions.add_all(starters(noon - timedelta(days=60)))
    for i in range(15):
        at = noon - timedelta(days=52 - 3.5 * i)
        asked = [PRACTISED[(2 * i + j) % len(PRACTISED)] for j in range(3)]
        energy = rng.gauss(0, 1)
        session = _session(library, folder, f"Practice {i + 1}", at, asked, rng, energy, i / 14, "practice")
        stars = max(1, min(5, round(3 + energy + rng.gauss(0, 0.4))))
        library.corrections.rate_oneself(
            session, None, {"energy": stars, "answers": rng.choice([2, 3, 4, 4])}
        )
    for i in range(6):
        _interview(library, folder, i, noon - timedelta(days=47 - 9.2 * i), rng)
    weakness = next(q for q in library.questions.all() if q.text == "What is your greatest weakness?")
    outline = Outline(
        "My first report",
        "Tell the board what it meant",
        "Asked two of them beforehand",
        "They decided that day",
    )
    library.questions.update(weakness.id, outline=outline, notes="Name one thing, then what I do about it.")


def _interview(library: Library, folder: Path, i: int, at: datetime, rng: random.Random) -> None:
    company, role, person, kind = COMPANIES[i]
    session = None
    if i >= 2:
        lively = 2.2 + rng.gauss(0, 0.5)
        session = _session(
            library, folder, f"{company}, {role}", at, list(ASKED[i]), rng, lively, i / 5, "real"
        )
    state: dict[str, Any] = [
        {
            "thanked": at.date() + timedelta(days=1),
            "outcome": "rejected",
            "outcome_on": at.date() + timedelta(days=9),
        },
        {"thanked": at.date(), "outcome": "offer", "outcome_on": at.date() + timedelta(days=20)},
        {"thanked": at.date() + timedelta(days=1)},
        {"thanked": at.date() + timedelta(days=1)},
        {"thanked": at.date(), "promised": at.date() + timedelta(days=21)},
        {},
    ][i]
    kept = library.interviews.add(
        company, role, at, people=(person,), kind=kind, stage="first round" if i % 2 else "second round",
        session_id=session, **state,
    )  # fmt: skip
    for j, question in enumerate(ASKED[i]):
        library.interviews.log_asked(
            kept.id, question, ("well", "okay", "poorly", "okay", "well")[(i + j) % 5]
        )
    library.interviews.debrief(
        kept.id,
        InterviewDebrief(
            well="The first question came easily.",
            okay="The part about tools.",
            improve="Too long on the weakness.",
            mattered="your story of the storm in the control room",
            ratings={"answers": 4, "energy": 4},
            energy=(4, 5, 4, 5, 4, 5)[i],
        ),
    )


def _session(
    library: Library, folder: Path, title: str, at: datetime, asked: list[str], rng: random.Random,
    energy: float, course: float, kind: Any,
) -> str:  # fmt: skip
    """A reviewed session whose numbers follow from the season's course (0 to 1) and the day's energy."""
    content = title.encode()
    source = folder / "made.m4a"
    source.write_bytes(content)
    sound = AudioStream("aac", 48_000, 1, 1, 0, 0.0, 60.0 * len(asked))
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    recording = Recording(digest, "made.m4a", "mp4", 60.0 * len(asked), None, sound)
    library.add_recording(source, recording)
    session = library.create_session(digest, title=title, kind=kind, recorded_at=at)

    def numbers() -> dict[str, Any]:
        values = {
            "filler_rate": 7.5 - 5 * course + rng.gauss(0, 0.7),
            "speech_rate": 168 - 20 * course + rng.gauss(0, 5),
            "long_pause_rate": max(0.0, 1.2 + rng.gauss(0, 0.4)),
            "pitch_variation": 2.6 + 0.3 * energy + rng.gauss(0, 0.1),
            "articulation_rate": 4.0 + 0.2 * energy + rng.gauss(0, 0.08),
            "gaze_away_share": max(0.0, 0.24 + rng.gauss(0, 0.03)),
        }
        return {
            name: {
                "value": round(value, 3),
                "unit": SPECS[name][1],
                "observed_s": 55.0,
                "noise": abs(value) * 0.04,
            }
            for name, value in values.items()
        }

    whole = numbers()
    findings = _findings(whole)
    answers = [
        {"index": i, "question": q, "question_id": None, "start_s": 60.0 * i, "end_s": 60.0 * i + 55,
         "question_span": None, "found_by": "marks", "measures": numbers(), "findings": findings[1:]}
        for i, q in enumerate(asked)
    ]  # fmt: skip
    library.save_review(
        session.id,
        {
            "schema": 1,
            "recording": recording.as_dict(),
            "language": {"code": "en", "validated": True},
            "words": [],
            "events": [],
            "answers": answers,
            "measures": whole,
            "findings": findings,
            "signals": {},
            "coverage": {"words": 1.0},
            "warnings": [],
            "provenance": {"version": "0.1.0", "detectors": {"made": 1}, "weights": {}, "settings": {}},
            "timing": {},
            "specs": {
                n: {"label": label, "kinds": [], "detector": "made@1"} for n, (label, *_) in SPECS.items()
            },
        },
    )
    return session.id


def _findings(numbers: dict[str, Any]) -> list[dict[str, Any]]:
    said = [
        (
            "gaze_away_share",
            "improve",
            f"You looked away {100 * numbers['gaze_away_share']['value']:.0f} % of the time.",
        )
    ]
    fillers = numbers["filler_rate"]["value"]
    if fillers > 5:
        said.append(("filler_rate", "improve", f"{fillers:.1f} fillers a minute."))
    if numbers["pitch_variation"]["value"] > 2.4:
        said.append(("pitch_variation", "strength", "Your voice moves."))
    return [
        {"measure": name, "kind": kind, "text": text, "norm": None, "evidence": [], "weight": 1.0,
         "drill": SPECS[name][2] if kind == "improve" else "", "rank": i + 1}
        for i, (name, kind, text) in enumerate(said)
    ]  # fmt: skip


if __name__ == "__main__":
    home = Path(sys.argv[1])
    with Library.open(Settings.load({}, home=home)) as made:
        make_season(made, home, date.today())
