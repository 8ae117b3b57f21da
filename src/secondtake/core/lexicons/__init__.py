"""What to listen for in each language. `for_language` gives the lists; adding a language is one file here."""

from __future__ import annotations

from secondtake.core.lexicons import de, en, es, fr, it, pt
from secondtake.core.lexicons.lexicon import Lexicon

ALL: tuple[Lexicon, ...] = (en.LEXICON, es.LEXICON, de.LEXICON, fr.LEXICON, pt.LEXICON, it.LEXICON)

__all__ = ["ALL", "Lexicon", "for_language"]


def for_language(code: str) -> Lexicon | None:
    """The lists of a language by its two-letter code ("en", also "en-GB"), or None where there are none."""
    return next((lexicon for lexicon in ALL if lexicon.code == code.lower()[:2]), None)
