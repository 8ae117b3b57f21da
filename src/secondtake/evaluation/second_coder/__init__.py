"""A second coder: codings from other programs, and how far two codings agree."""
