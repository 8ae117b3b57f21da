"""Scores against ground truth, benchmarks and perturbations. May know the pipeline; nothing knows it."""
