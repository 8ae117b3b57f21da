"""All sessions: bring a recording in, follow its analysis, open its review."""

import streamlit as st

from secondtake.ui import component

said = component.library()
if said.go:
    st.switch_page("session.py", query_params={"s": said.go["session"]})
