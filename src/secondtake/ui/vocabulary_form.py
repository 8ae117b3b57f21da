"""Names and products that the recogniser is to spell right, typed once."""

from __future__ import annotations

import streamlit as st

from secondtake.journal.posting import proposed_names
from secondtake.observers.speech.vocabulary import MAX_NAMES, parse_vocabulary
from secondtake.ui import services
from secondtake.ui.journal.shared import saved_field
from secondtake.ui.view.journal import literal

NAMES, ADDED = "Names, one a line", "vocabulary-added"
MAX_PROPOSED = 12  # our choice: what fits on two lines


def show() -> None:
    """Draw the field, and names from interviews as proposals."""
    st.header("Names and products")
    st.write(
        "Companies, people and products you talk about, as they are spelled. Recordings analysed from now on "
        f"use them; transcribing then takes twice as long. At most {MAX_NAMES}; English only."
    )
    names = services.library().corrections.vocabulary()
    interviews = services.library().interviews.all()
    proposals = [n for i in interviews for n in proposed_names(i.company, i.posting)]
    fresh = [name for name in dict.fromkeys(proposals) if name not in names][:MAX_PROPOSED]
    if fresh and len(names) < MAX_NAMES:
        st.pills(
            "From your interviews",
            fresh,
            format_func=literal,
            key=f"propose-{len(names)}",
            on_change=_add,
            args=(len(names),),
        )
    owner = str(st.session_state.get(ADDED, 0))  # a name that was added comes into the field
    saved_field("/settings", NAMES, "\n".join(names), _save, owner=owner, height=160)


def _add(count: int) -> None:
    name = st.session_state[f"propose-{count}"]
    _save("\n".join((*services.library().corrections.vocabulary(), name)))
    st.session_state[ADDED] = st.session_state.get(ADDED, 0) + 1


def _save(text: str) -> None:
    services.library().corrections.add("vocabulary", {"names": list(parse_vocabulary(text))})
