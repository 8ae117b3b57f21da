"""The question library: each question with its takes, due dates and possible duplicates."""

from secondtake.ui import services
from secondtake.ui.journal import question_detail, question_list
from secondtake.ui.journal.shared import list_or_detail, style

style()
questions = services.library().questions
list_or_detail("q", "question", questions.get, question_list.show, question_detail.show)
