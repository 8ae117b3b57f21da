"""Data of a session's review: debrief, cards, lanes, moments, energy, self-rating."""
