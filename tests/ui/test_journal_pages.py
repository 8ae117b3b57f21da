"""Today, Questions and Interviews, run by Streamlit's own tester over a made season."""

from __future__ import annotations

import shutil
import sys
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from secondtake.config import Settings
from secondtake.store.library import Library
from secondtake.ui import services
from secondtake.ui.view.journal import literal

sys.path.insert(0, str(Path(__file__).parents[1]))
from made_job_search import make_season

PAGES = Path(services.__file__).with_name("pages")


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A library that the pages use as theirs."""
    settings = Settings.load({}, home=tmp_path / "home")
    with Library.open(settings) as library:
        monkeypatch.setattr(services, "library", lambda: library)
        monkeypatch.setattr(services, "settings", lambda: settings)
        yield library


@pytest.fixture
def season(kept, tmp_path):
    make_season(kept, tmp_path, date.today())
    return kept


@pytest.fixture
def page(tmp_path):
    """Opens a page in a frame of its own: links find pages beside the script that is run."""

    def opening(name, **query):
        for file in PAGES.glob("*.py"):
            shutil.copy(file, tmp_path)
        names = ("today", "questions", "interviews", "session", "practise")
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
def test_page_of_empty_library_says_how_to_begin(page, kept, name):
    app = page(name)
    assert not app.exception
    assert {"today": "Begin with the common ones", "questions": "Two or three interviews",
            "interviews": "note every question"}[name] in texts(app)  # fmt: skip


def test_questions_page_starter_button_adds_common_questions(page, kept):
    app = page("questions")
    app.button[0].click().run()
    assert len(kept.questions.all()) == 60
    assert "60 questions" in texts(app)


def test_today_page_shows_plan_habit_and_real_interviews(page, season):
    app = page("today")
    assert not app.exception
    said = texts(app)
    assert "looking away" in said
    assert "more energy in real interviews" in said
    assert said.count("4 min ·") == 3


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
    next(t for t in app.text_area if t.label == "Result").set_value("Next month")
    next(b for b in app.button if b.label == "Save").click().run()
    assert season.questions.get(question.id).outline.result == "Next month"


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
    next(t for t in app.text_input if t.label == "Who was there").set_value("Ana Li <ana@acme.com>")
    next(b for b in app.button if b.label == "Log it").click().run()
    assert not app.exception
    kept = next(i for i in season.interviews.all() if "Søn" in i.company)
    assert app.title[0].value == literal(kept.company)
    next(t for t in app.text_area if t.label == "One question a line").set_value("Why us?\nWhy you?")
    next(b for b in app.button if b.label == "Save questions").click().run()
    assert [a.wording for a in season.interviews.asked_in(kept.id)] == ["Why us?", "Why you?"]
    next(t for t in app.text_area if t.label == "One moment that mattered").set_value("the bridge")
    [b for b in app.button if b.label == "Save"][-1].click().run()
    assert season.interviews.get(kept.id).debrief.mattered == "the bridge"
    assert "the bridge" in next(t for t in app.text_area if t.label == "Letter").value
    next(b for b in app.button if b.label == "Mark as thanked").click().run()
    assert season.interviews.get(kept.id).thanked is not None
    assert not app.exception


def test_interview_page_shows_recording_law_once(page, season):
    interview = next(i for i in season.interviews.all() if i.session_id is None)
    app = page("interviews", i=interview.id)
    assert "may be recorded only" in texts(app)
    next(b for b in app.button if b.label == "Understood").click().run()
    assert "may be recorded only" not in texts(app)
    assert any(s.label == "Its session" for s in app.selectbox)


@pytest.mark.parametrize(("name", "key"), [("questions", "q"), ("interviews", "i")])
def test_page_with_unknown_id_says_not_found(page, kept, name, key):
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
