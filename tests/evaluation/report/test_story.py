"""The section on stories: what it counts, on made parts."""

from __future__ import annotations

from secondtake.coaching.story.answer_story import tell_parts
from secondtake.config import Settings
from secondtake.evaluation.labelled_answers import LabelledAnswer
from secondtake.evaluation.report.story import SETS, ToldSet, told_set
from secondtake.observers.speech.sentence_embeddings import SentenceEncoder

TEXTS = (
    "I was responsible for the stand.",
    "I called eleven printers on Monday morning.",
    "I drove to Linz myself.",
)


def test_sentence_share_counts_right_parts():
    story = tell_parts(TEXTS, SentenceEncoder(Settings.load()))
    parts = tuple(s.part for s in story.sentences)
    right = ToldSet("made", "as written", (LabelledAnswer("Q", TEXTS, parts),), (story,))
    assert right.sentence_share == 1.0
    wrong = ToldSet("made", "as written", (LabelledAnswer("Q", TEXTS, ("talk", *parts[1:])),), (story,))
    assert abs(wrong.sentence_share - 2 / 3) < 1e-9


def test_told_set_held_back_is_mostly_right_in_both_spellings():
    encoder = SentenceEncoder(Settings.load())
    for is_spoken in (False, True):
        assert told_set(*SETS[0], is_spoken, encoder).sentence_share >= 0.85
