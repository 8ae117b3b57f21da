"""How well everything is found, measured and published: `python -m secondtake.evaluation.report`.

Each area is measured by functions of its own (`validate_speech`, `validate_seeing`, `validate_energy`) and
reported here as one section. What was measured is kept in `published.json`, which travels with the package;
`docs/validation.md` is written from it, and the page and the report quote from it (`accuracy.py`).
"""
