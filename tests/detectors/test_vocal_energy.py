from dataclasses import replace

import numpy as np
import pytest

from detectors.make_speech import Manner, voice
from secondtake.core.answer import Turn
from secondtake.core.energy.low_energy import NO_RANGE, NO_RANGE_WHY
from secondtake.core.event import Event, Transcript, Word
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors.voice.vocal_energy import DETECTOR, Params, detect, measure

PARAMS = Params()
QUIET = Manner(level_db=-34.0)
FLAT = Manner(pitch_st=0.75)
SLOW = Manner(rate=3.0, change=16.0)  # without words, a quarter slower is what can be told from chance


EXAMPLES = (
    voice(80, {(30, 43): Manner(level_db=-29.5, pitch_st=2.0)}),
    replace(voice(80, {(30, 43): QUIET}), facts={"agc": 0.4}),
    replace(voice(60, usual=Manner(pitch_st=1.0)), baselines={"pitch_movement": 3.2}),
)


def low(tracks: Tracks, params: Params = PARAMS) -> tuple[Event, ...]:
    return detect(tracks, params).events


def overlap(found: Span, true: Span) -> float:
    return found.overlap_s(true) / max(found.duration_s, true.duration_s)


@pytest.mark.parametrize(
    ("manner", "reason"), [(QUIET, "quieter"), (FLAT, "flatter in pitch"), (SLOW, "slower")]
)
@pytest.mark.parametrize("start_s", [0.0, 31.0, 78.0])
def test_low_voice_energy_is_reported_with_reason(manner: Manner, reason: str, start_s: float) -> None:
    true = Span(start_s, start_s + 13)
    (event,) = low(voice(92, {(true.start_s, true.end_s): manner}))
    assert overlap(event.span, true) >= 0.8
    assert reason in event.why
    assert event.strength > 1


def test_low_voice_energy_slow_and_blurred_is_reported() -> None:
    """Neither the syllables nor the spectrum alone would be enough."""
    tracks = voice(92, {(31, 44): Manner(rate=3.2, change=17.8)})
    (event,) = low(tracks)
    assert overlap(event.span, Span(31, 44)) >= 0.7
    assert "slower" in event.why
    assert "less crisp" in event.why
    for alone in (Manner(rate=3.2), Manner(change=17.8)):
        assert low(voice(92, {(31, 44): alone})) == ()


def test_low_voice_energy_flat_pitch_is_named_once() -> None:
    tracks = voice(92, {(31, 44): FLAT})
    (event,) = low(tracks)
    assert event.why.count("flatter in pitch") == 1
    scores = detect(tracks, PARAMS).scores
    for name in ("energy_pitch", "energy_range"):
        assert scores[name].within(Span(35, 40)).median() < -2


def test_vocal_energy_little_speech_is_not_measured_with_reason() -> None:
    short = voice(14, {(3, 12): QUIET})
    found = detect(short, PARAMS)
    assert found.events == ()
    assert found.warnings == (NO_RANGE,)
    share = next(m for m in measure(found, short, short.whole) if m.name == "low_energy_share")
    assert share.value is None
    assert share.why_not == NO_RANGE_WHY
    known = replace(short, baselines={"pitch_movement": 3.0})
    assert detect(known, PARAMS).warnings == ()
    long = voice(40)
    assert detect(long, PARAMS).warnings == ()
    assert detect(long, replace(PARAMS, least_s=60.0)).warnings == (NO_RANGE,)


def test_low_voice_energy_lively_speech_has_none() -> None:
    assert [low(voice(100, seed=seed)) for seed in range(5)] == [()] * 5


def test_vocal_energy_overall_gain_gives_same_events() -> None:
    tracks = voice(80, {(30, 43): QUIET})
    for by_db in (-12.0, 12.0):
        level = tracks["level_db"]
        moved = tracks.with_series(level_db=level.with_values(level.values + by_db))
        moved = replace(moved, facts={"noise_floor_db": tracks.facts["noise_floor_db"] + by_db})
        assert [e.span for e in low(moved)] == [e.span for e in low(tracks)]


def test_vocal_energy_higher_voice_gives_same_events() -> None:
    tracks = voice(80, {(30, 43): FLAT})
    pitch = tracks["pitch_st"]
    higher = tracks.with_series(pitch_st=pitch.with_values(pitch.values + 4))
    assert [e.span for e in low(higher)] == [e.span for e in low(tracks)]


def test_vocal_energy_time_shift_moves_events_only() -> None:
    tracks = voice(80, {(30, 43): QUIET})
    by_s = 7.3
    later = replace(
        tracks,
        duration_s=tracks.duration_s + by_s,
        series={name: s.shifted(by_s) for name, s in tracks.series.items()},
        speech=tuple(s.shifted(by_s) for s in tracks.speech or ()),
    )
    (event,), (moved,) = low(tracks), low(later)
    assert moved.span.start_s == pytest.approx(event.span.start_s + by_s)
    assert moved.span.end_s == pytest.approx(event.span.end_s + by_s)


