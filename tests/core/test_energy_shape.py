from dataclasses import replace

import numpy as np
import pytest

from secondtake.core.answer import Answer
from secondtake.core.energy_shape import energy_shape
from secondtake.core.series import Series
from secondtake.core.time import Span
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


def test_best_and_flattest_are_where_they_are() -> None:
    values = np.zeros(120)
    values[20:35] = 2.0
    values[80:95] = -2.0
    shape = energy_shape(*session(values))
    assert shape.best is not None
    assert shape.flattest is not None
    assert shape.best.overlap_s(Span(20, 35)) >= 10
    assert shape.flattest.overlap_s(Span(80, 95)) >= 10
    assert shape.best.duration_s == shape.flattest.duration_s == 15


def test_clips_stay_inside_an_answer_and_apart() -> None:
    answers = (Span(0, 30), Span(40, 70))
    values = np.concatenate([np.linspace(3, 0, 40), np.linspace(0, -3, 40)])
    energy, tracks = session(values, *answers)
    shape = energy_shape(energy, tracks)
    for clip in (shape.best, shape.flattest):
        assert clip is not None
        assert any(a.start_s <= clip.start_s and clip.end_s <= a.end_s for a in answers)
    short = energy_shape(*session(np.zeros(20)))
    assert short.best is not None
    assert short.flattest is None


def test_answers_are_told_one_by_one() -> None:
    values = np.repeat([1.0, 1.0, 1.0, -1.0], 20)
    shape = energy_shape(*session(values, Span(0, 40), Span(40, 80)))
    assert [(a.index, a.mean, a.change) for a in shape.answers] == [(0, 1.0, 0.0), (1, 0.0, -2.0)]


def test_warming_up_and_tiring() -> None:
    values = np.concatenate([np.full(30, -1.0), np.full(60, 0.5), np.full(45, -0.5)])
    shape = energy_shape(*session(values))
    assert shape.warm_up == pytest.approx(-1.0 - (60 * 0.5 - 45 * 0.5) / 105, abs=1e-3)
    assert shape.fatigue == pytest.approx(-1.0, abs=1e-3)


def test_too_short_a_session_has_no_shape() -> None:
    shape = energy_shape(*session(np.zeros(12)))
    assert (shape.warm_up, shape.fatigue, shape.best, shape.flattest) == (None,) * 4


def test_what_was_not_observed_is_null_in_the_json() -> None:
    energy, tracks = session(np.full(100, np.nan))
    plain = energy_shape(energy, tracks).as_dict()
    assert plain["best"] is None
    assert plain["answers"] == [{"index": 0, "mean": None, "change": None}]
    nobody = energy_shape(energy, replace(tracks, answers=(), speech=None))
    assert nobody.as_dict()["answers"] == []
