"""Follow-up questions: which one is asked after which answer, and how often it fits."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from secondtake.coaching.story.answer_story import split_text, tell_parts
from secondtake.coaching.story.cues import plain_text
from secondtake.coaching.story.probes import PROBES, choose_probe, is_probe, wording
from secondtake.config import Settings
from secondtake.evaluation.coaching_cases import debrief_of
from secondtake.evaluation.labelled_answers import as_recognised, read_answers
from secondtake.observers.speech.sentence_embeddings import SentenceEncoder

DATA = Path(__file__).parents[1] / "data" / "story"
QUESTION = "Tell me about a time you worked under pressure."
CONTEXT = (
    "We were two weeks from the trade fair, and the printer went bankrupt.",
    "I was responsible for the stand, and my boss was away.",
)
OWN = (
    "I called eleven printers on Monday morning.",
    "I drove to Linz myself with all the files and stayed until it was right.",
)
SHARED = (
    "We called eleven printers on Monday.",
    "We drove to Linz together with all the files and stayed until it was right.",
)
RESULT = "The stand was ready an hour early, and we won two customers there."
CLAIM = "They signed the contract in the end, and since then the work has been much easier for everybody."
TALK = (
    "I would say that I am a very reliable person.",
    "Communication is the key to everything, in my opinion.",
    "I always try to see the other side, and I usually stay calm.",
    "I think that people like to work with me.",
    "In general I enjoy working in a team.",
)


@pytest.fixture(scope="module")
def encoder():
    return SentenceEncoder(Settings.load())


@pytest.mark.parametrize(
    ("question", "texts", "probe"),
    [
        (QUESTION, (*CONTEXT, *OWN), "result"),
        (QUESTION, (*CONTEXT, *SHARED, RESULT), "own_part"),
        (QUESTION, (*CONTEXT, *OWN, RESULT), "look_back"),
        (QUESTION, (*CONTEXT, *OWN, CLAIM), "evidence"),
        ("Tell me about a time you failed.", (*CONTEXT, *OWN, CLAIM), "look_back"),
        (QUESTION, TALK, "example"),
        ("What is your greatest strength?", TALK, "example"),
        ("Why do you want to work here?", TALK, "more"),
        (QUESTION, OWN, "more"),
    ],
)
def test_choose_probe_asks_for_what_is_missing(encoder, question, texts, probe):
    assert choose_probe(question, tell_parts(texts, encoder)) == probe


def test_choose_probe_without_words_asks_what_always_fits():
    assert choose_probe(QUESTION, None) == "more"


def test_wording_repeats_only_what_has_no_other_words():
    asked: list[str] = []
    for _ in PROBES["look_back"]:
        asked.append(wording("look_back", asked))
    assert asked == list(PROBES["look_back"])
    assert wording("look_back", asked) == asked[0]
    assert all(map(is_probe, asked))
    assert not is_probe(QUESTION)


def test_probes_fit_in_four_of_five_held_back_answers(encoder):
    """`tests/data/story/probes.csv`: what two readings found to fit; docs/coaching.md has the figures."""
    rows = list(csv.DictReader((DATA / "probes.csv").open(encoding="utf-8")))
    sets = {row["set"]: read_answers(DATA / f"{row['set']}.txt") for row in rows}
    counts = dict.fromkeys(("written", "recognised", "unpunctuated"), (0, 0))
    for row in rows:
        answer = sets[row["set"]][int(row["answer"])]
        spellings = {
            "written": answer.texts,
            "recognised": as_recognised([answer], 1)[0].texts,
            "unpunctuated": split_text(plain_text(" ".join(answer.texts))),
        }
        for name, texts in spellings.items():
            probe = choose_probe(answer.question, tell_parts(texts, encoder))
            first, second = counts[name]
            counts[name] = first + (probe in row["first"].split()), second + (probe in row["second"].split())
    assert len(rows) == 20
    assert counts == {"written": (18, 17), "recognised": (18, 18), "unpunctuated": (15, 14)}


def test_debrief_of_a_follow_up_says_the_answer_before_it_again():
    case = {
        "answers": [
            {"question": QUESTION, "text": " ".join((*CONTEXT, *OWN, RESULT))},
            {"question": "And what came of it?", "text": "Um, well, it was, um, fine, um, I guess. " * 6},
        ],
        "events": [],
    }
    follow_up = debrief_of(case).answers[1]
    assert follow_up.change
    assert follow_up.say_again == 0
    assert QUESTION in follow_up.retry
