"""Practise: choose questions, answer them into the camera, go straight to the review."""

import streamlit as st

from secondtake.ui import web_components

said = web_components.practise(chosen=st.query_params.get_all("q"), asked=st.query_params.get_all("ask"))
if said.go:
    st.switch_page("library.py")
