"""One interview: what is next, the letter, the debrief, and how it ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from secondtake.core.errors import UsageError
from secondtake.journal.followup import follow_up_status
from secondtake.journal.interview import Interview
from secondtake.journal.letters import Letter, Purpose, draft
from secondtake.report.mail import eml, fits_mailto, mailto
from secondtake.ui import services, web_components
from secondtake.ui.journal import debrief_form, interview_plan
from secondtake.ui.journal.shared import back, delete_button, now, review_link, today
from secondtake.ui.view.journal import interview_line, literal, next_step, session_choices

OUTCOMES = {"open": "Still open", "offer": "An offer", "rejected": "A rejection", "withdrawn": "I withdrew"}
LETTER = ("To", "Subject", "Letter")  # labels of its fields
SENDER = "Your name, to sign with"
LAW = (
    "A real interview may be recorded only where the law and everyone in it allow it: in many places all "
    "must agree beforehand. Ask first. If in doubt, do not record; a debrief is worth nearly as much."
)


def show(interview: Interview) -> None:
    """Draw the page of one interview."""
    back("All interviews")
    st.title(literal(interview.company))
    st.caption(literal(interview_line(interview, today())))
    step = follow_up_status(interview, now())
    has_step = step.due is not None and step.column != "planned"
    due_text = next_step(step, today()) if has_step else ""
    st.markdown(f"**{literal(due_text)}** {literal(step.why)}" if due_text else literal(step.why))
    left, right = st.columns([3, 2], gap="large")
    with left:
        if step.column == "planned":
            st.caption("The debrief and the thank-you come here after the interview.")
            interview_plan.show(interview)
        else:
            debrief_form.show(interview)
            interview_plan.outcome(interview)
    with right:
        if interview.outcome == "open" and step.column != "planned":
            _letter(interview, "thank-you" if interview.thanked is None else "follow-up")
        _outcome(interview)
        _recording(interview)


def _letter(interview: Interview, purpose: Purpose) -> None:
    st.subheader("A thank-you" if purpose == "thank-you" else "A follow-up")
    st.caption("Short and simple. Edit it as you like; you send it yourself.")
    sender = services.preference("sender", "")
    suggestion = draft(interview, purpose, sender=sender)
    # The draft belongs to the debrief it came from: a later one makes a fresh draft.
    key = f"{interview.id}-{purpose}-{hash((suggestion, interview.debrief.mattered))}"
    to, about, text = LETTER
    address = st.text_input(to, suggestion.address, placeholder="name@company.com", key=f"to-{key}")
    subject = st.text_input(about, suggestion.subject, key=f"subject-{key}")
    body = st.text_area(text, suggestion.body, height="content", key=f"body-{key}")
    letter = Letter(suggestion.name, address.strip(), subject, body)
    with st.container(horizontal=True):
        if fits_mailto(letter):
            st.link_button("Open in your email app", mailto(letter), icon=":material/mail:")
        try:
            st.download_button("Save as .eml", eml(letter), "letter.eml", "message/rfc822")
        except UsageError as error:
            st.caption(literal(str(error)))
        label = "Mark as thanked" if purpose == "thank-you" else "Mark as followed up"
        st.button(label, type="primary", on_click=_mark_sent, args=(interview, purpose))
    if not sender:
        name = st.text_input(SENDER, key="sender")
        if name.strip():
            services.prefer("sender", name.strip()[:100])
            web_components.forget_drafts(f"/interviews?i={interview.id}:{SENDER}")
            st.rerun()


def _mark_sent(interview: Interview, purpose: Purpose) -> None:
    thanked = today() if purpose == "thank-you" else interview.thanked
    followed_up = today() if purpose == "follow-up" else interview.followed_up
    web_components.forget_drafts(*(f"/interviews?i={interview.id}:{label}" for label in LETTER))
    services.library().interviews.save(replace(interview, thanked=thanked, followed_up=followed_up))


def _outcome(interview: Interview) -> None:
    st.subheader("Outcome")

    def change() -> None:
        outcome = st.session_state[f"outcome-{interview.id}"]
        outcome_on = None if outcome == "open" else today()
        services.library().interviews.save(replace(interview, outcome=outcome, outcome_on=outcome_on))

    def change_promised() -> None:
        promised: date | None = st.session_state[f"promised-{interview.id}"]
        services.library().interviews.save(replace(interview, promised=promised))

    st.selectbox(
        "Status",
        list(OUTCOMES),
        list(OUTCOMES).index(interview.outcome),
        format_func=OUTCOMES.__getitem__,
        key=f"outcome-{interview.id}",
        on_change=change,
        width=240,
    )
    st.date_input(
        "They said you would hear by",
        interview.promised,
        key=f"promised-{interview.id}",
        on_change=change_promised,
        width=240,
    )


def _recording(interview: Interview) -> None:
    st.subheader("A recording")
    sessions = session_choices(s for s in services.library().sessions() if s.kind == "real" and s.reviewed)
    if interview.session_id in sessions:
        review_link(interview.session_id or "", literal(sessions[interview.session_id or ""]))
    elif not services.preference("law", False):
        st.write(LAW)
        st.button("Understood", on_click=services.prefer, args=("law", True))
    else:
        st.caption("Add the recording under Sessions (audio is enough), then select it here.")

        def link_session() -> None:
            session_id = st.session_state[f"session-{interview.id}"]
            services.library().interviews.save(replace(interview, session_id=session_id))

        st.selectbox(
            "Its session",
            list(sessions),
            index=None,
            format_func=sessions.__getitem__,
            placeholder="None",
            key=f"session-{interview.id}",
            on_change=link_session,
        )
    with st.expander("Delete this interview"):
        confirmation = "Delete the entry and its debrief. Its questions stay."
        delete_button(confirmation, services.library().interviews.delete, interview.id)
