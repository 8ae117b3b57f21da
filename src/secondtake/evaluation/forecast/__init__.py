"""Likely questions measured on made job searches."""
