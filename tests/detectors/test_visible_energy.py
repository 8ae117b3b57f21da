from dataclasses import replace

import numpy as np
import pytest

from detectors.make_speech import voice, with_face
from secondtake.core.energy.low_energy import NO_RANGE
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors.body.visible_energy import TOO_LITTLE, UNSEEN, Params, detect, measure

PARAMS = Params()
STILL = 0.2


BASELINES = {"face_movement": 0.08, "head_movement": 5.0, "trunk_movement": 0.04}
STILL_THROUGHOUT = with_face(voice(30), {(0, 30): STILL})
EXAMPLES = (
    with_face(voice(80), {(30, 45): STILL}),
    replace(STILL_THROUGHOUT, baselines=BASELINES),
)


def low(tracks: Tracks, params: Params = PARAMS) -> list[Span]:
    return [e.span for e in detect(tracks, params).events]


def numbers(tracks: Tracks) -> dict[str, float | None]:
    return {m.name: m.value for m in measure(detect(tracks, Params()), tracks, tracks.whole)}


def reasons(tracks: Tracks) -> set[str]:
    return {m.why_not for m in measure(detect(tracks, Params()), tracks, tracks.whole)}


def test_low_visible_energy_still_speech_is_reported() -> None:
    (found,) = low(with_face(voice(80), {(30, 45): STILL}))
    assert found.overlap_s(Span(30, 45)) / max(found.duration_s, 15) >= 0.8


def test_low_visible_energy_lively_speaker_has_none() -> None:
    assert [low(with_face(voice(100), seed=seed)) for seed in range(5)] == [[]] * 5


def baselines_of(tracks: Tracks) -> dict[str, float]:
    return {name: value for name, value in numbers(tracks).items() if value is not None}


def test_low_visible_energy_whole_still_session_needs_baseline() -> None:
    assert low(STILL_THROUGHOUT) == []
    lively = baselines_of(with_face(voice(60), seed=3))
    (found,) = low(replace(STILL_THROUGHOUT, baselines=lively))
    assert found.duration_s >= 25
    assert low(replace(with_face(voice(30)), baselines=lively)) == []
    assert low(replace(STILL_THROUGHOUT, baselines=baselines_of(STILL_THROUGHOUT))) == []


def test_low_visible_energy_hand_baseline_alone_is_ignored() -> None:
    hands = {"hands_movement": 5.0}
    for tracks in (STILL_THROUGHOUT, with_face(voice(60))):
        assert low(replace(tracks, baselines=hands)) == []


def test_low_visible_energy_listening_is_not_reported() -> None:
    listening = voice(80, speech=(Span(0, 28), Span(47, 80)))
    tracks = with_face(listening, {(30, 45): STILL})
    assert low(tracks) == []
    energy = detect(tracks, Params()).scores["visible_energy"].only([Span(31, 44)])
    assert not energy.observed_spans() or energy.median() > -1


def test_low_visible_energy_frame_rate_gives_same_events() -> None:
    tracks = with_face(voice(80), {(30, 45): STILL})
    thinned = {
        name: series
        if len(series) > 2000
        else type(series)(series.times_s[::2], series.values[::2], unit=series.unit, hold_s=2 * series.hold_s)
        for name, series in tracks.series.items()
    }
    (found,), (again,) = low(tracks), low(replace(tracks, series=thinned))
    assert again.start_s == pytest.approx(found.start_s, abs=1.5)
    assert again.end_s == pytest.approx(found.end_s, abs=1.5)


def test_low_visible_energy_hidden_hands_are_not_stillness() -> None:
    tracks = with_face(voice(80))
    hidden = {
        name: series.without([Span(30, 50)]) if "wrist" in name else series
        for name, series in tracks.series.items()
    }
    assert low(replace(tracks, series=hidden)) == []
    none = {name: s for name, s in tracks.series.items() if "wrist" not in name}
    found = numbers(replace(tracks, series=none))
    assert found["hands_movement"] is None
    assert found["head_movement"] is not None


def test_visible_energy_shoulders_count_hidden_gestures() -> None:
    tracks = with_face(voice(80), {(30, 45): STILL})
    no_hands = {name: s for name, s in tracks.series.items() if "wrist" not in name}
    (found,) = low(replace(tracks, series=no_hands))
    assert found.overlap_s(Span(30, 45)) / max(found.duration_s, 15) >= 0.8
    (event,) = detect(replace(tracks, series=no_hands), PARAMS).events
    assert "shoulders" in event.why
    assert "hands" not in event.why


def test_visible_energy_little_speech_is_not_measured_with_reason() -> None:
    short = with_face(voice(14))
    found = detect(short, PARAMS)
    assert found.warnings == (NO_RANGE,)
    assert numbers(short)["low_visible_share"] is None
    assert numbers(short)["head_movement"] is not None


def test_visible_energy_reason_names_the_unit() -> None:
    found = numbers(with_face(voice(60)))
    # Three turns of 4 degrees' amplitude: 4 / sqrt(2) each.
    assert found["head_movement"] == pytest.approx(4 * np.sqrt(3 / 2), rel=0.15)
    # Both axes of a wrist swing by 0.05 frame heights; the shoulders are 0.4 apart.
    assert found["hands_movement"] == pytest.approx(0.05 / 0.4, rel=0.2)
    assert found["trunk_movement"] == pytest.approx(0.015 / 0.4, rel=0.2)


def test_visible_energy_without_face_is_not_measured() -> None:
    tracks = with_face(voice(60))
    unseen = {n: s.only(()) if len(s) < 3000 else s for n, s in tracks.series.items()}
    gone = replace(tracks, series=unseen)
    assert low(gone) == []
    assert set(numbers(gone).values()) == {None}
    assert reasons(gone) == {UNSEEN}


def test_visible_energy_silent_person_has_own_reason() -> None:
    silent = replace(with_face(voice(60)), speech=())
    assert set(numbers(silent).values()) == {None}
    assert reasons(silent) == {TOO_LITTLE}
