"""For researchers: codings beside the detectors, and how far raters agree."""

from secondtake.ui import web_components

web_components.research()
