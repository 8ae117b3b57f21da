"""Sections of the page Today: plan, recurring findings, practice compared with interviews."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from secondtake.journal.followup import countdown
from secondtake.journal.interview import Interview
from secondtake.journal.practice_plan import DRILL_MIN, LOOK_MIN, MINUTES, QUESTION_MIN, Plan
from secondtake.journal.recurring_findings import RecurringFinding
from secondtake.store.practice_summary import PracticeVsInterview
from secondtake.store.records import Session
from secondtake.ui.journal.shared import review_link, today
from secondtake.ui.view.journal import contrast_rows, contrast_table, literal, near_day, times, trait_line

MAX_SHOWN = 3  # our choice, as in a review: a few points to take along


def upcoming(interview: Interview | None, moment: datetime) -> None:
    """Draw the countdown to the next interview; nothing where none is planned."""
    if interview is None:
        return
    label = f"{interview.company}: your interview is {countdown(interview, moment)}"
    with st.container(key=f"row-next-{interview.id}"):
        st.page_link(
            "interviews.py", label=literal(label), icon=":material/event:", query_params={"i": interview.id}
        )


def unrated(sessions: Sequence[Session]) -> None:
    """Draw the reviews that wait for the person's own rating, newest first; nothing where none waits."""
    if not sessions:
        return
    st.subheader("Waiting for your rating")
    st.caption("Rate yourself before you see the numbers. It takes two minutes.")
    for session in sessions[:MAX_SHOWN]:
        day = near_day(session.recorded_at.astimezone().date(), today())
        review_link(session.id, f"{literal(session.title)}, {day}")
    if len(sessions) > MAX_SHOWN:
        more = times(len(sessions) - MAX_SHOWN, "more session")
        st.page_link("library.py", label=more, icon=":material/arrow_forward:")


def plan(daily_plan: Plan) -> None:
    """Draw the daily plan, each part with its reason."""
    if not daily_plan.picks and daily_plan.habit is None:
        st.write(
            "A plan needs questions. Begin with the common ones, or write down what you were asked; "
            "you then get a twenty-minute plan for each day."
        )
        st.page_link("practise.py", label="Practise common questions now", icon=":material/mic:")
        st.page_link("library.py", label="Import a recording, or look at the sample", icon=":material/movie:")
        st.page_link("questions.py", label="Your questions", icon=":material/arrow_forward:")
        return
    if daily_plan.why:
        st.markdown(f"**{literal(daily_plan.why)}**")
    st.subheader(f"Your {MINUTES}-minute plan")
    with st.container(border=True):
        for pick in daily_plan.picks:
            with st.container(gap=None, key=f"row-{pick.question.id}"):
                st.page_link(
                    "questions.py",
                    label=literal(pick.question.text),
                    query_params={"q": pick.question.id},
                )
                st.caption(f"{QUESTION_MIN} min · {literal(pick.why)}")
        if daily_plan.habit is not None:
            _habit(daily_plan)
        if daily_plan.picks:
            ids = [pick.question.id for pick in daily_plan.picks]
            if st.button("Practise these", type="primary", icon=":material/mic:"):
                st.switch_page("practise.py", query_params={"q": ids})
        look = "Watch your best answer once, and say what was good about it."
        st.markdown(f"**Look back** · {LOOK_MIN} min  \n{look}")


def _habit(daily_plan: Plan) -> None:
    assert daily_plan.habit is not None
    minutes = f" · {DRILL_MIN} min" if daily_plan.drill else ""
    label = literal(daily_plan.habit.label.lower())
    st.markdown(f"**One thing to work on: {label}**{minutes}  \n{literal(daily_plan.drill)}")
    st.caption(literal(daily_plan.habit_why))


def traits(findings: Sequence[RecurringFinding]) -> None:
    """Draw recurring findings with their sessions; nothing before there are any."""
    strengths = [t for t in findings if t.kind == "strength"][:MAX_SHOWN]
    work = [t for t in findings if t.kind == "improve"][:MAX_SHOWN]
    if not strengths and not work:
        return
    st.subheader("What keeps coming up")
    st.caption("In at least two sessions, and in half of the recent ones.")
    st.markdown("**Strengths**")
    _finding_list(strengths, "None yet.")
    st.markdown("**To work on**")
    _finding_list(work, "None yet.")


def _finding_list(findings: Sequence[RecurringFinding], empty_text: str) -> None:
    if not findings:
        st.caption(empty_text)
    for trait in findings:
        frequency = f"in {trait.sessions} of {times(trait.of, 'session')}"
        absence = ", not in the latest two" if trait.is_recently_absent else ""
        with st.expander(f"{literal(trait_line(trait))}, {frequency}{absence}"):
            for note in trait.evidence:
                day = near_day(note.at.astimezone().date(), today())
                review_link(note.session_id, f"{literal(note.title)}, {day}: {literal(note.text)}")


def practice_comparison(comparison: PracticeVsInterview) -> None:
    """Draw practice compared with real interviews."""
    st.subheader("Practice compared with real interviews")
    st.write(comparison.says)
    rows = contrast_rows(comparison.contrasts, comparison.units)
    if rows:
        st.html(contrast_table(rows))
        st.caption(
            "A difference is shown only where chance alone hardly explains it. Where you answered the same "
            "questions in both, those answers are compared. Energy is how much your pitch varies and how "
            "fast you speak, compared with your own practices: 0 is your usual level, 1 is clearly higher."
        )
    if comparison.calibration is not None:
        st.caption(
            f"In {comparison.calibration.n} practices, the energy you felt and the energy measured "
            f"{'match' if comparison.calibration.trusted else 'do not match'}."
        )
    if comparison.only_felt:
        st.caption(
            f"{times(comparison.only_felt, 'real interview')} without a recording: the energy is from "
            "your own rating, on the scale of your practices."
        )
