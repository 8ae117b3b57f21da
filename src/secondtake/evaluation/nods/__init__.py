"""Accuracy of what a person does while somebody else speaks: nods, gaze, smiles."""
