"""Parts of a practice become one recording: in order, in sync, and with correct starts."""

from __future__ import annotations

import numpy as np
import pytest

from secondtake.core.errors import MediaError
from secondtake.media.audio import load
from secondtake.media.join import join
from secondtake.media.probe import probe
from secondtake.media.video import frames


def part(path, *, grey: int, tone: bool, codec: str = "libvpx", duration_s: float = 2.0):
    """A plain grey video, with or without a tone, in a browser's formats."""
    import av

    with av.open(str(path), "w") as out:
        video = out.add_stream(codec, rate=10)
        video.width, video.height, video.pix_fmt = 160, 90, "yuv420p"
        audio = out.add_stream("libopus", rate=48_000, layout="mono")
        for i in range(int(duration_s * 10)):
            image = np.full((90, 160, 3), grey, np.uint8)
            frame = av.VideoFrame.from_ndarray(image, format="rgb24")
            frame.pts = i
            out.mux(video.encode(frame))
        samples = np.sin(np.arange(int(duration_s * 48_000)) * 0.05) * (0.5 if tone else 0.0)
        for at in range(0, samples.size, 960):
            piece = av.AudioFrame.from_ndarray(
                (samples[None, at : at + 960] * 32767).astype(np.int16), format="s16", layout="mono"
            )
            piece.sample_rate, piece.pts = 48_000, at
            out.mux(audio.encode(piece))
        out.mux(video.encode())
        out.mux(audio.encode())
    return path


def test_join_keeps_order_and_sync(tmp_path):
    parts = [
        part(tmp_path / "a.webm", grey=40, tone=False),
        part(tmp_path / "b.webm", grey=200, tone=True),
        part(tmp_path / "c.webm", grey=40, tone=False),
    ]
    whole = tmp_path / "whole.mkv"
    starts_s = join(parts, whole)
    assert starts_s == pytest.approx([0.0, 2.0, 4.0], abs=0.06)
    recording = probe(whole)
    assert recording.duration_s == pytest.approx(6.0, abs=0.15)
    bright = [f.time_s for f in frames(whole, every_s=0.1) if f.rgb.mean() > 120]
    assert bright[0] == pytest.approx(starts_s[1], abs=0.11)
    assert bright[-1] == pytest.approx(starts_s[2] - 0.1, abs=0.11)
    sound = load(whole).samples
    loud = np.flatnonzero(np.abs(sound) > 0.2) / 16_000
    assert loud[0] == pytest.approx(starts_s[1], abs=0.05)
    assert loud[-1] == pytest.approx(starts_s[2], abs=0.05)


def test_join_parts_of_different_devices_is_refused(tmp_path):
    parts = [
        part(tmp_path / "a.webm", grey=40, tone=False),
        part(tmp_path / "b.webm", grey=40, tone=False, codec="libvpx-vp9"),
    ]
    with pytest.raises(MediaError, match="different devices"):
        join(parts, tmp_path / "whole.mkv")
    assert not (tmp_path / "whole.mkv").exists()
