"""Today: twenty minutes of practice, what keeps coming back, and how the real room differs."""

import streamlit as st

from secondtake.store.season import own_sessions, plan_of, real_room, traits_of
from secondtake.ui import desk
from secondtake.ui.journal import plan_parts
from secondtake.ui.journal.shared import style, today

style()
st.title("Today")
library = desk.library()
if own_sessions(library):
    left, right = st.columns([3, 2], gap="large")
    with left:
        plan_parts.plan(plan_of(library, today()))
    with right:
        plan_parts.traits(traits_of(library))
    plan_parts.beside(real_room(library))
else:
    plan_parts.plan(plan_of(library, today()))
