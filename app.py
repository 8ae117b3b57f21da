"""The page: `streamlit run app.py`. Everything it serves stands in `secondtake.ui`."""

import streamlit as st

from secondtake.ui import server

app = st.App(server.SCRIPT, **server.parts())
