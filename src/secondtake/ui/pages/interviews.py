"""Real interviews: the board, the log, and each with its debrief and letters."""

import streamlit as st

from secondtake.core.errors import UsageError
from secondtake.ui import services
from secondtake.ui.journal import interview_board, interview_detail
from secondtake.ui.journal.shared import back, chosen, style

style()
wanted = chosen("i")
if not wanted:
    interview_board.show()
else:
    try:
        found = services.library().interviews.get(wanted)
    except UsageError as error:
        st.title("There is no such interview")
        st.write(str(error))
        back("Your interviews")
        st.stop()
    interview_detail.show(found)
