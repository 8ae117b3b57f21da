"""Where a recording leaves doubt nothing is advised, and the doubt says what to do."""

from __future__ import annotations

import pytest

from made_answers import BEHAVIOURAL, STORY, TALK, case
from secondtake.evaluation.coaching_cases import debrief_of


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"duration_s": 4.0}, "too_short"),
        ({"speech_s": 1.0, "own_speech_s": 1.0}, "no_speech"),
        ({"own_speech_s": 6.0}, "whose_voice"),
        ({"duration_s": 30.0, "stated_s": 53.0}, "cut_off"),
        ({"faces": 2}, "two_people"),
        ({"is_in_tile": True}, "one_small_face"),
        ({"still_share": 0.97}, "still_picture"),
        ({"word_probability": 0.2}, "words_unsure"),
        ({"words": 4}, "not_understood"),
        ({"is_language_unsure": True}, "language"),
        ({"has_sound": False}, "no_sound"),
        ({"duration_s": 18.0, "speech_s": 0.0, "own_speech_s": 0.0}, "no_speech"),
    ],
)
def test_doubt_about_the_recording_silences_all_advice(facts, code):
    debrief = debrief_of(case((BEHAVIOURAL, f"{STORY} {TALK}"), facts=facts))
    assert code in [d.code for d in debrief.doubts]
    assert debrief.session is None
    assert debrief.answers == ()


@pytest.mark.parametrize(
    ("facts", "whose"),
    [
        ({}, "with the largest face"),
        ({"is_likely_talker": True}, "whose lips seem to move with the sound"),
        ({"is_talker": True}, "whose lips move with the sound"),
    ],
)
def test_doubt_about_two_people_tells_how_one_was_chosen(facts, whose):
    (doubt,) = debrief_of(case((BEHAVIOURAL, f"{STORY} {TALK}"), facts={"faces": 2, **facts})).doubts
    assert doubt.text.startswith(
        f"Which one is you? There are 2 people in the video, and the one {whose} was analysed."
    )
    assert "this_is_me" in doubt.repairs


@pytest.mark.parametrize(
    "facts",
    [
        {"is_in_tile": False},
        {"is_talker": True},
        {"is_chosen": True},
        {"faces": 2},
        {"speech_s": 0.0, "own_speech_s": 0.0},
    ],
)
def test_doubt_about_one_small_face_only_where_nothing_tells_whose_it_is(facts):
    debrief = debrief_of(case((BEHAVIOURAL, f"{STORY} {TALK}"), facts={"is_in_tile": True, **facts}))
    assert "one_small_face" not in [d.code for d in debrief.doubts]


@pytest.mark.parametrize(("faces", "question"), [(1, "Is this you?"), (2, "Which one is you?")])
def test_doubt_about_small_faces_says_what_to_do_if_hidden(faces, question):
    facts = {"faces": faces, "is_in_tile": True}
    (doubt,) = debrief_of(case((BEHAVIOURAL, f"{STORY} {TALK}"), facts=facts)).doubts
    assert doubt.text.startswith(question)
    assert "make it larger in the call and record again" in doubt.text
    assert doubt.repairs == ("this_is_me", "record")


def test_doubts_are_one_each_and_end_in_something_to_do():
    debrief = debrief_of(case((BEHAVIOURAL, f"{STORY} {TALK}"), facts={"faces": 2, "own_speech_s": 6.0}))
    assert [d.code for d in debrief.doubts] == ["whose_voice", "two_people"]
    assert all(d.repairs for d in debrief.doubts)
