"""Face, body and hands from the picture."""
