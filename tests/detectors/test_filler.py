from __future__ import annotations

from dataclasses import replace

import pytest

from detectors.make_words import said
from secondtake.core.answer import Turn
from secondtake.core.conversation.speaker_corrections import assign_speakers
from secondtake.core.event import Transcript, Word
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors.words import filler, hedges, pace, repeats, word_choice
from secondtake.detectors.words.filler import DETECTOR, Params

PARAMS = Params()


def labels(tracks: Tracks, kind: str = "filler", params: Params = PARAMS) -> list[str]:
    return [e.label for e in filler.detect(tracks, params).events if e.kind == kind]


@pytest.mark.parametrize("um", ["um", "Um,", "uh", "uhm", "ummm", "er", "erm", "hmm", "mm", "ah", "hm", "eh"])
def test_filler_english_filled_pauses_are_reported(um):
    assert labels(said(f"I was {um} there.")) == [um.lower().strip(",")]


@pytest.mark.parametrize("word", ["uh-huh", "mm-hmm", "her", "ham", "oh", "him", "aha", "umbrella", "a"])
def test_filler_similar_words_are_not_reported(word):
    assert labels(said(f"I was {word} there.")) == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Ich war, ähm, dort und äh hier.", ["ähm", "äh"]),
        ("es", "Yo estaba, eh, en la oficina, mmm.", ["eh", "mmm"]),
        ("fr", "J'étais, euh, dans le bureau, hum.", ["euh", "hum"]),
        ("pt", "Eu estava, hã, na empresa, hum.", ["hã", "hum"]),
        ("it", "Ero, ehm, in ufficio, eh.", ["ehm", "eh"]),
    ],
)
def test_filler_other_languages_are_reported(language, text, expected):
    assert labels(said(text, language=language)) == expected


def test_discourse_filler_other_languages_are_reported():
    apart = said("Genau, so war der Plan.", language="de")
    inside = said("Das ist genau der Plan.", language="de")
    particle = said("Das ist sozusagen der Plan.", language="de")
    assert labels(apart, "discourse_filler") == ["genau"]
    assert labels(inside, "discourse_filler") == []
    assert labels(particle, "discourse_filler") == ["sozusagen"]


def test_filler_unknown_language_is_not_measured_with_reason():
    tracks = said("Ik was, eh, daar.", language="nl")
    detection = filler.detect(tracks, Params())
    assert detection.events == ()
    assert {m.why_not for m in filler.measure(detection, tracks, tracks.whole)} == {
        "there is no list of fillers for this language"
    }


@pytest.mark.parametrize("detector", [filler, hedges, repeats, pace, word_choice])
def test_word_detector_unsure_language_counts_nothing(detector):
    certain = said("Um, I I think we we sold it, um, like, maybe, and 10 people came. " * 4)
    unsure = replace(certain, transcript=replace(certain.transcript, candidates=("en", "cy")))
    params = detector.DETECTOR.params
    counted = detector.measure(detector.detect(certain, params), certain, certain.whole)
    assert any(m.value is not None for m in counted)
    detection = detector.detect(unsure, params)
    assert detection.events == ()
    reasons = {m.why_not for m in detector.measure(detection, unsure, unsure.whole)}
    assert reasons == {"it is not certain which language is spoken"}


def test_filler_event_has_words_and_reason():
    event = filler.detect(said("It was, like, hard."), Params()).events[0]
    assert event.why == "set apart on both sides"
    assert event.words == (2,)
    assert event.confidence == 0.9


def test_filler_recogniser_loop_is_not_counted():
    tracks = said("I was um um um um um um there.")
    assert len(labels(tracks)) == 3
    assert len(labels(tracks, params=Params(most_in_a_row=2))) == 2


def test_filler_min_pause_parameter_changes_events():
    tracks = said("I was like | waiting for them.")
    assert labels(tracks, "discourse_filler") == ["like"]
    assert labels(tracks, "discourse_filler", Params(pause_s=0.5)) == []


def test_filler_held_word_is_reported():
    held = said("So we began.", word_s=0.6)
    assert labels(held, "discourse_filler") == ["so"]
    assert labels(held, "discourse_filler", Params(drawn_out_s=0.7)) == []


def test_filler_ignores_the_interviewer():
    tracks = said("Um, why us? Um, I like it.")
    turns = (Turn("interviewer", Span(0, 2.1)), Turn("candidate", Span(2.2, 9)))
    told = replace(tracks, turns=turns, transcript=assign_speakers(tracks.transcript, turns))
    assert [e.words for e in filler.detect(told, Params()).events] == [(3,)]


def test_filler_rate_is_per_minute_of_speech():
    speech = (Span(0, 30),)
    words = tuple(Word("um", Span(t, t + 0.3), 0.9, "candidate") for t in (1.0, 10.0, 20.0))
    plain = tuple(Word("work", Span(t, t + 0.3), 0.9, "candidate") for t in (5.0, 15.0))
    heard = Transcript(tuple(sorted((*words, *plain), key=lambda w: w.span)), "en")
    tracks = Tracks(60, transcript=heard, speech=speech)
    rate, discourse = filler.measure(DETECTOR.detect(tracks, DETECTOR.params), tracks, tracks.whole)
    assert (rate.name, rate.value, rate.observed_s) == ("filler_rate", 6.0, 30.0)
    assert (discourse.name, discourse.value) == ("discourse_filler_rate", 0.0)


def test_filler_silence_is_not_measured():
    assert filler.detect(Tracks(10, transcript=Transcript((), "en"), speech=()), Params()).events == ()
