"""The points of an outline: split, set against an answer's sentences, and called missing only where sure."""

from __future__ import annotations

import numpy as np
import pytest

from secondtake.coaching.story.outline_points import (
    MISSING_BELOW,
    SAID_FROM,
    ComparedPoint,
    PlannedPoint,
    compare_points,
    outline_json,
    outline_points,
)
from secondtake.core.spans import Span


def embed(texts):
    """One direction a first letter: alike where they begin alike."""
    return np.array([np.eye(26)[ord(text[0]) - ord("a")] for text in texts])


def test_outline_points_are_lines_and_sentences_of_each_part():
    points = outline_points({"situation": "- Storm\n- 60 guests", "task": " ", "result": "Thanked. Booked."})
    assert [(p.part, p.text) for p in points] == [
        ("situation", "Storm"),
        ("situation", "60 guests"),
        ("result", "Thanked."),
        ("result", "Booked."),
    ]


def test_compare_points_finds_the_nearest_sentence_and_its_time():
    points = outline_points({"action": "Called a hotel\nWrote it down"})
    compared = compare_points(points, ["It rained.", "Called them.", "Then home."], embed)
    spans = (Span(0, 2), Span(2, 4), Span(4, 6))
    assert outline_json(compared, spans) == [
        {"part": "action", "text": "Called a hotel", "said": True, "start_s": 2.0, "end_s": 4.0},
        {"part": "action", "text": "Wrote it down", "said": False, "start_s": None, "end_s": None},
    ]


def test_compare_points_of_no_outline_is_empty():
    assert compare_points((), ["It rained."], embed) == ()


@pytest.mark.parametrize(
    ("text", "likeness", "is_said"),
    [
        ("The budget", SAID_FROM, True),
        ("The budget", SAID_FROM - 0.01, None),
        ("The budget", MISSING_BELOW, None),
        ("The budget", MISSING_BELOW - 0.01, False),
        ("It still exists", MISSING_BELOW - 0.01, None),  # what "it" is stands elsewhere
    ],
)
def test_is_said_between_the_thresholds_is_unsure(text, likeness, is_said):
    assert ComparedPoint(PlannedPoint("result", text), 0, likeness).is_said is is_said
