"""Habits, co-occurrences and findings, from measures and events."""
