"""The coaching rule on made answers: what is kept, what is to change, and what is never said."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondtake.coaching.debrief import MAX_SHOWN, MIN_OBSERVATIONS
from secondtake.coaching.topics import MEASURE_OF, STRENGTHS, TOPICS
from secondtake.detectors import ALL
from secondtake.evaluation.coaching_cases import debrief_of

FORBIDDEN = re.compile(
    r"\b0 (%|times)|\bz\b|\bdB\b|semitone|standard dev|degrees?\b|face widths|confiden(t|ce)|nervous|"
    r"anxious|hireab",
    re.I,
)
STORY = (
    "Last spring our warehouse lost power on the busiest day. I called every customer before nine. "
    "I rented two trucks and moved the orders by hand. My manager was away that week, so nobody else could "
    "decide. "
    "In the end we delivered all of them by Friday."
)
TALK = (
    "I am a careful person and I like to work in a team. I always try to listen first. "
    "Communication is very important to me and I think it matters in every job. "
    "People can rely on me and I usually plan my week ahead."
)
BEHAVIOURAL = "Tell me about a time you solved a problem."


def case(*answers: tuple[str, str], **more: Any) -> dict[str, Any]:
    return {"answers": [{"question": q, "text": t} for q, t in answers], **more}


def texts(debrief) -> list[str]:
    parts = [p for d in (debrief.session, *debrief.answers) if d for p in (*d.keep, *d.change)]
    return [p.text for p in parts] + [d.text for d in debrief.doubts]


def topics(points) -> list[str]:
    return [p.topic for p in points]


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


QUESTIONS_OF_HABIT = ("How do you handle several projects at once?", "What would you do under pressure?")
BOSS = (
    "The oven went out on New Year's Eve. The chef called everybody together. He sent two people across the "
    "road. He changed the menu and took the roast off. He wrote the new plan on the wall. "
    "The guests got their food ten minutes late."
)


@pytest.mark.parametrize("question", QUESTIONS_OF_HABIT)
def test_question_of_habit_is_not_asked_for_a_result(question):
    (answer,) = debrief_of(
        case((question, STORY.replace("In the end we delivered", "We want to deliver")))
    ).answers
    assert "result" not in topics(answer.change)


def test_story_of_what_the_boss_did_is_asked_for_the_own_part():
    (answer,) = debrief_of(case((BEHAVIOURAL, BOSS))).answers
    assert "own_part" in topics(answer.change)
    assert "what somebody else did" in next(p.text for p in answer.change if p.topic == "own_part")


@pytest.mark.parametrize(
    "ending",
    [
        "She was not very happy with the plan.",
        "We have another meeting about it in two weeks.",
        "It used to be a tram depot in the old days.",
        "I stepped through it and saw that the script loaded late.",
    ],
)
def test_mood_plan_or_own_step_at_the_end_is_no_result(ending):
    text = (
        "Last spring our warehouse lost power. I called every customer before nine. I rented two trucks. "
        "I also wrote a new plan for the night shift and for the drivers, and I put it on the wall. " + ending
    )
    (answer,) = debrief_of(case((BEHAVIOURAL, text))).answers
    assert topics(answer.change) == ["result"]
    assert topics(answer.keep) == ["own_action"]


@pytest.mark.parametrize(
    "text",
    [
        "I was twelve when the bank said no.",
        "I did that for two years or so.",
        "There are four seconds to decide there.",
        "You need one or two people for that.",
    ],
)
def test_age_years_and_other_peoples_numbers_are_not_specific(text):
    (answer,) = debrief_of(case(("Why us?", f"{text} {TALK}"))).answers
    assert not answer.keep


def test_quotes_leave_out_words_said_twice_and_unfinished_ends():
    text = STORY.replace("I called every", "I, I called, I called every single") + " So there."
    (answer,) = debrief_of(
        case((BEHAVIOURAL, text.replace("moved the orders by", "moved the, the orders by")))
    ).answers
    assert "I, I" not in answer.keep[0].text
    assert not re.search(r" (the|to|and|of|on)…”", answer.keep[0].text)


def test_swallowed_ending_quotes_the_last_words():
    text = (
        f"{STORY} And after all of that we gave the old generator away, and it now runs the school's kitchen."
    )
    made = case((BEHAVIOURAL, text))
    made["answers"][0]["measures"] = {"voice_energy_end_drop": -8}
    (answer,) = debrief_of(made).answers
    assert "runs the school's kitchen”" in next(p.text for p in answer.change if p.topic == "trailing_off")


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


def test_result_with_its_number_is_quoted_rather_than_its_first_word():
    text = (
        "We had slow pages all year. I measured each step of the whole path myself. It was a small team. "
        "So we fixed that, and the average response time dropped by forty percent."
    )
    (answer,) = debrief_of(case((BEHAVIOURAL, f"{TALK} {text}"))).answers
    assert "“I measured each step of the whole path myself”" in answer.keep[0].text
    assert "response time dropped by forty percent”" in answer.keep[0].text


def test_result_of_something_in_numbers_is_specific():
    text = f"{TALK} And the average response time dropped by 40 percent."
    (answer,) = debrief_of(case(("And what was the result of that change?", text))).answers
    assert answer.keep[0].text.startswith(
        "You are specific: “…the average response time dropped by 40 percent”"
    )


def test_late_start_is_not_praised_for_the_place_it_names():
    low = {"kind": "low_voice_energy", "answer": 0, "from": 0.0, "to": 0.45}
    (answer,) = debrief_of(case(("Why us?", " ".join([TALK] * 3)), events=[low])).answers
    assert answer.change[0].topic == "late_start"
    assert "comes_alive" not in topics(answer.keep)
