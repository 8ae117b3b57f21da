"""One session's review."""

import streamlit as st

from secondtake.core.errors import UsageError
from secondtake.ui import services, web_components
from secondtake.ui.view.formatting import seconds

try:
    session = services.session(st.query_params.get("s", ""))
except UsageError:
    st.title("Session not found")
    st.write("It may have been deleted, or the address is incomplete.")
    st.page_link("library.py", label="Back to your sessions")
    st.stop()

st.set_page_config(page_title=f"{session.title} · Second Take")
triggers = web_components.session(
    session.id, tour=not services.preference("toured", False), at_s=seconds(st.query_params.get("t"))
)
if triggers.toured:
    services.prefer("toured", True)
if triggers.go:
    if triggers.go["page"] != "practise":
        st.switch_page("library.py")
    questions = [triggers.go["ask"]] if triggers.go.get("ask") else services.questions_of(session.id)
    st.switch_page("practise.py", query_params={"ask": questions, "drill": triggers.go.get("drill", "")})
