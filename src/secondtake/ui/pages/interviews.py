"""Real interviews: the board, the log, and each with its debrief and letters."""

from secondtake.ui import services
from secondtake.ui.journal import interview_board, interview_detail
from secondtake.ui.journal.shared import list_or_detail, style

style()
interviews = services.library().interviews
list_or_detail("i", "interview", interviews.get, interview_board.show, interview_detail.show)
