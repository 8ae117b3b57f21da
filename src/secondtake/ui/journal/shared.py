"""Shared by the journal's pages: local time, sentence model, rows, links, styles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, tzinfo
from functools import cache
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from secondtake.core.errors import UsageError
from secondtake.journal.questions.question_embeddings import QuestionSpace
from secondtake.ui import services, web_components
from secondtake.ui.view.journal import literal

Row = TypeVar("Row")
DRAFT_PAGES = ("interviews?i", "questions?q", "questions?story")  # of rows whose fields keep drafts

# Streamlit's captions, and white on the dark theme's light accent, are too faint for WCAG's 4.5 to 1; its
# quiet buttons and links stand indented.
STYLE = """
<style>
[data-testid="stCaptionContainer"] { color: inherit; opacity: .8; }
@media (prefers-color-scheme: dark) { [data-testid^="stBaseButton-primary"] { color: #10201e; } }
.stMainBlockContainer > div { max-width: 76rem; }
[class*="st-key-row-"] { border-bottom: 1px solid color-mix(in oklab, currentColor 12%, transparent);
  padding-bottom: .35rem; }
[class*="st-key-row-"] :is(button, a) p, [class*="st-key-card-"] button p {
  font-size: 1rem; font-weight: 600; text-align: left; }
[class*="st-key-row-"] button, [class*="st-key-card-"] button { min-height: 2rem; padding: .1rem 0; }
[class*="st-key-row-"] a { padding: .1rem 0; }
[class*="st-key-autosave-"][data-status]:not([data-status=""])::after { content: attr(data-status);
  position: absolute; inset: 0 0 auto auto; font-size: .875rem; opacity: .8; }
[class*="st-key-autosave-"] { position: relative; }
[class*="st-key-autosave-"] [data-testid="InputInstructions"] { display: none; } /* no key is needed */
/* Thumbs need 44 px (WCAG 2.5.5); a debrief is written on a phone in a car park. */
@media (pointer: coarse), (max-width: 640px) {
  [data-testid="stButtonGroup"] button, .stMainBlockContainer [data-testid^="stBaseButton"] {
    min-height: 2.75rem; min-width: 2.75rem; }
  .stMainBlockContainer :is(textarea, input) { font-size: 1rem; } /* iOS zooms into smaller fields */
}
table.beside { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
table.beside th, table.beside td { text-align: left; padding: .45rem .6rem .45rem 0; vertical-align: top;
  border-bottom: 1px solid color-mix(in oklab, currentColor 14%, transparent); }
table.beside thead th { font-weight: 400; opacity: .72; }
table.beside tbody th { font-weight: 600; }
</style>
"""


def style() -> None:
    """Apply the journal's styles; each of its pages calls this first."""
    st.html(STYLE)


def now() -> datetime:
    """Return this moment where the person is: in the browser's time zone."""
    return datetime.now(zone())


def today() -> date:
    """Return the day where the person is."""
    return now().date()


def zone() -> tzinfo | None:
    """Return the browser's time zone; this machine's where it is not known."""
    try:
        return ZoneInfo(st.context.timezone or "")
    except (ZoneInfoNotFoundError, ValueError):
        return datetime.now().astimezone().tzinfo


@cache
def question_space() -> QuestionSpace:
    """Return the embedding space of questions."""
    return QuestionSpace(services.sentence_encoder())


def set_flag(key: str) -> None:
    """Set a flag of this visit; for callbacks."""
    st.session_state[key] = True


def list_or_detail(
    name: str,
    noun: str,
    get: Callable[[str], Row],
    show_list: Callable[[], None],
    show: Callable[[Row], None],
) -> None:
    """Draw the list, or the row whose id the address gives in the query parameter `name`."""
    row_id = str(st.query_params.get(name, ""))
    if not row_id:
        show_list()
        return
    try:
        row = get(row_id)
    except UsageError as error:
        st.title(f"{noun.capitalize()} not found")
        st.write(literal(str(error)))
        back(f"Your {noun}s")
    else:
        show(row)


def row_button(text: str, name: str, row_id: str) -> None:
    """Draw a row's title as a button that opens the row."""
    st.button(
        literal(text),
        key=f"open-{row_id}",
        type="tertiary",
        on_click=lambda: st.query_params.from_dict({name: row_id}),
    )


def delete_button(confirmation: str, delete: Callable[[str], object], row_id: str) -> None:
    """Draw a checkbox and a button that deletes the row and goes back to the list."""

    def on_click() -> None:
        delete(row_id)
        web_components.forget_drafts(*(f"/{page}={row_id}:" for page in DRAFT_PAGES))
        st.query_params.clear()

    is_confirmed = st.checkbox(confirmation)
    st.button("Delete", disabled=not is_confirmed, on_click=on_click)


def forget_fields(page: str, *names: str) -> None:
    """Drop the browser's drafts of fields that are saved, by their labels or their parts' names."""
    web_components.forget_drafts(*(f"{page}:{name[:1].upper()}{name[1:]}" for name in names))


def saved_field(
    page: str,
    label: str,
    text: str,
    save: Callable[[str], object],
    *,
    owner: str = "",
    draw: Callable[..., object] = st.text_area,
    **options: Any,
) -> None:
    """Draw a text field that saves itself: a second after typing, when it is left, when the page is hidden.

    The browser's half is `web/running/form_drafts.js`; what the store refuses is said below the field.

    Args:
        page: path and row, as in `web_components.forget_drafts`.
        save: stores the text.
        owner: id of what holds the text, where that may change while the page is shown.
        draw: Streamlit's text area or text input, with its other `options`.
    """
    key = f"autosave-{page}-{owner}-{label}"

    def on_change() -> None:
        typed = st.session_state[key]
        try:
            save(typed)
        except UsageError as error:
            st.session_state[f"refused-{key}"] = str(error)
        else:
            st.session_state.pop(f"refused-{key}", None)
            web_components.confirm_saved(f"{page}:{label}", typed)

    draw(label, text, key=key, on_change=on_change, **options)
    if refusal := st.session_state.get(f"refused-{key}"):
        st.warning(literal(refusal))


def back(label: str) -> None:
    """Draw a button back to the list."""
    st.button(label, icon=":material/arrow_back:", type="tertiary", on_click=lambda: st.query_params.clear())


def review_link(session_id: str, label: str) -> None:
    """Draw a link to a session's review."""
    st.page_link("session.py", label=label, icon=":material/play_circle:", query_params={"s": session_id})
