"""The rooms and who may know whom (docs/tour.md), held by reading the imports."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from graphlib import TopologicalSorter
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
    "store": {"core", "journal", "config", "files", "review_json"},
    "observers": {"core", "media", "config", "files", "helper_process"},
    "jobs": {"core", "store", "pipeline", "config", "plain_text"},
    "report": {"core", "detectors", "media", "journal", "files", "review_json"},
    "pipeline": {
        "core",
        "detectors",
        "coaching",
        "journal",
        "observers",
        "media",
        "config",
        "files",
        "helper_process",
        "plain_text",
        "store",
        "synthetic",
    },
    "comparison": {"core", "detectors", "pipeline", "store"},
    "evaluation": {
        "core",
        "coaching",
        "detectors",
        "observers",
        "media",
        "config",
        "synthetic",
        "journal",
        "pipeline",
        "review_json",
    },
}
# Folders of core by level; a module imports from its own folder and from lower levels. "" holds the values.
CORE_LEVELS = {"": 0, "lexicons": 0, "signals": 1, "energy": 2, "conversation": 2, "insights": 3, "trends": 3}
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
def test_packages_import_only_what_they_may(room):
    for path in modules(room):
        known = {n.split(".")[1] for n in imported(path) if n.startswith("secondtake.")}
        known -= {room, "__version__"}
        assert known <= MAY_KNOW[room], f"{path.relative_to(SOURCE)} must not know {known - MAY_KNOW[room]}"


@pytest.mark.parametrize("room", sorted(MAY_KNOW))
def test_packages_import_all_that_they_may(room):
    names = {n for path in modules(room) for n in imported(path) if n.startswith("secondtake.")}
    assert MAY_KNOW[room] <= {n.split(".")[1] for n in names}


def test_tour_lists_what_each_package_may_import():
    text = (SOURCE.parents[1] / "docs" / "tour.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)/` \|.*\| ([^|]*) \|$", text, flags=re.MULTILINE)
    assert {room: set(re.findall(r"`(\w+)`", cell)) for room, cell in rows} == MAY_KNOW


def module_name(path: Path) -> str:
    parts = ("secondtake", *path.relative_to(SOURCE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_on_import(path: Path) -> set[str]:
    """Names that importing the file imports: not those inside functions or under TYPE_CHECKING."""
    names: set[str] = set()

    def collect(nodes: list[ast.stmt]) -> None:
        for node in nodes:
            if isinstance(node, ast.Import):
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                names.update(f"{node.module}.{alias.name}" for alias in node.names)
            elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
                collect(node.orelse)
            elif isinstance(node, ast.If | ast.Try | ast.With | ast.ClassDef):
                collect(node.body + getattr(node, "orelse", []))

    collect(ast.parse(path.read_text(encoding="utf-8")).body)
    return names


def package_graph() -> dict[str, set[str]]:
    """For every module of the package: the modules of the package that it imports."""
    paths = {module_name(path): path for path in SOURCE.rglob("*.py")}
    graph: dict[str, set[str]] = {}
    for module, path in paths.items():
        names = imported_on_import(path)
        graph[module] = {name if name in paths else name.rpartition(".")[0] for name in names} & set(paths)
    return graph


def core_folder(module: str) -> str:
    parts = module.removeprefix("secondtake.core").strip(".").split(".")
    return parts[0] if parts[0] in CORE_LEVELS else ""


def test_core_folders_import_lower_levels_only():
    edges = [
        (module, other)
        for module, others in package_graph().items()
        for other in others
        if module.startswith("secondtake.core.") and core_folder(module) != core_folder(other)
    ]
    assert edges
    upward = [
        f"{module} -> {other}"
        for module, other in edges
        if CORE_LEVELS[core_folder(other)] > CORE_LEVELS[core_folder(module)]
        or CORE_LEVELS[core_folder(other)] == CORE_LEVELS[core_folder(module)] > 0
    ]
    assert not upward


def test_modules_import_each_other_without_circles():
    tuple(TopologicalSorter(package_graph()).static_order())  # raises CycleError, which names the circle


def test_evaluation_is_imported_by_the_command_line_only():
    """Comparing a second coder's file is no evaluation of ours alone: the page does that, too."""
    importers = {
        path.relative_to(SOURCE).parts[0]
        for path in SOURCE.rglob("*.py")
        for name in imported(path)
        if name.startswith("secondtake.evaluation")
        and not name.startswith("secondtake.evaluation.second_coder")
    }
    assert importers == {"evaluation", "cli"}


@pytest.mark.parametrize("room", sorted(PURE))
def test_pure_rooms_use_numpy_and_scipy_inside_functions(room):
    allowed = set(sys.stdlib_module_names) | {"numpy", "secondtake"}
    assert modules(room)
    for path in modules(room):
        foreign = {n.split(".")[0] for n in imported(path)} - allowed - {"scipy"}
        foreign |= {n.split(".")[0] for n in imported_on_import(path)} - allowed
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


# The sample is a run whose tracks are shipped. Observing and judging know nothing of any database.
STORING = {"analyse.py", "sample.py"}


def test_pipeline_only_storing_modules_import_the_store():
    for path in modules("pipeline"):
        opened = {n for n in imported(path) if n.startswith("secondtake.store.")}
        assert not opened or path.name in STORING, f"{path.name}: {opened}"


def test_starting_up_imports_nothing_heavy():
    code = (
        f"import sys, secondtake, secondtake.cli\nprint([m for m in {sorted(HEAVY)!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_services_of_the_page_load_nothing_that_judges():
    code = "import sys, secondtake.ui.services\nprint('secondtake.pipeline.analyse' in sys.modules)"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert printed.stdout == "False\n"
