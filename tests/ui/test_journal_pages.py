"""Today, Questions and Interviews, run by Streamlit's own tester over a made season."""

from __future__ import annotations

import shutil
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from secondtake.config import Settings
from secondtake.journal.questions.question import Outline
from secondtake.store.library import Library
from secondtake.ui import services
from secondtake.ui.view.journal import literal

sys.path.insert(0, str(Path(__file__).parents[1]))
from made_job_search import make_season

PAGES = Path(services.__file__).with_name("pages")


@pytest.fixture
def pages_library(tmp_path, monkeypatch):
    """A library that the pages use as theirs."""
    settings = Settings.load({}, home=tmp_path / "home")
    with Library.open(settings) as library:
        monkeypatch.setattr(services, "library", lambda: library)
        monkeypatch.setattr(services, "settings", lambda: settings)
        yield library


@pytest.fixture
def season(pages_library, tmp_path):
    make_season(pages_library, tmp_path, date.today())
    return pages_library


@pytest.fixture
def page(tmp_path):
    """Opens a page in a frame of its own: links find pages beside the script that is run."""

    def opening(name, **query):
        for file in PAGES.glob("*.py"):
            shutil.copy(file, tmp_path)
        names = (
            "today",
            "questions",
            "interviews",
            "session",
            "practise",
            "library",
            "settings",
            "coach_desk",
            "research",
        )
        pages = ", ".join(f'st.Page("{n}.py", url_path="{n}", default={n == name})' for n in names)
        frame = tmp_path / "frame.py"
        frame.write_text(f"import streamlit as st\nst.navigation([{pages}]).run()\n")
        app = AppTest.from_file(frame, default_timeout=60)
        for key, value in query.items():
            app.query_params[key] = value
        return app.run()

    return opening


def texts(app):
    parts = (*app.title, *app.subheader, *app.markdown, *app.caption, *app.button, *app.expander)
    return " | ".join(str(getattr(p, "value", None) or getattr(p, "label", "")) for p in parts)


@pytest.mark.parametrize("name", ["today", "questions", "interviews"])
def test_page_of_empty_library_says_how_to_begin(page, pages_library, name):
    app = page(name)
    assert not app.exception
    assert {"today": "Begin with the common ones", "questions": "Two or three interviews",
            "interviews": "note every question"}[name] in texts(app)  # fmt: skip


def test_questions_page_starter_button_adds_common_questions(page, pages_library):
    app = page("questions")
    app.button[0].click().run()
    assert len(pages_library.questions.all()) == 60
    assert "60 questions" in texts(app)


def test_today_page_shows_plan_habit_and_real_interviews(page, season):
    app = page("today")
    assert not app.exception
    page_text = texts(app)
    assert "looking away" in page_text
    assert "more energy in real interviews" in page_text
    assert page_text.count("4 min ·") == 3
    assert "Waiting for your rating" in page_text  # the real interviews: only practices were rated


def test_questions_page_search_finds_and_opens_a_question(page, season):
    app = page("questions")
    assert not app.exception
    next(t for t in app.text_input if t.label == "Search").set_value("weakness").run()
    rows = [b for b in app.button if b.key and b.key.startswith("open-")]
    assert [b.label for b in rows] == ["What is your greatest weakness?"]
    rows[0].click().run()
    assert not app.exception
    assert app.title[0].value == "What is your greatest weakness?"
    assert "Halden Health" in texts(app)


def test_question_page_saves_outline(page, season):
    question = next(q for q in season.questions.all() if q.text == "When could you start?")
    app = page("questions", q=question.id)
    next(t for t in app.text_area if t.label == "Result").set_value("Next month").run()
    assert season.questions.get(question.id).outline.result == "Next month"


def test_question_page_offers_to_practise_the_question(page, season):
    question = next(q for q in season.questions.all() if q.text == "Tell me about yourself.")
    app = page("questions", q=question.id)
    assert "Due since yesterday: 2 days after the last take." in texts(app)
    assert "Practise it now" in [b.label for b in app.button]


def test_story_title_refused_is_said_and_the_stored_one_stays(page, season):
    season.stories.add("The night of the storm", Outline())
    story = season.stories.add("The late delivery", Outline(action="I called the driver"))
    app = page("questions", story=story.id)
    next(t for t in app.text_input if t.label == "Title").set_value("The night of the storm").run()
    assert "You already have a story called" in app.warning[0].value
    assert season.stories.get(story.id).title == "The late delivery"
    next(t for t in app.text_area if t.label == "Action").set_value("I drove there myself").run()
    next(t for t in app.text_input if t.label == "Title").set_value("The last delivery").run()
    assert not app.warning
    stored = season.stories.get(story.id)
    assert (stored.title, stored.outline.action) == ("The last delivery", "I drove there myself")


