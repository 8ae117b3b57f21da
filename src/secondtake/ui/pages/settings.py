"""What a person may leave out, and what the page remembers."""

import streamlit as st

st.title("Settings")
