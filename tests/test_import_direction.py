"""The rooms and who may know whom (docs/tour.md), held by reading the imports."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "secondtake"

# What each room may import of the package, besides itself.
MAY_KNOW = {
    "core": set(),
    "detectors": {"core"},
    "coaching": {"core", "detectors"},
    "journal": {"core"},
    "media": {"core", "files"},
    "synthetic": {"core"},
    "store": {"core", "journal", "config", "files"},
    "observers": {"core", "media", "config", "files"},
    "jobs": {"core", "store", "pipeline", "config"},
    "report": {"core", "detectors", "media", "journal", "files"},
    "pipeline": {
        "core",
        "detectors",
        "coaching",
        "observers",
        "media",
        "config",
        "files",
        "helper_process",
        "store",
        "synthetic",
    },
    "evaluation": {
        "core",
        "detectors",
        "observers",
        "media",
        "config",
        "synthetic",
        "journal",
        "pipeline",
    },
}
PURE = {"core", "detectors", "coaching", "journal"}
HEAVY = {"mediapipe", "cv2", "av", "librosa", "faster_whisper", "streamlit", "sqlmodel", "scipy", "pyarrow"}


def modules(room: str) -> list[Path]:
    return sorted((SOURCE / room).rglob("*.py"))


def imported(path: Path, *, top_level_only: bool = False) -> set[str]:
    """Absolute names of the modules that a file imports."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if top_level_only else ast.walk(tree)
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the direction"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("room", sorted(MAY_KNOW))
def test_a_room_knows_only_its_neighbours(room):
    for path in modules(room):
        known = {n.split(".")[1] for n in imported(path) if n.startswith("secondtake.")}
        known -= {room, "__version__"}
        assert known <= MAY_KNOW[room], f"{path.relative_to(SOURCE)} must not know {known - MAY_KNOW[room]}"


@pytest.mark.parametrize("room", sorted(MAY_KNOW))
def test_no_room_may_know_more_than_it_does(room):
    names = {n for path in modules(room) for n in imported(path) if n.startswith("secondtake.")}
    assert MAY_KNOW[room] <= {n.split(".")[1] for n in names}


def test_evaluation_is_imported_by_the_command_line_only():
    importers = {
        path.relative_to(SOURCE).parts[0]
        for path in SOURCE.rglob("*.py")
        if any(name.startswith("secondtake.evaluation") for name in imported(path))
    }
    assert importers == {"evaluation", "cli"}


@pytest.mark.parametrize("room", sorted(PURE))
def test_pure_rooms_use_the_standard_library_and_numpy_alone(room):
    allowed = set(sys.stdlib_module_names) | {"numpy", "secondtake"}
    for path in modules(room):
        foreign = {n.split(".")[0] for n in imported(path)} - allowed
        assert not foreign, f"{path.relative_to(SOURCE)} imports {foreign}"


def test_judging_needs_core_and_detectors_alone():
    judging = [SOURCE / "pipeline" / name for name in ("judge.py", "judging_options.py")]
    known = (
        "secondtake.core.",
        "secondtake.coaching.",
        "secondtake.detectors",
        "secondtake.pipeline.judging_options.",
    )
    ours = {n for path in judging for n in imported(path) if n.startswith("secondtake.")}
    assert not {n for n in ours if not n.startswith(known)}


# The sample is a run whose tracks are shipped; looking over time runs the judge again. Observing and judging
# know nothing of any database.
STORING = {"analyse.py", "sample.py", "compare_sessions.py", "compare_takes.py"}


def test_only_runs_open_the_store():
    for path in modules("pipeline"):
        opened = {n for n in imported(path) if n.startswith("secondtake.store.")}
        assert not opened or path.name in STORING, f"{path.name}: {opened}"


def test_starting_up_imports_nothing_heavy():
    code = (
        f"import sys, secondtake, secondtake.cli\nprint([m for m in {sorted(HEAVY)!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
