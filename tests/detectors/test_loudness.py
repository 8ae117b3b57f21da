from dataclasses import replace

import numpy as np
import pytest

from detectors.make_speech import Manner, voice
from secondtake.core.series import Series
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors.voice.loudness import Params, detect, measure

EXAMPLES = (
    replace(voice(30), facts={"agc": 0.8, "clipped_share": 0.001}),
    voice(40, {(37, 40): Manner(level_db=-37.0)}),
)


def numbers(tracks: Tracks) -> dict[str, float | None]:
    return {m.name: m.value for m in measure(detect(tracks, Params()), tracks, tracks.whole)}


def test_level_variation_is_spread_between_seconds() -> None:
    even = numbers(voice(60))["level_variation"]
    changing = numbers(voice(60, {(0, 30): Manner(level_db=-35)}))["level_variation"]
    assert changing == pytest.approx(np.hypot(even, 5.0), rel=0.15)


def test_speech_to_noise_ratio_has_known_value() -> None:
    tracks = voice(30)
    tracks = replace(tracks, facts={**tracks.facts, "noise_floor_db": -60.0})
    louder = tracks.with_series(level_db=tracks["level_db"].with_values(tracks["level_db"].values + 12.0))
    louder = replace(louder, facts={**tracks.facts, "noise_floor_db": -48.0})
    above, same = (detect(t, Params()).scores["speech_above_noise_db"] for t in (tracks, louder))
    level = detect(tracks, Params()).scores["speech_level_db"]
    assert above.unit == "dB"
    np.testing.assert_allclose(above.values, level.values + 60.0)
    np.testing.assert_allclose(same.values, above.values, atol=1e-9)
    unknown = replace(tracks, facts={})
    assert np.isnan(detect(unknown, Params()).scores["speech_above_noise_db"].values).all()


def test_loudness_is_gated_and_covers_speech_only() -> None:
    tracks = replace(voice(30, speech=(Span(0, 20),)))
    times = np.arange(300) / 10
    momentary = np.where(times < 10, -20.0, np.where(times < 20, -45.0, -5.0))  # loud, faint, not speech
    tracks = tracks.with_series(loudness_lufs=Series(times, momentary, unit="LUFS", hold_s=0.1))
    assert numbers(tracks)["speech_loudness"] == pytest.approx(-20.0, abs=0.1)


def test_level_fade_at_end_is_in_decibels() -> None:
    fading = voice(40, {(37, 40): Manner(level_db=-37.0)})
    assert numbers(fading)["voice_energy_end_drop"] == pytest.approx(12, abs=2)
    assert numbers(voice(40))["voice_energy_end_drop"] == pytest.approx(0, abs=2)
    assert numbers(voice(8))["voice_energy_end_drop"] is None


def test_microphone_gain_note_needs_gain_change() -> None:
    tracks = voice(30)
    assert detect(tracks, Params()).warnings == ()
    levelled = replace(tracks, facts={**tracks.facts, "agc": 0.8})
    clipped = replace(tracks, facts={**tracks.facts, "clipped_share": 0.01})
    assert "automatic gain" in detect(levelled, Params()).warnings[0]
    assert "clipped" in detect(clipped, Params()).warnings[0]
    assert detect(levelled, replace(Params(), agc=0.9)).warnings == ()
    assert detect(clipped, replace(Params(), clipped_share=0.02)).warnings == ()


@pytest.mark.parametrize(("level_db", "count"), [(-35.0, 0), (-49.0, 0), (-53.0, 1), (-70.0, 1)])
def test_very_soft_microphone_is_said(level_db: float, count: int) -> None:
    warnings = detect(voice(30, {(0, 30): Manner(level_db=level_db)}), Params()).warnings
    assert sum("very soft" in warning for warning in warnings) == count


def test_loudness_silence_is_not_measured() -> None:
    assert set(numbers(voice(30, speech=())).values()) == {None}
