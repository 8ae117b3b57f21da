"""Today, the home page: next interview, reviews to rate, a twenty-minute plan, recurring findings."""

from __future__ import annotations

import streamlit as st

from secondtake.journal.followup import next_interview
from secondtake.store.practice_summary import own_sessions, plan_of, real_room, traits_of
from secondtake.ui import services
from secondtake.ui.journal import today_sections
from secondtake.ui.journal.shared import now, style, today

style()
st.title("Today")
library = services.library()
moment = now()
today_sections.upcoming(next_interview(library.interviews.all(), moment), moment)
sessions = own_sessions(library)
opened = library.corrections.opened_sessions()
if sessions:
    left, right = st.columns([3, 2], gap="large")
    with left:
        today_sections.plan(plan_of(library, today()))
    with right:
        today_sections.unrated([s for s in sessions if s.id not in opened and s.summary.get("questions")])
        today_sections.traits(traits_of(library))
    today_sections.practice_comparison(real_room(library))
else:
    today_sections.plan(plan_of(library, today()))
