"""The documentation builds as a site: all pages, all links inside it, nothing loaded from elsewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_docs_build_as_a_site_without_a_warning(tmp_path):
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-d", tmp_path / "cache"]
    built = subprocess.run(
        [*map(str, command), str(ROOT / "docs"), str(tmp_path / "site")], capture_output=True, text=True
    )
    assert built.returncode == 0, built.stderr
    pages = {page.relative_to(ROOT / "docs").with_suffix(".html") for page in (ROOT / "docs").rglob("*.md")}
    assert len(pages) > 40
    assert {page for page in pages if not (tmp_path / "site" / page).is_file()} == set()
    for page in pages:
        text = (tmp_path / "site" / page).read_text(encoding="utf-8")
        loaded = re.findall(r"<(?:script|img|link|iframe)[^>]+(?:src|href)=\"(https?:[^\"]+)", text)
        assert loaded == [], page
