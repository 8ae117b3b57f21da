"""Every English text of the page, for translators: `python -m secondtake.ui.texts` renews the template.

A language is one file, `web/words/<code>.json`, in the template's shape; a text without a translation stays
English.
"""

from __future__ import annotations

import json
import re

from secondtake.core.doubt import SAID as DOUBTS
from secondtake.ui.component import WEB
from secondtake.ui.view.kinds import GROUPS, KINDS
from secondtake.ui.view.over_time import STATES, sentence
from secondtake.ui.view.placing import SENTENCES
from secondtake.ui.view.reveal import FORM, SCALE

TEMPLATE = WEB / "words" / "template.json"
# t("..."), and both texts of count(n, "...", "...").
SAID = re.compile(r'\bt\(\s*(?:[^"()]*\?\s*)?"((?:[^"\\]|\\.)*)"|,\s*"((?:[^"\\]|\\.)*\{n\}(?:[^"\\]|\\.)*)"')
LISTED = re.compile(r'\[\s*(?:"\w*",\s*)?"([A-Z][^"]*)",\s*"([^"]*)"')


def found() -> list[str]:
    """The texts, sorted; those of the modules and those of the view's tables."""
    texts: set[str] = set()
    for file in WEB.rglob("*.js"):
        source = file.read_text(encoding="utf-8")
        texts |= {json.loads(f'"{a or b}"') for a, b in SAID.findall(source)}
        texts |= {text for pair in LISTED.findall(source) for text in pair if " " in text or text.istitle()}
    for kind in KINDS.values():
        texts |= {kind.label, kind.one, kind.about}
    for pair in STATES.values():
        texts |= set(pair)
    for label, asks, _ in FORM.values():
        texts |= {label, asks}
    texts |= {sentence(text) for text in DOUBTS.values()}
    return sorted((texts | set(SCALE) | set(SENTENCES) | set(GROUPS.values())) - {""})


if __name__ == "__main__":
    TEMPLATE.write_text(
        json.dumps(dict.fromkeys(found(), ""), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
