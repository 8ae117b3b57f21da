"""What translators are given: every text once, templates with their fields, and their own work kept."""

from __future__ import annotations

import json

from secondtake import detectors
from secondtake.ui.i18n.extract_templates import made
from secondtake.ui.i18n.extract_texts import WORDS, found, renew


def test_texts_come_from_the_page_the_tables_and_the_detectors():
    texts = set(found())
    assert {"Record another take", "{n} of 3"} <= texts  # the page
    assert {"Ums and uhs", "not measured", "clear", "a minute", "nose"} <= texts  # tables
    assert "your hand was on your face for {n0} s" in texts  # a detector
    for spec in (spec for detector in detectors.ALL for spec in detector.measures):
        assert spec.label in texts
        if spec.advice:
            assert {spec.advice.improve, spec.advice.strength, spec.advice.drill} - {""} <= texts
        if spec.norm:
            assert spec.norm.source.text in texts


def test_what_is_no_text_for_people_is_left_out(tmp_path):
    source = tmp_path / "one.py"
    source.write_text(
        '''"""A module of ours."""
import re
NAME = "face_touch"
PATTERN = re.compile(r"a b+ c")
def why(n: int, seconds: float, side: "Side of it") -> str:
    """What is said."""
    if side == "left of it":
        raise ValueError(f"{n} is too many")
    return f"{n} touches on the {side}, {seconds:.1f} s each"
'''
    )
    assert made([source]) == {"{0} touches on the {1}, {n2} s each"}


def test_renewing_keeps_what_was_translated_and_drops_what_is_gone(tmp_path):
    (tmp_path / "de.json").write_text(json.dumps({"Ums and uhs": "Füllwörter", "Gone for good": "Fort"}))
    kept = json.loads(renew("de", tmp_path).read_text())
    assert kept["Ums and uhs"] == "Füllwörter"
    assert kept["Record another take"] == ""
    assert list(kept) == found()


def test_shipped_translations_are_whole():
    for file in WORDS.glob("*.json"):
        assert all(json.loads(file.read_text()).get(text) for text in found()), f"{file.name} is not whole"
