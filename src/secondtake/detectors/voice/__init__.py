"""Detectors that read the voice: pitch, loudness, energy."""
