"""Detectors that read the transcript: fillers, hedges, repeats, pauses, pace."""
