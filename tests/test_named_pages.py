"""Every page of documentation that the code or another page names is in the repository."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
READ = ("src", "tests", "docs", "samples", "models")
NAMED = re.compile(r"(?<![\w<*{}./-])(?:[\w-]+/)*[\w-]+\.md\b")
OF_THE_PERSON = {"questions.md"}  # what examples call a file of somebody's own


def pages() -> set[str]:
    """Every page by its path and by every shorter end of it: pages name their neighbours by their names."""
    found = [ROOT / "README.md", *(path for folder in READ for path in (ROOT / folder).rglob("*.md"))]
    parts = [path.relative_to(ROOT).parts for path in found]
    return {"/".join(own[i:]) for own in parts for i in range(len(own))}


def test_every_page_that_is_named_is_there():
    there = pages() | OF_THE_PERSON
    texts = [ROOT / "README.md", ROOT / "app.py", ROOT / "pyproject.toml"]
    texts += [p for folder in READ for end in ("py", "md", "toml") for p in (ROOT / folder).rglob(f"*.{end}")]
    assert len(texts) > 300, "the folders have moved: this test would hold nothing"
    gone = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in texts
        for name in NAMED.findall(path.read_text(encoding="utf-8"))
        if name not in there
    }
    assert gone == set()
