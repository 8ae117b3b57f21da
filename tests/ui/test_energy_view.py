"""Energy as the page draws it: every answer's course and words, two clips, and what it is made of."""

from __future__ import annotations

import base64
import sys
from pathlib import Path

import numpy as np
import pytest

from secondtake.ui.view.session_page.energy import PARTS_OF, USUAL_Z, VISIBLE, VOICE, energy
from secondtake.ui.view.session_page.session import UserEntries, session_view

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from made_review import made_review


@pytest.fixture
def review():
    return made_review(120.0)


def test_energy_view_has_index_and_sentences_per_answer(review):
    view = energy(review)
    assert [a["index"] for a in view["answers"]] == [0, 1, 2]
    assert view["answers"][0]["said"] == ["You fade towards the end: your energy falls over this answer."]
    assert view["said"] == review["energy_shape"]["said"]
    assert view["clips"]["best"] == {"start_s": 5.0, "end_s": 20.0, "from": "0:05"}


def test_energy_numbers_have_a_unit_in_words_or_a_reason(review):
    review["answers"][0]["measures"] |= {
        "voice_energy_slope": {"value": -2.0, "unit": "z per min", "noise": None, "observed_s": 60.0},
        "voice_energy_end_drop": {
            "value": None,
            "unit": "dB",
            "why_not": "too little was said",
            "observed_s": 2.0,
        },
    }
    slope, drop = energy(review)["answers"][0]["numbers"]
    assert slope["value"] == "-2 times your usual variation a minute"
    assert (drop["measured"], drop["why_not"]) == (False, "too little was said")


def test_energy_parts_have_a_fixed_scale_and_gaps(review):
    part = review["signals"]["energy_level"]
    part["values"] = [-1.5 if i < 60 else None for i in range(120)]
    view = energy(review)["parts"]["energy_level"]
    coded = np.frombuffer(base64.b64decode(view["bytes"]), np.uint8)
    assert (view["low"], view["high"]) == (-USUAL_Z, USUAL_Z)
    assert view["low"] + (view["high"] - view["low"]) * coded[0] / 254 == pytest.approx(-1.5, abs=0.02)
    assert (coded[60:] == 255).all()


def test_low_energy_kinds_map_to_their_own_parts():
    assert set(PARTS_OF) == {"low_voice_energy", "monotone", "low_visible_energy"}
    assert set(PARTS_OF["monotone"]) < set(PARTS_OF["low_voice_energy"]) == set(VOICE)
    assert set(PARTS_OF["low_visible_energy"]) == set(VISIBLE)


def test_energy_parts_without_video_are_vocal_only():
    parts = energy(made_review(120.0, picture=False))["parts"]
    assert parts
    assert not set(parts) & set(VISIBLE)


def test_energy_without_voice_is_none_and_of_old_review_is_partial(review):
    assert energy(review | {"energy_shape": None}) is None
    assert session_view(review | {"energy_shape": None}, UserEntries("x"))["energy"] is None
    earlier = review | {"energy_shape": {"answers": [{"index": 0, "mean": 0.2, "change": 0.1}], "best": None}}
    view = energy(earlier)
    assert (view["said"], view["clips"], view["answers"][0]["said"]) == ([], {}, [])
