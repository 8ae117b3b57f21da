"""The question library: what was asked, what is due, what may be the same."""

import streamlit as st

from secondtake.core.errors import UsageError
from secondtake.ui import services
from secondtake.ui.journal import question_detail, question_list
from secondtake.ui.journal.shared import back, query_value, style

style()
question_id = query_value("q")
if not question_id:
    question_list.show()
else:
    try:
        question = services.library().questions.get(question_id)
    except UsageError as error:
        st.title("Question not found")
        st.write(str(error))
        back("Your questions")
        st.stop()
    question_detail.show(question)
