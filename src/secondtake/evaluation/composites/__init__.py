"""Composite recordings of real clips, and what is detected in them."""
