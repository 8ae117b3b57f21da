"""Energy profile of a session: answers, warm-up, fatigue, and the 15 seconds of highest and lowest energy.

Hearing the two side by side teaches most, so both are given as spans.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from secondtake.core.answer import Answer
from secondtake.core.energy import descriptions
from secondtake.core.energy.descriptions import WINDOW_S
from secondtake.core.series import Floats, Series
from secondtake.core.signals.windows import SlidingWindows
from secondtake.core.spans import Span, total_s
from secondtake.core.tracks import Tracks

CLIP_S = 15.0  # our choice: two or three sentences, short enough to hear both one after the other
MIN_SPEECH_SHARE = 0.6  # our choice: a clip to learn from is mostly speech
WARM_UP_S = 30.0  # our choice: of speech, about a third of a first answer
MIN_SESSION_S = 60.0  # our choice: of speech; three thirds of two windows each
START, SLOPE, END_DROP = "voice_energy_start", "voice_energy_slope", "voice_energy_end_drop"


@dataclass(frozen=True, slots=True)
class AnswerEnergy:
    """Energy of one answer; None where not measurable.

    Args:
        mean: z; 0 is the person's own usual.
        change: from its first half to its second, z.
        start: its first ten seconds against its mean, z.
        slope: z a minute.
        end_drop_db: how much quieter its last three seconds are.
        said: the same in words.
    """

    index: int
    mean: float | None
    change: float | None
    start: float | None = None
    slope: float | None = None
    end_drop_db: float | None = None
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EnergyProfile:
    """Energy profile of a session; z relative to the person's own range in this recording.

    Args:
        answers: one entry an answer.
        warm_up: the first half-minute of speech against the rest; negative: it took a while.
        fatigue: the last third of the speech against the middle third; negative: it faded.
        best, flattest: fifteen seconds each, apart from each other; None in a recording too short.
        said: how the session begins and ends, and which answers stand out, in words.
    """

    answers: tuple[AnswerEnergy, ...]
    warm_up: float | None
    fatigue: float | None
    best: Span | None
    flattest: Span | None
    said: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values for the review's JSON."""
        clips = {"best": self.best, "flattest": self.flattest}
        return {
            "answers": [{**asdict(a), "said": list(a.said)} for a in self.answers],
            "warm_up": self.warm_up,
            "fatigue": self.fatigue,
            **{
                name: span and {"start_s": round(span.start_s, 3), "end_s": round(span.end_s, 3)}
                for name, span in clips.items()
            },
            "said": list(self.said),
        }


def energy_profile(
    energy: Series,
    tracks: Tracks,
    numbers: Mapping[int, Mapping[str, float | None]] | None = None,
    *,
    low: Sequence[Span] = (),
) -> EnergyProfile:
    """Compute the profile of the running energy.

    Args:
        energy: z by the second of speaking time, over windows of ten seconds (`voice_energy`).
        tracks: for the answers and the speaking time.
        numbers: by the answer's index, the values of its measures by name (`START`, `SLOPE`, `END_DROP`).
        low: low-energy segments; the best clip overlaps them as little as possible.
    """
    best, flattest = _clips(energy, tracks, low)
    long_enough = total_s(tracks.speaking) >= MIN_SESSION_S
    spoken = energy.values[np.isfinite(energy.values)]
    third, warm = spoken.size // 3, round(WARM_UP_S / energy.hold_s)
    warm_up = _difference(spoken[:warm], spoken[warm:]) if long_enough else None
    fatigue = _difference(spoken[2 * third :], spoken[third : 2 * third]) if long_enough else None
    answers = tuple(_answer(energy, a, (numbers or {}).get(a.index, {})) for a in tracks.answers)
    return EnergyProfile(
        answers,
        warm_up,
        fatigue,
        best,
        flattest,
        said=(
            *descriptions.describe_session(spoken.size * energy.hold_s, warm_up, WARM_UP_S, fatigue),
            *_most_different_answers(energy, tracks.answers, answers),
        ),
    )


def _answer(energy: Series, answer: Answer, numbers: Mapping[str, float | None]) -> AnswerEnergy:
    span = answer.span
    first = energy.within(Span(span.start_s, span.middle_s)).values
    second = energy.within(Span(span.middle_s, span.end_s)).values
    start, slope, end_drop_db = (_rounded(numbers.get(name)) for name in (START, SLOPE, END_DROP))
    return AnswerEnergy(
        answer.index,
        _mean(energy.within(span).values),
        _difference(second, first),
        start,
        slope,
        end_drop_db,
        descriptions.describe_answer(_observed_s(energy, span), start, slope, end_drop_db),
    )


def _most_different_answers(
    energy: Series, spans: tuple[Answer, ...], answers: tuple[AnswerEnergy, ...]
) -> tuple[str, ...]:
    """Describe the answers with the highest and the lowest energy."""
    means = [(a.mean, a.index, _observed_s(energy, s.span)) for s, a in zip(spans, answers, strict=True)
             if a.mean is not None]  # fmt: skip
    if len(means) < 2:
        return ()
    (high, highest, highest_s), (low, lowest, lowest_s) = max(means), min(means)
    return descriptions.describe_extremes(highest, highest_s, lowest, lowest_s, high - low)


def _observed_s(energy: Series, span: Span) -> float:
    return float(np.isfinite(energy.within(span).values).sum()) * energy.hold_s


def _clips(energy: Series, tracks: Tracks, low: Sequence[Span]) -> tuple[Span | None, Span | None]:
    """Return the 15 seconds of highest and lowest energy, inside answers and apart from each other."""
    half = CLIP_S / 2
    windows = SlidingWindows(energy.times_s + energy.hold_s / 2, CLIP_S, energy.hold_s)
    # Only those running values that tell of nothing outside the clip.
    inner = SlidingWindows(windows.centres_s, CLIP_S - WINDOW_S, energy.hold_s)
    value = inner.mean(energy, least_s=0.6 * inner.length_s)
    mostly_speech = windows.covered_s(tracks.speaking) >= MIN_SPEECH_SHARE * CLIP_S
    scopes = [a.span for a in tracks.answers] or [tracks.whole]
    inside = np.zeros(len(windows), dtype=bool)
    for scope in scopes:
        inside |= (windows.centres_s - half >= scope.start_s) & (windows.centres_s + half <= scope.end_s)
    value = np.where(mostly_speech & inside, value, np.nan)
    if not np.isfinite(value).any():
        return None, None
    low_s = np.where(np.isfinite(value), windows.covered_s(low), np.inf)
    best_s = float(windows.centres_s[np.nanargmax(np.where(low_s <= low_s.min(), value, np.nan))])
    value = np.where(np.abs(windows.centres_s - best_s) >= CLIP_S, value, np.nan)
    best = Span(best_s - half, best_s + half)
    if not np.isfinite(value).any():
        return best, None
    flattest_s = float(windows.centres_s[np.nanargmin(value)])
    return best, Span(flattest_s - half, flattest_s + half)


def _difference(later: Floats, earlier: Floats) -> float | None:
    first, second = _mean(earlier), _mean(later)
    return None if first is None or second is None else round(second - first, 3)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _mean(values: Floats) -> float | None:
    """Return the mean of the observed values, rounded to three decimals, or None."""
    observed = values[np.isfinite(values)]
    return round(float(observed.mean()), 3) if observed.size else None
