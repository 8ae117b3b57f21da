"""Make a question set for students: a name, questions of the library, and what will be rated."""

from __future__ import annotations

import streamlit as st

from secondtake.core.insights.rating_form import FORM
from secondtake.journal.questions.question_set import set_to_markdown
from secondtake.ui import services
from secondtake.ui.routes.sessions import file_name


def show() -> None:
    """Draw the form; the file is saved by the browser."""
    questions = services.library().questions.all()
    with st.expander("Make a question set for your students"):
        if not questions:
            st.write("Add the questions first.")
            st.page_link("questions.py", label="Go to Questions")
            return
        st.write("One file that your students import under Questions. Your own notes are not in it.")
        name = st.text_input("Name of the set", max_chars=80, placeholder="Spring mock interviews")
        chosen = st.multiselect(
            "Questions", questions, format_func=lambda q: q.text, placeholder="Choose questions"
        )
        items = st.multiselect(
            "What you will rate",
            list(FORM),
            format_func=lambda item: FORM[item][0],
            placeholder="Everything on the form",
        )
        if name.strip() and chosen:
            content = set_to_markdown(name, items, chosen)
            st.download_button(
                "Save the set", content, f"{file_name(name)}.md", "text/markdown", type="primary"
            )
        else:
            st.caption("Give it a name and choose at least one question.")
