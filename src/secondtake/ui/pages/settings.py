"""What a person may leave out, and what is kept where."""

import streamlit as st

from secondtake.ui import desk
from secondtake.ui.view.mutes import MUTES

st.title("Settings")
st.header("What to look at")
st.write(
    "Leave out what does not fit you. What is off is neither counted, nor advised on, nor shown as a gap, "
    "in reviews and in what you share. Turn it on again and every review has it back."
)
muted = desk.library().corrections.muted()
for mute in MUTES:
    label = f"**{mute.label}**\\\n{mute.why}"
    on = st.toggle(label, value=mute.group not in muted, key=f"look-{mute.group}")
    if on == (mute.group in muted):
        with st.spinner("Going over your reviews again"):
            left_behind = desk.mute(mute.group, not on)
        if left_behind:
            st.warning(f"Not judged again, as their tracks are not there: {', '.join(left_behind)}.")

st.header("Where everything is")
st.write(
    f"On this computer alone, in `{desk.library().home.root}`. Nothing is sent anywhere. "
    "`secondtake backup FILE` puts all of it into one file; `secondtake erase --all` removes it for good."
)
