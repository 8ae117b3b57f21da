from __future__ import annotations

from dataclasses import replace

import pytest

from detectors.make_words import said
from detectors.sentence_tables import BOTH, precision_and_recall, rows
from secondtake.detectors.words import repeats
from secondtake.detectors.words.repeats import Params

PARAMS = Params()


def found(text: str, kind: str, params: Params = PARAMS, language: str = "en") -> list[str]:
    tracks = said(text, language=language)
    return [e.label for e in repeats.detect(tracks, params).events if e.kind == kind]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("I liked the, the best part.", "the, the"),
        ("I was, I was at home.", "i was, i was"),
        ("We went to to to the office.", "to, to, to"),
        ("It was in, um, in the morning.", "in, in"),
        ("I wanted to, I wanted to ask you.", "i wanted to, i wanted to"),
        ("The problem was, was the cost.", "was, was"),
    ],
)
def test_repeat_repeated_words_are_reported(text, label):
    assert found(text, "repeat") == [label]


@pytest.mark.parametrize(
    "text",
    [
        "It was very, very good.",
        "It took a long, long time.",
        "He had had enough.",
        "I think that that was fair.",
        "I do. I do my best.",
        "Words, words, words.",
        "No, no, that is fine.",
        "It got better and better.",
        "We met again and again.",
    ],
)
def test_repeat_emphasis_grammar_and_lists_are_not_reported(text):
    assert found(text, "repeat") == []


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("We wanted to, we decided to tell them.", "we wanted to"),
        ("I was, um, I went home.", "i was"),
        ("They have | they never called back.", "they have"),
        ("I met the cust- the client.", "cust"),
    ],
)
def test_false_start_restarts_and_cut_words_are_reported(text, label):
    assert found(text, "false_start") == [label]


@pytest.mark.parametrize(
    "text",
    [
        "I know, I saw it.",
        "We tried, we failed, we learned.",
        "I came and, I must say, I stayed.",
        "I read about the new office and the training plan looks good.",
        "It was hard, but it worked.",
    ],
)
def test_false_start_complete_clauses_are_not_reported(text):
    assert found(text, "false_start") == []


def test_false_start_has_abandoned_span_and_continuation():
    event = repeats.detect(said("We wanted to, we decided."), Params()).events[0]
    assert event.words == (0, 1, 2)
    assert "started again with “we”" in event.why


def test_repeats_every_parameter_changes_events():
    long = "I wanted to ask, I wanted to ask him."
    assert found(long, "repeat") == ["i wanted to ask, i wanted to ask"]
    assert found(long, "repeat", Params(longest=3)) == []
    apart = "They have | they never called."
    assert found(apart, "false_start", Params(pause_s=0.5)) == []


def test_disfluency_rate_is_per_hundred_words():
    text = "I was, I was um there. " + "Then we all sat down and talked about it. " * 5
    tracks = said(text)
    detection = repeats.detect(tracks, Params())
    measures = {m.name: m for m in repeats.measure(detection, tracks, tracks.whole)}
    assert measures["disfluency_rate"].value == pytest.approx(100 * 2 / 50)
    few = said("I was, I was there.")
    too_few = repeats.measure(repeats.detect(few, Params()), few, few.whole)[2]
    assert too_few.why_not == "too few words were heard"


@pytest.mark.parametrize("which", BOTH)
@pytest.mark.parametrize(("kind", "column"), [("repeat", "repeats"), ("false_start", "false_starts")])
def test_repeats_and_false_starts_meet_published_accuracy(kind, column, which):
    table = rows(f"stumbles{which}", column)
    stumbles = {
        row.sentence for c in ("repeats", "false_starts") for row in rows(f"stumbles{which}", c) if row.true
    }
    assert len(table) >= 60
    assert 0.4 <= len(stumbles) / len(table) <= 0.6
    precision, recall = precision_and_recall(table, kind, lambda t: repeats.detect(t, PARAMS).events)
    assert precision >= 0.85
    assert recall >= 0.95


def test_false_start_cut_by_end_of_recording_is_none():
    cut = said("We opened the second branch in Lon-")
    assert repeats.detect(replace(cut, duration_s=cut.words[-1].span.end_s), PARAMS).events == ()
    assert len(repeats.detect(replace(cut, duration_s=60.0), PARAMS).events) == 1
