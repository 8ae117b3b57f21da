"""One session's review."""

import streamlit as st

from secondtake.core.errors import UsageError
from secondtake.ui import component, desk
from secondtake.ui.view.plain import seconds

try:
    found = desk.session(st.query_params.get("s", ""))
except UsageError:
    st.title("There is no such session")
    st.write("It may have been deleted, or the address was cut short.")
    st.page_link("library.py", label="Back to your sessions")
    st.stop()

st.set_page_config(page_title=f"{found.title} · Second Take")
said = component.session(
    found.id, tour=not desk.preference("toured", False), at_s=seconds(st.query_params.get("t"))
)
if said.toured:
    desk.prefer("toured", True)
if said.go:
    if said.go["page"] != "practise":
        st.switch_page("library.py")
    st.switch_page("practise.py", query_params={"ask": desk.questions_of(found.id)})
