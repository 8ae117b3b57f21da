"""Typed and imported text made harmless: no control characters, nothing that turns a line around."""

from __future__ import annotations

import unicodedata

_LEFT_OUT = frozenset({"Cc", "Cs"})
# Bidirectional overrides and isolates (Unicode TR 36): a name must not turn the text around it. Joiners,
# which some languages need, stay.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def one_line(text: str) -> str:
    """Return a text on one line, without blanks around it.

    >>> one_line(" Why \\n us?"), one_line("\\x07 Why \\x07 us?")
    ('Why us?', 'Why us?')
    """
    return " ".join(_plain(" ".join(text.split())).split())


def lines(text: str, longest: int) -> str:
    """Return a text of several lines, cut to `longest` letters.

    >>> lines("One \\r\\n\\x07two\\n", 100)
    'One\\ntwo'
    """
    return "\n".join(_plain(line).rstrip() for line in text[:longest].splitlines()).strip()


def _plain(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c) not in _LEFT_OUT and c not in _TURNING)
