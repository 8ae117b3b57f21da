"""Second Take: review your own mock interviews, offline."""

__version__ = "0.1.0"
