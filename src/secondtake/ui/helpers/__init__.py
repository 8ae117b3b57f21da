"""Processes beside the server: judging, framing check, thumbnails; and memory limits."""
