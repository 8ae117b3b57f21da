"""The debrief, made for a phone in the car park: what was asked, typed or spoken, and how it went."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import streamlit as st

from secondtake.core.errors import SecondTakeError, UsageError
from secondtake.journal.interview import Interview
from secondtake.journal.questions.dictated_questions import questions_in
from secondtake.journal.questions.question import Went
from secondtake.pipeline.dictate import dictate_apart
from secondtake.store.files.home import new_file_name
from secondtake.ui import services
from secondtake.ui.view.journal import literal
from secondtake.ui.view.session_page.self_rating import FORM, SCALE

WENT: tuple[Went, ...] = ("well", "okay", "poorly")
FIELDS = {
    "well": ("Went well", ""),
    "okay": ("Went okay", ""),
    "improve": ("To improve", ""),
    "mattered": ("One moment that mattered", "For the thank-you: “your story about ...”"),
}


def show(interview: Interview) -> None:
    """Questions first: they are forgotten first."""
    st.subheader("What were you asked?")
    _note(interview)
    _type(interview)
    _asked(interview)
    st.subheader("How did it go?")
    _said(interview)


def _asked(interview: Interview) -> None:
    store = services.library().interviews
    for one in store.asked_in(interview.id):
        key = f"went-{interview.id}-{one.question_id}"

        def rate(wording: str = one.wording, key: str = key) -> None:
            store.log_asked(interview.id, wording, st.session_state[key] or "")

        with st.container(gap=None):
            st.markdown(literal(one.wording))
            with st.container(horizontal=True, vertical_alignment="center"):
                st.segmented_control(
                    f"How “{one.wording}” went",
                    WENT,
                    default=one.went or None,
                    key=key,
                    on_change=rate,
                    label_visibility="collapsed",
                )
                st.button(
                    "Not asked",
                    key=f"not-{key}",
                    type="tertiary",
                    on_click=store.take_back,
                    args=(interview.id, one.question_id),
                )


def _type(interview: Interview) -> None:
    field = _field(interview)
    st.text_area("One question a line", key=field, placeholder="As it was put", height=120)
    st.button(
        "Note them", key=f"note-down-{interview.id}", type="primary", on_click=_note_down, args=(interview,)
    )


def _field(interview: Interview) -> str:
    """Return what the questions not yet noted are kept under; typed and spoken ones come together there."""
    return f"asked-{interview.id}"


def _note_down(interview: Interview) -> None:
    text, st.session_state[_field(interview)] = st.session_state.get(_field(interview), ""), ""
    for line in text.splitlines():
        if line.strip():
            try:
                services.library().interviews.log_asked(interview.id, line)
            except UsageError as error:
                st.toast(str(error))


def _note(interview: Interview) -> None:
    """Dictate a note; it is transcribed on this machine and deleted, understood or not."""
    count = st.session_state.setdefault("notes_heard", 0)
    spoken = st.audio_input("Say what you were asked", key=f"note-{interview.id}-{count}")
    st.caption(
        "Written down on this computer; the note is then deleted. "
        "No sound? Allow the microphone beside the address, or type them."
    )
    trouble = st.session_state.pop("note_trouble", "")
    if trouble:
        st.warning(trouble)
    if spoken is None:
        return
    file = services.library().home.cache / new_file_name(
        ".wav"
    )  # after a kill, tidying removes it from there
    try:
        with st.spinner("Writing down what you said"):
            heard = questions_in(_heard(file, spoken.getvalue()))
    except SecondTakeError as error:
        st.session_state["note_trouble"] = str(error)
        heard = ()
    before = st.session_state.get(_field(interview), "").splitlines()
    st.session_state[_field(interview)] = "\n".join((*before, *heard))
    st.session_state["notes_heard"] = count + 1
    st.rerun()


def _heard(file: Path, content: bytes) -> str:
    try:
        file.write_bytes(content)
        return dictate_apart(file, services.settings())
    finally:
        file.unlink(missing_ok=True)


def _said(interview: Interview) -> None:
    before = interview.debrief
    with st.form(f"debrief-{interview.id}", border=False):
        texts = {
            name: st.text_area(label, getattr(before, name), placeholder=hint, height="content")
            for name, (label, hint) in FIELDS.items()
        }
        st.caption(
            f"The same form as after a practice, from 1, {SCALE[0].lower()}, to {len(SCALE)}, "
            f"{SCALE[-1].lower()}. Leave out what you cannot say."
        )
        ratings: dict[str, int] = {}
        for item, (label, asks) in FORM.items():
            given = before.ratings.get(item) or (before.energy if item == "energy" else None)
            stars = st.segmented_control(
                f"{label}: {asks.lower()}",
                range(1, len(SCALE) + 1),
                default=given,
            )
            if stars:
                ratings[item] = stars
        if st.form_submit_button("Keep", type="primary"):
            said = replace(before, **texts, ratings=ratings, energy=ratings.get("energy"))
            services.library().interviews.debrief(interview.id, said)
            st.rerun()
