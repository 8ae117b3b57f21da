"""English disfluencies: which words count as repeated, and where grammar repeats them."""

from __future__ import annotations

from collections.abc import Sequence

from secondtake.core.lexicons.lexicon import words
from secondtake.detectors.words.words_in_context import ContextWord

# A single word counts as said again only if it is one of these: content words and words of degree are
# repeated for emphasis or in lists ("very, very good", "a long, long time").
FUNCTION_WORDS = words(
    "a an the i we you he she it they my our your his her its their this these those and but or so because "
    "if when as to of in on at for with from by about into is are was were am be been have has do did does "
    "will would can could should i'm i've i'd i'll we're we've we'd it's there there's they're what which "
    "who how where then also not don't didn't"
)
NEVER = words("had that")  # "had had" and "that that" are grammar
APART = words("her there can is")  # grammar, too, where no comma stands between: "told her her idea was good"
# A clause that begins so ends before the next one takes its words up: "once you have it, you have it".
SUBORDINATORS = words(
    "if when once whatever whoever wherever however whenever as while because although though unless until "
    "what where"
)
SUBJECTS = words("i we you he she it they there")
# A clause that ends with one of these was not finished.
UNFINISHED = words(
    "to the a an of in on at for with from by about into because if when is are was were am be been "
    "have has had do did will would can could should my our your his her their this these i'm we're "
    "it's they're really very just also wanted that not don't didn't"
)
AUXILIARIES = words(
    "is are was were am be been have has had do did will would can could should not don't didn't"
)


def by_grammar(fluent: Sequence[ContextWord], at: int, size: int) -> bool:
    """Return whether grammar alone repeats the words: "told her her idea", "once we do, we do"."""
    apart = fluent[at + size - 1].comma_after
    if not apart:
        return size == 1 and fluent[at].text in APART
    return subordinate(fluent, at)


def subordinate(fluent: Sequence[ContextWord], at: int) -> bool:
    """Return whether the clause around a word begins before it, with a word like "once" or "whatever"."""
    begin = at
    while begin > 0 and not fluent[begin].opens and not fluent[begin].comma_before:
        begin -= 1
    first, second = fluent[begin].text, fluent[min(begin + 1, at)].text
    the_more = first == "the" and (second in ("more", "less") or second.endswith("er"))
    return begin < at and (first in SUBORDINATORS or the_more)


def asked_about(fluent: Sequence[ContextWord], at: int) -> bool:
    """Return whether the clause is the sentence's subject: "What I do is, I write a list"."""
    return at > 0 and fluent[at - 1].text in ("what", "where", "how", "who") and not fluent[at].comma_before
