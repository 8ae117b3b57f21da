"""A synthetic person whose every behaviour is known: the sample, and the ruler our detectors are held to.

`session.render_session` renders the practice interview with its truth, `session.render_behaviours` a silent
clip of chosen behaviours; `variant.Variant` says how two renders may differ.
"""
