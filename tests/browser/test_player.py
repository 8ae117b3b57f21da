"""The review player: markers, words, list, keyboard, loops and zoom."""

from __future__ import annotations

import pytest
from driving import SESSION, WAIT_MS, ask, drawn, mark_at, plot_box, time_s
from playwright.sync_api import expect
from settled import ready, settle

pytestmark = pytest.mark.browser

LEAD_S = 0.4
CLOSE_S = 0.06  # a seek lands on a frame: ten a second in the made recording, and it reports what was asked


@pytest.fixture(scope="module")
def made(add):
    return add("watching")


@pytest.fixture
def page(open_review, made):
    return open_review(made)


def test_marker_click_seeks_just_before_it_and_opens_its_card(page):
    i = ask(page, "s.view.moments.kind.indexOf('face_touch')")
    start_s = ask(page, f"s.view.moments.start_s[{i}]")
    page.mouse.click(*mark_at(page, i))
    assert time_s(page) == pytest.approx(start_s - LEAD_S, abs=CLOSE_S)
    expect(page.locator(".moment")).to_contain_text("Face touch", use_inner_text=True)
    assert "face touch" in ask(page, "s.live.textContent")


def test_word_click_seeks_to_it(page):
    word = page.locator(".w.filler").nth(2)
    i = ask(page, "s.reviewPlayer.transcript.spans.indexOf(s.root.querySelectorAll('.w.filler')[2])")
    word.click()
    assert time_s(page) == pytest.approx(ask(page, f"s.view.words.start_s[{i}]"), abs=CLOSE_S)


def test_word_by_keyboard_seeks_to_it(page):
    page.locator(".transcript .text").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert time_s(page) == pytest.approx(ask(page, "s.view.words.start_s[4]"), abs=CLOSE_S)


def test_transcript_search_counts_hits_and_enter_seeks(page):
    page.get_by_role("searchbox").fill("billing")
    count = ask(page, "s.view.words.text.filter((w) => w === 'billing').length")
    expect(page.locator(".found")).to_contain_text(f"{count} match", use_inner_text=True)
    page.keyboard.press("Enter")
    first = ask(page, "s.view.words.start_s[s.view.words.text.indexOf('billing')]")
    assert time_s(page) == pytest.approx(first, abs=CLOSE_S)


def test_moment_list_has_every_moment_and_seeks(page):
    page.locator("#moments summary").click()
    expect(page.locator(".moment-list li")).to_have_count(ask(page, "s.view.moments.id.length"))
    page.locator(".moment-list button").nth(3).click()
    assert time_s(page) == pytest.approx(max(0, ask(page, "s.view.moments.start_s[3]") - LEAD_S), abs=CLOSE_S)


def test_next_and_previous_step_through_the_chosen_kind(page):
    page.get_by_label("Which moments to step through").select_option("long_pause")
    page.locator(".plot").focus()
    starts = ask(page, "s.view.moments.start_s.filter((_, i) => s.view.moments.kind[i] === 'long_pause')")
    times_s = []
    for key in ("n", "n", "p"):
        page.keyboard.press(key)
        times_s.append(time_s(page))
    expected = [starts[0], starts[1], starts[0]]
    assert times_s == pytest.approx([s - LEAD_S for s in expected], abs=CLOSE_S)


def test_player_space_plays_and_arrows_skip(page):
    page.locator(".plot").focus()
    page.keyboard.press("ArrowRight")
    assert time_s(page) == pytest.approx(5, abs=CLOSE_S)
    page.keyboard.press(" ")
    page.wait_for_function(f"{SESSION}.player.time_s > 5.2")
    page.keyboard.press(" ")
    page.wait_for_function(f"!{SESSION}.player.playing")


def test_moment_loop_lasts_three_to_six_seconds(page):
    page.locator(".plot").focus()
    page.keyboard.press("n")
    page.get_by_role("button", name="Loop it").click()
    start_s, end_s = ask(page, "s.player.loopSpan")
    assert 3 <= end_s - start_s <= 6
    ask(page, f"(s.player.video.currentTime = {end_s - 0.2}, 0)")
    page.wait_for_function(f"{SESSION}.player.time_s < {end_s - 1}")
    assert time_s(page) >= start_s - 0.1
    page.locator(".plot").focus()
    page.keyboard.press("Escape")
    assert ask(page, "s.player.loopSpan") is None


