"""Measure the accuracy of all detectors, store it, and write docs/validation.md."""

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
from secondtake.detectors.published_accuracy import PUBLISHED
from secondtake.evaluation.composites import layouts, several_people
from secondtake.evaluation.faceless import section as faceless
from secondtake.evaluation.forecast import section as forecast
from secondtake.evaluation.hard_faces import section as hard_faces
from secondtake.evaluation.listening import languages, one_voice, recognisers
from secondtake.evaluation.listening import section as listening
from secondtake.evaluation.nods import section as listening_half
from secondtake.evaluation.report import (
    coaching,
    energy,
    hearing,
    meaning,
    movement,
    nulls,
    sample,
    seeing,
    sentences,
    small_faces,
    story,
)
from secondtake.evaluation.report.page import markdown
from secondtake.evaluation.report.results import StoredOutcome, read_outcomes, write_outcomes
from secondtake.evaluation.report.section import ROOT, Section, Work

SECTIONS = (
    hearing.WORDS,
    sentences.SECTION,
    hearing.TURNS,
    listening.SECTION,
    one_voice.SECTION,
    languages.SECTION,
    languages.NEURAL,
    recognisers.SECTION,
    seeing.RENDERS,
    seeing.CLIPS,
    hard_faces.SECTION,
    faceless.SECTION,
    small_faces.SECTION,
    several_people.SECTION,
    layouts.SECTION,
    energy.SECTION,
    movement.SECTION,
    listening_half.SECTION,
    nulls.SECTION,
    meaning.SECTION,
    forecast.SECTION,
    coaching.SECTION,
    story.SECTION,
    sample.SECTION,
)
PACKAGES = ("mediapipe", "faster-whisper", "swift-f0", "onnxruntime", "numpy")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the selected sections one after the other, storing each when it is done."""
    options = _parser().parse_args(arguments)
    names = () if options.page else tuple(options.only) or tuple(s.name for s in SECTIONS)
    try:
        measure(SECTIONS, names, Work(Settings.load(home=options.home), options.at_hand), ROOT)
    except SecondTakeError as error:
        sys.stderr.write(f"validation: {error}\n")
        return error.exit_code
    return 0


def measure(sections: tuple[Section, ...], names: Sequence[str], work: Work, root: Path) -> None:
    """Measure the named sections, store each in the package's data, and write docs/validation.md.

    Raises:
        UsageError: this is not run in a clone, so there is nothing to write to.
    """
    published = root / "src" / "secondtake" / "detectors" / PUBLISHED
    page = root / "docs" / "validation.md"
    if not page.parent.is_dir():
        raise UsageError("There is no docs folder. Run this in a clone of Second Take (`pip install -e .`).")
    for section in sections:
        if section.name in names:
            sys.stderr.write(f"{section.name} ...\n")
            outcome = measured(section, work, read_outcomes(published).get(section.name))
            outcomes = read_outcomes(published)  # again: sections take minutes and may run in parallel
            outcomes |= {section.name: outcome} if outcome else {}
            write_outcomes(published, {s.name: outcomes[s.name] for s in sections if s.name in outcomes})
    versions = {d.name: d.version for d in ALL}
    page.write_text(markdown(sections, read_outcomes(published), versions), encoding="utf-8")


def measured(section: Section, work: Work, before: StoredOutcome | None) -> StoredOutcome | None:
    """Measure a section; if its data is missing, return the previous outcome with the reason."""
    missing = section.lacks()
    if missing:
        sys.stderr.write(f"{section.name}: {missing}; the previous measurement stays.\n")
        return before and replace(before, not_again=f"on {date.today():%Y-%m-%d} {missing}")
    return StoredOutcome(section.measure(work), f"{date.today():%Y-%m-%d}", _versions())


def _versions() -> Mapping[str, str]:
    python = {"secondtake": __version__, "Python": platform.python_version()}
    return python | {name: version(name) for name in PACKAGES}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m secondtake.evaluation.report", description=__doc__)
    parser.add_argument(
        "--only", nargs="+", default=[], choices=[s.name for s in SECTIONS], help="measure these sections"
    )
    parser.add_argument(
        "--at-hand", action="store_true", help="measure existing renders only, without rendering any"
    )
    parser.add_argument(
        "--page", action="store_true", help="measure nothing, only write the page from stored results"
    )
    parser.add_argument(
        "--home", type=Path, help="data directory that caches renders and tracks [env: SECONDTAKE_HOME]"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
