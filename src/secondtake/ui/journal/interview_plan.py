"""Before an interview: likely questions, and the posting set against stories and outlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from secondtake.core.errors import ModelMissing
from secondtake.journal.forecast_record import asked_in, forecast_record, record_lines, why_line
from secondtake.journal.interview import Interview, LikelyQuestion
from secondtake.journal.likely_questions import likely_questions
from secondtake.journal.posting import NOTHING_OWN, Coverage, Evidence, covered, demands, evidence
from secondtake.journal.questions.question import Question
from secondtake.journal.questions.question_coverage import MIN_QUESTIONS
from secondtake.ui import services
from secondtake.ui.journal.shared import question_space, saved_field
from secondtake.ui.view.journal import came_line, literal

POSTING, CV = "The job posting", "Your CV, as text"
IN_CV = ":blue-badge[In your CV, no story yet]"
COVERAGE: dict[Coverage, str] = {
    "covered": ":green-badge[You have something close]",
    "thin": ":orange-badge[Perhaps]",
    "nothing": ":gray-badge[Nothing close yet]",
}


def show(interview: Interview) -> None:
    """Draw what to prepare for an interview that is still to come."""
    questions, interviews = services.library().questions.all(), services.library().interviews.all()
    st.subheader("Likely questions")
    likely = likely_questions(interview, questions, interviews)
    for question in likely:
        with st.container(key=f"row-likely-{question.question_id or question.text}", gap=None):
            _title(question)
            st.caption(literal(why_line(question)))
    if st.button("Practise these", type="primary", icon=":material/mic:"):
        st.switch_page("practise.py", query_params={"q": _ids(likely)})
    for line in record_lines(forecast_record(interviews, questions)):
        st.caption(literal(line))
    _posting(interview, questions)


def outcome(interview: Interview) -> None:
    """Draw how many of the likely questions came, once enough questions are noted."""
    questions = services.library().questions.all()
    if len(asked_in(interview, questions)) < MIN_QUESTIONS:
        return
    interviews = services.library().interviews.all()
    likely = likely_questions(interview, questions, interviews)
    with st.expander(came_line(likely, forecast_record(interviews, questions))):
        for question in likely:
            st.markdown(f"{'**Came:** ' if question.came else ''}{literal(question.text)}")
            st.caption(literal(why_line(question)))
        st.caption(
            "The list is saved as it stood when the interview began. A question counts if it is the same "
            "one in your list: merge other wordings of it under Questions."
        )


def _title(question: LikelyQuestion) -> None:
    if question.question_id is None:
        st.markdown(f"**{literal(question.text)}**")
    else:
        target = {"q": question.question_id}
        st.page_link("questions.py", label=literal(question.text), query_params=target)


def _ids(likely: Sequence[LikelyQuestion]) -> list[str]:
    """Return the questions' IDs; those that the library lacks are added to it."""
    store = services.library().questions
    return [question.question_id or store.add(question.text).id for question in likely]


def _posting(interview: Interview, questions: Sequence[Question]) -> None:
    st.subheader("What they ask for")
    # Above the list that it changes, and under one label: it stays where it is while one types.
    with st.expander("Paste or change the job posting"):
        page, save = f"/interviews?i={interview.id}", partial(_save_posting, interview.id)
        saved_field(page, POSTING, interview.posting, save, height=240)
    if interview.posting:
        _cv(interview)
    lines = demands(interview.posting)
    if lines:
        _demands(lines, evidence(services.library().stories.all(), questions), interview.cv)
    elif interview.posting:
        st.write(
            "No line in the posting reads like something they ask for. Paste the list of requirements too."
        )


def _cv(interview: Interview) -> None:
    """Ask for the CV; the one of the latest other interview is offered."""
    with st.expander("Compare with your CV"):
        save = partial(_save_cv, interview.id)
        other = next((i for i in services.library().interviews.all() if i.cv), None)
        if other and not interview.cv:
            st.button(literal(f"Use the CV for {other.company}"), on_click=save, args=(other.cv,))
        saved_field(f"/interviews?i={interview.id}", CV, interview.cv, save, height=240)


def _save_posting(interview_id: str, text: str) -> None:
    store = services.library().interviews
    store.save(replace(store.get(interview_id), posting=text))


def _save_cv(interview_id: str, text: str) -> None:
    store = services.library().interviews
    store.save(replace(store.get(interview_id), cv=text))


def _demands(lines: Sequence[str], own: Sequence[Evidence], cv: str) -> None:
    try:
        asked_for = covered(lines, own, question_space().raw, cv)
    except ModelMissing:
        st.caption("The sentence model is missing, so the posting is not compared. Run: secondtake doctor")
        return
    for demand in asked_for:
        is_cv_alone = bool(demand.cv) and demand.nearest is None
        badge = IN_CV if is_cv_alone else COVERAGE[demand.coverage] if own or cv else ""
        st.markdown(f"{literal(demand.text)} {badge}")
        if demand.nearest:
            _quote(demand.nearest)
        if demand.cv:
            st.caption(literal(f"Your CV says: “{demand.cv}”"))
    st.caption(
        "Compared by meaning with your stories and outlines. Read the quote to see whether it fits. "
        "English only."
        if own
        else NOTHING_OWN
    )


def _quote(line: Evidence) -> None:
    target = {"story": line.story_id} if line.story_id else {"q": line.question_id or ""}
    label = literal(f"“{line.text}” ({line.title})")
    st.page_link("questions.py", label=label, icon=":material/arrow_forward:", query_params=target)
