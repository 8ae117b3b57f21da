"""Energy data for the page: by answer, best and weakest clip, and components."""

from __future__ import annotations

from typing import Any

from secondtake.core.energy.session_profile import END_DROP, SLOPE, START
from secondtake.core.spans import clock
from secondtake.detectors.body import visible_energy
from secondtake.detectors.voice import pitch, vocal_energy
from secondtake.review_json import ReviewJson
from secondtake.ui.view.formatting import measured
from secondtake.ui.view.session_page.signals import lane_signal

USUAL_Z = 3.0  # our choice: a bar that reaches its end is far from usual; beyond it the number still tells
# What each energy is made of: signal and its name for people, in the order in which they weigh.
VOICE = {
    "energy_level": "Loudness",
    "energy_pitch": "Pitch movement",
    "energy_range": "Pitch range",
    "energy_rate": "Pace",
    "energy_dynamics": "Accents",
    "energy_crispness": "Crispness",
}
VISIBLE = {
    "energy_face": "Face",
    "energy_head": "Head",
    "energy_trunk": "Shoulders",
    "energy_hands": "Hands",
}
PARTS_OF = {
    vocal_energy.KIND.name: VOICE,
    pitch.KIND.name: {name: VOICE[name] for name in ("energy_pitch", "energy_range")},
    visible_energy.KIND.name: VISIBLE,
}


def energy(review: ReviewJson) -> dict[str, Any] | None:
    """Return the page's energy data, or None without a voice.

    `parts` are the signals of both energies by name, as lanes are; `parts_of` names those that decide over
    each kind of moment.
    """
    shape = review.get("energy_shape")
    if not shape:
        return None
    return {
        "said": list(shape.get("said", ())),
        "answers": [_answer(a, review) for a in shape.get("answers", ())],
        "clips": {name: _clip(shape[name]) for name in ("best", "flattest") if shape.get(name)},
        "parts": _parts(review),
        "parts_of": {kind: list(names) for kind, names in PARTS_OF.items()},
        "usual_z": USUAL_Z,
    }


def _answer(profile: dict[str, Any], review: ReviewJson) -> dict[str, Any]:
    """Return one answer's energy: mean, sentences, and numbers or why there are none."""
    answer = review["answers"][profile["index"]]
    specs = review.get("specs") or {}
    return {
        "index": profile["index"],
        "mean": profile["mean"],
        "said": list(profile.get("said", ())),
        "numbers": [
            measured(name, answer["measures"], specs)
            for name in (START, SLOPE, END_DROP)
            if name in answer["measures"]
        ],
    }


def _clip(span: dict[str, float]) -> dict[str, Any]:
    return {"start_s": span["start_s"], "end_s": span["end_s"], "from": clock(span["start_s"])}


def _parts(review: ReviewJson) -> dict[str, dict[str, Any]]:
    duration_s = review["recording"]["duration_s"]
    return {
        name: {"label": label, **lane_signal(review["signals"][name], duration_s, (-USUAL_Z, USUAL_Z))}
        for name, label in (VOICE | VISIBLE).items()
        if name in review["signals"] and review["signals"][name]["values"]
    }
