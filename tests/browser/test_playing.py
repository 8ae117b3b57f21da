"""What a phone records, Chromium often cannot play: the page plays a copy of it."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from driving import SESSION, ask

from secondtake.media.probe import probe
from secondtake.store.library import Library

pytestmark = pytest.mark.browser

ANALYSIS_MS = 240_000
FPS, SECONDS = 10, 3


def phone_recording(path: Path) -> Path:
    """Three seconds of HEVC in 4K, as phones write it, with a quiet tone."""
    with av.open(str(path), "w") as out:
        options = {"preset": "ultrafast", "x265-params": "log-level=none"}
        picture = out.add_stream("libx265", rate=FPS, options=options)
        picture.width, picture.height, picture.pix_fmt = 3840, 2160, "yuv420p"
        picture.codec_context.codec_tag = "hvc1"
        sound = out.add_stream("aac", rate=16_000, layout="mono")
        for i in range(FPS * SECONDS):
            image = np.full((2160, 3840, 3), (60, 70, 72), np.uint8)
            image[600:1500, 900 + 40 * i : 1500 + 40 * i] = (200, 160, 140)
            out.mux(picture.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        tone = (np.sin(np.arange(SECONDS * 16_000) * 0.07) * 1500).astype(np.int16)
        for at in range(0, tone.size, 1024):
            frame = av.AudioFrame.from_ndarray(tone[None, at : at + 1024], format="s16", layout="mono")
            frame.sample_rate, frame.pts = 16_000, at
            out.mux(sound.encode(frame))
        out.mux(picture.encode())
        out.mux(sound.encode())
    return path


def test_a_phones_4k_hevc_is_uploaded_waited_for_with_words_and_plays(
    open_page, open_review, server, sample, tmp_path
):
    file = phone_recording(tmp_path / "from my phone.mov")
    seen = probe(file).video
    assert (seen.codec, seen.width, seen.height) == ("hevc", 3840, 2160)
    page = open_page("/")
    page.wait_for_selector(".shelf[data-ready='1']")
    page.set_input_files("input[type=file]", str(file))
    job = page.locator(".job", has_text="from my phone.mov")
    job.get_by_text("Being analysed").wait_for(timeout=60_000)
    page.locator(".session-card", has_text="from my phone").wait_for(timeout=ANALYSIS_MS)
    with Library.open(server.settings) as library:
        (session,) = [s for s in library.sessions() if s.title == "from my phone"]
    copy = probe(session.recording.playable).video
    assert copy.codec == "h264"
    assert max(copy.width, copy.height) <= 1280

    page = open_review(session.id)
    ask(page, "s.player.play()")
    page.wait_for_function(f"{SESSION}.player.video.getVideoPlaybackQuality().totalVideoFrames > {FPS}")
    assert ask(page, "s.player.video.videoWidth") == copy.width
    assert not page.locator(".cannot-play").is_visible()
    lit = ask(
        page,
        "(() => { const c = document.createElement('canvas'), g = c.getContext('2d');"
        " c.width = c.height = 40;"
        " g.drawImage(s.player.video, 0, 0, 40, 40); return Math.max(...g.getImageData(0, 0, 40, 40).data"
        ".filter((_, i) => i % 4 === 0)); })()",
    )
    assert lit > 150  # a picture, and no black one
