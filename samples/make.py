"""Remakes the committed session: `python samples/make.py`. Same seed, same frames."""

from __future__ import annotations

from pathlib import Path

from secondtake.synthetic.session import render_session
from secondtake.synthetic.variant import Variant

if __name__ == "__main__":
    print(render_session(Path(__file__).parent / "session", Variant()))
