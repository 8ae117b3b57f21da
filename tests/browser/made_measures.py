"""The made review's measures, what they are held against, and what is found in them."""

from __future__ import annotations

import random
from typing import Any

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


def measures(rng: random.Random, picture: bool) -> dict[str, dict[str, Any]]:
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
    audio_measures = (
        "filler_rate",
        "pace_wpm",
        "long_pause_rate",
        "low_voice_energy_share",
        "pitch_variation_st",
    )
    return {
        name: {
            "value": round(rng.uniform(low, high), 3),
            "unit": SPECS[name][1],
            "observed_s": 30.0,
            "noise": 0.4,
        }
        if picture or name in audio_measures
        else {
            "value": None,
            "unit": SPECS[name][1],
            "observed_s": 0.0,
            "noise": None,
            "why_not": "the recording has no video",
        }
        for name, (low, high) in plausible.items()
    }


def spec(name: str) -> dict[str, Any]:
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


def findings(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    def finding(measure: str, kind: str, text: str, rank: int) -> dict[str, Any]:
        held = spec(measure)
        evidence = [e["id"] for e in events if e["kind"] in held["kinds"]]
        return {
            "measure": measure,
            "kind": kind,
            "text": text,
            "norm": held["norm"],
            "evidence": evidence,
            "weight": 1.0 / rank,
            "drill": held["drill"] if kind == "improve" else "",
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
