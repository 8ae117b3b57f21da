"""The story bank: which question has a story, where each story is used, and one story's page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import streamlit as st

from secondtake.core.errors import ModelMissing, UsageError
from secondtake.journal.questions.question import Outline, Question
from secondtake.journal.questions.question_embeddings import Floats
from secondtake.journal.stories import Story, StoryUse, likeness, story_uses, without_story
from secondtake.ui import services
from secondtake.ui.journal import story_drill
from secondtake.ui.journal.shared import (
    back,
    delete_button,
    forget_fields,
    question_space,
    review_link,
    row_button,
    saved_field,
    today,
)
from secondtake.ui.view.journal import literal, story_facts, take_line, times

MAX_SHOWN = 8  # our choice: questions without a story shown at once
PARTS = {
    "situation": "What was going on?",
    "task": "What had to be done, and why by you?",
    "action": "What did you do, step by step?",
    "result": "What was the result? Give a number if you can.",
}


def section(questions: Sequence[Question]) -> None:
    """Draw the stories on the page of all questions."""
    st.subheader("Stories", anchor="stories")
    stories = services.library().stories.all()
    uses = story_uses(stories, questions)
    if not stories:
        st.write(
            "Four or five good stories answer most questions about something that happened. Write one "
            "here, or save a question's outline as a story; then use it for every question it fits."
        )
    for use in uses:
        with st.container(key=f"row-story-{use.story.id}", gap=None):
            row_button(use.story.title, "story", use.story.id)
            st.caption(literal(story_facts(use, today())))
    if stories:
        _gaps(without_story(questions))
        story_drill.show(questions, stories)
    with st.expander("Write a story"), st.form("story", border=False, clear_on_submit=True):
        title = st.text_input("Title", placeholder="The night of the storm", max_chars=200)
        parts = {
            name: st.text_area(name.capitalize(), placeholder=hint, height="content")
            for name, hint in PARTS.items()
        }
        if st.form_submit_button("Save story"):
            try:
                story = services.library().stories.add(title, Outline(**parts))
            except UsageError as error:
                st.warning(literal(str(error)))
            else:
                forget_fields("/questions", "Title", *PARTS)
                st.query_params["story"] = story.id
                st.rerun()


def saved_outline(page: str, outline: Outline, save: Callable[[str, str], None], *, owner: str = "") -> None:
    """Draw the four fields of an outline; each saves itself by `save(part, text)` (see `saved_field`)."""
    for name, text in outline.parts().items():
        saved_field(
            page,
            name.capitalize(),
            text,
            partial(save, name),
            owner=owner,
            placeholder=PARTS[name],
            height="content",
        )


def _gaps(questions: Sequence[Question]) -> None:
    """List the questions that ask for a story and have none."""
    if not questions:
        return
    is_one = len(questions) == 1
    with st.expander(f"{times(len(questions), 'question')} {'has' if is_one else 'have'} no story yet"):
        for question in questions[:MAX_SHOWN]:
            _question_link(question)
        if len(questions) > MAX_SHOWN:
            st.caption(f"and {len(questions) - MAX_SHOWN} more")


def show(story: Story) -> None:
    """Draw the page of one story."""
    back("All questions")
    st.title(literal(story.title))
    questions = services.library().questions.all()
    (use,) = story_uses([story], questions)
    st.caption(literal(story_facts(use, today())))
    left, right = st.columns([3, 2], gap="large")
    with left:
        _edit(use)
    with right:
        _questions(use, questions)
        _takes(use)
    with st.expander("Delete this story"):
        delete_button("Delete this story. Its questions stay.", services.library().stories.delete, story.id)


def _edit(use: StoryUse) -> None:
    story = use.story
    page, store = f"/questions?story={story.id}", services.library().stories

    def save_title(title: str) -> None:
        store.update(story.id, title=title)

    def save_part(name: str, text: str) -> None:
        store.update(story.id, outline=replace(store.get(story.id).outline, **{name: text}))
        services.rejudge_queue().rejudge({take.session_id for take in use.takes})

    st.subheader("Your words for it")
    st.caption("One point a line, saved as you type. The review of each take shows which of them you made.")
    saved_field(page, "Title", story.title, save_title, draw=st.text_input, max_chars=200)
    saved_outline(page, story.outline, save_part)
    numbers = ", ".join(story.numbers)
    st.caption(
        f"Numbers in it: {literal(numbers)}"
        if numbers
        else "No number in it yet. How many, how long, how much? One is enough."
    )


def _questions(use: StoryUse, questions: Sequence[Question]) -> None:
    st.subheader("Use it for")
    for question in use.questions:
        with st.container(horizontal=True, vertical_alignment="center"):
            _question_link(question)
            st.button(
                "Remove",
                key=f"unlink-{question.id}",
                type="tertiary",
                help=f"Give “{literal(question.text)}” its own outline again",
                on_click=_use,
                args=(question, None),
            )
    if not use.questions:
        st.write("No question yet.")
    open_questions = [q for q in questions if q.story_id is None]
    near = _likeness([use.story], open_questions)[0]
    nearest = {open_questions[i].id: open_questions[i] for i in np.argsort(-near, kind="stable")}
    key = f"add-question-{use.story.id}"

    def choose() -> None:
        if st.session_state[key]:
            _use(nearest[st.session_state[key]], use.story.id)

    st.selectbox(
        "Add a question",
        list(nearest),
        None,
        format_func=lambda question_id: nearest[question_id].text,
        key=key,
        on_change=choose,
        placeholder="Choose a question, nearest in meaning first",
    )


def _likeness(stories: Sequence[Story], questions: Sequence[Question]) -> Floats:
    """Return how near stories are to questions; all the same where the sentence model is missing."""
    try:
        return likeness(stories, questions, question_space().raw)
    except ModelMissing:
        return np.zeros((len(stories), len(questions)))


def _takes(use: StoryUse) -> None:
    st.subheader("Takes of these questions")
    if not use.takes:
        st.write("None yet.")
    for take in reversed(use.takes):
        review_link(take.session_id, take_line(take, today()))


def _question_link(question: Question) -> None:
    st.page_link("questions.py", label=literal(question.text), query_params={"q": question.id})


def _use(question: Question, story_id: str | None) -> None:
    """Let a question use a story, and update the reviews of its takes."""
    services.library().questions.set_story(question.id, story_id)
    services.rejudge_queue().rejudge({take.session_id for take in question.takes})


def question_story(question: Question) -> None:
    """Draw a question's story, or what makes it have one."""
    library = services.library()
    if question.story_id:
        st.markdown(f"Your story **{literal(question.story)}**. What you change here changes the story.")
        with st.container(horizontal=True):
            row_button("Open the story", "story", question.story_id)
            st.button(
                "Use its own outline",
                key="unlink",
                type="tertiary",
                on_click=_use,
                args=(question, None),
            )
        return
    stories = library.stories.all()
    if stories:
        _choose_story(question, stories)
    if not question.outline.empty:
        with st.popover("Save this outline as a story"), st.form("as-story", border=False):
            title = st.text_input("Title of the story", max_chars=200)
            if st.form_submit_button("Save story"):
                try:
                    story = library.stories.add(title, question.outline)
                except UsageError as error:
                    st.warning(literal(str(error)))
                else:
                    forget_fields(f"/questions?q={question.id}", "Title of the story")
                    _use(question, story.id)
                    st.rerun()


def _choose_story(question: Question, stories: Sequence[Story]) -> None:
    near = _likeness(stories, [question])[:, 0]
    titles = {stories[i].id: stories[i].title for i in np.argsort(-near, kind="stable")}
    key = f"story-of-{question.id}"

    def choose() -> None:
        if st.session_state[key]:
            _use(question, st.session_state[key])

    st.selectbox(
        "Answer it with a story",
        list(titles),
        None,
        format_func=titles.__getitem__,
        key=key,
        on_change=choose,
        placeholder="Choose a story, nearest in meaning first",
    )
