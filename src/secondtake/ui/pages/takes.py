"""Two takes of one question, side by side."""

import streamlit as st

from secondtake.ui import web_components

said = web_components.takes(st.query_params.get("q", ""))
if said.go and "session" in said.go:
    st.switch_page("session.py", query_params={"s": said.go["session"]})
elif said.go:
    st.switch_page("compare.py")
