"""Commands for the journal: questions, real interviews, follow-ups and the plan of the day."""
