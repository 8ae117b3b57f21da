"""What a coach's file says is checked, whoever wrote it."""

from __future__ import annotations

from typing import Any

import pytest

from secondtake.core.insights.rating_form import (
    FORM,
    MAX_COMMENT,
    MAX_COMMENTS,
    MAX_NAME,
    VIDEO_ITEMS,
    form_items,
    parse_coach_opinion,
)

COMMENT = {"at_s": 3.0, "text": "Slower here."}
OPINION: dict[str, Any] = {"name": "Ada", "rating": {"pace": 2}, "comments": [COMMENT]}


def test_parse_coach_opinion_returns_comments_by_time_without_empty_ones() -> None:
    comments = [COMMENT | {"at_s": 9}, COMMENT, {"at_s": 1, "text": " "}]
    opinion = parse_coach_opinion(OPINION | {"comments": comments})
    assert [comment.at_s for comment in opinion.comments] == [3.0, 9.0]
    assert parse_coach_opinion(opinion.to_json()) == opinion


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "x" * (MAX_NAME + 1)},
        {"rating": {"pace": 6}},
        {"rating": {"charm": 3}},
        {"comments": [COMMENT] * (MAX_COMMENTS + 1)},
        {"comments": [COMMENT | {"text": "x" * (MAX_COMMENT + 1)}]},
        {"comments": [COMMENT | {"at_s": -1}]},
        {"comments": [COMMENT | {"at_s": float("nan")}]},
        {"rating": {}, "comments": []},
        {"answers": [{"span": [5, 2], "rating": {"pace": 2}}]},
        {"answers": [{"span": [2, float("inf")], "rating": {"pace": 2}}]},
        {"answers": [{"span": [2, 5], "rating": {"charm": 2}}]},
    ],
)
def test_parse_coach_opinion_refuses_what_no_coach_writes(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"there|rating|comment"):
        parse_coach_opinion(OPINION | wrong)


def test_form_items_without_video_ask_only_about_what_is_heard() -> None:
    assert form_items(picture=False).keys() == FORM.keys() - VIDEO_ITEMS
    assert "look" not in form_items(picture=False)["energy"][1]
