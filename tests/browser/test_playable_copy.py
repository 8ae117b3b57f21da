"""What Chromium cannot play is played from a copy."""

from __future__ import annotations

import pytest
from driving import ANALYSIS_MS, SESSION, ask, moving_picture
from made_history import LENGTH_S, unplayable
from made_review import made_review
from playwright.sync_api import expect
from settled import ready, settle

from secondtake.media.probe import probe
from secondtake.store.library import Library

pytestmark = pytest.mark.browser

FPS, SECONDS = 10, 3


def test_playable_copy_of_4k_hevc_shows_progress_and_plays(open_page, open_review, server, sample, tmp_path):
    film = tmp_path / "from my phone.mov"
    file = moving_picture(film, SECONDS, fps=FPS, height=2160, codec="libx265", tag="hvc1")
    video = probe(file).video
    assert (video.codec, video.width, video.height) == ("hevc", 3840, 2160)
    page = open_page("/sessions")
    ready(page, ".shelf")
    page.set_input_files("input[type=file]", str(file))
    job = page.locator(".job", has_text="from my phone.mov")
    job.get_by_text("Analysing").wait_for(timeout=ANALYSIS_MS)
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
    expect(page.locator(".cannot-play")).not_to_be_visible()
    lit = ask(
        page,
        "(() => { const c = document.createElement('canvas'), g = c.getContext('2d');"
        " c.width = c.height = 40;"
        " g.drawImage(s.player.video, 0, 0, 40, 40); return Math.max(...g.getImageData(0, 0, 40, 40).data"
        ".filter((_, i) => i % 4 === 0)); })()",
    )
    assert lit > 150  # a picture, and no black one


INSIDE = """(() => {
  const text = document.createRange();
  text.selectNodeContents(s.player.failed);
  const words = text.getBoundingClientRect(), box = s.player.stage.parentNode.getBoundingClientRect();
  return words.width > 0 && words.left >= box.left && words.right <= box.right
    && words.top >= box.top && words.bottom <= box.bottom;
})()"""


def test_playable_copy_of_audio_is_explained(open_page, server, tmp_path):
    file, recording = unplayable(tmp_path, 0)
    with Library.open(server.settings) as library:
        library.add_recording(file, recording)
        session = library.create_session(recording.digest, title="not to be heard")
        review = made_review(LENGTH_S, picture=False) | {"recording": recording.as_dict()}
        library.save_review(session.id, review)
    page = open_page(f"/review?s={session.id}")
    page.locator(".cannot-play").wait_for()
    settle(page)
    expect(page.locator(".no-picture")).not_to_be_visible()  # "Audio only" would be wrong
    assert ask(page, INSIDE)
    page.set_viewport_size({"width": 400, "height": 800})
    page.wait_for_function(f"{SESSION}.player.stage.getBoundingClientRect().right <= 400")
    settle(page)
    assert ask(page, INSIDE)
