"""All sessions: add a recording, follow its analysis, open its review."""

import streamlit as st

from secondtake.ui import web_components

triggers = web_components.library()
if triggers.go and "page" in triggers.go:
    st.switch_page("practise.py")
elif triggers.go:
    at = {"t": str(triggers.go["at_s"])} if triggers.go.get("at_s") is not None else {}
    st.switch_page("session.py", query_params={"s": triggers.go["session"], **at})
