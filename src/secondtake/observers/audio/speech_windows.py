"""Normalise a recording's level and cut it at silences into windows that fit Whisper's input."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from secondtake.core.spans import Span
from secondtake.observers.audio.speech_activity import FRAME, FRAME_S, RATE_HZ, SpeechActivity

if TYPE_CHECKING:
    from secondtake.media.audio import Samples

WINDOW_S = 28.0  # Whisper's input is 30 s; the rest is for the pauses around the window
MARGIN_S = 0.5  # silence kept around speech, so that no soft onset is lost
CALM_S = 0.5  # silence needed around a cut
# Voice probability below which there is no speech. Lower than the detector's own threshold, so that a soft
# "um" below that is still transcribed.
POSSIBLE_SPEECH = 0.15
MIN_FRAMES = 3  # our choice: 0.1 s, shorter than any "um"; less is a click or the start of a noise
QUIET = 0.1  # voice probabilities below this are equally good to cut at

# Both models are worse on soft voices: the 95th percentile of the sound so far is scaled to this level.
TARGET_DBFS = -20.0
MAX_GAIN_DB = 40.0  # our choice: more would amplify the noise of an idle microphone to a signal
LOUD_PERCENTILE = 95


@dataclass(frozen=True, slots=True, eq=False)
class SpeechWindow:
    """A window of sound with speech in it.

    Attributes:
        start_s: on the recording's clock.
        samples: at 16 kHz, normalised, shape (n,).
        probabilities: voice probability of each frame of 32 ms, shape (ceil(n / 512),).
    """

    start_s: float
    samples: Samples
    probabilities: Samples

    @property
    def end_s(self) -> float:
        """On the recording's clock."""
        return self.start_s + len(self.samples) / RATE_HZ

    def crop(self, span: Span) -> SpeechWindow:
        """Return the frames that overlap `span`."""
        first = max(0, int((span.start_s - self.start_s) / FRAME_S))
        stop = int((span.end_s - self.start_s) / FRAME_S) + 1
        return SpeechWindow(
            self.start_s + first * FRAME_S,
            self.samples[first * FRAME : stop * FRAME],
            self.probabilities[first:stop],
        )


class SpeechWindows:
    """Cuts blocks of sound into windows, and stores every frame's voice probability.

    Args:
        blocks: consecutive samples of one channel at 16 kHz, from the recording's zero.
        window_s: the longest window; the shortest that is cut in the middle of speech is half of it.
    """

    def __init__(self, blocks: Iterable[Samples], *, window_s: float = WINDOW_S) -> None:
        self._blocks = blocks
        self._longest = int(window_s / FRAME_S)
        self._probabilities: list[Samples] = []

    @property
    def probabilities(self) -> Samples:
        """Voice probabilities of all frames so far, shape (frames,)."""
        return np.concatenate([np.zeros(0, np.float32), *self._probabilities])

    def __iter__(self) -> Iterator[SpeechWindow]:
        activity = SpeechActivity()
        samples = np.zeros(0, np.float32)
        voice = np.zeros(0, np.float32)
        at = 0  # index of the first frame of `samples` and `voice`
        for block in normalise_level(self._blocks):
            samples = np.concatenate([samples, block])
            voice = self._append(voice, activity.feed(block))
            while (cut := _cut(voice, self._longest, at_end=False)) is not None:
                yield from _window(samples, voice, at, cut)
                samples, voice, at = samples[cut * FRAME :], voice[cut:], at + cut
        voice = self._append(voice, activity.finish())
        while (cut := _cut(voice, self._longest, at_end=True)) is not None:
            yield from _window(samples, voice, at, cut)
            samples, voice, at = samples[cut * FRAME :], voice[cut:], at + cut

    def _append(self, voice: Samples, new: Samples) -> Samples:
        self._probabilities.append(new)
        return np.concatenate([voice, new])


def normalise_level(blocks: Iterable[Samples]) -> Iterator[Samples]:
    """Yield the blocks with a gain that scales the loudest part so far to one level."""
    loudest = 0.0
    for block in blocks:
        frames = block[: len(block) - len(block) % FRAME].reshape(-1, FRAME)
        if len(frames):
            rms = np.sqrt(np.mean(np.square(frames), axis=1))
            loudest = max(loudest, float(np.percentile(rms, LOUD_PERCENTILE)))
        gain = 10 ** (TARGET_DBFS / 20) / loudest if loudest > 0 else 1.0
        yield block * np.float32(min(gain, 10 ** (MAX_GAIN_DB / 20)))


def _cut(voice: Samples, longest: int, *, at_end: bool) -> int | None:
    """Return the length in frames of the next window (or silence to skip); None if more sound is needed."""
    if not len(voice):
        return None
    first = _first_voice(voice)
    if first:
        return first
    if len(voice) <= longest:
        return len(voice) if at_end else None
    half = int(CALM_S / FRAME_S / 2)
    padded = np.pad(voice[:longest], half, mode="edge")
    calm = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1).max(axis=1)
    earliest = longest // 2
    late = np.maximum(calm[earliest:], QUIET)
    return earliest + int(np.flatnonzero(late == late.min())[-1])


def _first_voice(voice: Samples) -> int:
    """Return the number of leading silent frames, less the margin before speech."""
    margin = int(MARGIN_S / FRAME_S)
    voiced = np.flatnonzero(voice >= POSSIBLE_SPEECH)
    return max(0, (int(voiced[0]) if voiced.size else len(voice)) - margin)


def _window(samples: Samples, voice: Samples, at: int, cut: int) -> Iterator[SpeechWindow]:
    """Yield the first `cut` frames as a window, without the silence at its end; nothing without speech."""
    voiced = np.flatnonzero(voice[:cut] >= POSSIBLE_SPEECH)
    if voiced.size >= MIN_FRAMES:
        last = min(cut, int(voiced[-1]) + 1 + int(MARGIN_S / FRAME_S))
        yield SpeechWindow(at * FRAME_S, samples[: last * FRAME], voice[:last])
