from __future__ import annotations

import numpy as np
import pytest

from detectors.make_person import found_all, mirrored, person, still_at, with_hands
from secondtake.core.tracks import Tracks
from secondtake.detectors.body.hand_fidget import Params, detect, measure

TRUE = [(20, 26)]


LAP = still_at(0.8, 0.95)


def hands(spans, *, wrist=LAP, tips=None, hz=15.0) -> Tracks:
    return with_hands(person(), spans, wrist, tips=tips, hz=hz)


def wringing(size: float = 0.2, rate_hz: float = 2.6, spans=TRUE):
    def tips(t):
        busy = np.where([any(a <= s < b for a, b in spans) for s in t], 1.0, 0.0)
        return size * busy * np.sin(2 * np.pi * rate_hz * t), size * busy * np.sin(
            2 * np.pi * rate_hz * t + 1.9
        )

    return tips


def gesturing(t):
    return 0.8 + 0.14 * np.sin(2 * np.pi * 0.6 * t) + 0.05 * np.sin(2 * np.pi * 1.1 * t), 0.9 + 0.1 * np.sin(
        2 * np.pi * 0.7 * t
    )


def jittering(tracks: Tracks, size: float, *, seed: int = 0) -> Tracks:
    """Shake every landmark on its own by `size` palms, as in a small or blurred video."""
    rng = np.random.default_rng(seed)
    return tracks.with_series(
        **{name: s.with_values(s.values + 0.15 * size * rng.standard_normal(len(s)))
           for name, s in tracks.series.items() if name.startswith("hand_a_") and name[-2:] in ("_x", "_y")
           and name != "hand_a_gap"}
    )  # fmt: skip


EXAMPLES = (
    hands([(10, 40)], tips=wringing()),
    hands([(10, 40)], tips=wringing(0.11)),
    hands([(10, 40)], tips=wringing(0.2, 1.3)),
    hands([(10, 40)], tips=wringing(0.38, 2.0)),
    hands([(10, 50)], tips=wringing(spans=[(20, 23), (25.0, 28), (35, 36.5)])),
    jittering(hands([(10, 40)], tips=wringing()), 0.012),
    jittering(hands([(10, 50)]), 0.3),
)


def fidgets(tracks: Tracks):
    return detect(tracks, Params()).events


def test_hand_fidget_wringing_hands_are_reported():
    assert found_all(fidgets(EXAMPLES[0]), TRUE, within_s=1.2)


def test_hand_fidget_open_gestures_are_not_reported():
    assert fidgets(hands([(5, 55)], wrist=gesturing)) == ()


def test_hand_fidget_hands_at_rest_are_not_reported():
    rng = np.random.default_rng(0)
    jitter = lambda t: (0.01 * rng.standard_normal(t.size), 0.01 * rng.standard_normal(t.size))  # noqa: E731  # a one-off
    assert fidgets(hands([(5, 55)], tips=jitter)) == ()


@pytest.mark.parametrize("seed", range(4))
def test_hand_fidget_jitter_at_frame_edge_is_not_reported(seed):
    rng = np.random.default_rng(seed)
    wavering = lambda t: (rng.uniform(-0.1, 0.1, t.size), rng.uniform(-0.04, 0.04, t.size))  # noqa: E731  # a one-off
    assert fidgets(hands([(5, 55)], tips=wavering, hz=7.5)) == ()


def test_hand_fidget_single_adjustment_is_not_reported():
    assert fidgets(hands([(10, 40)], tips=wringing(spans=[(20, 21)]))) == ()


def test_hand_fidget_share_divides_by_visible_time():
    (share,) = measure(detect(EXAMPLES[0], Params()), EXAMPLES[0], EXAMPLES[0].whole)
    assert share.observed_s == pytest.approx(30, abs=1)
    assert share.value == pytest.approx(6 / 30, abs=0.06)
    hidden = hands([(10, 12)])
    assert measure(detect(hidden, Params()), hidden, hidden.whole)[0].value is None


def test_hand_fidget_mirrored_and_half_rate_give_same_events():
    assert found_all(fidgets(mirrored(EXAMPLES[0])), TRUE, within_s=1.2)
    assert found_all(fidgets(hands([(10, 40)], tips=wringing(), hz=7.5)), TRUE, within_s=1.5)


@pytest.mark.parametrize("size", [0.1, 0.2, 0.3, 0.5])
def test_hand_fidget_landmarks_own_jitter_is_not_reported(size):
    assert fidgets(jittering(hands([(10, 50)]), size)) == ()


def test_hand_fidget_wringing_above_jitter_is_reported():
    assert found_all(fidgets(jittering(hands([(10, 40)], tips=wringing()), 0.012)), TRUE, within_s=1.0)
