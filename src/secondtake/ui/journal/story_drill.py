"""A drill: name the story for a question within ten seconds. The clock is on the server, the bar is CSS."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import streamlit as st

from secondtake.journal.questions.question import Question
from secondtake.journal.stories import DRILL_S, Story, drill_questions
from secondtake.ui.view.journal import drill_result, literal, times

STATE = "story_drill"
BAR = f"""
<style>
@keyframes drill {{ from {{ width: 100%; }} to {{ width: 0; }} }}
.drill {{ height: .4rem; border-radius: .2rem;
  background: color-mix(in oklab, currentColor 14%, transparent); }}
.drill > div {{ height: 100%; border-radius: inherit; background: currentColor; width: 0;
  animation: drill {DRILL_S:.0f}s linear; }}
@media (prefers-reduced-motion: reduce) {{ .drill > div {{ animation-timing-function: steps(10); }} }}
</style>
"""


def show(questions: Sequence[Question], stories: Sequence[Story]) -> None:
    """Draw the drill: its button, the question of the moment, or the result."""
    chosen = drill_questions(questions)
    if len(stories) < 2 or not chosen:
        return
    drill = st.session_state.get(STATE)
    if drill is None:
        st.button(
            "Ten-second drill: name the story",
            icon=":material/timer:",
            on_click=_start,
            args=([q.id for q in chosen],),
        )
        return
    left = {q.id: q for q in questions if q.story_id}
    drill["ids"] = [i for i in drill["ids"] if i in left or i in drill["done"]]
    with st.container(border=True):
        remaining = [i for i in drill["ids"] if i not in drill["done"]]
        if remaining:
            _ask(left[remaining[0]], stories, drill, len(drill["ids"]))
        else:
            st.markdown(f"**{drill_result(drill['done'].values())}**")
            missed = [
                i for i, (seconds, is_right) in drill["done"].items() if not is_right or seconds > DRILL_S
            ]
            if missed:
                st.caption("To go over once more:")
            for question in (left[i] for i in missed if i in left):
                st.markdown(f"{literal(question.text)}  \n→ **{literal(question.story)}**")
        st.button("Close", type="tertiary", on_click=st.session_state.pop, args=(STATE, None))


def _ask(question: Question, stories: Sequence[Story], drill: dict[str, Any], count: int) -> None:
    """Draw one question: first the clock, then the titles to choose from."""
    st.caption(
        f"Question {len(drill['done']) + 1} of {count}. Which of your stories would you tell? Ten seconds."
    )
    st.markdown(f"**{literal(question.text)}**")
    if drill["seconds"] is None:
        st.html(f"{BAR}<div class='drill' aria-hidden='true'><div data-q='{question.id}'></div></div>")
        st.button("I have one", type="primary", on_click=_stop_clock)
        return
    st.write(f"After {times(round(drill['seconds']), 'second')}. Which one did you think of?")
    for story in stories:
        st.button(
            literal(story.title),
            key=f"drill-{question.id}-{story.id}",
            on_click=_answer,
            args=(question.id, story.id == question.story_id),
        )
    st.button("None came", type="tertiary", on_click=_answer, args=(question.id, False))


def _start(ids: list[str]) -> None:
    st.session_state[STATE] = {"ids": ids, "done": {}, "seconds": None, "since": time.monotonic()}


def _stop_clock() -> None:
    drill = st.session_state[STATE]
    drill["seconds"] = time.monotonic() - drill["since"]


def _answer(question_id: str, is_right: bool) -> None:
    drill = st.session_state[STATE]
    drill["done"][question_id] = (drill["seconds"], is_right)
    drill["seconds"], drill["since"] = None, time.monotonic()
