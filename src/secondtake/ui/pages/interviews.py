"""Real interviews: the board, the log, and each with its debrief and letters."""

import streamlit as st

from secondtake.core.errors import UsageError
from secondtake.ui import services
from secondtake.ui.journal import interview_board, interview_detail
from secondtake.ui.journal.shared import back, query_value, style

style()
interview_id = query_value("i")
if not interview_id:
    interview_board.show()
else:
    try:
        interview = services.library().interviews.get(interview_id)
    except UsageError as error:
        st.title("Interview not found")
        st.write(str(error))
        back("Your interviews")
        st.stop()
    interview_detail.show(interview)
