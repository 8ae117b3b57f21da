"""Utterances of other languages: how many there are, where their pauses stand, and how they are scored."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from secondtake.core.event import Transcript, Word
from secondtake.core.lexicons import for_language
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.evaluation.listening.languages import NEURAL
from secondtake.evaluation.listening.utterances import PAUSES, Utterance, _read_before, _scores, utterances


@pytest.mark.parametrize("code", sorted(PAUSES))
def test_utterances_are_fifty_and_half_have_a_pause_that_the_lexicon_knows(code):
    made = utterances(code)
    assert len(made) >= 50
    assert len({utterance.text for utterance in made}) == len(made)
    lexicon = for_language(code)
    hesitating = [u for u in made if any(map(lexicon.is_filled_pause, u.text.split()))]
    assert 0.4 <= len(hesitating) / len(made) <= 0.7
    assert all(lexicon.is_filled_pause(pause) for pause in PAUSES[code])


def test_scores_count_within_each_utterance():
    spans = (Span(0.0, 3.0), Span(3.0, 6.0))
    some = (
        Utterance("Das war, ähm, halt klein.", Counter({"halt": 1})),
        Utterance("Ja, äh, gut.", Counter()),
    )
    texts = ["Das", "war,", "ähm,", "halt", "klein.", "Ja,", "gut.", "äh,"]
    heard = zip(texts, (0, 0.5, 1, 1.5, 2, 3.5, 4, 7), strict=True)
    words = tuple(Word(text, Span(at_s, at_s + 0.4), 0.9, "candidate") for text, at_s in heard)
    tracks = Tracks(8.0, transcript=Transcript(words, "de"), speech=(Span(0.0, 8.0),))
    first, second = _scores(tracks, some, spans, for_language("de"))
    assert [(s.hits, s.misses, s.false) for s in first] == [(1, 0, 0), (1, 0, 0)]
    assert [(s.hits, s.misses, s.false) for s in second] == [(0, 1, 0), (0, 0, 0)]


def test_recordings_of_a_neural_voice_come_from_the_named_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("SECONDTAKE_SPOKEN", str(tmp_path))
    assert NEURAL.lacks() == ""
    (tmp_path / "fr, 10, neural.wav").touch()
    (tmp_path / "fr, 10, neural.json").write_text(json.dumps([[0.6, 2.5], [3.1, 5.0]]))
    (recording,) = _read_before("fr")
    assert recording.utterances == utterances("fr")[10:20]
    assert recording.spans == (Span(0.6, 2.5), Span(3.1, 5.0))
    assert not list(_read_before("de"))
    monkeypatch.setenv("SECONDTAKE_SPOKEN", str(tmp_path / "nowhere"))
    assert NEURAL.lacks() == "the utterances of neural voices were not at hand"
