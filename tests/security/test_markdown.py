"""A person's text is shown as it was typed: never as Markdown, with links and pictures from elsewhere."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from secondtake.journal.questions.question import Outline, Question
from secondtake.ui import services
from secondtake.ui.server.streamlit_settings import own_settings

HOSTILE = "![x](http://evil.example/x.png) [here](http://evil.example) :red[loud] <b> &lt; www.evil.example"
ACTIVE = ("](http", ":red[", "www.evil", " &lt;")
PAGES = Path(services.__file__).with_name("pages")
PAGE_NAMES = (
    "questions",
    "interviews",
    "settings",
    "today",
    "session",
    "practise",
    "library",
    "coach_desk",
    "research",
)


@pytest.fixture
def opened(tmp_path, settings, library, monkeypatch):
    """Open a page beside its neighbours, as Streamlit's links need it."""
    monkeypatch.setattr(services, "library", lambda: library)
    monkeypatch.setattr(services, "settings", lambda: settings)

    def opening(name, **query):
        for file in PAGES.glob("*.py"):
            shutil.copy(file, tmp_path)
        pages = ", ".join(f'st.Page("{n}.py", url_path="{n}", default={n == name})' for n in PAGE_NAMES)
        (tmp_path / "frame.py").write_text(f"import streamlit as st\nst.navigation([{pages}]).run()\n")
        app = AppTest.from_file(tmp_path / "frame.py", default_timeout=60)
        for key, value in query.items():
            app.query_params[key] = value
        return app.run()

    return opening


def rendered(app):
    """Every text that the page renders as Markdown; what stands in an input is shown as it is."""
    shown = (*app.title, *app.subheader, *app.markdown, *app.caption, *app.info, *app.warning, *app.error)
    labelled = (*app.button, *app.expander, *app.selectbox, *app.checkbox)
    choices = (option for group in app.get("button_group") for option in group.options)
    return [part.value for part in shown] + [part.label for part in labelled] + [*choices]


def test_pages_escape_markdown_of_questions_companies_titles(opened, library, add_session):
    question = Question("q" * 26, HOSTILE, "other", datetime.now(UTC))
    library.questions.add_all([question])
    question_id = library.questions.all()[0].id
    library.interviews.add(HOSTILE, HOSTILE, datetime.now(UTC))
    library.delete_session(add_session(title=HOSTILE).id)
    wanted = f"- You have experience with {HOSTILE}\n- You can persuade managers with {HOSTILE}"
    coming = library.interviews.add("Acme", "Analyst", datetime.now(UTC) + timedelta(days=3), posting=wanted)
    library.interviews.save(replace(coming, cv=f"I persuade managers every week, with {HOSTILE}"))
    story = library.stories.add(HOSTILE, Outline(action=f"I have experience with {HOSTILE}"))
    pages = [
        opened("questions"),
        opened("questions", q=question_id),
        opened("interviews"),
        opened("interviews", i=library.interviews.all()[0].id),
        opened("settings"),
        opened("today"),
        opened("interviews", i=coming.id),
        opened("questions", story=story.id),
    ]
    for app in pages:
        assert not app.exception
        assert [text for text in rendered(app) for part in ACTIVE if part in text] == []
    shown = [any("evil" in text for text in rendered(app)) for app in pages]
    assert shown == [True] * len(pages)


def test_error_page_has_no_links_and_no_details():
    assert own_settings()["client.showErrorLinks"] is False
    assert own_settings()["client.showErrorDetails"] == "none"