def test_timeline_drag_selects_and_loops_a_range(page):
    box = plot_box(page)
    y = box["y"]
    page.mouse.move(box["x"] + box["width"] * 0.25, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, y, steps=5)
    page.mouse.up()
    span, whole_s = ask(page, "[s.player.loopSpan, s.view.duration_s]")
    assert span == pytest.approx([whole_s * 0.25, whole_s * 0.5], rel=0.02)
    page.wait_for_function(f"{SESSION}.player.playing")


def test_timeline_keys_wheel_and_numbers_zoom(page):
    page.locator(".plot").focus()
    page.keyboard.press("+")
    assert ask(page, "s.reviewPlayer.range.width_s / s.view.duration_s") == pytest.approx(0.5)
    page.keyboard.press("a")
    page.keyboard.press("a")
    card, visible = ask(page, "[s.view.cards[1], [s.reviewPlayer.range.start_s, s.reviewPlayer.range.end_s]]")
    assert visible[0] <= card["start_s"] <= card["end_s"] <= visible[1]
    page.keyboard.press("z")
    assert ask(page, "s.reviewPlayer.range.width_s") == ask(page, "s.view.duration_s")
    box = plot_box(page)
    page.mouse.move(box["x"] + 300, box["y"])
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    page.wait_for_function(f"{SESSION}.reviewPlayer.range.width_s < {SESSION}.view.duration_s * 0.6")


def test_timeline_groups_fold_and_lanes_hide_and_return(page):
    rows = ask(page, "s.reviewPlayer.timeline.rows.length")
    page.locator(".name.group").first.click()
    assert ask(page, "s.reviewPlayer.timeline.rows.length") < rows
    page.locator(".name.group").first.click()
    page.get_by_role("button", name="Hide Ums and uhs").focus()
    page.keyboard.press("Enter")
    assert "filler" not in ask(page, "s.reviewPlayer.timeline.rows.map((r) => r.id)")
    page.get_by_role("button", name="Show 1 hidden lane").click()
    assert ask(page, "s.reviewPlayer.timeline.rows.length") == rows


def test_timeline_lanes_sort_by_importance(page):
    page.get_by_label("Lane order").select_option("importance")
    weights = ask(
        page, "s.reviewPlayer.timeline.rows.filter((r) => r.type === 'moments').map((r) => r.lane.weight)"
    )
    assert weights[0] == max(weights)
    assert weights[0] > 0


def test_timeline_folded_hidden_sorted_lanes_are_remembered(page):
    def rows():
        return ask(page, "s.reviewPlayer.timeline.rows.map((r) => r.id + (r.folded ?? ''))")

    page.locator(".name.group", has_text="Posture").click()
    page.get_by_role("button", name="Hide Ums and uhs").focus()
    page.keyboard.press("Enter")
    before = rows()
    page.reload()
    ready(page, ".session")
    assert rows() == before
    assert "filler" not in before
    page.get_by_label("Lane order").select_option("importance")
    before = rows()
    page.reload()
    ready(page, ".session")
    assert rows() == before
    expect(page.get_by_label("Lane order")).to_have_value("importance")
    page.get_by_role("button", name="Show 1 hidden lane").click()
    page.reload()
    ready(page, ".session")
    assert "filler" in ask(page, "s.reviewPlayer.timeline.rows.map((r) => r.id)")


def test_timeline_unobserved_time_is_hatched(page):
    settle(page)
    drawn(page)
    assert ask(page, "s.view.lanes.find((l) => l.id === 'gaze_away').unseen.length") == 1
    pixels = ask(
        page,
        "(() => { const l = s.reviewPlayer.timeline, k = devicePixelRatio;"
        " const r = l.rows.find((x) => x.id === 'gaze_away');"
        " const [a, b] = r.lane.unseen[0].map((t) => l.xOf(t)), g = l.canvas.getContext('2d');"
        " const d = g.getImageData((a + 2) * k, (r.y + 2) * k, (b - a - 4) * k, (r.height - 4) * k).data;"
        " let n = 0; for (let i = 3; i < d.length; i += 4) n += d[i] > 20; return n / (d.length / 4); })()",
    )
    assert 0.05 < pixels < 0.9


