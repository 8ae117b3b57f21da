"""From the review's JSON to what the page shows: plain strings, numbers and columns. Pure."""

from secondtake.ui.view.session_page.session import session_view

__all__ = ["session_view"]
