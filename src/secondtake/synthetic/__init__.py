"""A synthetic person whose every behaviour is known: the product's sample, and the ruler its detectors are held to.

`render_session` and `render_behaviours` (in `session`) make recordings and their truth; `Variant` says how they differ.
"""
