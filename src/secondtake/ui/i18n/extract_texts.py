"""English texts of the page for translators: `python -m secondtake.ui.i18n.extract_texts de` updates German.

A language is one file, `web/words/<code>.json`: translations by English text (web/words/README.md). A text
without one stays English.
"""

from __future__ import annotations

import calendar
import json
import re
import sys
from pathlib import Path
from typing import get_args

from secondtake.core.event_kinds import with_article
from secondtake.core.findings import MeasureSpec
from secondtake.core.measure import UNITS
from secondtake.core.norm import Grade
from secondtake.detectors import ALL, event_kinds
from secondtake.detectors.face.face_touch import PLACES
from secondtake.detectors.published_accuracy import published
from secondtake.ui.i18n.extract_templates import made
from secondtake.ui.view.formatting import SURE
from secondtake.ui.view.lanes import GROUPS
from secondtake.ui.view.session import SEEN
from secondtake.ui.web_components import WEB

WORDS = WEB / "words"
# t("..."), and both texts of count(n, "...", "...").
SAID = re.compile(r'\bt\(\s*(?:[^"()]*\?\s*)?"((?:[^"\\]|\\.)*)"|,\s*"((?:[^"\\]|\\.)*\{n\}(?:[^"\\]|\\.)*)"')
# Tables of texts that are translated where they are shown: phrases, and a word after its name.
PHRASE = re.compile(r'"([A-Z“](?:[^"\\\n]|\\.)* (?:[^"\\\n]|\\.)*)"')
LISTED = re.compile(r'\[\s*"[^"]*",\s*(?:"\w*",\s*)?"([A-Z][a-z]+)"')
# How detectors label moments, in one word; and what makes energy low, in one word.
LABELS = (
    *("left", "right", "up", "down", "forward", "back", "sideways", "in and out", "nod", "shake"),
    *("faster", "slower", "quieter", "smile-like", "smile", "first", "last", "longest", "number", "result"),
)


def found() -> list[str]:
    """The texts, sorted: those of the modules, those of the tables, and what is made in Python."""
    return sorted((_scripts() | _tables() | made()) - {""})


def _scripts() -> set[str]:
    texts: set[str] = set()
    for file in WEB.rglob("*.js"):
        source = file.read_text(encoding="utf-8")
        texts |= {json.loads(f'"{a or b}"') for a, b in SAID.findall(source)}
        texts |= {json.loads(f'"{text}"') for text in PHRASE.findall(source)} | set(LISTED.findall(source))
    return texts


def _tables() -> set[str]:
    """Single words, which by their looks might be names in a program."""
    kinds = event_kinds().values()
    texts = {text for k in kinds for text in (k.lane_label, k.singular, k.plural, with_article(k), k.about)}
    specs: list[MeasureSpec] = [spec for detector in ALL for spec in detector.measures]
    texts |= {spec.label for spec in specs}
    texts |= {word for _, word in SURE}
    texts |= {f"{{n0}} {month} {{n1}}" for month in calendar.month_name[1:]}
    texts |= {spec.unit for spec in specs if spec.unit not in UNITS} | set(UNITS.values())
    texts |= {where for known in published().values() for where in known.weak_in}
    return (
        texts | set(SEEN.values()) | set(PLACES) | set(LABELS) | set(get_args(Grade)) | set(GROUPS.values())
    )


def renew(language: str, folder: Path = WORDS) -> Path:
    """Bring a language's file up to date: new texts untranslated, translations kept, what is gone dropped."""
    file = folder / f"{language}.json"
    kept = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    texts = {text: kept.get(text, "") for text in found()}
    file.write_text(json.dumps(texts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return file


if __name__ == "__main__":
    renew(sys.argv[1])
