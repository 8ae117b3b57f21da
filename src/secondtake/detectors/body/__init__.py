"""Detectors that read posture and movement."""
