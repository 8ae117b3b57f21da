"""Face, body and hands from the video."""
