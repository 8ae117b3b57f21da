"""Coaching: advice on a recording as a good coach would give it, or the reason to give none."""
