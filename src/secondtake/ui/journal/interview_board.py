"""The board of follow-ups, and the form that logs an interview."""

from __future__ import annotations

import re
from datetime import datetime, time

import streamlit as st

from secondtake.core.errors import UsageError
from secondtake.journal.followup import FollowUpStatus, follow_up_status
from secondtake.journal.interview import Interview
from secondtake.report.calendar import reminders
from secondtake.ui import services, web_components
from secondtake.ui.journal.shared import now, row_button, today
from secondtake.ui.view.journal import board, interview_line, literal, step_line

CHOICES = "interview_form"  # the preference that keeps them
KINDS = ("video", "phone", "on site")
TITLES = {
    "planned": "Coming up",
    "to thank": "To thank",
    "waiting": "Waiting",
    "to follow up": "To follow up",
    "closed": "Closed",
}
EMPTY = {
    "planned": "No interviews planned.",
    "to thank": "No thank-yous due.",
    "waiting": "No replies pending.",
    "to follow up": "No follow-ups due.",
    "closed": "None yet.",
}


def show() -> None:
    """Draw the page."""
    st.title("Interviews")
    interviews = services.library().interviews.all()
    if not interviews:
        st.write(
            "Log an interview as soon as you know its date. After it: note every question while it is fresh, "
            "send your thanks within a day, and follow up if you hear nothing by the promised date, or after "
            "two weeks. This page tracks the dates; it sends nothing."
        )
    _log(first=not interviews)
    if not interviews:
        return
    moment = now()
    columns = board((interview, follow_up_status(interview, moment)) for interview in interviews)
    for column, (name, cards) in zip(st.columns(len(columns)), columns.items(), strict=True):
        with column:
            st.subheader(f"{TITLES[name]} · {len(cards)}" if cards else TITLES[name])
            if not cards:
                st.caption(EMPTY[name])
            for interview, step in cards:
                _card(interview, step)
    st.download_button(
        "Reminders for your calendar (.ics)",
        reminders(interviews, moment),
        "interviews.ics",
        "text/calendar",
        icon=":material/event:",
    )


def _card(interview: Interview, step: FollowUpStatus) -> None:
    with st.container(border=True, gap=None), st.container(key=f"card-{interview.id}", gap=None):
        row_button(interview.company, "i", interview.id)
        st.caption(literal(interview_line(interview, today())))
        line = step.why.rstrip(".") if step.column == "planned" else step_line(step, today())
        line = literal(line[:1].upper() + line[1:])
        st.markdown(f":orange-badge[{line}]" if step.overdue else line)


def _log(*, first: bool) -> None:
    chosen = _choices()
    with st.expander("Log an interview", expanded=first or bool(chosen)):
        company = st.text_input("Company", max_chars=200)
        role = st.text_input("Role", max_chars=200)
        person = st.text_input(
            "Interviewers",
            help="Separated by commas. The thank-you goes to the first, with an address if you know it: "
            "Ana Li <ana@acme.com>",
        )
        with st.container(horizontal=True):
            day = st.date_input(
                "Day", chosen.get("day") or today(), key="log-day", on_change=_keep_choices, width=160
            )
            hour = st.time_input(
                "Time", chosen.get("hour") or time(10), key="log-hour", on_change=_keep_choices, width=140
            )
            kind = st.selectbox(
                "Kind",
                KINDS,
                KINDS.index(chosen.get("kind") or KINDS[0]),
                key="log-kind",
                on_change=_keep_choices,
                width=140,
            )
        stage = st.text_input("Stage", placeholder="First round, with the team, ...", max_chars=200)
        promised = st.date_input(
            "They said you would hear by",
            chosen.get("promised") or None,
            key="log-promised",
            on_change=_keep_choices,
            width=240,
        )
        if st.button("Log it", type="primary"):
            at = datetime.combine(day, hour, now().tzinfo)
            people = tuple(name.strip() for name in re.split("[;,]", person) if name.strip())
            try:
                interview = services.library().interviews.add(
                    company, role, at, people=people, kind=kind, stage=stage, promised=promised
                )
            except UsageError as error:
                st.warning(literal(str(error)))
            else:
                web_components.forget_drafts("/interviews:")
                services.prefer(CHOICES, {})
                st.query_params["i"] = interview.id
                st.rerun()


def _choices() -> dict[str, str]:
    """Return today's choices in the form; the browser keeps what is typed, but not what is chosen."""
    choices = services.preference(CHOICES) or {}
    return choices if choices.get("on") == str(today()) else {}  # an older day would be logged unseen


def _keep_choices() -> None:
    choices = {
        name: str(st.session_state[f"log-{name}"] or "") for name in ("day", "hour", "kind", "promised")
    }
    services.prefer(CHOICES, choices | {"on": str(today())})
