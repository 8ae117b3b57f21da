"""Vocal features per second of speaking time: loudness, dynamics, pitch, rate and spectral change.

Everything is taken over *talk*, the candidate's voice activity, from which even short pauses are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from secondtake.core.energy.syllable_counts import filled_pauses, syllables_per_bin
from secondtake.core.series import Floats, Series
from secondtake.core.signals.binned import BinnedSignal
from secondtake.core.signals.windows import SlidingWindows
from secondtake.core.spans import Span, merge
from secondtake.core.tracks import Tracks

NEEDS = ("speech", "level_db", "pitch_st", "syllable", "spectral_change")

CELL_S = 1.0
MIN_CELL_S = 0.3  # our choice: of talk that a second needs to have a level
WITHIN_SPEECH_S = 0.5  # our choice: half of what Campione & Veronis 2002 call a medium pause
PHRASE_S, MIN_PHRASE_S = 3.0, 0.5  # pitch moves within phrases; a drift of the register is another matter
RANGE_S, RANGE_PERCENTILES = 5.0, (5, 95)  # our choice: remaining octave errors lie outside
# Share of acoustic syllables in the rate; the rest are written. Our choice: in five recordings ten-second
# windows of a steady voice vary least with it.
HEARD_SHARE = 0.3
SPEECH_CELLS, SLOWEST_PER_S = 10, 1.0  # our choice: less than a syllable a second is a buzz or a note


def _ends(pitch_st: Floats, frame_s: float) -> float:
    """Return the range between low and high percentiles of pitch; NaN with too little voice."""
    voiced = pitch_st[np.isfinite(pitch_st)]
    if voiced.size * frame_s < MIN_PHRASE_S:
        return float("nan")
    low, high = np.percentile(voiced, RANGE_PERCENTILES)
    return float(high - low)


@dataclass(frozen=True, eq=False)
class SpeakingTime:
    """Seconds of speaking time, in which components of energy are measured."""

    tracks: Tracks

    @cached_property
    def grid(self) -> SlidingWindows:
        """Windows of one second from the candidate's first to last sound; none without speech.

        They are counted from that sound, not from the clock: a recording cut otherwise tells the same.
        """
        speaking = self.tracks.speaking
        whole = Span(speaking[0].start_s, speaking[-1].end_s) if speaking else Span(0.0, 0.0)
        return SlidingWindows.along(whole, length_s=CELL_S, hop_s=CELL_S)

    @cached_property
    def speaking_s(self) -> Floats:
        """Seconds of speaking time in each cell; short pauses between words count."""
        return self.grid.covered_s(merge(self.tracks.speaking, gap_s=WITHIN_SPEECH_S))


class VocalFeatures(SpeakingTime):
    """Components of vocal energy per second, from the candidate's first sound to the last."""

    @cached_property
    def level(self) -> BinnedSignal:
        """Level of talk, dBFS: power averaged within the second, so that one shout is one second."""
        level = self._talking("level_db")
        power = self.grid.mean(level.with_values(10 ** (level.values / 10)), least_s=MIN_CELL_S)
        return self._cells(10 * np.log10(power), self._talk_s)

    @cached_property
    def dynamics(self) -> BinnedSignal:
        """Standard deviation of the level of voiced frames within a phrase, dB: how much is accented."""
        voiced = np.isfinite(self._pitch.values)
        level = self.tracks["level_db"]
        level = level.with_values(np.where(voiced, level.values, np.nan))
        return self._cells(self._phrases.sd(level, least_s=MIN_PHRASE_S), self._voiced_s)

    @cached_property
    def pitch_movement(self) -> BinnedSignal:
        """Standard deviation of pitch within a phrase, semitones."""
        return self._cells(self._phrases.sd(self._pitch, least_s=MIN_PHRASE_S), self._voiced_s)

    @cached_property
    def pitch_range(self) -> BinnedSignal:
        """Distance between the low and the high end of the pitch within some phrases, semitones."""
        pitch, reach_s = self._pitch, RANGE_S / 2
        first = np.searchsorted(pitch.times_s, self.grid.centres_s - reach_s)
        stop = np.searchsorted(pitch.times_s, self.grid.centres_s + reach_s)
        ends = [_ends(pitch.values[a:b], pitch.hold_s) for a, b in zip(first, stop, strict=True)]
        return self._cells(np.array(ends), self._voiced_s)

    @cached_property
    def rate(self) -> BinnedSignal:
        """Syllables per second of talk without filled pauses: articulation rate.

        Heard syllables alone are miscounted and written words alone are mistimed, so where there are words it
        weighs both, on the scale of the words.
        """
        fluent = self._talking("syllable").without(filled_pauses(self.tracks))
        fluent_s = self._seconds_of(fluent)
        acoustic = self.grid.sums(fluent)[1]
        expected = syllables_per_bin(self.tracks, self.grid)
        if expected.sum() > 0 and acoustic.sum() > 0:
            acoustic = HEARD_SHARE * acoustic * expected.sum() / acoustic.sum() + (1 - HEARD_SHARE) * expected
        return self._cells(acoustic / np.maximum(fluent_s, 1e-9), fluent_s)

    @cached_property
    def spectral_change(self) -> BinnedSignal:
        """Rate of spectral change during talk, per second, without filled pauses."""
        fluent = self._talking("spectral_change").without(filled_pauses(self.tracks))
        return self._cells(self.grid.mean(fluent, least_s=0.0), self._seconds_of(fluent))

    @cached_property
    def is_speech(self) -> NDArray[np.bool_]:
        """Mask of the seconds that lie in talk with syllables."""
        nuclei = BinnedSignal(self._nuclei / np.maximum(self._talk_s, 1e-9), self._talk_s)
        around = nuclei.running(SPEECH_CELLS, least_s=MIN_CELL_S)
        return np.nan_to_num(around) >= SLOWEST_PER_S

    @cached_property
    def _talk(self) -> NDArray[np.bool_]:
        """Mask of the frames in speaking time, at the sample times of the voice tracks."""
        return self.tracks["level_db"].mask(self.tracks.speaking)

    @cached_property
    def _talk_s(self) -> Floats:
        return self._seconds_of(self._talking("level_db"))

    @cached_property
    def _voiced_s(self) -> Floats:
        return self._seconds_of(self._pitch)

    @cached_property
    def _nuclei(self) -> Floats:
        return self.grid.sums(self._talking("syllable"))[1]

    @cached_property
    def _pitch(self) -> Series:
        return self.tracks["pitch_st"].only(self.tracks.speaking)

    @cached_property
    def _phrases(self) -> SlidingWindows:
        return SlidingWindows(self.grid.centres_s, PHRASE_S, CELL_S)

    def _talking(self, name: str) -> Series:
        series = self.tracks[name]
        return series.with_values(np.where(self._talk, series.values, np.nan))

    def _seconds_of(self, series: Series) -> Floats:
        return self.grid.sums(series)[0] * series.hold_s

    def _cells(self, values: Floats, weights_s: Floats) -> BinnedSignal:
        return BinnedSignal(values, weights_s).masked(self.is_speech)
