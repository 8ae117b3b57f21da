"""The page: `streamlit run app.py`. Everything it serves stands in `secondtake.ui`."""

import streamlit as st

from secondtake.ui.server.app import SCRIPT, parts

app = st.App(SCRIPT, **parts())
