"""The coaching rule on made answers: what is kept, what is to change, and what is never said."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_answers import BEHAVIOURAL, STORY, TALK, case, texts, topics
from secondtake.coaching.debrief import MAX_SHOWN, MIN_OBSERVATIONS
from secondtake.coaching.topics import MEASURE_OF, STRENGTHS, TOPICS
from secondtake.detectors import ALL
from secondtake.evaluation.coaching_cases import debrief_of

FORBIDDEN = re.compile(
    r"\b0 (%|times)|\bz\b|\bdB\b|semitone|standard dev|degrees?\b|face widths|confiden(t|ce)|nervous|"
    r"anxious|hireab",
    re.I,
)


def test_story_with_own_action_and_result_is_kept():
    debrief = debrief_of(case((BEHAVIOURAL, STORY)))
    assert topics(debrief.session.keep)[0] == "story"
    assert "“I called every customer before nine”" in debrief.session.keep[0].text
    assert "delivered all of them" in debrief.session.keep[0].text


def test_story_without_result_is_asked_for_it():
    text = (
        "Last spring our warehouse lost power on the busiest day of the month. "
        "I called every customer before nine. "
        "I rented two trucks and moved the boxes by hand. There were boxes everywhere and it was very cold. "
        "Everybody was tired and the phones were ringing."
    )
    (answer,) = debrief_of(case((BEHAVIOURAL, text))).answers
    assert topics(answer.change) == ["result"]
    assert "“Everybody was tired and the phones were ringing”" in answer.change[0].text
    assert answer.say_again == 0


def test_question_that_asks_for_no_event_is_not_asked_for_a_result():
    (answer,) = debrief_of(case(("Why do you want to work here?", TALK))).answers
    assert "result" not in topics(answer.change)


def test_three_answers_that_start_on_an_um_are_one_finding():
    answers = [("Why us?", f"Um, {TALK}"), ("And you?", f"I guess, {TALK}"), ("What next?", f"Uh, {TALK}")]
    session = debrief_of(case(*answers)).session
    opening = next(p for p in session.change if p.topic == "opening")
    assert opening.text.startswith("You start all three answers on “um”, “I guess”, “uh”.")
    assert len(opening.moments) == 3


def test_flat_beginning_names_the_sentence_to_begin_with():
    low = {"kind": "low_voice_energy", "answer": 0, "from": 0.0, "to": 0.45}
    (answer,) = debrief_of(case(("Why us?", " ".join([TALK] * 3)), events=[low])).answers
    assert answer.change[0].topic == "late_start"
    assert "Begin there." in answer.change[0].text


def test_second_ending_tells_where_the_first_one_was():
    text = f"{STORY} So yeah, that's it. {TALK}"
    (answer,) = debrief_of(case((BEHAVIOURAL, text))).answers
    assert answer.change[0].topic == "second_ending"
    assert "“So yeah, that's it”" in answer.change[0].text


def test_usual_ums_beyond_the_norm_are_still_said():
    text = " ".join(f"Um, {sentence}." for sentence in (STORY + " " + TALK + " " + STORY).split(". "))
    body = " ".join([text, "Um, um, and uh, we uh, went on. Um, it was uh, long."] * 2)
    usual = {"filler_rate": [20.0, 2.0]}
    points = debrief_of(case(("", body), ("", body), usual=usual)).session.change
    ums = [p for p in points if p.topic == "ums"]
    assert ums
    assert ums[0].text.startswith(("Still:", "New for you:")) or ums[0].answer is not None


def test_looking_away_within_the_norm_is_never_to_work_on():
    away = [
        {"kind": "gaze_away", "answer": 0, "from": x / 10, "to": x / 10 + 0.01, "label": "left"}
        for x in range(9)
    ]
    long = " ".join([TALK] * 3)
    session = debrief_of(case(("", long), events=away, usual={"gaze_away_share": [0.01, 0.005]})).session
    assert not {"gaze_side", "gaze_down"} & {*topics(session.change)}


def test_sideways_glances_beyond_the_norm_are_named_by_their_side():
    away = [
        {"kind": "gaze_away", "answer": 0, "from": x / 8, "to": x / 8 + 0.11, "label": "left"}
        for x in range(8)
    ]
    session = debrief_of(case(("", " ".join([TALK] * 3)), events=away)).session
    gaze = next(p for p in session.change if p.topic == "gaze_side")
    assert "to the left" in gaze.text


def test_share_of_unknown_uncertainty_is_not_spoken_of():
    away = [
        {"kind": "gaze_away", "answer": 0, "from": x / 8, "to": x / 8 + 0.11, "label": "left"}
        for x in range(8)
    ]
    measures = {"gaze_away_share": 0.6}
    session = debrief_of(
        case(("", " ".join([TALK] * 3)), events=away, measures=measures, noise="unknown")
    ).session
    assert "gaze_side" not in topics(session.change)


def nodding(count: int) -> list[dict[str, Any]]:
    return [{"kind": "nod", "answer": 0, "from": i / 8, "to": i / 8 + 0.01} for i in range(count)]


def test_nods_while_listening_are_praised_from_two_on_after_content():
    debrief = debrief_of(case((BEHAVIOURAL, STORY), events=nodding(2)))
    assert topics(debrief.session.keep)[0] == "story"
    assert debrief.session.keep[-1].topic == "listening"
    assert re.fullmatch(
        r"You nod while the other person talks \(\d:\d\d, \d:\d\d\)\. It shows that you are listening\.",
        debrief.session.keep[-1].text,
    )
    assert "listening" not in topics(debrief_of(case((BEHAVIOURAL, STORY), events=nodding(1))).session.keep)


def test_nods_or_none_of_them_never_change_what_is_to_work_on():
    changes = [debrief_of(case(("", TALK), events=nodding(n))).session.change for n in (0, 1, 8)]
    assert changes[0] == changes[1] == changes[2]


def test_restless_movement_is_one_line_and_no_list_of_mannerisms():
    kinds = ["sway", "hand_fidget", "face_touch", "head_fidget"] * 3
    events = [{"kind": k, "answer": 0, "from": i / 12, "to": i / 12 + 0.06} for i, k in enumerate(kinds)]
    session = debrief_of(case(("", " ".join([TALK] * 4)), events=events)).session
    assert topics(session.change).count("restless") == 1
    assert sum(TOPICS[p.topic].is_mannerism for p in session.change) == 0


sentences = st.sampled_from(
    [*STORY.split(". "), *TALK.split(". "), "So yeah, that's it", "I guess it was, um, fine", "Um, uh"]
)
answers = st.lists(sentences, min_size=3, max_size=20).map(lambda parts: ". ".join(parts) + ".")
events = st.lists(
    st.builds(
        lambda kind, at, length, label: {
            "kind": kind, "answer": 0, "from": at, "to": min(1.0, at + length), "label": label
        },
        st.sampled_from(
            ["gaze_away", "sway", "hand_fidget", "face_touch", "blink", "slouch", "lean", "lip_press",
             "smile", "low_voice_energy", "fast_stretch", "slow_stretch", "head_tilt", "blink_burst"]
        ),
        st.floats(0, 0.95), st.floats(0.01, 0.5), st.sampled_from(["left", "down", ""]),
    ),
    max_size=12,
)  # fmt: skip


@given(st.lists(answers, min_size=1, max_size=4), events)
def test_debrief_of_anything_keeps_the_rules(texts_, found):
    debrief = debrief_of(case(*((BEHAVIOURAL, t) for t in texts_), events=found))
    for part in (debrief.session, *debrief.answers):
        if part is None:
            continue
        assert len(part.keep) <= MAX_SHOWN
        assert len(part.change) <= MAX_SHOWN
        assert sum(TOPICS[p.topic].is_mannerism for p in part.change) <= 1
        assert all(p.observations >= MIN_OBSERVATIONS for p in part.change[:1])
        assert all(p.moments or p.topic == "improved" for p in (*part.keep, *part.change))
        assert len({p.topic for p in part.change}) == len(part.change)
        assert (part.say_again is None) == (not part.change)
    assert not [t for t in texts(debrief) if FORBIDDEN.search(t)]


def test_smile_begins_an_answer_only_in_its_first_seconds():
    def said(start: float) -> str:
        smile = [{"kind": "smile", "answer": 0, "from": start, "to": start + 0.1}]
        return " ".join(texts(debrief_of(case(("", " ".join([TALK] * 2)), events=smile))))

    assert "You begin with a smile" in said(0.0)
    assert "You smile early on, at 0:0" in said(0.15)
    assert "smile" not in said(0.6)


@given(st.integers(3, 12))
def test_more_sideways_time_never_lowers_its_priority(n):
    def gaze(width: float) -> float:
        spans = [(i / n, (i + width) / n) for i in range(n)]
        events = [{"kind": "gaze_away", "answer": 0, "from": a, "to": b, "label": "left"} for a, b in spans]
        session = debrief_of(case(("", " ".join([TALK] * 3)), events=events)).session
        return next((p.deviation for p in session.change if p.topic == "gaze_side"), 0.0)

    assert gaze(0.3) <= gaze(0.6) <= gaze(0.9)


def test_topics_and_strengths_have_a_measure_that_exists():
    names = {spec.name for detector in ALL for spec in detector.measures}
    assert {*TOPICS, *STRENGTHS} == {*MEASURE_OF}
    assert {*MEASURE_OF.values()} <= names


@pytest.mark.parametrize(("begin", "lead"), [(0.0, "You start fast, from 0:"), (0.4, "You speed up from 0:")])
def test_fast_first_words_are_not_called_speeding_up(begin, lead):
    fast = [{"kind": "fast_stretch", "answer": 0, "from": begin, "to": begin + 0.3}]
    (answer,) = debrief_of(case(("", " ".join([TALK] * 3)), events=fast)).answers
    assert next(p for p in answer.change if p.topic == "fast").text.startswith(lead)


def test_evenly_spread_ums_are_given_no_place():
    text = " ".join(f"Um, {sentence}." for sentence in f"{TALK} {TALK}".rstrip(".").split(". "))
    (answer,) = debrief_of(case(("Why us?", text))).answers
    assert answer.change[0].text.startswith("You say “um” or “uh” 8 times in this answer. ")


def test_session_point_of_one_answer_names_it_beside_others():
    ums = " ".join(f"Um, {sentence}." for sentence in f"{TALK} {TALK}".rstrip(".").split(". "))
    debrief = debrief_of(case(("Why us?", STORY), ("And you?", ums)))
    in_session = next(p for p in debrief.session.change if p.topic == "ums")
    in_answer = next(p for p in debrief.answers[1].change if p.topic == "ums")
    assert "times in answer 2" in in_session.text
    assert "times in this answer" in in_answer.text


def test_say_it_again_names_one_answer_without_its_greeting():
    text = f"{STORY} So yeah, that's it. {TALK}"
    asked = debrief_of(case((f"Thanks for coming in. {BEHAVIOURAL[:-1]}?", text))).session.to_json()
    unasked = debrief_of(case(("", text))).session.to_json()
    assert asked["say_again"]["text"].startswith("Answer “Tell me about a time you solved a problem?” again")
    assert unasked["say_again"]["text"].startswith("Say this answer again")


def test_short_slow_passage_is_not_spoken_of():
    slow = {"kind": "slow_stretch", "answer": 0, "from": 0.5, "to": 0.6}
    (answer,) = debrief_of(case(("", " ".join([TALK] * 5)), events=[slow])).answers
    assert "slow" not in topics(answer.change)


def test_clip_just_under_the_limit_is_not_called_as_long_as_it():
    (doubt,) = debrief_of(case((BEHAVIOURAL, STORY), facts={"duration_s": 19.7})).doubts
    assert doubt.text.startswith("This clip is 19 seconds")
