"""Text from outside (file names, titles) made safe to store and to print."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

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


# Words and letters in the names that cameras, phones, meeting software and browsers give to files.
_GIVEN_BY_DEVICES = re.compile(
    r"(img|vid|mov|mvi|dscf?n?|pxl|win|pro|gopr|gx|gh|gmt|zoom|pano|trim|videos?|record(ing|ed)|movie|untitled|screen"
    r"|screencast|capture|camera|audio|voice|memo|note|whatsapp|facetime|meeting|webcam|clip|file|new|copy|final"
    r"|download|film|aufnahme|bildschirmaufnahme|enregistrement|at|am|pm|utc|mp|to|of|x|t|z)",
    re.IGNORECASE,
)


def title_of_file(name: str, recorded_at: datetime) -> str:
    """Return a session's first title: the file's name where a person chose it, else the date.

    >>> made_at = datetime(2026, 11, 28, 14, 30)
    >>> title_of_file("Acme, second round.mov", made_at), title_of_file("IMG_4711.MOV", made_at)
    ('Acme, second round', 'Recording of 28 November 2026')
    """
    stem = Path(name).stem
    words = re.findall(r"[^\W\d_]+", stem)
    is_hash = re.fullmatch(r"[0-9a-fA-F-]{16,}", stem)
    if words and not is_hash and not all(_GIVEN_BY_DEVICES.fullmatch(word) for word in words):
        return stem
    return f"Recording of {recorded_at.day} {recorded_at:%B %Y}"


def printable(text: str) -> str:
    """Return text of any number of lines that cannot command a terminal or reverse what it shows."""
    return _UNSAFE.sub("\ufffd", text)


def escape_json(text: str) -> str:
    """Return JSON with such characters as escapes: the same value, safe to print.

    >>> escape_json('"a\u202eb"')
    '"a\\\\u202eb"'
    """
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
