"""A typed name takes the place of what the recogniser wrote there, and of nothing else."""

from __future__ import annotations

import pytest

from secondtake.core.event import Word
from secondtake.core.lexicons import for_language
from secondtake.core.spans import Span
from secondtake.observers.speech.vocabulary import MAX_NAMES, parse_vocabulary, with_names

ENGLISH = for_language("en")


def words(text, start_s=0.0):
    """Words of one second each."""
    return tuple(Word(word, Span(start_s + i, start_s + i + 1), 0.5) for i, word in enumerate(text.split()))


def joined(plain_text, named, *vocabulary, start_s=0.0):
    return " ".join(w.text for w in with_names(words(plain_text), words(named, start_s), vocabulary, ENGLISH))


def test_with_names_replaces_what_stood_there():
    assert joined("we used graph honour daily", "we used Grafana, daily daily", "Grafana") == (
        "we used Grafana, honour daily"
    )
    assert joined("I met Curtis a con quo", "I met Kirsty Okonkwo so so", "Kirsty Okonkwo") == (
        "I met Kirsty Okonkwo con quo"
    )


@pytest.mark.parametrize(
    ("plain_text", "named", "start_s"),
    [
        ("we went um home", "we went Grafana home", 0.0),  # a filled pause stays
        ("we went home", "Grafana", 9.0),  # nothing was written there
        ("we went home", "they drove far", 0.0),  # no name: the rest of the second decoding is not used
        ("we love Grafana.", "we love grafana", 0.0),  # it is right already
    ],
)
def test_with_names_leaves_everything_else(plain_text, named, start_s):
    assert joined(plain_text, named, "Grafana", start_s=start_s) == plain_text


def test_parse_vocabulary_is_short_and_without_commands():
    assert parse_vocabulary("<|endoftext|> Acme; C++,, \n-") == ("endoftext Acme", "C++")
    assert len(parse_vocabulary("\n".join(f"Name {i}" for i in range(99)))) == MAX_NAMES
