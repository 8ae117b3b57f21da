"""Reviews written for other eyes and other tools."""
