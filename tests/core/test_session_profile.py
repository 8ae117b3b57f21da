from dataclasses import replace

import numpy as np
import pytest

from secondtake.core.answer import Answer
from secondtake.core.energy.descriptions import (
    EVEN,
    FADING,
    GROWING,
    HIGH_START,
    LEVEL,
    LOW_START,
    RISING,
    SESSION_TOO_SHORT,
    STRONG_START,
    TIRING,
    TOO_SHORT,
    WARMING_UP,
    describe_answer,
)
from secondtake.core.energy.session_profile import END_DROP, SLOPE, START, energy_profile
from secondtake.core.series import Series
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks


def session(values: np.ndarray, *answers: Span) -> tuple[Series, Tracks]:
    energy = Series(np.arange(values.size, dtype=float), values, unit="z", hold_s=1.0)
    spans = answers or (Span(0, values.size),)
    tracks = Tracks(
        float(values.size),
        speech=spans,
        answers=tuple(Answer(i, span) for i, span in enumerate(spans)),
    )
    return energy, tracks


def test_energy_profile_finds_best_and_flattest() -> None:
    values = np.zeros(120)
    values[20:35] = 2.0
    values[80:95] = -2.0
    shape = energy_profile(*session(values))
    assert shape.best is not None
    assert shape.flattest is not None
    assert shape.best.overlap_s(Span(20, 35)) >= 10
    assert shape.flattest.overlap_s(Span(80, 95)) >= 10
    assert shape.best.duration_s == shape.flattest.duration_s == 15


def test_energy_profile_clips_stay_inside_answers_and_apart() -> None:
    answers = (Span(0, 30), Span(40, 70))
    values = np.concatenate([np.linspace(3, 0, 40), np.linspace(0, -3, 40)])
    energy, tracks = session(values, *answers)
    shape = energy_profile(energy, tracks)
    for clip in (shape.best, shape.flattest):
        assert clip is not None
        assert any(a.start_s <= clip.start_s and clip.end_s <= a.end_s for a in answers)
    short = energy_profile(*session(np.zeros(20)))
    assert short.best is not None
    assert short.flattest is None


def test_energy_profile_best_avoids_low_segments() -> None:
    values = np.zeros(120)
    values[20:40] = 2.0
    values[60:80] = 1.0
    energy, tracks = session(values)
    best = energy_profile(energy, tracks, low=[Span(15, 45)]).best
    assert best is not None
    assert best.overlap_s(Span(60, 80)) >= 10
    everywhere = energy_profile(energy, tracks, low=[Span(0, 120)])
    assert everywhere.best == energy_profile(energy, tracks).best
    nearly = energy_profile(energy, tracks, low=[Span(0, 55), Span(65, 120)]).best
    assert nearly is not None
    assert nearly.contains(Span(55, 65).middle_s)


def test_energy_profile_lists_answers() -> None:
    values = np.repeat([1.0, 1.0, 1.0, -1.0], 20)
    shape = energy_profile(*session(values, Span(0, 40), Span(40, 80)))
    assert [(a.index, a.mean, a.change) for a in shape.answers] == [(0, 1.0, 0.0), (1, 0.0, -2.0)]


def test_energy_profile_warm_up_and_fatigue() -> None:
    values = np.concatenate([np.full(30, -1.0), np.full(60, 0.5), np.full(45, -0.5)])
    shape = energy_profile(*session(values))
    assert shape.warm_up == pytest.approx(-1.0 - (60 * 0.5 - 45 * 0.5) / 105, abs=1e-3)
    assert shape.fatigue == pytest.approx(-1.0, abs=1e-3)


def test_energy_profile_short_session_is_none() -> None:
    shape = energy_profile(*session(np.zeros(12)))
    assert (shape.warm_up, shape.fatigue, shape.best, shape.flattest) == (None,) * 4


def test_energy_profile_unobserved_is_null_in_json() -> None:
    energy, tracks = session(np.full(100, np.nan))
    plain = energy_profile(energy, tracks).as_dict()
    assert plain["best"] is None
    assert plain["answers"][0] == {"index": 0, "said": [TOO_SHORT]} | dict.fromkeys(
        ("mean", "change", "start", "slope", "end_drop_db")
    )
    assert plain["said"] == [SESSION_TOO_SHORT]
    nobody = energy_profile(energy, replace(tracks, answers=(), speech=None))
    assert nobody.as_dict()["answers"] == []


@pytest.mark.parametrize(
    ("start_z", "slope", "end_drop_db", "sentences"),
    [
        (-0.5, -6.0, 2.0, (FADING,)),
        (0.5, 6.0, 2.0, (GROWING,)),
        (-3.5, 0.0, 2.0, (LOW_START, EVEN)),
        (3.5, 0.0, None, (HIGH_START, EVEN)),
        (None, 0.5, 2.0, (EVEN,)),
        (None, None, 2.0, ()),
        (None, None, None, (TOO_SHORT,)),
        (0.0, 0.0, 9.2, ("Your last three seconds are clearly quieter than what came before.",)),
    ],
)
def test_describe_answer_sentences(
    start_z: float | None, slope: float | None, end_drop_db: float | None, sentences: tuple[str, ...]
) -> None:
    assert describe_answer(60.0, start_z, slope, end_drop_db) == sentences


def test_describe_answer_short_answer_needs_larger_fall() -> None:
    falls_by_z = 5.0  # over either answer
    assert describe_answer(90.0, 0.0, -falls_by_z / 1.5, 0.0) == (FADING,)
    assert describe_answer(20.0, 0.0, -falls_by_z * 3, 0.0) == (EVEN,)


def test_energy_profile_answers_have_numbers_and_sentences() -> None:
    energy, tracks = session(np.zeros(90), Span(0, 45), Span(45, 90))
    numbers = {0: {START: -0.12345, SLOPE: -9.0, END_DROP: 3.0}}
    described, undescribed = energy_profile(energy, tracks, numbers).answers
    assert (described.start, described.slope, described.end_drop_db) == (-0.123, -9.0, 3.0)
    assert described.said == (FADING,)
    assert (undescribed.start, undescribed.slope, undescribed.end_drop_db) == (None,) * 3
    assert undescribed.said == (TOO_SHORT,)


@pytest.mark.parametrize(
    ("values", "sentences"),
    [
        (np.concatenate([np.full(30, -3.0), np.full(120, 0.5)]), (WARMING_UP,)),
        (np.concatenate([np.full(30, 3.0), np.full(120, -0.5)]), (STRONG_START,)),
        (np.concatenate([np.full(100, 0.5), np.full(50, -2.5)]), (TIRING,)),
        (np.concatenate([np.full(100, 0.5), np.full(40, -3.5), np.full(10, 1.0)]), (TIRING,)),  # it ends high
        (np.concatenate([np.full(100, -0.5), np.full(50, 2.5)]), (RISING,)),
        (np.zeros(150), (LEVEL,)),
        (np.zeros(40), (SESSION_TOO_SHORT,)),
    ],
)
def test_describe_session_sentences(values: np.ndarray, sentences: tuple[str, ...]) -> None:
    assert energy_profile(*session(values)).said == sentences


def test_describe_extremes_only_if_answers_differ() -> None:
    answers = (Span(0, 50), Span(50, 100), Span(100, 150))
    apart = energy_profile(*session(np.repeat([0.0, 2.0, -1.5], 50), *answers))
    assert "Your energy is highest in answer 2 and lowest in answer 3." in apart.said
    alike = energy_profile(*session(np.repeat([0.0, 0.4, -0.4], 50), *answers))
    assert alike.said == (LEVEL,)
