"""Measure how well everything is found, keep it, and write docs/validation.md."""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from pathlib import Path

from secondtake import __version__
from secondtake.config import Settings
from secondtake.core.errors import SecondTakeError, UsageError
from secondtake.detectors import ALL
from secondtake.evaluation.report import energy, hearing, meaning, movement, sample, seeing, sentences
from secondtake.evaluation.report.page import markdown
from secondtake.evaluation.report.results import PUBLISHED, Kept, read, write
from secondtake.evaluation.report.section import ROOT, Section, Work

SECTIONS = (
    hearing.WORDS,
    sentences.SECTION,
    hearing.TURNS,
    seeing.RENDERS,
    seeing.CLIPS,
    energy.SECTION,
    movement.SECTION,
    meaning.SECTION,
    sample.SECTION,
)
PACKAGES = ("mediapipe", "faster-whisper", "swift-f0", "onnxruntime", "numpy")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for, one section after the other; each is kept as soon as it is done."""
    given = _parser().parse_args(arguments)
    try:
        chosen = (
            () if given.page else tuple(s.name for s in SECTIONS if s.name in given.only or not given.only)
        )
        measure(SECTIONS, chosen, Work(Settings.load(home=given.home), given.at_hand), ROOT)
    except SecondTakeError as error:
        sys.stderr.write(f"validation: {error}\n")
        return error.exit_code
    return 0


def measure(sections: tuple[Section, ...], chosen: Sequence[str], work: Work, root: Path) -> None:
    """The chosen sections, each into the package's data as soon as it is done; then docs/validation.md.

    Raises:
        UsageError: outside of a clone, where there is nothing to write to.
    """
    published = root / "src" / "secondtake" / "pipeline" / "validation" / PUBLISHED
    page = root / "docs" / "validation.md"
    if not page.parent.is_dir():
        raise UsageError("docs/ is not here. Run this in a clone of Second Take (`pip install -e .`).")
    for section in sections:
        if section.name in chosen:
            sys.stderr.write(f"{section.name} ...\n")
            one = measured(section, work, read(published).get(section.name))
            kept = read(published)  # as it is now: sections take minutes, and others may run beside
            kept |= {section.name: one} if one else {}
            write(published, {s.name: kept[s.name] for s in sections if s.name in kept})
    versions = {d.name: d.version for d in ALL}
    page.write_text(markdown(sections, read(published), versions), encoding="utf-8")


def measured(section: Section, work: Work, before: Kept | None) -> Kept | None:
    """A section measured now, or as it was before with the reason why not now."""
    lacking = section.lacks()
    if lacking:
        sys.stderr.write(f"{section.name}: {lacking}; what was measured before stays.\n")
        return before and replace(before, not_again=f"on {date.today():%Y-%m-%d} {lacking}")
    return Kept(section.measure(work), f"{date.today():%Y-%m-%d}", _versions())


def _versions() -> Mapping[str, str]:
    python = {"secondtake": __version__, "Python": platform.python_version()}
    return python | {name: version(name) for name in PACKAGES}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m secondtake.evaluation.report", description=__doc__)
    parser.add_argument(
        "--only", nargs="+", default=[], choices=[s.name for s in SECTIONS], help="measure these sections"
    )
    parser.add_argument(
        "--at-hand", action="store_true", help="measure the renders that are there, and render none"
    )
    parser.add_argument(
        "--page", action="store_true", help="measure nothing, only write the page from what is kept"
    )
    parser.add_argument(
        "--home", type=Path, help="whose cache keeps renders and tracks (else SECONDTAKE_HOME)"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
