"""What is advised about content: the own part, the result, what is specific, and the words quoted."""

from __future__ import annotations

import re

import pytest

from made_answers import BEHAVIOURAL, STORY, TALK, case, topics
from secondtake.evaluation.coaching_cases import debrief_of

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
