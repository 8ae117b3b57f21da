"""Over time: what changed beyond noise, the habits, and the questions that were asked again."""

import streamlit as st

from secondtake.ui import web_components

said = web_components.compare()
if said.go and "question" in said.go:
    st.switch_page("takes.py", query_params={"q": said.go["question"]})
elif said.go:
    st.switch_page("session.py", query_params={"s": said.go["session"]})
