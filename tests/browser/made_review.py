"""A made review as docs/review-json.md has it, of any length (`made_review.py 3600 > review.json`).

Nothing in it was measured: times are drawn at random from a seed, so that the page can be tested and
timed on sessions of every size without a recording.
"""

from __future__ import annotations

import json
import math
import random
import sys
from typing import Any

from made_measures import SPECS, findings, measures, spec
from made_signals import SIGNAL_UNITS, answer_energy, energy_parts, signal

SAID = (
    "I led a small team that moved our billing system to the cloud and we cut the monthly cost by a "
    "third while keeping the service up for every customer during the busiest weeks of the whole "
    "season"
)
VOCABULARY = tuple(SAID.split())
FILLERS = ("um", "uh", "like", "you know", "so")
QUESTIONS = (
    "Could you tell me about yourself?",
    "Describe a project that did not go to plan.",
    "Why would you like to work with us?",
    "Tell me about a time you disagreed with a colleague.",
    "Where do you see yourself in five years?",
)
# kind: (events a minute of answer, shortest, longest, labels)
EVENTS: dict[str, tuple[float, float, float, tuple[str, ...]]] = {
    "long_pause": (3.0, 1.0, 3.4, ("inside a clause", "between sentences")),
    "smile": (2.2, 0.8, 5.0, ("",)),
    "gaze_away": (4.0, 0.8, 4.5, ("left", "right", "down")),
    "face_touch": (1.2, 0.7, 3.0, ("chin", "nose", "cheek")),
    "hand_fidget": (0.6, 2.0, 8.0, ("",)),
    "lip_press": (0.5, 0.5, 1.5, ("",)),
    "slouch": (0.35, 5.0, 20.0, ("",)),
    "sway": (0.3, 5.0, 14.0, ("side to side",)),
    "hedge": (1.4, 0.3, 0.7, ("I think", "maybe", "just")),
    "repeat": (0.8, 0.3, 0.8, ("the the", "I was, I was")),
    "blink_burst": (0.4, 1.5, 4.0, ("",)),
    "fast_stretch": (0.2, 8.0, 15.0, ("",)),
    "low_voice_energy": (0.35, 8.0, 18.0, ("",)),
    "low_visible_energy": (0.2, 8.0, 16.0, ("",)),
}


def made_review(
    duration_s: float = 120.0,
    *,
    seed: int = 7,
    busy: float = 1.0,
    picture: bool = True,
    unsure: int = 0,
    doubts: Any = (),
    people: Any = (),
) -> dict[str, Any]:
    """A review of `duration_s` seconds with about one answer in 40 s, at most 20.

    Args:
        busy: scales how many events there are.
        picture: whether the recording had a picture.
        unsure: so many words of the first answer were not heard clearly.
        doubts: reasons to give no advice.
        people: who is in the video.
    """
    rng = random.Random(seed)
    answers = _answers(duration_s)
    words = _words(rng, answers)
    for word in [w for w in words if w["speaker"] == "candidate"][:unsure]:
        word["probability"] = 0.2
    events = _events(rng, answers, words, busy=busy, picture=picture)
    whole = measures(rng, picture)
    signals = {
        n: signal(n, duration_s, rng) for n in SIGNAL_UNITS if picture or n in ("voice_energy", "pitch_hz")
    }
    for answer in answers:
        answer["measures"] = measures(rng, picture)
        answer["findings"] = findings([e for e in events if e["answer"] == answer["index"]])
    signals |= energy_parts(duration_s, seed, picture=picture)
    return {
        "schema": 1,
        "recording": {
            "digest": "sha256:" + "0" * 64,
            "name": "made.mp4",
            "container": "mp4",
            "duration_s": duration_s,
            "video": {"width": 1280, "height": 720, "rotation_deg": 0, "codec": "h264"} if picture else None,
            "audio": {"codec": "aac", "rate_hz": 48000, "channels": 1},
        },
        "language": {"code": "en", "validated": True},
        "words": words,
        "events": events,
        "answers": answers,
        "measures": whole,
        "findings": findings(events),
        "debrief": [_debrief(None, events), *(_debrief(a["index"], events) for a in answers)],
        "doubts": list(doubts),
        "people": list(people),
        "signals": signals,
        "coverage": {
            "face": 0.94 if picture else 0.0,
            "body": 0.9 if picture else 0.0,
            "hands": 0.4 if picture else 0.0,
            "voice": 0.7,
            "words": 0.98,
        },
        "warnings": [
            "The microphone levels itself (automatic gain): loudness counts less here, melody and pace more."
        ],
        "provenance": {"version": "0", "detectors": {}, "weights": {}, "settings": {"preset": "balanced"}},
        "timing": {"observe_s": 40.0, "judge_s": 0.2, "stages": {}},
        "specs": {name: spec(name) for name in SPECS},
        "observed": {
            kind: [
                {"start_s": 0.0, "end_s": duration_s * 0.3},
                {"start_s": duration_s * 0.34, "end_s": duration_s},
            ]
            for kind in ("smile", "gaze_away", "blink", "blink_burst")
        },
        "speech": [{"start_s": a["start_s"], "end_s": a["end_s"]} for a in answers],
        "turns": [],
        "habits": [
            {"kind": "filler", "count": 12, "text": "12 fillers, 6 a minute, mostly in the first 20 seconds."}
        ],
        "energy_shape": {
            "best": {"start_s": 5.0, "end_s": 20.0},
            "flattest": {"start_s": 30.0, "end_s": 45.0},
            "answers": [answer_energy(a["index"]) for a in answers],
            "said": ["You start strong: your first 30 seconds have more energy than the rest."],
        },
        "patterns": [
            {
                "text": "A filler often comes with a look away: 7 of 12 fillers, against 2 by chance.",
                "evidence": [e["id"] for e in events if e["kind"] == "filler"][:3],
            }
        ],
    }