def test_paraphrase_added_is_merged_only_by_a_click(page, season):
    app = page("questions")
    next(t for t in app.text_input if t.label == "Add a question").set_value("What salary do you expect?")
    next(b for b in app.button if b.label == "Add").click().run()
    assert not app.exception
    before = len(season.questions.all())
    same = next(b for b in app.button if b.label == "What are your salary expectations?" and "same-" in b.key)
    same.click().run()
    assert len(season.questions.all()) == before - 1
    merged = next(q for q in season.questions.all() if "salary expectations" in q.text)
    assert merged.wordings == ("What salary do you expect?",)


def test_duplicate_pairs_are_listed_on_request_and_kept_apart(page, season):
    app = page("questions")
    next(b for b in app.button if b.label.startswith("Look for")).click().run()
    assert not app.exception
    apart = [b for b in app.button if b.label == "Not the same"]
    assert apart
    apart[0].click().run()
    assert len(season.questions.kept_apart()) == 1
    assert len([b for b in app.button if b.label == "Not the same"]) == len(apart) - 1


def test_interview_page_from_log_to_thank_you(page, season):
    app = page("interviews")
    assert not app.exception
    assert "To follow up · 2" in texts(app)
    next(t for t in app.text_input if t.label == "Company").set_value('Søn & "Co", Ltd')
    next(t for t in app.text_input if t.label == "Interviewers").set_value(
        "Ana Li <ana@acme.com>, Sam Poe; Jo Ng"
    )
    next(d for d in app.date_input if d.label == "Day").set_value(date.today() - timedelta(days=1))
    next(b for b in app.button if b.label == "Log it").click().run()
    assert not app.exception
    interview = next(i for i in season.interviews.all() if "Søn" in i.company)
    assert app.title[0].value == literal(interview.company)
    assert interview.people == ("Ana Li <ana@acme.com>", "Sam Poe", "Jo Ng")
    assert "**Thank them by today\\.** " in texts(app)
    next(t for t in app.text_area if t.label == "One question a line").set_value("Why us?\nWhy you?")
    next(b for b in app.button if b.label == "Save questions").click().run()
    assert [a.wording for a in season.interviews.asked_in(interview.id)] == ["Why us?", "Why you?"]
    next(t for t in app.text_area if t.label == "One moment that mattered").set_value("the bridge").run()
    assert season.interviews.get(interview.id).debrief.mattered == "the bridge"
    assert "the bridge" in next(t for t in app.text_area if t.label == "Letter").value
    next(b for b in app.button if b.label == "Mark as thanked").click().run()
    assert season.interviews.get(interview.id).thanked is not None
    assert not app.exception


def test_choices_for_a_new_interview_survive_until_it_is_logged(page, season):
    days = {"Day": date.today() - timedelta(days=1), "They said you would hear by": date.today()}
    app = page("interviews")
    next(s for s in app.selectbox if s.label == "Kind").set_value("phone").run()
    for label, day in days.items():
        next(d for d in app.date_input if d.label == label).set_value(day).run()
    again = page("interviews")  # a reload
    assert {d.label: d.value for d in again.date_input} == days
    assert next(s for s in again.selectbox if s.label == "Kind").value == "phone"
    next(t for t in again.text_input if t.label == "Company").set_value("Acme")
    next(b for b in again.button if b.label == "Log it").click().run()
    logged = next(i for i in season.interviews.all() if i.company == "Acme")
    assert (logged.kind, logged.at.date(), logged.promised) == ("phone", *days.values())
    assert next(s for s in page("interviews").selectbox if s.label == "Kind").value == "video"


@pytest.mark.parametrize(("days", "when"), [(0, "today"), (1, "tomorrow"), (12, "in 12 days")])
def test_interview_to_come_shows_likely_questions(page, season, days, when):
    at = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    posting = "Your tasks\n- Persuade managers of your findings\n- A diving licence"
    interview = season.interviews.add("Acme", "Analyst", at + timedelta(days=days), posting=posting)
    app = page("interviews", i=interview.id)
    assert not app.exception
    shown = texts(app)
    assert when in shown
    assert "Asked in 5 of 6 earlier interviews" in shown
    assert literal("Of common questions, ") in shown
    assert "earlier interviews" in shown
    assert literal("Where they came from: ") in shown
    assert "A diving licence :gray-badge[Nothing close yet]" in shown
    assert "One question a line" not in {t.label for t in app.text_area}


