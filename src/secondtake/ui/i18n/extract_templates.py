"""Texts that are made in Python, as templates for translators: read from the source, so nobody marks them.

A detector writes plain English (`f"{n} blinks in {s:.1f} s"`); here it becomes "{0} blinks in {n1} s", where
`n` tells a number. A review keeps the finished sentence. The page finds the template it was made from
(`web/shared/sentences.js`), so that reviews of years ago speak a new language, too, and a detector's author
need not know of any.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import Path

PACKAGE = Path(__file__).parents[2]
# Where sentences come from that the page shows.
ROOMS = ("detectors", "core", "ui/view")
FILES = (
    "pipeline/judge.py",
    "pipeline/workers/messages.py",
    "detectors/published_accuracy.py",
    "ui/services.py",
)

PHRASE = re.compile(r"[^\W\d_]{2,}[^\w{]* [\s\S]*[^\W\d_]|[^\W\d_]{2,} |\} ?[a-z%]|[a-z]{2,}[.:,;] ")
CAPITALISED = re.compile(r"[A-Z][a-z]+(-[a-z]+)?")
CODE = re.compile(r"[\\|^$*<>]|\(\?|^\S*[_#=./]\S*$")
# Calls whose texts are no sentences: lists of words, patterns, what is looked up.
UNSAID = frozenset({"words", "compile", "split", "get", "at", "getLogger", "warning", "debug", "open"})
NUMBER = re.compile(r"[fdeg%]$")  # how a format ends that makes a number


def made(files: Iterable[Path] | None = None) -> set[str]:
    """Every template in the rooms that speak, or in the given files."""
    found: set[str] = set()
    for file in files if files is not None else _files():
        reader = _Reader()
        reader.visit(ast.parse(file.read_text(encoding="utf-8")))
        found |= reader.found
    return found


def _files() -> list[Path]:
    rooms = [file for room in ROOMS for file in sorted((PACKAGE / room).rglob("*.py"))]
    return rooms + [PACKAGE / name for name in FILES]


def _said(text: str) -> bool:
    """Whether a text is for people: a phrase, or a word with a capital.

    >>> _said("Fillers"), _said("a hand at the {0}"), _said("{0} s"), _said("face_touch"), _said("voice")
    (True, True, True, False, False)
    """
    if CODE.search(text):
        return False
    return bool(CAPITALISED.fullmatch(text) or PHRASE.search(text))


def _number(field: ast.FormattedValue) -> str:
    """ "n" for a field that holds a number, so that it is not taken for words."""
    spec = field.format_spec
    end = spec.values[-1] if isinstance(spec, ast.JoinedStr) and spec.values else None
    said = isinstance(end, ast.Constant) and NUMBER.search(str(end.value))
    return "n" if said else ""


class _Reader(ast.NodeVisitor):
    """Collects what is said; leaves out docstrings, errors, annotations, keys and comparisons."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def _take(self, text: str) -> None:
        text = re.sub(r"\{(\w+):[^}]*[fd]\}", r"{n_\1}", text).strip(" ,;(")  # a part of a longer sentence
        text = text.removeprefix(". ").removesuffix(")" if "(" not in text else "\0")
        if _said(text):
            self.found.add(text)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self._take(node.value)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        parts: list[str] = []
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                parts.append(f"{{{_number(part)}{sum(p.startswith('{') for p in parts)}}}")
                self.visit(part.value)
            elif isinstance(part, ast.Constant):
                parts.append(str(part.value))
        self._take("".join(parts))

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in UNSAID:
            return
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_Raise(self, node: ast.Raise) -> None:
        """An error is for whoever called."""

    def visit_Compare(self, node: ast.Compare) -> None:
        """What is compared with is no word of ours."""

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.visit(node.value)

    def visit_arg(self, node: ast.arg) -> None:
        """An annotation."""

    def visit_Import(self, node: ast.Import) -> None:
        """A name."""

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """A name."""
