"""The energy of a session as a shape: answer by answer, warm-up, fatigue, its best and flattest 15 seconds.

A person learns most from hearing the best and the flattest stretch side by side, so both are given as spans.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from secondtake.core.series import Floats, Series
from secondtake.core.time import Span, total_s
from secondtake.core.tracks import Tracks
from secondtake.core.windows import Windows

CLIP_S = 15.0  # the issue's
LEAST_SPEECH_SHARE = 0.6  # our choice: a clip to learn from is mostly speech
WINDOW_S = 10.0  # of the running energy: a value tells of five seconds to each side
WARM_UP_S = 30.0  # our choice: of speech, about a third of a first answer
LEAST_SESSION_S = 60.0  # our choice: of speech; three thirds of two windows each


@dataclass(frozen=True, slots=True)
class AnswerEnergy:
    """One answer: its mean energy, and the change from its first half to its second, z; None if too short."""

    index: int
    mean: float | None
    change: float | None


@dataclass(frozen=True, slots=True)
class EnergyShape:
    """The shape of a session's energy; z against the person's own range in this recording.

    Args:
        answers: one entry an answer.
        warm_up: the first half-minute of speech against the rest; negative: it took a while.
        fatigue: the last third of the speech against the middle third; negative: it faded.
        best, flattest: fifteen seconds each, apart from each other; None in a recording too short.
    """

    answers: tuple[AnswerEnergy, ...]
    warm_up: float | None
    fatigue: float | None
    best: Span | None
    flattest: Span | None

    def as_dict(self) -> dict[str, Any]:
        """Plain values for the review's JSON."""
        clips = {"best": self.best, "flattest": self.flattest}
        return {
            "answers": [{"index": a.index, "mean": a.mean, "change": a.change} for a in self.answers],
            "warm_up": self.warm_up,
            "fatigue": self.fatigue,
            **{
                name: span and {"start_s": round(span.start_s, 3), "end_s": round(span.end_s, 3)}
                for name, span in clips.items()
            },
        }


def energy_shape(energy: Series, tracks: Tracks) -> EnergyShape:
    """The shape of the running energy.

    Args:
        energy: z by the second of speaking time, over windows of ten seconds (`voice_energy`).
        tracks: for the answers and the speaking time.
    """
    best, flattest = _clips(energy, tracks)
    long_enough = total_s(tracks.speaking) >= LEAST_SESSION_S
    spoken = energy.values[np.isfinite(energy.values)]
    third, warm = spoken.size // 3, round(WARM_UP_S / energy.hold_s)
    return EnergyShape(
        answers=tuple(_answer(energy, a.index, a.span) for a in tracks.answers),
        warm_up=_difference(spoken[:warm], spoken[warm:]) if long_enough else None,
        fatigue=_difference(spoken[2 * third :], spoken[third : 2 * third]) if long_enough else None,
        best=best,
        flattest=flattest,
    )


def _answer(energy: Series, index: int, span: Span) -> AnswerEnergy:
    first = energy.within(Span(span.start_s, span.middle_s)).values
    second = energy.within(Span(span.middle_s, span.end_s)).values
    return AnswerEnergy(index, _mean(energy.within(span).values), _difference(second, first))


def _clips(energy: Series, tracks: Tracks) -> tuple[Span | None, Span | None]:
    """The best and the flattest fifteen seconds that lie inside an answer and apart from each other."""
    half = CLIP_S / 2
    windows = Windows(energy.times_s + energy.hold_s / 2, CLIP_S, energy.hold_s)
    # Only those running values that tell of nothing outside the clip.
    inner = Windows(windows.centres_s, CLIP_S - WINDOW_S, energy.hold_s)
    value = inner.mean(energy, least_s=0.6 * inner.length_s)
    mostly_speech = windows.covered_s(tracks.speaking) >= LEAST_SPEECH_SHARE * CLIP_S
    scopes = [a.span for a in tracks.answers] or [tracks.whole]
    inside = np.zeros(len(windows), dtype=bool)
    for scope in scopes:
        inside |= (windows.centres_s - half >= scope.start_s) & (windows.centres_s + half <= scope.end_s)
    value = np.where(mostly_speech & inside, value, np.nan)
    if not np.isfinite(value).any():
        return None, None
    best_s = float(windows.centres_s[np.nanargmax(value)])
    value = np.where(np.abs(windows.centres_s - best_s) >= CLIP_S, value, np.nan)
    best = Span(best_s - half, best_s + half)
    if not np.isfinite(value).any():
        return best, None
    flattest_s = float(windows.centres_s[np.nanargmin(value)])
    return best, Span(flattest_s - half, flattest_s + half)


def _difference(later: Floats, earlier: Floats) -> float | None:
    first, second = _mean(earlier), _mean(later)
    return None if first is None or second is None else round(second - first, 3)


def _mean(values: Floats) -> float | None:
    """Mean of what was observed, to a thousandth, or None."""
    seen = values[np.isfinite(values)]
    return round(float(seen.mean()), 3) if seen.size else None
