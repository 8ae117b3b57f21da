"""A coach's desk: what students handed in; and the question sets that they answer."""

from secondtake.ui import web_components
from secondtake.ui.journal import question_set_form

web_components.desk()
question_set_form.show()
