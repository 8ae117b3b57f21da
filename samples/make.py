"""Remakes the committed session: `python samples/make.py`. Same seed, same frames."""

from __future__ import annotations

from pathlib import Path

from secondtake.synthetic.render_options import Variant
from secondtake.synthetic.session import render_session

if __name__ == "__main__":
    print(render_session(Path(__file__).parent / "session", Variant()))
