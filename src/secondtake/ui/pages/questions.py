"""The question library and the story bank: takes, due dates, possible duplicates, stories."""

import streamlit as st

from secondtake.ui import services
from secondtake.ui.journal import question_detail, question_list, story_bank
from secondtake.ui.journal.shared import list_or_detail, style

style()
questions = services.library().questions
if "story" in st.query_params:
    list_or_detail("story", "story", services.library().stories.get, question_list.show, story_bank.show)
else:
    list_or_detail("q", "question", questions.get, question_list.show, question_detail.show)