def test_vocal_energy_buzz_is_not_speech() -> None:
    tracks = voice(40)
    frames = tracks["level_db"]
    rng = np.random.default_rng(0)
    buzz = tracks.with_series(
        level_db=frames.with_values(np.where(frames.times_s < 20, -20.0, -40.0)),
        pitch_st=frames.with_values(3.16 + rng.normal(0, 0.01, len(frames))),
        syllable=frames.with_values(np.zeros(len(frames))),
    )
    found = detect(buzz, Params())
    assert found.events == ()
    assert all(m.value is None for m in measure(found, buzz, buzz.whole))


def test_low_voice_energy_silence_has_none() -> None:
    silent = voice(40, speech=())
    assert low(silent) == ()
    assert all(m.value is None and m.why_not for m in measure(detect(silent, Params()), silent, silent.whole))


def test_vocal_energy_ignores_the_interviewer() -> None:
    tracks = replace(voice(80, {(30, 43): QUIET}), turns=(Turn("interviewer", Span(29, 44)),))
    assert low(tracks) == ()
    energy = detect(tracks, Params()).scores["voice_energy"]
    assert np.isnan(energy.within(Span(35, 38)).values).all()


def test_vocal_energy_automatic_gain_drops_level_only() -> None:
    quiet, flat = voice(80, {(30, 43): QUIET}), voice(80, {(30, 43): FLAT})
    gain = {"agc": 1.0, "noise_floor_db": -70.0}
    assert low(quiet)
    assert low(replace(quiet, facts=gain)) == ()
    assert low(replace(flat, facts=gain))[0].span == low(flat)[0].span


def test_low_voice_energy_baseline_reveals_flat_session() -> None:
    flat = voice(60, usual=Manner(pitch_st=1.0))
    assert low(flat) == ()
    known = replace(flat, baselines={"pitch_movement": 3.2})
    assert low(known)
    assert "much flatter in pitch" in low(known)[0].why


def test_vocal_energy_words_restore_missed_syllables() -> None:
    """Where the ear counts evenly, words that come more slowly still tell a slow stretch."""
    tracks = voice(90)

    def word(i: int, at_s: float, length_s: float) -> Word:
        return Word("window", Span(at_s, at_s + length_s), 0.9, "candidate")

    at_s, words = 0.0, []
    while at_s < 89:
        length_s = 0.75 if 30 <= at_s < 45 else 0.5
        words.append(word(len(words), at_s, length_s))
        at_s += length_s
    (event,) = low(replace(tracks, transcript=Transcript(tuple(words), "en")))
    assert overlap(event.span, Span(30, 45)) >= 0.8
    assert "slower" in event.why


def test_low_voice_energy_names_what_fell() -> None:
    scores = detect(voice(80, {(30, 43): QUIET}), Params()).scores
    inside = Span(34, 39)
    assert scores["energy_level"].within(inside).median() < -2.5
    for other in ("energy_pitch", "energy_rate", "energy_crispness"):
        assert abs(scores[other].within(inside).median()) < 1.5


def test_vocal_energy_measures_have_known_values() -> None:
    even = voice(40)
    numbers = {m.name: m.value for m in measure(detect(even, PARAMS), even, even.whole)}
    assert numbers["syllable_rate"] == pytest.approx(4, rel=0.1)
    quiet = voice(100, {(30, 50): QUIET})
    numbers = {m.name: m.value for m in measure(detect(quiet, Params()), quiet, quiet.whole)}
    assert numbers["low_energy_share"] == pytest.approx(0.2, abs=0.03)
    rising = voice(60, {(0, 30): Manner(level_db=-30.0)})
    numbers = {m.name: m.value for m in measure(detect(rising, Params()), rising, rising.whole)}
    assert numbers["voice_energy_slope"] > 0 > numbers["voice_energy_start"]


@pytest.mark.parametrize(
    "changed",
    [
        {"low_z": -9.0},
        {"shortest_s": 20.0},
        {"longest_s": 8.0},
        {"rest_share": 9.0},
    ],
)
def test_vocal_energy_every_threshold_changes_events(changed: dict[str, float]) -> None:
    tracks = voice(80, {(30, 43): Manner(level_db=-29.5, pitch_st=2.0)})
    usual = low(tracks)
    assert usual
    assert [e.span for e in low(tracks, replace(Params(), **changed))] != [e.span for e in usual]


def test_vocal_energy_measures_match_their_specs() -> None:
    tracks = voice(40)
    names = [m.name for m in measure(detect(tracks, Params()), tracks, tracks.whole)]
    assert names == [s.name for s in DETECTOR.measures]
