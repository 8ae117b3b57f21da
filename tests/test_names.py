"""Names across the package: one name for one thing, no old names, and folders small enough to scan."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "secondtake"
TESTS = Path(__file__).parent
MODULES = sorted(SOURCE.rglob("*.py"))

MAX_MODULES = 15
# What a variable holds is a thing: its name is a noun (docs/contributing.md).
PARTICIPLES = frozenset({"found", "said", "seen", "kept", "given", "known", "heard", "asked", "made", "told"})
# The command's option is --asked.
NAMED_BY_THEIR_OPTION = {"cli/journal/interviews.py": {"asked"}}
# Every detector has its own parameters; they are always read from the detector's own module.
REPEATED_CLASSES = {"Params"}
# Module names that were replaced, by the folder that held them.
REPLACED = {
    "core": "time threshold cells rhythm sitting standout contrast energy energy_shape energy_words"
    " voice_parts visible_parts word_pace turns attribution answer_split patterns finding compare order"
    " retest doubt board conditions kinds",
    "detectors": "blinking fillers head_motion lips masks posture spoken to_and_fro",
    "observers": "sight stir grain faces still face_shape verified atomic columns trackfile sound_facts"
    " voice_prints meaning",
    "media": "skipped boxes",
    "pipeline": "run team worker pieces load segments options over_time takes validate validate_energy"
    " validate_movement validate_seeing validate_speech validate_variants validate_visible manipulate"
    " manipulate_movement rerecorded wordless bench compare_sessions compare_takes",
    "evaluation": "validate manipulate rerecorded wordless bench accuracy",
    "jobs": "analysis claims wake",
    "store": "busy pour keeping leftovers trouble season redating",
    "journal": "sense real_room variants wording choose exchange drafts coverage text dictation plan"
    " plan_parts",
    "report": "tiers timeline",
    "ui": "desk household guard ahead thrift judging onlooking picturing renewing correcting texts sentences"
    " component shelf own plain placing reveal mutes frame",
    "cli": "analysing looking storing serving sampling correcting comparing following_up checkup",
    "synthetic": "worn moves actor reel raster paint regions mouth variant write data history truth sound",
}


def test_public_classes_have_unique_names():
    modules_by_class: dict[str, list[str]] = defaultdict(list)
    for path in MODULES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                modules_by_class[node.name].append(str(path.relative_to(SOURCE)))
    repeated = {name: places for name, places in modules_by_class.items() if len(places) > 1}
    assert set(repeated) == REPEATED_CLASSES, repeated


@pytest.mark.parametrize("folder", sorted(REPLACED))
def test_modules_keep_their_new_names(folder):
    names = {path.stem for path in (SOURCE / folder).rglob("*.py")}
    assert names
    assert not names & set(REPLACED[folder].split())


def test_limits_are_called_min_and_max():
    pattern = re.compile(r"\b_?(?:LEAST|MOST)_[A-Z]")
    old = [path.name for path in MODULES if pattern.search(path.read_text(encoding="utf-8"))]
    assert not old


def test_folders_hold_at_most_fifteen_modules():
    counts: dict[str, int] = defaultdict(int)
    for path in MODULES:
        counts[str(path.parent.relative_to(SOURCE))] += path.name != "__init__.py"
    assert max(counts.values()) <= MAX_MODULES, counts


def test_tests_are_named_by_unit_condition_and_outcome():
    paths = sorted(TESTS.rglob("test_*.py"))
    names = [name for path in paths for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.M)]
    assert len(names) > 1000
    assert not [name for name in names if len(name) > 70 or re.match(r"test_(an?|the|its?|both|no)_", name)]


def _own_names(tree: ast.Module) -> set[str]:
    """Return the names of variables, parameters and functions; fields may be columns or JSON."""
    fields = {
        id(name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for field in node.body
        if isinstance(field, ast.AnnAssign | ast.Assign)
        for name in ast.walk(field)
    }
    stored = (n for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
    return {
        *(n.id for n in stored if id(n) not in fields),
        *(n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)),
        *(n.name.lstrip("_") for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)),
    }


def test_variables_and_functions_are_named_by_what_they_hold():
    named = {
        place: names
        for path in MODULES
        for place in [path.relative_to(SOURCE).as_posix()]
        if (names := _own_names(ast.parse(path.read_text(encoding="utf-8"))) & PARTICIPLES)
    }
    assert named == NAMED_BY_THEIR_OPTION
