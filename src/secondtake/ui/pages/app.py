"""The page's frame: name, navigation, and which page stands in it.

It lies among the pages and not above them: Streamlit takes a folder `pages` beside its script for its older
way of navigation, and then calls addresses of ours unknown.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from secondtake.store.coach_desk import CoachDesk
from secondtake.ui import services, web_components

HERE = Path(__file__).parent
WEB = HERE.parent / "web"

# Streamlit's own frame takes a fifth of a laptop's screen at the top, has no widest width, stands left of it
# with its name, lets a line of text run across all of it, and gives the phone's menu no name to see.
FRAME = """
<style>
:root { --edge: clamp(1rem, 3vw, 3.5rem); }
.stMainBlockContainer { max-width: min(100%, 110rem); padding: 4.5rem var(--edge) 2rem; }
[data-testid="stToolbar"] { padding-inline: calc(max(0px, (100vw - 110rem) / 2) + var(--edge) - 1rem); }
[data-testid="stMain"]:focus-visible { outline: 2px solid currentColor; outline-offset: -2px; }
[data-testid="stMain"] { scroll-padding-top: 4.5rem; } /* what Tab reaches does not stop below the bar */
.stMainBlockContainer [data-testid="stMarkdownContainer"] p { max-width: 76ch; text-wrap: pretty; }
[data-testid="stTopNavLink"]:focus-visible { outline: 2px solid currentColor; outline-offset: 1px; }
[data-testid="stButtonGroup"] button { min-height: 2.5rem; }
[data-testid="stButtonGroup"] > div { flex-wrap: wrap; overflow: visible; }
[data-testid="stExpandSidebarButton"] { width: auto; }
[data-testid="stExpandSidebarButton"]::after { content: "Menu" / ""; padding: 0 .3rem; font-size: .95rem; }
.stButton button em { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.st-key-running { position: absolute; } /* what it shows is fixed to the window: no gap above the title */
@media (max-width: 640px) { .stMainBlockContainer h1 { font-size: 1.75rem; } }
@media (min-width: 2400px) { html { font-size: 125%; }
  /* Their widths are given to Streamlit in pixels. */
  .stElementContainer:has(> :is(.stDateInput, .stTimeInput, .stSelectbox)) { min-width: 12rem; }
}
@media (min-width: 3200px) { html { font-size: 165%; } }
</style>
"""


def main() -> None:
    """Run the chosen page."""
    st.set_page_config(page_title="Second Take", page_icon=str(WEB / "icon.svg"), layout="wide")
    st.html(FRAME)
    st.logo(WEB / "logo.svg", size="large")
    is_coach = CoachDesk(services.library().home).is_used
    page = st.navigation(
        [
            st.Page(HERE / "today.py", title="Today", default=True),
            st.Page(HERE / "library.py", title="Sessions", url_path="sessions"),
            st.Page(HERE / "practise.py", title="Practise", url_path="practise"),
            st.Page(HERE / "questions.py", title="Questions", url_path="questions"),
            st.Page(HERE / "interviews.py", title="Interviews", url_path="interviews"),
            st.Page(HERE / "compare.py", title="Over time", url_path="over-time"),
            st.Page(HERE / "takes.py", title="Takes", url_path="takes", visibility="hidden"),
            st.Page(HERE / "session.py", title="Review", url_path="review", visibility="hidden"),
            st.Page(
                HERE / "coach_desk.py",
                title="Desk",
                url_path="desk",
                visibility="visible" if is_coach else "hidden",
            ),
            st.Page(HERE / "research.py", title="Research", url_path="research", visibility="hidden"),
            st.Page(HERE / "settings.py", title="Settings", url_path="settings"),
        ],
        position="top",
    )
    is_arrival = not st.session_state.get("arrived")
    st.session_state["arrived"] = True
    if is_arrival and page.url_path == "" and services.is_new_home():
        st.switch_page(HERE / "library.py")  # the welcome and the sample stand there
    if page.url_path != "sessions" and web_components.running().go:  # there stands more of each
        st.switch_page(HERE / "library.py")
    st.set_page_config(page_title=f"{page.title} · Second Take")
    page.run()


main()
