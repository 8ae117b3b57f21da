"""Lint of the texts a person reads: no private phrases, and no units that only a researcher reads."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src" / "secondtake"
PHRASES = (
    "put aside",
    "take along",
    "bring in",
    "brought in",
    "held against",
    "hold against",
    "judge again",
    "judged again",
    "taken in",
    "said to be",
    "thrown away",
    "is another",
    "filling words",
    "tics",
)
UNITS = ("semitone", " dB", "standard deviation")
TICS = "If you have a tremor or tics, or stimming helps you think."  # a person's own word for them
# Modules that may name a unit, with the reason.
UNIT_EXCEPTIONS = {
    "cli/samples.py": "an option for whoever makes test recordings",
    "core/measure.py": "the table of units",
    "detectors/voice/pitch.py": "a note on the source of a published range",
    "evaluation/report/energy.py": "the validation report",
}
JS_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`')


def python_strings(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and text of every string literal that is not a docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    statements = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in statements:
            yield node.lineno, node.value


def script_strings(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and text of every quoted string outside comments."""
    source = re.sub(r"^\s*(?://|\*|/\*).*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for match in JS_STRING.finditer(source):
        yield source.count("\n", 0, match.start()) + 1, match.group()


def uses(phrases: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return (module, "line: text") of every string literal with one of the phrases."""
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(phrase)}" for phrase in phrases), re.IGNORECASE)
    matches = []
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix not in (".py", ".js"):
            continue
        strings = python_strings(path) if path.suffix == ".py" else script_strings(path)
        name = path.relative_to(SOURCE).as_posix()
        matches += [(name, f"{line}: {text}") for line, text in strings if pattern.search(text)]
    return matches


def test_strings_hold_no_banned_phrase():
    # "tics" alone is the id of a lane group; it is never shown.
    allowed = ("tics", '"tics"', TICS)
    matches = [(name, text) for name, text in uses(PHRASES) if text.split(": ", 1)[1] not in allowed]
    assert not matches


def test_units_stand_only_where_a_researcher_reads():
    modules = {name for name, _ in uses(UNITS)}
    assert modules == set(UNIT_EXCEPTIONS)


def test_uses_reads_both_languages():
    assert {name.rsplit(".")[-1] for name, _ in uses(("tics",))} == {"py", "js"}
