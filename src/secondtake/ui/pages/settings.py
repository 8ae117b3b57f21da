"""Settings: what is measured, where data is stored, deleting it."""

import streamlit as st

from secondtake.core.errors import StoreError
from secondtake.store.coach_desk import CoachDesk
from secondtake.store.erase import erase_session
from secondtake.store.records import Session
from secondtake.ui import services, vocabulary_form
from secondtake.ui.server.lifecycle import LIFECYCLE
from secondtake.ui.view.formatting import HERE, computer, size
from secondtake.ui.view.journal import button_label, literal
from secondtake.ui.view.mute_groups import MUTES

WORD = "delete"  # what is typed to confirm: nobody types it by accident
# What this browser remembered for us: choices, a practice begun, names of files on their way here.
FORGET = """<script>
for (const key of Object.keys(localStorage)) if (key.startsWith("secondtake")) localStorage.removeItem(key);
</script>"""


@st.dialog("Delete this session permanently?")
def confirm_session(session: Session) -> None:
    """Ask to confirm the deletion of one session."""
    st.write(
        f"“{literal(session.title)}” of {services.day(session.recorded_at)}: its recording, its review and "
        "what you wrote about it. This cannot be undone."
    )
    if st.button("Delete permanently", type="primary"):
        try:
            with st.spinner("Deleting"):
                erase_session(services.library(), session.id)
        except StoreError as error:
            st.error(literal(str(error)))
        else:
            st.rerun()


@st.dialog("Delete everything permanently?")
def confirm_all(home: str) -> None:
    """Ask for a typed word before deleting everything."""
    sessions = services.library().sessions(archived=None) + services.library().sessions(
        archived=None, deleted=True
    )
    room = size(sum(session.recording.size_bytes for session in sessions))
    questions, interviews = len(services.library().questions.all()), len(services.library().interviews.all())
    handed_in = len(CoachDesk(services.library().home).all())
    st.write(
        f"This deletes from `{home}`:\n"
        f"- {len(sessions)} sessions with their recordings ({room}), reviews, notes and ratings\n"
        f"- {questions} questions and {interviews} interviews\n"
        + (f"- {handed_in} hand-ins of students, and your class list\n" if handed_in else "")
        + "- your settings, including those saved in this browser\n\n"
        "This cannot be undone."
    )
    typed = st.text_input(f"Type **{WORD}** to confirm", autocomplete="off")
    if st.button("Delete everything", type="primary"):
        if typed.strip().lower() != WORD:
            st.warning(f"Type the word {WORD} first.")
            return
        try:
            with st.spinner("Deleting everything"):
                LIFECYCLE.erase_everything()
        except StoreError as error:
            st.error(literal(str(error)))
            return
        st.session_state.erased = True
        st.rerun()


st.title("Settings")
st.header("What to measure")
st.write(
    "Turn off what does not fit you. It is then left out of counts, advice and coverage, "
    "in reviews and in exports. Turn it on again to restore it in every review."
)
muted = services.library().corrections.muted()
for mute in MUTES:
    label = f"**{mute.label}**\\\n{mute.why}"
    on = st.toggle(label, value=mute.group not in muted, key=f"look-{mute.group}")
    if on == (mute.group in muted):
        services.mute(mute.group, not on)
        st.toast("Saved. Your reviews are updated in the background.")
failed = services.rejudge_queue().failed
titles = [session.title for session in services.library().sessions(archived=None) if session.id in failed]
if titles:
    st.warning(f"Not updated, because their stored measurements are missing: {literal(', '.join(titles))}.")

vocabulary_form.show()

home = services.library().home.root
st.header("Where your data is stored")
place = computer(st.context.url)
backup = "`secondtake backup FILE` saves all of it in one file."
if place != HERE:
    backup = "Whoever runs the server can save all of it in one file for you."
st.write(f"Only on {place}, in `{home}`. Nothing is sent anywhere else. {backup}")

st.header("For coaches")
st.write("Rate what your students hand in, and see who waits. Nothing is needed but the files they send you.")
st.page_link("coach_desk.py", label="Open the coach's desk")

st.header("For researchers")
st.write(
    "Compare a coding from ELAN, Praat, BORIS or a table with what was detected, and the ratings of "
    "several people."
)
st.page_link("research.py", label="Open research")

trash = services.library().sessions(archived=None, deleted=True)
if trash:
    st.header("Trash")
    st.write("Sessions you deleted from the list. Restore them, or delete them for good.")
for deleted_session in trash:
    name, back, erase_column = st.columns([3, 1, 1], vertical_alignment="center")
    name.write(
        f"**{literal(deleted_session.title)}** · {services.day(deleted_session.recorded_at)} · "
        f"{size(deleted_session.recording.size_bytes)}"
    )
    title = deleted_session.title
    if back.button(button_label("Restore", title), key=f"back-{deleted_session.id}", width="stretch"):
        services.library().undelete_session(deleted_session.id)
        st.rerun()
    erase_label = button_label("Delete permanently", title)
    if erase_column.button(erase_label, key=f"gone-{deleted_session.id}", width="stretch"):
        confirm_session(deleted_session)

st.header("Delete everything")
if st.session_state.pop("erased", False):
    st.success("Everything is deleted. You can close the page, or start again.", icon=":material/check:")
    st.html(FORGET, unsafe_allow_javascript=True)
st.write(
    "Every recording, review, note, question and interview in that folder. "
    "Your files elsewhere are not touched: recordings you copied from, backups and exports."
)
if st.button("Delete everything permanently…", icon=":material/delete_forever:"):
    confirm_all(str(home))
