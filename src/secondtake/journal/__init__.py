"""The loop around the interview: questions, interviews, debriefs, follow-ups, practice plans. Pure rules."""
