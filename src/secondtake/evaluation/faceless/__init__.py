"""Recordings whose face is hidden or outside of the frame."""
