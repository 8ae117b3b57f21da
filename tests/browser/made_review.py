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

VOCABULARY = (
    *(
        "I",
        "led",
        "a",
        "small",
        "team",
        "that",
        "moved",
        "our",
        "billing",
        "system",
        "to",
        "the",
        "cloud",
        "and",
    ),
    *(
        "we",
        "cut",
        "the",
        "monthly",
        "cost",
        "by",
        "a",
        "third",
        "while",
        "keeping",
        "the",
        "service",
        "up",
        "for",
    ),
    *("every", "customer", "during", "the", "busiest", "weeks", "of", "the", "whole", "season"),
)
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
SPECS: dict[str, tuple[str, str, str, tuple[str, ...], float | None, float | None]] = {
    "filler_rate": ("Fillers", "per min", "lower", ("filler",), None, 5.0),
    "pace_wpm": ("Pace", "wpm", "inside", ("fast_stretch",), 110.0, 200.0),
    "long_pause_rate": ("Long pauses", "per min", "lower", ("long_pause",), None, 4.0),
    "gaze_away_share": ("Looking away", "share", "lower", ("gaze_away",), None, 0.3),
    "smile_share": ("Smiling", "share", "none", ("smile",), None, None),
    "blink_rate": ("Blinks", "per min", "none", ("blink", "blink_burst"), None, 33.0),
    "face_touch_rate": ("Touching your face", "per min", "lower", ("face_touch",), None, 1.0),
    "slouch_share": ("Slouching", "share", "lower", ("slouch",), None, 0.2),
    "low_voice_energy_share": ("Quiet, flat stretches", "share", "lower", ("low_voice_energy",), None, 0.2),
    "pitch_variation_st": ("Melody of the voice", "st", "higher", ("monotone",), 1.8, None),
}
SIGNAL_UNITS = {
    "voice_energy": "z",
    "visible_energy": "z",
    "speech_rate": "syllables/s",
    "pitch_hz": "Hz",
    "smile": "0..1",
    "yaw_deg": "deg",
    "gaze_off_deg": "deg",
    "sway": "z",
}
ENERGY_PARTS = ("energy_level", "energy_pitch", "energy_range", "energy_rate", "energy_face", "energy_head")


def made_review(
    duration_s: float = 120.0, *, seed: int = 7, busy: float = 1.0, picture: bool = True, unsure: int = 0
) -> dict[str, Any]:
    """A review of `duration_s` seconds with about one answer in 40 s, at most 20.

    Args:
        busy: scales how many events there are.
        picture: whether the recording had a picture.
        unsure: so many words of the first answer were not heard clearly.
    """
    rng = random.Random(seed)
    answers = _answers(duration_s)
    words = _words(rng, answers)
    for word in [w for w in words if w["speaker"] == "candidate"][:unsure]:
        word["probability"] = 0.2
    events = _events(rng, answers, words, busy=busy, picture=picture)
    measures = _measures(rng, picture)
    signals = {
        n: _signal(n, duration_s, rng) for n in SIGNAL_UNITS if picture or n in ("voice_energy", "pitch_hz")
    }
    for answer in answers:
        answer["measures"] = _measures(rng, picture)
        answer["findings"] = _findings([e for e in events if e["answer"] == answer["index"]])
    signals |= _energy_parts(duration_s, seed, picture=picture)
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
        "measures": measures,
        "findings": _findings(events),
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
        "specs": {name: _spec(name) for name in SPECS},
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
            "answers": [_answer_energy(a["index"]) for a in answers],
            "said": ["You start strong: your first half-minute lies above what follows."],
        },
        "patterns": [
            {
                "text": "A filler often comes with a look away: 7 of 12 fillers, against 2 by chance.",
                "evidence": [e["id"] for e in events if e["kind"] == "filler"][:3],
            }
        ],
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
        asked = answer["question_span"]
        said = answer["question"].split()
        step_s = (asked["end_s"] - asked["start_s"]) / len(said)
        for i, text in enumerate(said):
            say(text, asked["start_s"] + i * step_s, step_s * 0.8, "interviewer", "word")
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


