"""Detectors that read the face: blinks, smiles, gaze, lips, hands at the face."""
