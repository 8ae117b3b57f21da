"""Over time: changes beyond noise, habits, and repeated questions."""

import streamlit as st

from secondtake.ui import web_components

triggers = web_components.compare()
if triggers.go and "question" in triggers.go:
    st.switch_page("takes.py", query_params={"q": triggers.go["question"]})
elif triggers.go:
    st.switch_page("session.py", query_params={"s": triggers.go["session"]})
