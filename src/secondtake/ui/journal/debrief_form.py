"""The debrief form, usable on a phone: the questions asked, typed or dictated, and how it went."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from secondtake.core.errors import SecondTakeError, UsageError
from secondtake.core.insights.rating_form import FORM, SCALE
from secondtake.journal.interview import Interview, InterviewDebrief
from secondtake.journal.questions.dictated_questions import questions_in
from secondtake.journal.questions.question import Went
from secondtake.observers.speech.dictate import dictate_apart
from secondtake.store.files.home import new_file_name
from secondtake.ui import services, web_components
from secondtake.ui.journal.shared import saved_field
from secondtake.ui.view.formatting import computer
from secondtake.ui.view.journal import button_label, literal

WENT: tuple[Went, ...] = ("well", "okay", "poorly")
ONE_A_LINE = "One question a line"
FIELDS = {
    "well": ("Went well", ""),
    "okay": ("Went okay", ""),
    "improve": ("To improve", ""),
    "mattered": ("One moment that mattered", "For the thank-you: “your story about ...”"),
}


def show(interview: Interview) -> None:
    """Draw the form; questions come first, because they are forgotten first."""
    st.subheader("What were you asked?")
    _dictation(interview)
    _typed_questions(interview)
    _question_list(interview)
    st.subheader("How did it go?")
    _debrief(interview)


def _question_list(interview: Interview) -> None:
    store = services.library().interviews
    for question in store.asked_in(interview.id):
        key = f"went-{interview.id}-{question.question_id}"

        def rate(wording: str = question.wording, key: str = key) -> None:
            store.log_asked(interview.id, wording, st.session_state[key] or "")

        with st.container(gap=None):
            st.markdown(literal(question.wording))
            with st.container(horizontal=True, vertical_alignment="center"):
                st.segmented_control(
                    f"How “{question.wording}” went",
                    WENT,
                    default=question.went or None,
                    key=key,
                    on_change=rate,
                    label_visibility="collapsed",
                )
                st.button(
                    button_label("Not asked", question.wording),
                    key=f"not-{key}",
                    type="tertiary",
                    on_click=store.take_back,
                    args=(interview.id, question.question_id),
                )


def _typed_questions(interview: Interview) -> None:
    field = _draft_key(interview)
    st.text_area(ONE_A_LINE, key=field, placeholder="As they asked it", height=120)
    st.button(
        "Save questions",
        key=f"note-down-{interview.id}",
        type="primary",
        on_click=_log_questions,
        args=(interview,),
    )


def _draft_key(interview: Interview) -> str:
    """Return the session-state key of the unsaved questions, typed or dictated."""
    return f"asked-{interview.id}"


def _log_questions(interview: Interview) -> None:
    text, st.session_state[_draft_key(interview)] = st.session_state.get(_draft_key(interview), ""), ""
    web_components.forget_drafts(f"/interviews?i={interview.id}:{ONE_A_LINE}")
    for line in text.splitlines():
        if line.strip():
            try:
                services.library().interviews.log_asked(interview.id, line)
            except UsageError as error:
                st.toast(literal(str(error)))


def _dictation(interview: Interview) -> None:
    """Transcribe a dictated note on this machine; its audio is deleted in any case."""
    count = st.session_state.setdefault("notes_heard", 0)
    recording = st.audio_input("Say what you were asked", key=f"note-{interview.id}-{count}")
    st.caption(
        f"Transcribed on {computer(st.context.url)}; the recording is then deleted. "
        "No sound? Allow the microphone next to the address bar, or type the questions."
    )
    trouble = st.session_state.pop("note_trouble", "")
    if trouble:
        st.warning(trouble)
    if recording is None:
        return
    file = services.library().home.cache / new_file_name(
        ".wav"
    )  # after a kill, tidying removes it from there
    try:
        with st.spinner("Transcribing"):
            questions = questions_in(_transcribe(file, recording.getvalue()))
    except SecondTakeError as error:
        st.session_state["note_trouble"] = str(error)
        questions = ()
    lines = st.session_state.get(_draft_key(interview), "").splitlines()
    st.session_state[_draft_key(interview)] = "\n".join((*lines, *questions))
    st.session_state["notes_heard"] = count + 1
    st.rerun()


def _transcribe(file: Path, content: bytes) -> str:
    try:
        file.write_bytes(content)
        names = services.library().corrections.vocabulary()
        return dictate_apart(file, services.settings().with_(vocabulary=names))
    finally:
        file.unlink(missing_ok=True)


def _debrief(interview: Interview) -> None:
    for name, (label, hint) in FIELDS.items():
        saved_field(
            f"/interviews?i={interview.id}",
            label,
            getattr(interview.debrief, name),
            partial(_save_text, interview.id, name),
            placeholder=hint,
            height="content",
        )
    st.caption(
        f"The same form as after a practice, from 1, {SCALE[0].lower()}, to {len(SCALE)}, "
        f"{SCALE[-1].lower()}. Skip what you are not sure about. Everything is saved as you go."
    )
    for item, (label, question) in FORM.items():
        key = f"rating-{interview.id}-{item}"
        st.segmented_control(
            f"{label}: {question.lower()}",
            range(1, len(SCALE) + 1),
            default=_rating(interview.debrief, item),
            key=key,
            on_change=_save_rating,
            args=(interview.id, item, key),
        )


def _rating(debrief: InterviewDebrief, item: str) -> int | None:
    return debrief.ratings.get(item) or (debrief.energy if item == "energy" else None)


def _save_text(interview_id: str, name: str, text: str) -> None:
    store = services.library().interviews
    change: dict[str, Any] = {name: text}
    store.debrief(interview_id, replace(store.get(interview_id).debrief, **change))


def _save_rating(interview_id: str, item: str, key: str) -> None:
    store = services.library().interviews
    debrief, rating = store.get(interview_id).debrief, st.session_state[key]
    others = {other: score for other, score in debrief.ratings.items() if other != item}
    ratings = others | ({item: rating} if rating else {})
    energy = rating if item == "energy" else debrief.energy
    store.debrief(interview_id, replace(debrief, ratings=ratings, energy=energy))
