"""One question: its outline and notes, where it was asked, how each take went."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import streamlit as st

from secondtake.core.errors import UsageError
from secondtake.journal.questions.question import KINDS, Question
from secondtake.journal.schedule import due
from secondtake.ui import services, web_components
from secondtake.ui.journal.shared import back, delete_button, review_link, saved_field, today
from secondtake.ui.journal.story_bank import question_story, saved_outline
from secondtake.ui.view.journal import WENT, literal, near_day, question_facts, take_line


def show(question: Question) -> None:
    """Draw the page of one question."""
    back("All questions")
    st.title(literal(question.text))
    st.caption(question_facts(question, today()))
    left, right = st.columns([3, 2], gap="large")
    with left:
        question_story(question)
        _outline(question)
    with right:
        _next_practice(question)
        _take_list(question)
        _asked_list(question)
        _wordings(question)
    _change(question)


def _outline(question: Question) -> None:
    st.subheader("Your answer in outline")
    st.caption("One point a line, saved as you type. The review of each take shows which of them you made.")
    page, store = f"/questions?q={question.id}", services.library().questions

    def save_part(name: str, text: str) -> None:
        store.update(question.id, outline=replace(store.get(question.id).outline, **{name: text}))
        services.rejudge_queue().rejudge({take.session_id for take in question.takes})

    saved_outline(page, question.outline, save_part, owner=question.story_id or "")
    saved_field(page, "Notes", question.notes, partial(_save_notes, question.id), height="content")


def _save_notes(question_id: str, notes: str) -> None:
    services.library().questions.update(question_id, notes=notes)


def _next_practice(question: Question) -> None:
    st.subheader("Next practice")
    schedule = due(question)
    if schedule is None:
        st.write("Not planned: nobody has asked it yet.")
    else:
        day = near_day(schedule.day, today())
        late = schedule.day < today()
        st.write(f"{f'Due since {day}' if late else day.capitalize()}: {schedule.why}.")
    if st.button("Practise it now", type="primary", icon=":material/mic:"):
        st.switch_page("practise.py", query_params={"q": question.id})
    key = f"due-{question.id}"

    def choose() -> None:
        day: date | None = st.session_state[key]
        services.library().questions.set_due(question.id, day)

    st.date_input("Choose a day yourself", question.chosen_due, key=key, on_change=choose, width=200)


def _take_list(question: Question) -> None:
    st.subheader("Takes")
    if not question.takes:
        st.write("None yet.")
    for take in reversed(question.takes):
        review_link(take.session_id, take_line(take, today()))


def _asked_list(question: Question) -> None:
    if not question.asked:
        return
    st.subheader("Where it was asked")
    for occasion in reversed(question.asked):
        outcome = f", {WENT[occasion.went]}" if occasion.went else ""
        st.markdown(f"{literal(occasion.company)}, {near_day(occasion.at.date(), today())}{outcome}")
        if occasion.wording != question.text:
            st.caption(f"“{literal(occasion.wording)}”")


def _wordings(question: Question) -> None:
    if not question.wordings:
        return
    st.subheader("Other wordings")
    for i, wording in enumerate(question.wordings):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(literal(wording))
            st.button(
                "Split",
                key=f"split-{i}",
                type="tertiary",
                help="Make it a separate question again",
                on_click=_split,
                args=(question.id, wording),
            )


def _split(question_id: str, wording: str) -> None:
    services.library().questions.split(question_id, wording)


def _change(question: Question) -> None:
    with st.expander("Edit or delete this question"):
        with st.form(f"change-{question.id}", border=False):
            text = st.text_input("The question", question.text, max_chars=1000)
            kind = st.selectbox("Kind", KINDS, KINDS.index(question.kind))
            if st.form_submit_button("Change"):
                try:
                    services.library().questions.update(question.id, text=text, kind=kind)
                except UsageError as error:
                    st.warning(literal(str(error)))
                else:
                    web_components.forget_drafts(f"/questions?q={question.id}:The question")
                    st.rerun()

        confirmation = "Delete this question, its wordings and notes. Sessions stay."
        delete_button(confirmation, services.library().questions.delete, question.id)
