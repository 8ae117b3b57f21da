from __future__ import annotations

import numpy as np
import pytest

from secondtake.core.event import Transcript, Word
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors.words import pace
from secondtake.detectors.words.pace import Params


def talk(*stretches: tuple[float, float]) -> Tracks:
    """Two-syllable words without a pause: each stretch lasts so many seconds at so many words a minute."""
    words: list[Word] = []
    at_s = 0.0
    for lasts_s, wpm in stretches:
        each_s = 60 / wpm
        for _ in range(round(lasts_s / each_s)):
            words.append(Word("tables", Span(at_s, at_s + each_s), 0.9, "candidate"))
            at_s += each_s
    return Tracks(at_s, transcript=Transcript(tuple(words), "en"), speech=(Span(0, at_s),))


def test_pace_measures_have_known_values():
    tracks = talk((60, 150))
    speech_rate, articulation = pace.measure(pace.detect(tracks, Params()), tracks, tracks.whole)
    assert speech_rate.value == pytest.approx(150)
    assert articulation.value == pytest.approx(5.0)


def test_pace_signal_is_not_observed_in_silence():
    tracks = talk((30, 120))
    longer = Tracks(60, transcript=tracks.transcript, speech=tracks.speech)
    scores = pace.detect(longer, Params()).scores
    assert scores["speech_rate"].at([15.0])[0] == pytest.approx(120, rel=0.05)
    assert scores["articulation_rate"].at([15.0])[0] == pytest.approx(4.0, rel=0.1)
    assert np.isnan(scores["speech_rate"].at([50.0])[0])


def test_pace_fast_and_slow_stretches_are_reported():
    tracks = talk((40, 140), (12, 210), (20, 140), (12, 90), (20, 140))
    fast, slow = pace.detect(tracks, Params()).events
    assert (fast.kind, slow.kind) == ("fast_stretch", "slow_stretch")
    assert fast.span.start_s == pytest.approx(40, abs=1.5)
    assert fast.span.end_s == pytest.approx(52, abs=1.5)
    assert slow.span.start_s == pytest.approx(72, abs=1.5)
    assert slow.span.end_s == pytest.approx(84, abs=1.5)


def test_pace_even_speech_has_no_stretches():
    assert pace.detect(talk((60, 240)), Params()).events == ()


@pytest.mark.parametrize(
    "params",
    [Params(fast=1.8), Params(slow=0.4), Params(shortest_s=20.0), Params(window_s=60.0), Params(stay=0.95)],
)
def test_pace_every_parameter_changes_events(params):
    tracks = talk((40, 140), (12, 210), (20, 140), (12, 90), (20, 140))
    usual = [e.span for e in pace.detect(tracks, Params()).events]
    assert [e.span for e in pace.detect(tracks, params).events] != usual


def test_pace_held_um_is_not_articulation():
    plain = talk((30, 150))
    um = Word("um", Span(30, 33), 0.9, "candidate")
    words = (*plain.transcript.words, um)
    hesitant = Tracks(33, transcript=Transcript(words, "en"), speech=(Span(0, 33),))
    rates = [pace.measure(pace.detect(t, Params()), t, t.whole)[1].value for t in (plain, hesitant)]
    assert rates[1] == pytest.approx(rates[0])


def test_pace_little_speech_is_not_measured():
    tracks = talk((4, 150))
    assert {m.value for m in pace.measure(pace.detect(tracks, Params()), tracks, tracks.whole)} == {None}
