"""The page: `streamlit run app.py`. Everything it serves stands in `secondtake.ui`."""

import streamlit as st

from secondtake.ui.server.app import SCRIPT, parts_for_streamlit_run

app = st.App(SCRIPT, **parts_for_streamlit_run())
