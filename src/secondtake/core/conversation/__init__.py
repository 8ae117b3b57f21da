"""Speaker turns, corrections of them, and the answers of an interview."""
