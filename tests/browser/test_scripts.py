"""The scripts beside the tests start on their own, without what pytest adds to the path."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SCRIPTS = [file.stem for file in sorted(HERE.glob("*.py")) if "\nif __name__" in file.read_text("utf-8")]


@pytest.mark.parametrize("script", SCRIPTS)
def test_script_finds_what_it_imports(script):
    subprocess.run([sys.executable, "-c", f"import {script}"], cwd=HERE, check=True)