def test_interview_to_come_in_an_empty_library_lists_common_ones(page, pages_library):
    at = datetime.now().astimezone() + timedelta(days=3)
    more = {"stage": "HR", "posting": "You have a diving licence."}
    app = page("interviews", i=pages_library.interviews.add("Acme", "Analyst", at, **more).id)
    assert not app.exception
    assert "Tell me about yourself" in texts(app)
    assert "Usual in a first conversation" in texts(app)
    assert "You have a diving licence" in texts(app)
    assert "Nothing close" not in texts(app)  # there is no story yet to compare with
    assert "earlier interview" not in texts(app)
    assert literal("How likely each question is cannot be said yet") in texts(app)


def test_interview_to_come_keeps_its_pasted_posting(page, season):
    at = datetime.now().astimezone() + timedelta(days=3)
    interview = season.interviews.add("Acme", "Analyst", at)
    app = page("interviews", i=interview.id)
    posting = next(t for t in app.text_area if t.label == "The job posting")
    posting.set_value("You have experience with SQL.").run()
    assert season.interviews.get(interview.id).posting == "You have experience with SQL."
    assert "experience with SQL" in texts(app)


def test_cv_pasted_stands_beside_what_no_story_covers(page, pages_library):
    at = datetime.now().astimezone() + timedelta(days=3)
    more = {"posting": "You have a diving licence.\nYou know how to cook."}
    first = pages_library.interviews.add("Acme", "", at, **more)
    app = page("interviews", i=first.id)
    field = next(t for t in app.text_area if t.label == "Your CV, as text")
    field.set_value("2020 Diving licence\nChess club").run()
    assert pages_library.interviews.get(first.id).cv == "2020 Diving licence\nChess club"
    shown = texts(app)
    assert literal("Your CV says: “2020 Diving licence”") in shown
    assert "diving licence :blue-badge[In your CV, no story yet]" in shown
    assert "cook :gray-badge[Nothing close yet]" in shown
    second = pages_library.interviews.add("Bolt", "", at, **more)
    app = page("interviews", i=second.id)
    assert pages_library.interviews.get(second.id).cv == ""
    next(b for b in app.button if b.label == literal("Use the CV for Acme")).click().run()
    assert pages_library.interviews.get(second.id).cv.startswith("2020 Diving")


def test_names_for_the_recogniser_are_typed_and_proposed(page, pages_library):
    at = datetime.now().astimezone() + timedelta(days=3)
    pages_library.interviews.add("Seeblick", "", at, posting="You know Opera well.")
    app = page("settings")
    assert pages_library.corrections.vocabulary() == ()  # nothing is taken without the person
    (pills,) = app.button_group
    assert pills.options == ["Seeblick", "Opera"]
    pills.select("Opera").run()
    assert pages_library.corrections.vocabulary() == ("Opera",)
    field = next(t for t in app.text_area if t.label == "Names, one a line")
    assert field.value == "Opera"
    field.set_value("Opera\nAnneliese Brandt").run()
    assert pages_library.corrections.vocabulary() == ("Opera", "Anneliese Brandt")
    assert not app.exception


def test_past_interview_counts_what_came_once_noted(page, season):
    halden = next(i for i in season.interviews.all() if i.company == "Halden Health")
    came = "3 of 10 likely questions came up; "
    assert came in texts(page("interviews", i=halden.id))
    bare = season.interviews.add("Acme", "", datetime.now().astimezone() - timedelta(days=2))
    assert "likely questions" not in texts(page("interviews", i=bare.id))


def test_interview_page_shows_recording_law_once(page, season):
    interview = next(i for i in season.interviews.all() if i.session_id is None)
    app = page("interviews", i=interview.id)
    assert "may be recorded only" in texts(app)
    next(b for b in app.button if b.label == "Understood").click().run()
    assert "may be recorded only" not in texts(app)
    assert any(s.label == "Its session" for s in app.selectbox)


@pytest.mark.parametrize(("name", "key"), [("questions", "q"), ("interviews", "i")])
def test_page_with_unknown_id_says_not_found(page, pages_library, name, key):
    app = page(name, **{key: "zzzz"})
    assert not app.exception
    assert app.title[0].value.endswith("not found")


def test_question_kinds_are_suggested_and_saved_by_a_click(page, season):
    app = page("questions")
    without = {q.id for q in season.questions.all() if q.kind == "other"}
    assert without
    next(b for b in app.button if b.label == "Suggest kinds").click().run()
    assert {q.id for q in season.questions.all() if q.kind == "other"} == without
    pay = next(s for s in app.selectbox if "need to get better at" in s.label)
    assert pay.value == "strengths"
    pay.select("behavioural")
    next(b for b in app.button if b.label == "Save these kinds").click().run()
    kinds = {q.text: q.kind for q in season.questions.all()}
    assert kinds["What do you need to get better at?"] == "behavioural"
    assert not without & {q.id for q in season.questions.all() if q.kind == "other"}
