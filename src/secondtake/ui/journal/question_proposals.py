"""What the page proposes about questions, and the person decides: the same in other words; of which kind."""

from __future__ import annotations

import streamlit as st

from secondtake.core.errors import SecondTakeError
from secondtake.journal.questions.import_export import starter_words
from secondtake.journal.questions.paraphrases import nearest, proposals
from secondtake.journal.questions.question import KINDS, Question
from secondtake.journal.questions.question_kinds import UNKNOWN, guessed_kinds
from secondtake.ui import services
from secondtake.ui.journal.shared import sense
from secondtake.ui.view.journal import literal, times

SHOWN = 12  # our choice: more at once is a chore; the next ones come after these


def perhaps_the_same(questions: tuple[Question, ...]) -> None:
    """After adding one: those it may be. The person decides."""
    new = next((q for q in questions if q.id == st.session_state.get("questions_new")), None)
    if new is None:
        return
    others = [q for q in questions if q.id != new.id]
    try:
        with st.spinner("Looking for similar questions"):
            near = nearest(new.text, others, sense())
    except SecondTakeError as error:
        st.caption(str(error))
        return
    if not near:
        return
    with st.container(border=True):
        st.markdown(f"**Is “{literal(new.text)}” one of these in other words?**")
        for one in near:
            st.button(
                one.question.text,
                key=f"same-{one.question.id}",
                icon=":material/merge:",
                on_click=_merge,
                args=(one.question.id, new.id),
            )
        st.button("No, it is new", type="tertiary", on_click=_forget_new)


def _merge(kept_id: str, other_id: str) -> None:
    services.library().questions.merge(kept_id, other_id)
    _forget_new()
    st.session_state["questions_said"] = "Merged. You can split them again on the question's page."


def _forget_new() -> None:
    st.session_state.pop("questions_new", None)


def alike(questions: tuple[Question, ...]) -> None:
    """Pairs that may be one question, when asked for."""
    st.subheader("In other words")
    st.caption("Nothing is merged unless you say so, and you can split it again. Works for English.")
    looking = st.session_state.get("questions_alike", False)
    if not looking:
        st.button(
            "Look for questions that may be the same",
            on_click=lambda: st.session_state.__setitem__("questions_alike", True),
        )
        return
    store = services.library().questions
    with st.spinner("Comparing what they mean"):
        try:
            pairs = proposals(questions, sense(), apart=store.kept_apart(), distinct=starter_words())
        except SecondTakeError as error:
            st.warning(str(error))
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
    """Kinds for questions that came without one, as those noted after an interview do."""
    without = [q for q in questions if q.kind == UNKNOWN]
    if not without:
        return
    with st.expander(f"{times(len(without), 'question')} without a kind"):
        if not st.session_state.get("questions_kinds", False):
            st.button(
                "Suggest kinds",
                on_click=lambda: st.session_state.__setitem__("questions_kinds", True),
            )
            return
        try:
            with st.spinner("Comparing them with common questions"):
                guessed = guessed_kinds(questions, sense())
        except SecondTakeError as error:
            st.warning(str(error))
            return
        _choose_kinds(without[:SHOWN], guessed)


def _choose_kinds(without: list[Question], guessed: dict[str, str]) -> None:
    with st.form("kinds", border=False):
        chosen = {
            q.id: st.selectbox(literal(q.text), KINDS, index=KINDS.index(guessed[q.id])) for q in without
        }
        if st.form_submit_button("Save these kinds", type="primary"):
            for question_id, kind in chosen.items():
                services.library().questions.update(question_id, kind=kind)
            said = f"{times(sum(k != UNKNOWN for k in chosen.values()), 'question')} got a kind."
            st.session_state["questions_said"] = said
            st.rerun()