def _debrief(answer: int | None, events: list[dict[str, Any]]) -> dict[str, Any]:
    """One thing to keep and one to change, each with a moment to play."""
    own = [e for e in events if answer is None or e["answer"] == answer]
    fillers = [e for e in own if e["kind"] == "filler"][:3]

    def point(topic: str, label: str, text: str, moments: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "topic": topic,
            "label": label,
            "text": text,
            "evidence": [m["id"] for m in moments],
            "moments": [{"start_s": m["start_s"], "end_s": m["end_s"]} for m in moments],
            "why": "Made for a test.",
            "answer": answer,
            "observations": 3,
            "priority": 0.5,
            "source": {"source": "Made for a test", "grade": "our choice", "url": ""},
            "drill": "Breathe in, then start on the first word.",
        }

    change = (
        point("ums", "Ums and uhs", "Several ums and uhs stand close together.", fillers) if fillers else None
    )
    return {
        "answer": answer,
        "keep": point("story", "", "This story works: it has a result.", own[:1]) if own else None,
        "change": change,
        "say_again": change and {"answer": answer or 0, "text": "Say it again.", "drill": change["drill"]},
        "more": {"keep": [], "change": [change] if change and answer is None else []},
    }


def _answers(duration_s: float) -> list[dict[str, Any]]:
    count = max(1, min(20, round(duration_s / 40)))
    each = duration_s / count
    return [
        {
            "index": i,
            "question": QUESTIONS[i % len(QUESTIONS)],
            "question_id": None,
            "start_s": round(i * each + 0.12 * each, 2),
            "end_s": round((i + 1) * each - 1.0, 2),
            "question_span": {"start_s": round(i * each + 0.5, 2), "end_s": round(i * each + 0.1 * each, 2)},
            "found_by": "speakers",
            "measures": {},
            "findings": [],
        }
        for i in range(count)
    ]


def _words(rng: random.Random, answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    words: list[dict[str, Any]] = []

    def say(text: str, at_s: float, length_s: float, speaker: str, kind: str) -> None:
        words.append(
            {
                "text": text,
                "start_s": round(at_s, 2),
                "end_s": round(at_s + length_s, 2),
                "probability": round(rng.uniform(0.5, 1), 3),
                "speaker": speaker,
                "kind": kind,
            }
        )

    for answer in answers:
        question = answer["question_span"]
        texts = answer["question"].split()
        step_s = (question["end_s"] - question["start_s"]) / len(texts)
        for i, text in enumerate(texts):
            say(text, question["start_s"] + i * step_s, step_s * 0.8, "interviewer", "word")
        at_s = answer["start_s"]
        while at_s < answer["end_s"] - 0.5:
            step_s = rng.uniform(0.22, 0.55)
            filler = rng.random() < 0.06
            text = rng.choice(FILLERS if filler else VOCABULARY)
            say(text, at_s, step_s * 0.8, "candidate", "filler" if filler else "word")
            at_s += step_s
    return words


def _event(
    kind: str, start_s: float, end_s: float, answer: int, label: str, rng: random.Random
) -> dict[str, Any]:
    sure = round(rng.uniform(0.45, 1.0), 2)
    return {
        "id": f"{kind}-{start_s:.2f}",
        "kind": kind,
        "label": label,
        "start_s": round(start_s, 2),
        "end_s": round(end_s, 2),
        "strength": round(rng.uniform(1, 3), 2),
        "confidence": sure,
        "answer": answer,
        "detector": f"{kind}@1",
        "dismissed": False,
        "why": f"score {sure:.2f} against a threshold of 0.40",
    }


def _events(
    rng: random.Random,
    answers: list[dict[str, Any]],
    words: list[dict[str, Any]],
    *,
    busy: float,
    picture: bool,
) -> list[dict[str, Any]]:
    hearing = {"long_pause", "hedge", "repeat", "fast_stretch", "low_voice_energy"}
    events = [
        _event("filler", w["start_s"], w["end_s"], i, w["text"], rng)
        for i, a in enumerate(answers)
        for w in words
        if w["kind"] == "filler" and a["start_s"] <= w["start_s"] < a["end_s"]
    ]
    for i, answer in enumerate(answers):
        length_s = answer["end_s"] - answer["start_s"]
        for kind, (per_min, short_s, long_s, labels) in EVENTS.items():
            if not picture and kind not in hearing:
                continue
            for _ in range(math.floor(per_min * busy * length_s / 60 + rng.random())):
                lasts_s = min(rng.uniform(short_s, long_s), length_s * 0.6)
                start_s = rng.uniform(answer["start_s"], answer["end_s"] - lasts_s)
                events.append(_event(kind, start_s, start_s + lasts_s, i, rng.choice(labels), rng))
        for _ in range(round(20 * busy * length_s / 60) if picture else 0):
            start_s = rng.uniform(answer["start_s"], answer["end_s"] - 0.3)
            events.append(_event("blink", start_s, start_s + 0.2, i, "", rng))
    unique = {e["id"]: e for e in events}
    return sorted(unique.values(), key=lambda e: (e["start_s"], e["end_s"]))


if __name__ == "__main__":
    json.dump(made_review(float(sys.argv[1]) if len(sys.argv) > 1 else 120.0), sys.stdout)
