"""Every link of the documentation leads to a file that is there, and to a heading in it."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import typer
from markdown_it import MarkdownIt
from markdown_it.token import Token

from secondtake.cli import app

ROOT = Path(__file__).parents[1]
PAGES = [
    ROOT / "README.md",
    *(p for room in ("docs", "models", "samples") for p in (ROOT / room).rglob("*.md")),
]
READERS = ("job-seekers", "coaches", "researchers", "operators")


@cache
def tokens(page: Path) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8"))


@cache
def anchors(page: Path) -> set[str]:
    """Every heading's anchor, as GitHub makes it: lower case, without punctuation, numbered if it repeats."""
    names: list[str] = []
    for opening, content in zip(tokens(page), tokens(page)[1:], strict=False):
        if opening.type == "heading_open":
            text = "".join(
                part.content for part in content.children or () if part.type in ("text", "code_inline")
            )
            names.append(re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-"))
    seen: Counter[str] = Counter()
    unique = set()
    for name in names:
        unique.add(f"{name}-{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return unique


def links(page: Path) -> Iterator[str]:
    for block in tokens(page):
        for part in block.children or ():
            target = part.attrGet("href") or part.attrGet("src")
            if target is not None:
                yield str(target)


def is_broken(page: Path, target: str) -> bool:
    address = urlsplit(target)
    if address.scheme:
        return False
    file = (page.parent / unquote(address.path)).resolve() if address.path else page
    if not file.exists() or not file.is_relative_to(ROOT):
        return True
    return bool(address.fragment) and (file.suffix != ".md" or address.fragment not in anchors(file))


def test_links_lead_to_files_and_headings():
    targets = [(page, target) for page in PAGES for target in links(page)]
    assert len(targets) > 80, "the pages have moved: this test would hold nothing"
    assert [
        f"{page.relative_to(ROOT)}: {target}" for page, target in targets if is_broken(page, target)
    ] == []


def test_is_broken_notices_files_and_headings_that_are_not_there():
    page = ROOT / "docs" / "tour.md"
    assert is_broken(page, "gone" + ".md")
    assert is_broken(page, "../../outside")
    assert is_broken(page, "glossary.md#no-heading")
    assert is_broken(page, "#no-such-heading")
    assert not is_broken(page, "#packages")


def test_readme_leads_every_reader_to_a_page():
    targets = set(links(ROOT / "README.md"))
    assert {f"docs/{reader}.md" for reader in READERS} <= targets


def test_commands_named_to_readers_exist_with_their_options():
    commands = typer.main.get_command(app)
    texts = [(ROOT / "docs" / f"{reader}.md").read_text(encoding="utf-8") for reader in READERS]
    lines = [line for text in texts for line in re.findall(r"secondtake ([a-z][^`\n]*)", text)]
    known = [words for line in lines if (words := shlex.split(line, comments=True))[0] in commands.commands]
    assert len(known) > 12
    for words in known:
        command = commands.commands[words.pop(0)]
        while hasattr(command, "commands") and words:
            command = command.commands[words.pop(0)]
        options = {name for parameter in command.params for name in parameter.opts}
        assert {word for word in words if word.startswith("-")} <= options, (command.name, words)
