"""Pure functions from the review's JSON to the page's strings, numbers and columns."""

from secondtake.ui.view.session_page.session import session_view

__all__ = ["session_view"]
