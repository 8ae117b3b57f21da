"""Practise: choose questions, answer them into the camera, go straight to the review."""

import streamlit as st

from secondtake.ui import web_components

triggers = web_components.practise(
    question_ids=st.query_params.get_all("q"),
    question_texts=st.query_params.get_all("ask"),
    drill=st.query_params.get("drill", ""),
    is_retake="back" in st.query_params,
)
if triggers.go and st.query_params.get("back"):
    st.switch_page("session.py", query_params={"s": st.query_params["back"]})
if triggers.go:
    st.switch_page("library.py")
