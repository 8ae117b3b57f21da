"""Every page, source file and module that documentation or code names is in the repository."""

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


def test_named_pages_exist():
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


CODE = re.compile(r"(?<![\w<*{}./-])(?:[\w-]+/)+[\w-]+\.(?:py|js)\b")
MODULE = re.compile(r"python -m (secondtake[\w.]*)")
REMOVED = {"docs/decisions/0011-sentences-are-known-by-their-templates.md"}  # tells of what was removed


def test_source_files_and_modules_named_in_docs_are_there():
    sources = [
        p
        for folder in ("src", "tests", "samples")
        for end in ("py", "js")
        for p in (ROOT / folder).rglob(f"*.{end}")
    ]
    parts = [path.relative_to(ROOT).parts for path in sources]
    there = {"/".join(own[i:]) for own in parts for i in range(len(own))}
    docs = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "samples").rglob("*.md")]
    docs = [path for path in docs if path.relative_to(ROOT).as_posix() not in REMOVED]
    assert len(docs) > 30
    gone = set()
    for path in docs:
        text = path.read_text(encoding="utf-8")
        gone |= {f"{path.name}: {name}" for name in CODE.findall(text) if name not in there}
        for module in MODULE.findall(text):
            place = ROOT / "src" / module.rstrip(".").replace(".", "/")
            if not (place.with_suffix(".py").is_file() or (place / "__main__.py").is_file()):
                gone.add(f"{path.name}: {module}")
    assert gone == set()
