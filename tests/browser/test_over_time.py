"""Sessions over time: what is called a change and what is not, habits, takes, and finding what was said."""

from __future__ import annotations

import os
import re

import pytest
from driving import SESSION, box_of, drawn, sample_of, start_server, stop_server
from made_history import QUESTION, fill
from playwright.sync_api import expect
from settled import ready, settle, violations

from secondtake.store.library import Library
from secondtake.store.practice_summary import own_sessions
from secondtake.ui.view.takes import takes_of

pytestmark = pytest.mark.browser

COURSE = ".course[data-measure='{}']"
OVER_TIME = "[...document.querySelectorAll('*')].find((e) => e.shadowRoot?.overTime).shadowRoot.overTime"
TAKES = "[...document.querySelectorAll('*')].find((e) => e.shadowRoot?.takes).shadowRoot.takes"
SAME_PLACE_S = 0.3  # the made pictures have ten frames a second, and a seek lands on one of them


def places(card, look=""):
    """Where a chart's points of one look stand, in its own units: they share one path, point after point."""
    drawn = "".join(
        card.locator(f"path.point{look}").evaluate_all("all => all.map((p) => p.getAttribute('d'))")
    )
    begun = re.findall(r"M(-?[\d.]+) (-?[\d.]+)(?:a([\d.]+))?", drawn)  # a circle begins at its left
    return [(float(x) + float(radius or 0), float(y)) for x, y, radius in begun]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A page of its own: its home holds the made history and nothing else."""
    running = start_server(tmp_path_factory.mktemp("history") / "home")
    with Library.open(running.settings) as library:
        sample_of(library)  # else it comes meanwhile, and the page asks again and again
        fill(library, tmp_path_factory.mktemp("made"))
    yield running
    stop_server(running)


@pytest.fixture
def over_time(open_page):
    def opening(**how):
        page = open_page("/over-time", **how)
        ready(page, ".over-time")
        unfold(page)
        return page

    return opening


def unfold(page):
    """Open what is folded below the tiles; the browser remembers it for the next visit."""
    for title in ("All measures", "Your habits", "Questions you answered again"):
        page.locator(".fold:not([open]) > summary", has_text=title).click()


@pytest.fixture
def side_by_side(open_page):
    def opening(**how):
        page = open_page(f"/takes?q={QUESTION.replace('?', '%3F')}", **how)
        ready(page, ".takes")
        page.wait_for_function(f"{TAKES}.takes.every((t) => t.player.video.readyState >= 1)")
        return page

    return opening


def test_trend_is_named_only_beyond_noise(over_time):
    page = over_time()
    fillers, steady = page.locator(COURSE.format("filler_rate")), page.locator(COURSE.format("slouch_share"))
    expect(fillers.locator(".said")).to_contain_text("Better", use_inner_text=True)
    expect(page.locator(COURSE.format("gaze_away_share")).locator(".said")).to_contain_text(
        "Worse", use_inner_text=True
    )
    assert steady.locator(".said").inner_text().startswith("No clear change yet")
    assert len(places(fillers, ".hollow")) == 2
    assert len(places(steady, ".real")) == 4
    better, worse = page.locator(".lead .sum").all_inner_texts()
    assert "Ums and uhs, from 6" in better
    assert "Looking away" in worse
    fillers.get_by_text("Numbers").click()
    fillers.locator("tbody tr").last.wait_for()
    expect(fillers.locator("tbody tr")).to_have_count(24)
    expect(fillers.locator("details")).to_contain_text("filler@", use_inner_text=True)


def test_trend_with_a_new_camera_is_doubted(over_time):
    page = over_time()
    expect(page.locator(".legend")).to_contain_text("camera or microphone changed", use_inner_text=True)
    away, fillers = (page.locator(COURSE.format(name)) for name in ("gaze_away_share", "filler_rate"))
    expect(away.locator(".doubt")).to_contain_text("may be the recording, not you", use_inner_text=True)
    expect(away.locator(".doubt")).to_contain_text("1280 x 720", use_inner_text=True)
    expect(away.locator(".other-recording")).to_have_count(1)
    expect(fillers.locator(".doubt, .other-recording")).to_have_count(0)


@pytest.mark.parametrize(
    ("path", "ready", "data"),
    [
        ("/over-time", ".over-time[data-ready='1']", "/api/over-time"),
        ("/sessions", ".shelf[data-ready='1']", "/api/shelf"),
    ],
)
def test_over_time_data_is_preloaded_once(open_page, path, ready, data):
    page = open_page(path)
    page.wait_for_selector(ready)
    begun = """(part) => performance.getEntriesByType('resource')
      .filter((e) => e.name.includes(part)).map((e) => e.startTime)"""
    asked, mounted = (page.evaluate(begun, part) for part in (data, "BidiComponent"))
    assert len(asked) == 1
    assert asked[0] < mounted[0]  # Streamlit's script that mounts our part


def test_chart_by_date_spaces_sessions(over_time):
    page = over_time()
    steady = page.locator(COURSE.format("slouch_share"))

    def gaps():
        lefts = sorted(x for x, _ in places(steady))[:3]
        return lefts[1] - lefts[0], lefts[2] - lefts[1]

    same_day, days_later = gaps()
    assert same_day == pytest.approx(days_later, abs=1)
    page.get_by_label("Spacing of the sessions").select_option("date")
    drawn(page)
    same_day, days_later = gaps()
    assert same_day < 2 < 10 < days_later
    page.reload()
    ready(page, ".over-time")
    expect(page.get_by_label("Spacing of the sessions")).to_have_value("date")


def test_chart_point_has_a_tooltip_and_opens_its_review(over_time):
    page = over_time()
    card = page.locator(COURSE.format("filler_rate"))
    box = box_of(card.locator("svg.chart"))
    unit = box["width"] / 420
    x, y = max(places(card))  # the newest session
    page.mouse.move(box["x"] + x * unit, box["y"] + y * unit)
    card.locator(".near .tip").wait_for()
    card.get_by_text("Numbers").click()
    newest = card.locator("tbody tr a").first
    newest.wait_for()
    box = box_of(card.locator("svg.chart"))
    page.mouse.move(box["x"] + x * unit, box["y"] + y * unit)
    link = card.locator("a.near")
    expect(link).to_contain_text(newest.inner_text(), use_inner_text=True)
    review = newest.get_attribute("href")
    expect(link).to_have_attribute("href", review)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] - 30)
    link.wait_for(state="hidden")
    page.mouse.click(box["x"] + x * unit, box["y"] + y * unit)
    page.wait_for_url(f"**{review}")


def test_chart_point_first_tap_explains_second_opens(over_time):
    page = over_time(has_touch=True)
    card = page.locator(COURSE.format("slouch_share"))
    box = box_of(card.locator("svg.chart"))
    unit = box["width"] / 420
    x, y = min(places(card))  # the earliest session
    point = box["x"] + x * unit, box["y"] + y * unit
    link = card.locator("a.near")
    page.touchscreen.tap(*point)
    link.wait_for()
    heading = card.locator("h3").bounding_box()
    page.touchscreen.tap(heading["x"] + 2, heading["y"] + 2)
    link.wait_for(state="hidden")
    page.touchscreen.tap(*point)
    link.wait_for()
    review = link.get_attribute("href")
    page.touchscreen.tap(*point)
    page.wait_for_url(f"**{review}")


def test_over_time_rejudging_does_not_say_too_few_sessions(over_time):
    page = over_time()

    def renewed(route):
        answer = route.fetch()
        view = answer.json() | {"renewing": 0}  # it need not ask again
        for measure in view["measures"]:
            measure["change"] |= {"verdict": "too few", "clear": False}
        route.fulfill(response=answer, json=view)

    page.route("**/api/over-time?*", renewed)
    page.get_by_label("Which sessions").select_option("practice")
    page.get_by_text("No measure has clearly changed yet", exact=False).wait_for()
    expect(page.get_by_text("From five sessions on")).to_have_count(0)


def test_chart_legend_covers_only_visible_charts(over_time):
    page = over_time()
    legend = page.locator(".legend")
    expect(legend).to_contain_text("not compared", use_inner_text=True)
    try:
        page.evaluate(f"{OVER_TIME}.choose(['slouch_share'])")
        expect(legend).not_to_contain_text("camera or microphone changed", use_inner_text=True)
        expect(legend).not_to_contain_text("not compared", use_inner_text=True)
        expect(legend).to_contain_text("real interview", use_inner_text=True)
    finally:
        page.evaluate(f"{OVER_TIME}.choose(null)")
    expect(legend).to_contain_text("camera or microphone changed", use_inner_text=True)


def test_filters_limit_the_compared_sessions(over_time):
    page = over_time()
    page.get_by_label("Which sessions").select_option("real")
    page.locator(COURSE.format("slouch_share")).get_by_text("too few sessions yet", exact=False).wait_for()
    assert len(places(page.locator(COURSE.format("slouch_share")))) == 4
    page.get_by_text("From five sessions on").wait_for()
    legend = page.locator(".legend").inner_text()  # of the signs that stand on a chart, and no others
    assert "real interview" in legend
    assert "practice" not in legend
    assert "camera or microphone changed" not in legend


def test_muted_group_has_no_chart(over_time, server):
    with Library.open(server.settings) as library:
        library.corrections.set_muted("posture", True)
        try:
            page = over_time()
            expect(page.locator(COURSE.format("filler_rate"))).to_have_count(1)
            expect(page.get_by_text("Slouching")).to_have_count(0)
        finally:
            library.corrections.set_muted("posture", False)


def test_over_time_begins_with_three_tiles(open_page):
    page = open_page("/over-time", width=1366, height=768)
    ready(page, ".over-time")
    tiles = page.locator(".tile")
    expect(tiles).to_have_count(3)
    boxes = [tiles.nth(i).bounding_box() for i in range(3)]
    assert all(box["y"] + box["height"] <= 768 for box in boxes)
    expect(page.get_by_role("region", name="Fluency")).to_contain_text("from 6", use_inner_text=True)
    expect(page.get_by_role("region", name="Energy")).to_contain_text("Low voice energy", use_inner_text=True)
    expect(page.locator(".course").first).not_to_be_visible()
    own = page.get_by_role("region", name="Your goal")
    own.get_by_label("Habit").select_option("gaze_away_share")
    own.get_by_role("spinbutton").fill("80")
    own.get_by_role("spinbutton").press("Enter")
    own.get_by_text("Your goal: at most 80 %.", exact=False).wait_for()
    own.get_by_text("Your goal: at most 80 %.", exact=False).click()
    own.get_by_role("spinbutton").fill("")
    own.get_by_role("spinbutton").press("Enter")
    own.get_by_label("Habit").wait_for()
    page.locator(".fold > summary", has_text="All measures").click()
    page.locator(".course").first.wait_for()
    page.reload()
    page.locator(".course").first.wait_for()


def test_habit_board_saves_a_goal(over_time):
    page = over_time()
    habit = page.locator(".column.active .habit[data-measure='gaze_away_share']")
    expect(habit).to_contain_text("Last seen", use_inner_text=True)
    expect(page.locator(".column.fading .habit[data-measure='filler_rate']")).to_have_count(1)
    habit.get_by_text("Set your own goal").click()
    habit.get_by_role("spinbutton").fill("90")
    habit.get_by_role("button", name="Save").click()
    habit.get_by_text("Your goal: at most 90 %. Met in the last 24 sessions.").wait_for()


def test_review_names_the_take_before_it(open_page, server):
    with Library.open(server.settings) as library:
        newest, before, *_ = (s for s in library.sessions() if not s.is_sample)
    page = open_page(f"/review?s={newest.id}")
    page.locator(".earlier-take", has_text="Take 24 of").first.wait_for()
    page.get_by_role("link", name="Compare them").first.click()
    ready(page, ".takes")
    names = page.get_by_role("combobox", name="Later take").locator("option").all_inner_texts()
    assert len(names) == len(set(names)) == 24
    assert names[-1].startswith("Take 24 · ")
    page.go_back()
    page.wait_for_url(f"**/review?s={newest.id}")
    ready(page, ".session")
    page.get_by_role("link", name="take 23 was on").first.click()
    page.wait_for_url(f"**/review?s={before.id}")
    page.locator(".earlier-take", has_text="Take 23 of").first.wait_for()


def test_takes_seek_together_and_the_best_is_saved(side_by_side):
    page = side_by_side()
    page.get_by_role("button", name="Two thirds in").click()
    places = f"{TAKES}.takes.map((t) => t.into_s / t.lasts_s)"
    assert page.evaluate(places) == pytest.approx([2 / 3, 2 / 3], abs=0.01)
    page.evaluate(f"{TAKES}.takes[0].goTo(7)")
    assert page.evaluate(f"{TAKES}.takes[1].into_s") == pytest.approx(7, abs=SAME_PLACE_S)
    page.get_by_label("Sync the two players").select_option("")
    page.evaluate(f"{TAKES}.takes[0].goTo(20)")
    assert page.evaluate(f"{TAKES}.takes[1].into_s") == pytest.approx(7, abs=SAME_PLACE_S)
    page.get_by_role("button", name="Mark as best").last.click()
    page.get_by_role("button", name="Your best take").wait_for()
    page.reload()
    page.get_by_role("button", name="Your best take").wait_for()


def test_takes_sentence_plays_in_its_take(open_page):
    said = [{"text": f"Sentence {i}.", "start_s": 4.0 + 2 * i} for i in range(3)]
    rows = [{"before": said[0], "now": said[1]}, {"before": said[2], "now": None}]
    compared = {"rows": rows, "parts": [{"part": "result", "before_s": 2.0, "now_s": 0.0}]}
    page = open_page("/sessions")
    page.route("**/api/takes/words?*", lambda route: route.fulfill(json=compared))
    page.goto(f"{page.url.removesuffix('/sessions')}/takes?q={QUESTION.replace('?', '%3F')}")
    ready(page, ".takes")
    page.get_by_text("In both: 1. Left out: 1. Added: 0.", exact=False).wait_for()
    page.get_by_role("button", name="Play: Sentence 2.").press("Enter")
    page.wait_for_function(f"{TAKES}.takes[0].player.playing && {TAKES}.takes[0].player.time_s >= 8")
    assert page.evaluate(f"{TAKES}.takes[1].player.playing") is False
    page.get_by_text("How long each part took").click()
    expect(page.get_by_role("region", name="What you said")).to_contain_text("Result", use_inner_text=True)


def test_takes_chosen_parts_play_in_a_row_by_keyboard(server, open_page):
    with Library.open(server.settings) as library:
        takes = takes_of(QUESTION, own_sessions(library))[-2:]
        for take, parts in zip(takes, (("context", "action"), ("action", "result")), strict=True):
            body = library.latest_review(take["session"]).body
            sentences = [
                {"text": f"The {part} {i}.", "part": part, "start_s": 4.0 + 2 * i, "end_s": 5.0 + 2 * i}
                for i, part in enumerate(parts)
            ]
            body["answers"][take["answer"]]["story"] = {"sentences": sentences}
            library.save_review(take["session"], body)
    page = open_page(f"/takes?q={QUESTION.replace('?', '%3F')}")
    ready(page, ".takes")
    version = page.get_by_role("region", name="Your best version")
    version.wait_for()
    row = version.get_by_role("button", name="Play in a row")
    expect(row).to_be_disabled()  # nothing is proposed
    assert [select.input_value() for select in version.locator("select").all()] == ["", "", ""]
    for part, place in (("Context", 1), ("What you did", 2), ("Result", 1)):
        with page.expect_response("**/api/takes/parts"):
            version.get_by_label(part, exact=True).select_option(index=place)
    assert violations(page) == []
    page.evaluate(f"""(() => {{
      window.statuses = [];
      const status = {TAKES}.version.status;
      const noted = new MutationObserver(() => window.statuses.push(status.textContent));
      noted.observe(status, {{ childList: true }});
    }})()""")
    page.evaluate(f"{TAKES}.version.video.muted = true")
    row.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("window.statuses?.at(-1) === '' && window.statuses.length === 4")
    first, second = (f"take {n}" for n in (23, 24))
    assert page.evaluate("window.statuses") == [
        f"1 of 3: Context, from {first}",
        f"2 of 3: What you did, from {second}",
        f"3 of 3: Result, from {second}",
        "",
    ]
    page.reload()
    version.wait_for()
    if folder := os.environ.get("SHOTS"):
        version.screenshot(path=f"{folder}/best.png")
    expect(version.get_by_label("Result", exact=True)).not_to_have_value("")


def test_library_search_hit_opens_the_review_at_the_word(open_page):
    page = open_page("/sessions")
    ready(page, ".shelf")
    page.get_by_placeholder("Where did I say").fill("billing system")
    first = page.locator(".hits a").first
    first.wait_for()
    assert first.locator("mark").inner_text() == "billing system"
    at_s = float(first.get_attribute("href").split("t=")[1])
    first.click()
    ready(page, ".session")
    time_s = f"{SESSION}.player.time_s"
    page.wait_for_function(f"Math.abs({time_s} - {at_s - 0.6}) < {SAME_PLACE_S}")


def test_session_edit_saves_name_tags_and_archive(open_page):
    page = open_page("/sessions")
    ready(page, ".shelf")
    card = page.locator(".session-card", has_text="Practice 13")
    card.hover()
    card.get_by_role("button", name="Edit").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("The one with the storm")
    dialog.get_by_label("Tags").fill("stories, short")
    dialog.get_by_role("button", name="Save").click()
    page.locator(".session-card", has_text="# stories").wait_for()
    page.get_by_label("Which sessions").select_option("#stories")
    expect(page.locator(".session-card")).to_have_count(1)
    page.get_by_label("Which sessions").select_option("")
    renamed = page.locator(".session-card", has_text="The one with the storm")
    renamed.hover()
    renamed.get_by_role("button", name="Edit").click()
    dialog.get_by_label("Archived (hidden").check()
    dialog.get_by_role("button", name="Save").click()
    renamed.wait_for(state="detached")
    page.get_by_label("Which sessions").select_option("archived")
    renamed.wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_over_time_pages_have_no_axe_violations(over_time, side_by_side, scheme):
    for opening in (over_time, side_by_side):
        page = opening(scheme=scheme)
        page.evaluate(
            "document.querySelectorAll('*').forEach((e) =>"
            " e.shadowRoot?.querySelectorAll('details').forEach((d) => { d.open = true; }))"
        )
        assert violations(page) == []


def test_over_time_on_narrow_screens_does_not_overflow(over_time, side_by_side):
    for opening in (over_time, side_by_side):
        page = opening(width=360, height=740)
        settle(page)
        assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= 360
