"""One session's review."""

import streamlit as st

from secondtake.core.errors import UsageError
from secondtake.ui import services, web_components
from secondtake.ui.view.formatting import seconds

if st.query_params and "s" not in st.query_params:
    # On its way to another page Streamlit leaves that page's query under this address: Back comes here first.
    st.html("<script>history.back()</script>", unsafe_allow_javascript=True)
    st.stop()
try:
    session = services.session(st.query_params.get("s", ""))
except UsageError:
    st.title("Session not found")
    st.write("It may have been deleted, or the address is incomplete.")
    st.page_link("library.py", label="Back to your sessions")
    st.stop()

st.set_page_config(page_title=f"{session.title} · Second Take")
triggers = web_components.session(
    session.id, tour=not services.preference("toured", False), at_s=seconds(st.query_params.get("t"))
)
if triggers.toured:
    services.prefer("toured", True)
if triggers.go:
    go = triggers.go
    if go["page"] == "review":
        st.switch_page("session.py", query_params={"s": go["session"]})
    if go["page"] == "takes":
        st.switch_page("takes.py", query_params={"q": go["question"]})
    if go["page"] != "practise":
        st.switch_page("library.py")
    if go.get("ask") and not go.get("drill"):  # one answer again: it comes back to its review
        st.switch_page("practise.py", query_params={"ask": go["ask"], "back": session.id})
    questions = [go["ask"]] if go.get("ask") else services.questions_of(session.id)
    st.switch_page("practise.py", query_params={"ask": questions, "drill": go.get("drill", "")})