def _measures(rng: random.Random, picture: bool) -> dict[str, dict[str, Any]]:
    plausible = {
        "filler_rate": (2, 7),
        "pace_wpm": (120, 190),
        "long_pause_rate": (1, 4),
        "gaze_away_share": (0.05, 0.35),
        "smile_share": (0.05, 0.3),
        "blink_rate": (14, 32),
        "face_touch_rate": (0, 2),
        "slouch_share": (0, 0.3),
        "low_voice_energy_share": (0, 0.25),
        "pitch_variation_st": (1.5, 3.5),
    }
    heard = ("filler_rate", "pace_wpm", "long_pause_rate", "low_voice_energy_share", "pitch_variation_st")
    return {
        name: {
            "value": round(rng.uniform(low, high), 3),
            "unit": SPECS[name][1],
            "observed_s": 30.0,
            "noise": 0.4,
        }
        if picture or name in heard
        else {
            "value": None,
            "unit": SPECS[name][1],
            "observed_s": 0.0,
            "noise": None,
            "why_not": "the recording has no picture",
        }
        for name, (low, high) in plausible.items()
    }


def _spec(name: str) -> dict[str, Any]:
    label, unit, better, kinds, low, high = SPECS[name]
    norm = None
    if low is not None or high is not None:
        norm = {"low": low, "high": high, "source": "Made up for this test", "grade": "our choice", "url": ""}
    return {
        "name": name,
        "label": label,
        "unit": unit,
        "better": better,
        "kinds": list(kinds),
        "comparable": True,
        "norm": norm,
        "drill": "Answer once more, and breathe where an um wants to come.",
    }


def _findings(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    def finding(measure: str, kind: str, text: str, rank: int) -> dict[str, Any]:
        spec = _spec(measure)
        evidence = [e["id"] for e in events if e["kind"] in spec["kinds"]]
        return {
            "measure": measure,
            "kind": kind,
            "text": text,
            "norm": spec["norm"],
            "evidence": evidence,
            "weight": 1.0 / rank,
            "drill": spec["drill"] if kind == "improve" else "",
            "rank": rank,
        }

    return [
        finding("pace_wpm", "strength", "Your pace was easy to follow: 148 words a minute.", 1),
        finding(
            "gaze_away_share", "strength", "You kept your eyes on the camera most of the time (away 14 %).", 2
        ),
        finding("filler_rate", "improve", "6.2 fillers a minute: a short silence does the same work.", 3),
        finding("face_touch_rate", "improve", "Your hand went to your face 1.8 times a minute.", 4),
        finding("low_voice_energy_share", "improve", "Your voice went flat for 22 % of the time.", 5),
        finding("slouch_share", "notice", "You slouched 24 % of the time.", 6),
    ]


def _signal(name: str, duration_s: float, rng: random.Random) -> dict[str, Any]:
    count = int(duration_s * 10)
    phase, walk, values = rng.uniform(0, 6), 0.0, []
    for i in range(count):
        walk = 0.98 * walk + rng.gauss(0, 0.12)
        unseen = name != "voice_energy" and 0.30 < i / count < 0.34
        values.append(None if unseen else round(_shape(name, math.sin(phase + i / 90) + walk), 3))
    return {"unit": SIGNAL_UNITS[name], "times_s": [round(i / 10, 2) for i in range(count)], "values": values}


def _energy_parts(duration_s: float, seed: int, *, picture: bool) -> dict[str, Any]:
    """What energy is made of, by the second; drawn apart, so that everything else is as it is without."""
    rng = random.Random(seed)
    times_s = [float(i) for i in range(int(duration_s))]
    names = [n for n in ENERGY_PARTS if picture or n not in ("energy_face", "energy_head")]
    return {
        n: {"unit": "z", "times_s": times_s, "values": [round(rng.gauss(0, 1), 2) for _ in times_s]}
        for n in names
    }


def _answer_energy(index: int) -> dict[str, Any]:
    said = "You fade towards the end: your energy falls over this answer."
    return {"index": index, "mean": 0.8 - 0.5 * index, "said": [said]}


def _shape(name: str, z: float) -> float:
    if name in ("smile",):
        return 1 / (1 + math.exp(-2 * z + 1.5))
    return {"pitch_hz": 120 + 20 * z, "gaze_off_deg": abs(9 * z), "speech_rate": 4 + 0.6 * z}.get(name, z)


if __name__ == "__main__":
    json.dump(made_review(float(sys.argv[1]) if len(sys.argv) > 1 else 120.0), sys.stdout)
