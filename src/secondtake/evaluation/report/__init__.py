"""Accuracy report: `python -m secondtake.evaluation.report` measures the detectors and publishes the results.

Each area is measured by its own module (`evaluation/speech.py`, `evaluation/vision.py`, ...) and is one
section here. Results are stored in `detectors/published.json`, which is shipped: `docs/validation.md` is
written from it, and the page quotes it (`detectors/published_accuracy.py`).
"""
