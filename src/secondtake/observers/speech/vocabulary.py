"""Names and products that a person typed: put in where the recogniser wrote something else in their place.

Given to the recogniser beside the prompt of hesitations, they are got right far more often, but some
hesitations are lost and noise gets words. So the words of the plain transcription stay, and only a name that
a second decoding hears replaces what the first one wrote there (docs/decisions/0004-verbatim-words.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from secondtake.core.event import Word
from secondtake.core.lexicons import Lexicon
from secondtake.core.lexicons.lexicon import plain
from secondtake.core.spans import Span

# Both our choice: the recogniser takes about 220 tokens of context, of which the hesitations are 50.
MAX_NAMES, MAX_NAME = 30, 40


def parse_vocabulary(text: str) -> tuple[str, ...]:
    """Return the names of a text, one a line or with commas between; further ones are left out.

    >>> parse_vocabulary("Acme, Grafana\\n Anna Brandt\\nacme")
    ('Acme', 'Grafana', 'Anna Brandt')
    """
    # The recogniser reads "<|...|>" as commands.
    parts = (re.sub(r"[^\w .&'+#-]", " ", part) for part in re.split(r"[,;\n]", text))
    names = (" ".join(part.split())[:MAX_NAME] for part in parts)
    by_words: dict[str, str] = {}
    for name in names:
        if plain(name):
            by_words.setdefault(plain(name), name)
    return tuple(by_words.values())[:MAX_NAMES]


def with_names(
    words: Sequence[Word], named: Sequence[Word], vocabulary: Iterable[str], lexicon: Lexicon
) -> tuple[Word, ...]:
    """Return the words, with names that `named` heard in place of what was written there.

    Args:
        words: as transcribed without the vocabulary.
        named: as transcribed with it.
        lexicon: of the language; its filled pauses are never replaced.
    """
    result = list(words)
    texts = [plain(word.text) for word in named]
    for name in vocabulary:
        parts = [plain(part) for part in name.split()]
        for i in range(len(texts) - len(parts) + 1):
            if texts[i : i + len(parts)] == parts:
                _put_in(result, named[i : i + len(parts)], lexicon)
    return tuple(result)


def _put_in(words: list[Word], name: Sequence[Word], lexicon: Lexicon) -> None:
    """Replace the words at a name's place by it; where none stands, nothing was said there."""
    span = Span(name[0].span.start_s, name[-1].span.end_s)
    there = [
        i
        for i, word in enumerate(words)
        if span.start_s <= word.span.middle_s < span.end_s and not lexicon.is_filled_pause(word.text)
    ]
    if there and [plain(words[i].text) for i in there] != [plain(word.text) for word in name]:
        words[there[0] : there[-1] + 1] = [
            *name,
            *(w for i, w in enumerate(words[there[0] : there[-1] + 1], there[0]) if i not in there),
        ]
        words.sort(key=lambda word: word.span)
