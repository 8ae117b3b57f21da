"""Decide whether "like", "you know", "so" and similar words are fillers or have a function in the sentence.

Rules over position, punctuation as the recogniser heard it, pauses in the sound, lengthening, and the part of
speech of the neighbours (closed word classes and endings). Each verdict names its deciding reason. Counted
is only what is probably a filler: "I like to", "that kind of customer" and "so that" never are.

Sources: Schiffrin 1987, Discourse Markers; Fox Tree & Schrock 2002, Basic meanings of you know and I mean;
Laserna, Seih & Pennebaker 2014 (how "like", "you know" and "I mean" are counted apart from their other
uses). The word lists are our own.
"""

from __future__ import annotations

from collections.abc import Sequence

from secondtake.core.lexicons import Lexicon
from secondtake.core.lexicons.lexicon import Neighbours, words
from secondtake.detectors.words.discourse_context import Context, Rule
from secondtake.detectors.words.discourse_english import ENGLISH
from secondtake.detectors.words.words_in_context import ContextWord

PAUSE_S = 0.18  # our choice: silence from which a word counts as set apart
DRAWN_OUT_S = 0.45  # our choice: a single word held this long is a hesitation in itself
CHAIN = words("okay ok right alright yeah yes yep well so um uh great sure")  # one opener leads to the next


def _other_language(lexicon: Lexicon, marker: str) -> Rule:
    """Return the rule of other languages: markers that stand on their own, and particles."""
    works = lexicon.at_work.get(marker, Neighbours())

    def rule(c: Context) -> str:
        if c.before in works.before or c.after in works.after:
            return ""
        if c.apart_before and c.apart_after:
            return "set apart on both sides"
        if (c.opens and c.after in lexicon.discourse) or (c.chained and c.apart_after):
            return "one of several openers"
        return "a particle without work in the sentence" if marker in lexicon.particles and c.inside else ""

    return rule


def discourse_fillers(
    spoken: Sequence[ContextWord],
    lexicon: Lexicon,
    *,
    pause_s: float = PAUSE_S,
    drawn_out_s: float = DRAWN_OUT_S,
) -> list[tuple[tuple[ContextWord, ...], str, str]]:
    """Return the fillers, each as `(its words, the marker, the deciding reason)`."""
    rules = ENGLISH if lexicon.code == "en" else {m: _other_language(lexicon, m) for m in lexicon.discourse}
    by_length = sorted(rules, key=lambda m: -len(m.split()))
    fillers: list[tuple[tuple[ContextWord, ...], str, str]] = []
    at = 0
    while at < len(spoken):
        marker = next((m for m in by_length if _stands_at(spoken, at, m)), None)
        if marker is None:
            at += 1
            continue
        size = len(marker.split())
        context = _context(spoken, at, size, lexicon, pause_s, drawn_out_s)
        reason = rules[marker](context)
        if reason:
            fillers.append((context.marker, marker, reason))
        at += size
    return fillers


def _stands_at(spoken: Sequence[ContextWord], at: int, marker: str) -> bool:
    parts = marker.split()
    return [s.text for s in spoken[at : at + len(parts)]] == parts


def _context(
    spoken: Sequence[ContextWord], at: int, size: int, lexicon: Lexicon, pause_s: float, drawn_out_s: float
) -> Context:
    def text(i: int) -> str:
        return spoken[i].text if 0 <= i < len(spoken) else ""

    marker = tuple(spoken[at : at + size])
    first = marker[0].pause_before_s == float("inf")
    last = marker[-1].pause_after_s == float("inf")
    before = "" if first else text(at - 1)
    after = "" if last else text(at + size)
    hesitates = [bool(w) and lexicon.is_filled_pause(w) for w in (before, after)]
    return Context(
        marker,
        before=text(at - 2) if hesitates[0] else before,
        before2=text(at - 2),
        after=text(at + size + 1) if hesitates[1] else after,
        after2=text(at + size + 1),
        after3=text(at + size + 2),
        pause_s=pause_s,
        drawn_out_s=drawn_out_s,
        near_filler=any(hesitates),
        first=first,
        chained=_chained(spoken, at, CHAIN if lexicon.code == "en" else frozenset(lexicon.discourse)),
    )


def _chained(spoken: Sequence[ContextWord], at: int, openers: frozenset[str]) -> bool:
    """Return whether the words back to the sentence's start, at least one, are all openers like "okay"."""
    back = at - 1
    while back >= 0 and not spoken[back + 1].opens and spoken[back].text in openers:
        if spoken[back].opens:
            return True
        back -= 1
    return False
