import re
from dataclasses import replace

import numpy as np
import pytest

from detectors.make_speech import Manner, voice
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors.voice.pitch import Params, detect, measure

PARAMS = Params()


EXAMPLES = (
    voice(80, {(30, 43): Manner(pitch_st=0.75)}),
    replace(voice(60, usual=Manner(pitch_st=1.0)), baselines={"pitch_movement": 3.2}),
    voice(60, usual=Manner(pitch_st=1.0)),
)


def monotone(tracks: Tracks, params: Params = PARAMS) -> list[Span]:
    return [e.span for e in detect(tracks, params).events]


def numbers(tracks: Tracks) -> dict[str, float | None]:
    return {m.name: m.value for m in measure(detect(tracks, Params()), tracks, tracks.whole)}


def test_monotone_flat_stretch_is_reported() -> None:
    (found,) = monotone(voice(80, {(30, 43): Manner(pitch_st=0.75)}))
    assert found.overlap_s(Span(30, 43)) / max(found.duration_s, 13) >= 0.8


def test_monotone_reason_compares_with_this_and_earlier_sessions() -> None:
    tracks = voice(80, {(30, 43): Manner(pitch_st=0.75)})
    share = percent(tracks)
    assert share == pytest.approx(100 * 0.75 / 3.0, rel=0.3)
    livelier = replace(tracks, baselines={"pitch_movement": 4.0})
    assert 0 < percent(livelier) < share


def percent(tracks: Tracks) -> float:
    (event,) = detect(tracks, PARAMS).events
    match = re.search(r"only (\d+) % as much as usual", event.why)
    assert match
    return float(match[1])


def test_monotone_quiet_or_slow_speech_is_not_reported() -> None:
    assert monotone(voice(80, {(30, 43): Manner(level_db=-35)})) == []
    assert monotone(voice(80, {(30, 43): Manner(rate=3.0)})) == []


def test_monotone_constant_pitch_is_reported() -> None:
    flat = voice(60, usual=Manner(pitch_st=1.0))
    (found,) = monotone(flat)
    assert found.duration_s > 50
    assert monotone(flat, replace(Params(), flat_quotient=0.03)) == []
    assert monotone(flat, replace(Params(), flat_s=90.0)) == []


@pytest.mark.parametrize("by_st", [-5.0, 4.0, 12.0])
def test_pitch_variation_higher_voice_is_the_same(by_st: float) -> None:
    tracks = voice(60)
    pitch = tracks["pitch_st"]
    higher = tracks.with_series(pitch_st=pitch.with_values(pitch.values + by_st))
    for name, value in numbers(tracks).items():
        assert numbers(higher)[name] == pytest.approx(value, rel=1e-6), name


def test_pitch_measures_have_known_values() -> None:
    tracks = voice(60)
    voiced = tracks["pitch_st"].values
    hertz = 100 * 2 ** (voiced / 12)
    found = numbers(tracks)
    assert found["pitch_variation"] == pytest.approx(np.nanstd(voiced), rel=0.05)
    assert found["pitch_quotient"] == pytest.approx(np.nanstd(hertz) / np.nanmean(hertz), rel=0.05)
    low, high = np.nanpercentile(voiced, (5, 95))
    assert found["pitch_range"] == pytest.approx(high - low)


def test_voice_breaks_are_per_minute_of_voice() -> None:
    tracks = voice(60)
    voiced_s = np.isfinite(tracks["pitch_st"].values).sum() * 0.016
    breaks = np.zeros(len(tracks["pitch_st"]))
    breaks[100::500] = 1.0
    told = numbers(tracks.with_series(voice_break=tracks["syllable"].with_values(breaks)))
    assert told["voice_breaks"] == pytest.approx(60 * breaks.sum() / voiced_s)
    unheard = {name: series for name, series in tracks.series.items() if name != "voice_break"}
    assert numbers(replace(tracks, series=unheard))["voice_breaks"] is None  # by an older version


def test_pitch_without_voicing_is_not_measured() -> None:
    tracks = voice(60)
    hoarse = tracks.with_series(pitch_st=tracks["pitch_st"].only(()))
    assert monotone(hoarse) == []
    for m in measure(detect(hoarse, Params()), hoarse, hoarse.whole):
        assert m.value is None
        assert m.why_not
