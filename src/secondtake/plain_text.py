"""Text from outside (file names, titles) made safe to store and to print."""

from __future__ import annotations

import re

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, so terminal escapes; not tab and line feed
    "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"  # line separators, and marks of writing direction
    "\ud800-\udfff]"  # lone surrogates: bytes of a file name that are not UTF-8
)


def one_line(text: str) -> str:
    """Return text on one line, with characters that nothing shows, or that cannot be stored, replaced.

    >>> one_line("talk\\x1b]0;title\\x07 one.mp4"), one_line("b\\udce9.mp4")
    ('talk\ufffd]0;title\ufffd one.mp4', 'b\ufffd.mp4')
    """
    return printable(text).replace("\n", " ").replace("\t", " ")


def printable(text: str) -> str:
    """Return text of any number of lines that cannot command a terminal or reverse what it shows."""
    return _UNSAFE.sub("\ufffd", text)


def escape_json(text: str) -> str:
    """Return JSON with such characters as escapes: the same value, safe to print.

    >>> escape_json('"a\u202eb"')
    '"a\\\\u202eb"'
    """
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
