"""Word lists by language. `for_language` returns them; a new language is one file here."""

from __future__ import annotations

from secondtake.core.lexicons import de, en, es, fr, it, pt
from secondtake.core.lexicons.lexicon import Lexicon

ALL: tuple[Lexicon, ...] = (en.LEXICON, es.LEXICON, de.LEXICON, fr.LEXICON, pt.LEXICON, it.LEXICON)

__all__ = ["ALL", "Lexicon", "for_language"]


def for_language(code: str) -> Lexicon | None:
    """Return the word lists of a language code ("en", also "en-GB"), or None if there are none."""
    return next((lexicon for lexicon in ALL if lexicon.code == code.lower()[:2]), None)
