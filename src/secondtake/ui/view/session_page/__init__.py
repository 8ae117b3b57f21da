"""What draws one session's review: debrief, cards, lanes, moments, energy, self-rating."""
