"""All questions: search, add, merge duplicates, import and export."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from secondtake.core.errors import UsageError
from secondtake.journal.questions.import_export import from_csv, from_markdown, starters, to_csv, to_markdown
from secondtake.journal.questions.question import KINDS, Question
from secondtake.journal.questions.question_coverage import comprehensive
from secondtake.journal.questions.question_picker import due_by
from secondtake.journal.questions.question_set import read_set
from secondtake.journal.schedule import latest_rating
from secondtake.ui import services, web_components
from secondtake.ui.handins import save_set
from secondtake.ui.journal import question_proposals, story_bank
from secondtake.ui.journal.shared import row_button, set_flag, today
from secondtake.ui.view.journal import literal, matches, question_facts, times

MAX_SHOWN = 25  # our choice: more at once is a wall, and slow on a phone
ADD = "Add a question"
FILTERS = ("All", "Due", "To practise again", "Asked", "Never practised")
MAX_BYTES = 1 << 20  # our choice, as for files given to the command line


def show() -> None:
    """Draw the page."""
    st.title("Questions")
    questions = services.library().questions.all()
    _show_message()
    if not questions:
        _offer_starters()
    else:
        st.write(
            "The questions that you were asked or expect. Open one to see how you answered it, plan what to "
            "say, and practise it. [Your stories](#stories) are below."
        )
        st.caption(comprehensive(questions, services.library().interviews.all()).why)
    _add(questions)
    similar = st.container()
    if questions:
        question_proposals.kinds(questions)
        _list(questions)
        story_bank.section(questions)
        question_proposals.duplicate_questions(questions)
    _exchange(questions)
    with similar:  # last: its model takes seconds to load
        question_proposals.similar_questions(questions)


def _show_message() -> None:
    """Show the message of the last action."""
    message = st.session_state.pop("questions_message", "")
    if message:
        st.toast(message)


def _offer_starters() -> None:
    st.write(
        "Two or three interviews make a library of most questions you will ever be asked. "
        "Write down every one, practise them, and see how each take goes."
    )

    def add_starters() -> None:
        count = services.library().questions.add_all(starters(datetime.now(UTC)))
        st.session_state["questions_message"] = f"{times(count, 'question')} added."

    st.button("Start with 60 common questions", type="primary", on_click=add_starters)


def _add(questions: tuple[Question, ...]) -> None:
    with (
        st.form("add", clear_on_submit=True, border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        text = st.text_input(ADD, placeholder="As they asked it", max_chars=1000)
        kind = st.selectbox("Kind", KINDS, index=len(KINDS) - 1, width=180)
        added = st.form_submit_button("Add")
    if added:
        try:
            question = services.library().questions.add(text, kind)
        except UsageError as error:
            st.warning(literal(str(error)))
            return
        web_components.forget_drafts(f"/questions:{ADD}")
        st.session_state["questions_new"] = question.id
        if question.id not in {q.id for q in questions}:
            st.session_state["questions_message"] = "Added."
            st.rerun()
        st.info(f"Already in your library: {literal(question.text)}")


def _list(questions: tuple[Question, ...]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input(
            "Search", placeholder="Words of a question or your notes", autocomplete="off", width=320
        )
        kind = st.selectbox("Only", ("every kind", *KINDS), width=180)
        filter_name = st.segmented_control("Show", FILTERS, default="All") or "All"
    matching = [
        q for q in _filtered(questions, filter_name) if kind in ("every kind", q.kind) and matches(q, words)
    ]
    st.caption(times(len(matching), "question"))
    show_all = st.session_state.get("questions_more", False)
    day = today()
    for question in matching if show_all else matching[:MAX_SHOWN]:
        with st.container(key=f"row-{question.id}", gap=None):
            row_button(question.text, "q", question.id)
            st.caption(question_facts(question, day))
    if len(matching) > MAX_SHOWN and not show_all:
        st.button(
            f"Show {len(matching) - MAX_SHOWN} more",
            on_click=set_flag,
            args=("questions_more",),
        )


def _filtered(questions: tuple[Question, ...], filter_name: str) -> list[Question]:
    if filter_name == "Due":
        return due_by(questions, today())
    if filter_name == "To practise again":
        return [q for q in questions if latest_rating(q) == "poorly"]
    if filter_name == "Never practised":
        return [q for q in questions if not q.takes]
    most_asked = sorted(questions, key=lambda q: (-len(q.asked), -len(q.takes), KINDS.index(q.kind)))
    return [q for q in most_asked if q.asked] if filter_name == "Asked" else most_asked


def _exchange(questions: tuple[Question, ...]) -> None:
    with st.expander("Import or export"):
        file = st.file_uploader(
            "A list of questions or a coach's question set: CSV, Markdown or plain text", ["csv", "md", "txt"]
        )
        if file is not None and st.button("Import"):
            _import(file.name, file.getvalue())
        if questions:
            with st.container(horizontal=True):
                st.download_button("Download CSV", to_csv(questions), "questions.csv", "text/csv")
                st.download_button(
                    "Download Markdown", to_markdown(questions), "questions.md", "text/markdown"
                )


def _import(name: str, content: bytes) -> None:
    try:
        if len(content) > MAX_BYTES:
            raise UsageError("This file is too large for a list of questions. Did you choose the right one?")
        is_csv, text = name.lower().endswith(".csv"), content.decode("utf-8-sig")
        imported = (from_csv if is_csv else from_markdown)(text, datetime.now(UTC))
        count = services.library().questions.add_all(imported)
        question_set = None if is_csv else read_set(text, imported)
        if question_set:
            save_set(services.library().corrections, question_set)
    except UnicodeDecodeError:
        st.warning("This file is not UTF-8 text. Save it as UTF-8 and try again.")
    except UsageError as error:
        st.warning(literal(str(error)))
    else:
        about = f" Question set: {literal(question_set.name)}." if question_set else ""
        st.session_state["questions_message"] = (
            f"{count} of {times(len(imported), 'question')} imported.{about}"
        )
        st.rerun()
