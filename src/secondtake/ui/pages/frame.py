"""The page's frame: name, navigation, and which page stands in it.

It lies among the pages and not above them: Streamlit takes a folder `pages` beside its script for its older
way of navigation, and then calls addresses of ours unknown.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent
WEB = HERE.parent / "web"

# Streamlit's own frame takes a fifth of a laptop's screen at the top and has no widest width.
FRAME = """
<style>
.stMainBlockContainer { max-width: min(100%, 1760px); padding: 4.5rem clamp(1rem, 3vw, 3.5rem) 2rem; }
@media (min-width: 2400px) { html { font-size: 20px; } }
</style>
"""


def main() -> None:
    """Run the chosen page."""
    st.set_page_config(page_title="Second Take", page_icon=str(WEB / "icon.svg"), layout="wide")
    st.html(FRAME)
    st.logo(WEB / "logo.svg", size="large")
    st.navigation(
        [
            st.Page(HERE / "library.py", title="Sessions", url_path="sessions", default=True),
            st.Page(HERE / "practise.py", title="Practise", url_path="practise"),
            st.Page(HERE / "plan.py", title="Today", url_path="today"),
            st.Page(HERE / "questions.py", title="Questions", url_path="questions"),
            st.Page(HERE / "interviews.py", title="Interviews", url_path="interviews"),
            st.Page(HERE / "compare.py", title="Over time", url_path="over-time"),
            st.Page(HERE / "takes.py", title="Takes", url_path="takes", visibility="hidden"),
            st.Page(HERE / "session.py", title="Review", url_path="review", visibility="hidden"),
            st.Page(HERE / "settings.py", title="Settings", url_path="settings"),
        ],
        position="top",
    ).run()


main()
