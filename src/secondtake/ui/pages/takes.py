"""Two takes of one question, side by side."""

import streamlit as st

from secondtake.ui import web_components

triggers = web_components.takes(st.query_params.get("q", ""))
if triggers.go and "session" in triggers.go:
    st.switch_page("session.py", query_params={"s": triggers.go["session"]})
elif triggers.go:
    st.switch_page("compare.py")
