"""Who speaks when, the person's corrections of it, and the answers of an interview."""