def test_video_has_nothing_drawn_over_it(page):
    page.locator(".stage").scroll_into_view_if_needed()
    over = ask(
        page,
        "(() => { const b = s.player.video.getBoundingClientRect();"
        " const at = [b.left + b.width / 2, b.top + b.height / 2];"
        " return s.root.elementFromPoint(...at) === s.player.video; })()",
    )
    assert over


def test_captions_have_the_transcript_and_can_be_shown(page, server, made):
    page.get_by_role("button", name="Captions").click()
    assert ask(page, "s.player.track.track.mode") == "showing"
    text = page.evaluate(f"fetch('/api/sessions/{made}/captions').then((r) => r.text())")
    assert text.startswith("WEBVTT")
    assert "billing" in text


def test_evidence_button_loops_the_moment(page):
    page.locator(".debrief-card.change .clip").first.click()
    assert ask(page, "s.player.loopSpan") is not None
    start_s = ask(page, "s.view.debrief.session.change.moments[0].start_s")
    assert ask(page, "s.player.loopSpan[0]") == start_s


def test_timeline_pinch_zooms_around_its_middle(open_review, made):
    page = open_review(made, has_touch=True)
    box = plot_box(page)
    middle, y = box["x"] + box["width"] / 2, box["y"]
    touch = page.context.new_cdp_session(page)

    def fingers(kind: str, *apart_px: float) -> None:
        points = [
            {"x": middle + side * px / 2, "y": y, "id": i}
            for px in apart_px
            for i, side in enumerate((-1, 1))
        ]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    before = ask(page, "s.reviewPlayer.range.width_s")
    fingers("touchStart", 100)
    for apart_px in (140, 200, 300, 400):
        fingers("touchMove", apart_px)
    fingers("touchEnd")
    page.wait_for_function(f"!{SESSION}.reviewPlayer.timeline.gestures.busy")
    start_s, end_s = ask(page, "[s.reviewPlayer.range.start_s, s.reviewPlayer.range.end_s]")
    assert end_s - start_s == pytest.approx(before / 4, rel=0.05)
    assert (start_s + end_s) / 2 == pytest.approx(before / 2, rel=0.05)
    assert ask(page, "s.player.loopSpan") is None  # a pinch chooses nothing


def test_playback_speed_by_list_and_key_is_half_to_double(page):
    page.get_by_label("Speed").select_option("0.5")
    assert ask(page, "s.player.video.playbackRate") == 0.5
    page.locator(".plot").focus()
    rates = []
    for _ in range(7):
        page.keyboard.press(">")
        rates.append(ask(page, "s.player.video.playbackRate"))
    assert rates == [0.75, 1, 1.25, 1.5, 2, 2, 2]
    expect(page.get_by_label("Speed")).to_have_value("2")
    page.keyboard.press("<")
    assert ask(page, "s.player.video.playbackRate") == 1.5


def test_video_opens_in_picture_in_picture(page):
    # Headless Chromium opens no such window: what is held is that the button asks for one, and ends it.
    ask(
        page,
        "(s.player.video.requestPictureInPicture = () => { window.floated = (window.floated ?? 0) + 1;"
        " return Promise.resolve(); }, 0)",
    )
    button = page.get_by_role("button", name="Picture in picture")
    button.click()
    assert page.evaluate("window.floated") == 1
    page.evaluate(
        "Object.defineProperty(document, 'pictureInPictureElement', { value: document.body });"
        "document.exitPictureInPicture = () => { window.landed = true; return Promise.resolve(); }"
    )
    button.click()
    assert page.evaluate("window.landed")
    assert page.evaluate("window.floated") == 1


def test_review_opened_by_address_asks_for_nothing_that_is_missing(server, sample, browser):
    context = browser.new_context()
    try:
        context.set_default_timeout(WAIT_MS)
        page = context.new_page()
        failed = []
        page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
        page.goto(server.review(sample))
        ready(page, ".session")
        assert failed == []
    finally:
        context.close()
