"""Type of progress callbacks."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, float, float], None]
"""Called with the stage's name, the seconds done and the seconds in all."""
