"""All sessions: bring a recording in, follow its analysis, open its review."""

import streamlit as st

from secondtake.ui import web_components

said = web_components.library()
if said.go and "page" in said.go:
    st.switch_page("practise.py")
elif said.go:
    at = {"t": str(said.go["at_s"])} if said.go.get("at_s") is not None else {}
    st.switch_page("session.py", query_params={"s": said.go["session"], **at})
