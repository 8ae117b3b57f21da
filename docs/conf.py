"""Build these pages as a site, with the extra [dev]: `sphinx-build docs build/site`."""

from __future__ import annotations

from sphinx.application import Sphinx

project = "Second Take"
author = "The Second Take developers"
extensions = ["myst_parser"]
myst_heading_anchors = 4  # links lead to headings, as on the code's host
html_theme = "furo"
html_title = project
html_show_sourcelink = False  # the sources are Markdown and stand beside the code

# Links that leave docs/, and what the site has for them.
ELSEWHERE = {"](../README.md": "](index.md", "[models/](../models/)": "`models/`"}


def setup(app: Sphinx) -> None:
    """Lead links that leave docs/ to a page of the site."""
    app.connect("source-read", _relink)


def _relink(_: Sphinx, __: str, source: list[str]) -> None:
    for link, target in ELSEWHERE.items():
        source[0] = source[0].replace(link, target)
