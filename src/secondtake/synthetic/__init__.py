"""A synthetic person whose every behaviour is known: the product's sample, and the ruler its detectors are held to."""
