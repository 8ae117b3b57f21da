"""Suggestions that the person confirms: duplicate questions, and kinds of questions."""

from __future__ import annotations

import streamlit as st

from secondtake.core.errors import SecondTakeError
from secondtake.journal.questions.import_export import starter_words
from secondtake.journal.questions.paraphrases import nearest, proposals
from secondtake.journal.questions.question import KINDS, Question
from secondtake.journal.questions.question_kinds import UNKNOWN, guessed_kinds
from secondtake.ui import services
from secondtake.ui.journal.shared import question_space, set_flag
from secondtake.ui.view.journal import literal, times

MAX_SHOWN = 12  # our choice: more at once is a chore; the next ones come after these


def similar_questions(questions: tuple[Question, ...]) -> None:
    """Offer to merge a new question with similar ones."""
    new = next((q for q in questions if q.id == st.session_state.get("questions_new")), None)
    if new is None:
        return
    candidates = [q for q in questions if q.id != new.id]
    try:
        with st.spinner("Looking for similar questions"):
            similar = nearest(new.text, candidates, question_space())
    except SecondTakeError as error:
        st.caption(literal(str(error)))
        return
    if not similar:
        return
    with st.container(border=True):
        st.markdown(f"**Is “{literal(new.text)}” the same as one of these?**")
        for match in similar:
            st.button(
                literal(match.question.text),
                key=f"same-{match.question.id}",
                icon=":material/merge:",
                on_click=_merge,
                args=(match.question.id, new.id),
            )
        st.button("No, it is new", type="tertiary", on_click=_dismiss_new)


def _merge(target_id: str, merged_id: str) -> None:
    services.library().questions.merge(target_id, merged_id)
    _dismiss_new()
    st.session_state["questions_message"] = "Merged. You can split them again on the question's page."


def _dismiss_new() -> None:
    st.session_state.pop("questions_new", None)


def duplicate_questions(questions: tuple[Question, ...]) -> None:
    """Draw pairs of possible duplicates, on request."""
    st.subheader("Duplicates")
    st.caption("Questions are merged only when you confirm, and can be split again. English only.")
    is_requested = st.session_state.get("questions_alike", False)
    if not is_requested:
        st.button(
            "Look for duplicate questions",
            on_click=set_flag,
            args=("questions_alike",),
        )
        return
    store = services.library().questions
    with st.spinner("Comparing questions"):
        try:
            pairs = proposals(questions, question_space(), apart=store.kept_apart(), distinct=starter_words())
        except SecondTakeError as error:
            st.warning(literal(str(error)))
            return
    if not pairs:
        st.write("No similar questions found.")
    for pair in pairs:
        with st.container(border=True):
            st.markdown(f"{literal(pair.kept.text)}  \n{literal(pair.other.text)}")
            with st.container(horizontal=True):
                ids = (pair.kept.id, pair.other.id)
                st.button("The same", key=f"merge-{ids}", on_click=_merge, args=ids)
                st.button(
                    "Not the same", key=f"apart-{ids}", type="tertiary", on_click=store.keep_apart, args=ids
                )


def kinds(questions: tuple[Question, ...]) -> None:
    """Suggest kinds for questions without one, such as those noted after an interview."""
    unclassified = [q for q in questions if q.kind == UNKNOWN]
    if not unclassified:
        return
    with st.expander(f"{times(len(unclassified), 'question')} without a kind"):
        if not st.session_state.get("questions_kinds", False):
            st.button("Suggest kinds", on_click=set_flag, args=("questions_kinds",))
            return
        try:
            with st.spinner("Comparing them with common questions"):
                suggestions = guessed_kinds(questions, question_space())
        except SecondTakeError as error:
            st.warning(literal(str(error)))
            return
        _choose_kinds(unclassified[:MAX_SHOWN], suggestions)


def _choose_kinds(unclassified: list[Question], suggestions: dict[str, str]) -> None:
    with st.form("kinds", border=False):
        choices = {
            q.id: st.selectbox(literal(q.text), KINDS, index=KINDS.index(suggestions[q.id]))
            for q in unclassified
        }
        if st.form_submit_button("Save these kinds", type="primary"):
            for question_id, kind in choices.items():
                services.library().questions.update(question_id, kind=kind)
            message = f"Kind saved for {times(sum(k != UNKNOWN for k in choices.values()), 'question')}."
            st.session_state["questions_message"] = message
            st.rerun()
