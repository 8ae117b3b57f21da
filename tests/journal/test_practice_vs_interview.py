"""Practice against the real room: a known difference is found, none is not, and too little says nothing."""

from __future__ import annotations

import numpy as np
import pytest

from secondtake.journal.practice_vs_interview import (
    Value,
    calibrate,
    contrast,
    energy,
    estimate_from_self_rating,
    summary_sentence,
)


@pytest.fixture
def chance():
    """Numbers of chance, the same ones whatever other tests have drawn."""
    return np.random.default_rng(5)


def values(numbers, real, name="m", question=""):
    return [Value(name, f"{real}{i}", float(v), 0.1, real, question) for i, v in enumerate(numbers)]


@pytest.mark.parametrize(("shift", "way"), [(3.0, "up"), (-3.0, "down")])
def test_contrast_difference_beyond_noise_is_reported(shift, way, chance):
    practice, real = chance.normal(0, 1, 15), chance.normal(shift, 1, 6)
    assert contrast("m", values(practice, False) + values(real, True)).way == way


def test_contrast_chance_alone_is_rarely_reported(chance):
    called = sum(
        contrast("m", values(chance.normal(0, 1, 10), False) + values(chance.normal(0, 1, 4), True)).way
        != "same"
        for _ in range(300)
    )
    assert called / 300 < 0.12  # two standard errors with few sessions: a little more than one in twenty


def test_contrast_one_interview_uses_the_practice_spread():
    practice = values([1.0, 1.2, 0.8, 1.1, 0.9], False)
    assert contrast("m", practice + values([1.2], True)).way == "same"
    assert contrast("m", practice + values([2.0], True)).way == "up"


def test_contrast_too_few_practices_is_unknown():
    found = contrast("m", values([1, 2], False) + values([9], True))
    assert (found.way, found.error) == ("unknown", None)
    assert contrast("m", []).way == "unknown"


def test_contrast_same_questions_are_paired():
    """A real interview that asks harder questions is no sign of fading, if each was as hard in practice."""
    mine = []
    for i, hardness in enumerate([0.0, 5.0, 10.0, 15.0]):
        mine += values([hardness, hardness + 0.1], False, question=f"q{i}")
        mine += values([hardness + 1.0], True, question=f"q{i}")
    found = contrast("m", mine)
    assert found.paired
    assert found.way == "up"
    assert found.real - found.practice == pytest.approx(0.95)


def test_energy_needs_every_part_with_equal_weight():
    loud = values([1, 2, 3], False, "loud") + values([4], True, "loud")
    wide = values([100, 200, 300], False, "wide") + values([400], True, "wide")
    found = {v.session: v.value for v in energy(loud + wide, ("loud", "wide"))}
    assert found["True0"] == pytest.approx(2.0)
    assert energy(loud, ("loud", "wide")) == ()


def test_calibrate_trusts_ratings_only_if_they_correlate():
    felt = [1, 2, 3, 4, 5, 3]
    assert calibrate([(f, 2.0 * f) for f in felt]).trusted
    assert not calibrate([(f, -f) for f in felt]).trusted
    assert not calibrate([(3, m) for m in felt]).trusted
    assert calibrate([(1, 1)] * 4) is None


def test_estimate_from_self_rating_uses_the_persons_scale():
    chance = np.random.default_rng(2)
    pairs = [(f, 2.0 * f - 6 + 0.2 * chance.standard_normal()) for f in (1, 2, 3, 3, 4, 5)]
    five, three = estimate_from_self_rating(values([5, 3], True, "felt"), pairs)
    assert (five.name, five.real) == ("energy", True)
    assert five.value == pytest.approx(4.0, abs=0.4)
    assert 0 < three.noise < five.noise  # the middle of what was seen is known best
    practice = values([measured for _, measured in pairs], False, "energy")
    assert (
        contrast(
            "energy", [*practice, *estimate_from_self_rating(values([5, 5, 5], True, "felt"), pairs)]
        ).way
        == "up"
    )


def test_estimate_from_uncorrelated_ratings_is_empty():
    assert estimate_from_self_rating(values([5], True, "felt"), [(f, -f) for f in (1, 2, 3, 4, 5)]) == ()
    assert estimate_from_self_rating(values([5], True, "felt"), [(1, 1)] * 3) == ()


def test_summary_sentence_matches_the_evidence(chance):
    energies = values(chance.normal(0, 1, 9), False, "energy") + values([8, 9], True, "energy")
    measured = contrast("energy", energies)
    felt = contrast("felt", values([3, 3, 4], False, "felt") + values([5, 5], True, "felt"))
    assert "more energy in real interviews" in summary_sentence({"energy": measured}, None)
    assert "only how you felt" in summary_sentence({"felt": felt}, None)
    assert "caution" in summary_sentence({"felt": felt}, calibrate([(f, -f) for f in (1, 2, 3, 4, 5)]))
    assert "rate it after at least three" in summary_sentence({}, None)
