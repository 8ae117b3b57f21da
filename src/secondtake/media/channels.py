"""One channel of many: the mix or, where the channels cancel each other, the loudest one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from av import AudioFrame
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

CANCELLED_POWER = 0.05
"""A mix with less of the loudest channel's power than this (-13 dB) has lost it (our choice): one live
channel of two keeps 0.25 to 0.5."""


class MonoResampler:
    """Resamples frames of any layout to one channel.

    Args:
        rate_hz: of the samples.
        layout: name of the frames' layout.
        channels: how many it has.
    """

    def __init__(self, rate_hz: int, layout: str, channels: int) -> None:
        from av import AudioResampler

        self._mix = AudioResampler(format="fltp", layout="mono", rate=rate_hz)
        # Interleaved: PyAV crashes on reading eight separate planes.
        interleaved = AudioResampler(format="flt", layout=layout, rate=rate_hz)
        self._separate = interleaved if channels > 1 else None
        self._mix_power = 0.0
        self._channel_power: NDArray[np.float64] = np.zeros(channels)

    def resample(self, frame: AudioFrame | None) -> list[Samples]:
        """Return the chunks of a frame; None flushes what is left."""
        mixed = [_array(chunk)[0] for chunk in self._mix.resample(frame)]
        if self._separate is None:
            return mixed
        count = len(self._channel_power)
        separate = [_array(chunk).reshape(-1, count).T for chunk in self._separate.resample(frame)]
        return [self._choose(mix, channels) for mix, channels in zip(mixed, separate, strict=True)]

    def _choose(self, mix: Samples, channels: Samples) -> Samples:
        """Return the mix, or the channel that was loudest so far if the mix has lost it."""
        self._mix_power += float(np.square(mix).sum())
        self._channel_power += np.square(channels).sum(axis=1)
        loudest = int(self._channel_power.argmax())
        if self._mix_power < CANCELLED_POWER * self._channel_power[loudest]:
            mix = channels[loudest]
        return mix


def _array(chunk: Any) -> Samples:
    samples: Samples = np.nan_to_num(chunk.to_ndarray().astype(np.float32, copy=False))
    return samples
