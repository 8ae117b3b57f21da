"""Practise: choose questions, answer them into the camera, go straight to the review."""

import streamlit as st

from secondtake.ui import web_components

triggers = web_components.practise(
    question_ids=st.query_params.get_all("q"),
    question_texts=st.query_params.get_all("ask"),
    drill=st.query_params.get("drill", ""),
)
if triggers.go:
    st.switch_page("library.py")
