"""Texts of the page for translators."""
