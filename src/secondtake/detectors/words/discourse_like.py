"""English "like": filler, verb, comparison, example, or the "said" of a story."""

from __future__ import annotations

from secondtake.core.lexicons.lexicon import words
from secondtake.detectors.words.discourse_context import Context
from secondtake.detectors.words.english_classes import (
    AMOUNTS,
    ARTICLES,
    BASE_VERBS,
    BE,
    DEGREES,
    HAVE,
    MODALS,
    NUMBERS,
    OBJECTS,
    OPENERS,
    POSSESSIVES,
    PREPOSITIONS,
    QUESTION_WORDS,
    SAYING,
    SUBJECTS,
    SUPERLATIVES,
    UNITS,
)

# What "like" compares with, or is the verb of: "looks like", "things like", "would like".
LIKENESS = words(
    "look looks looked looking feel feels felt feeling sound sounds sounded sounding seem seems seemed smell "
    "taste act acted acting something anything nothing things stuff people someone somebody just more much "
    "not exactly treat treats treated work works worked companies tools projects places languages skills "
    "topics areas teams others would i'd we'd you'd they'd he'd she'd didn't don't doesn't did do does i we "
    "you they who to also never always still can't could really customers users clients everybody everyone"
)
# Who can only be the subject of a new clause: "like it" may compare, "like it's" does not.
CLAUSE_SUBJECTS = SUBJECTS - words("it you there this that people nothing everything someone everyone nobody")


def like(c: Context) -> str:
    """Why a "like" fills, "" where it does its work."""
    if c.opens:
        return _like_opening(c)
    if (c.after in words("to minded minds wise") or _as_said(c)) and not c.marker[-1].comma_after:
        return ""
    if _quotes(c):
        return ""
    if c.apart_before and c.apart_after:
        return "set apart on both sides"
    if (c.before2, c.before) in (("you", "know"), ("i", "mean")) or (
        c.before == "that" and c.marker[-1].comma_after
    ):
        return f"beside another filler or opener (“{c.before}”)"
    if _within_phrase(c):
        return f"between “{c.before}” and what belongs to it"
    if c.after in ("what", "what's", "how", "why") and not (c.before in LIKENESS | BE or _plural(c.before)):
        return f"before a clause of its own (“{c.after}”)"
    if c.before in LIKENESS:
        return "held or followed by a pause" if c.before in ("just", "do") and c.apart_after else ""
    some = c.after in ARTICLES and c.after2 in UNITS
    if some or c.after in DEGREES | NUMBERS | AMOUNTS or c.after.isdigit():
        return f"before a vague amount (“{c.after}”)"
    if c.before in OPENERS and not c.after.endswith("ing"):
        return f"leans on “{c.before}”"
    if c.near_filler:
        return "beside a filled pause"
    if c.before in BE and (c.apart_after or _states(c)):
        return "after a form of “to be”, before what it is, not what it resembles"
    return ""


def _like_opening(c: Context) -> str:
    """ "Like, I never knew" and "Like if they call"; but "Like many", "Like I said"."""
    if c.apart_after and c.after != "many":
        return "begins the sentence and is set apart"
    clause = c.after in CLAUSE_SUBJECTS and not _as_said(c)
    return f"begins a clause (“{c.after}”)" if clause or c.after in QUESTION_WORDS else ""


def _as_said(c: Context) -> bool:
    """ "Like I said": as I said."""
    return c.after in CLAUSE_SUBJECTS and c.after2 in SAYING | words("mentioned explained was always")


def _within_phrase(c: Context) -> bool:
    """Within a phrase that belongs together: "of like asking", "had like no time", "able to like call"."""
    if c.before == "of" and c.before2 in ("kind", "sort"):  # "kind of like a bridge" may compare
        compares = c.after in OBJECTS | words("mine yours hers ours theirs you") or c.after.endswith("ing")
        return not compares or _states(c)
    if c.before in ARTICLES | POSSESSIVES | words("this these some another"):
        return not c.closes and c.after not in words("of it them him her")
    if c.before in MODALS | {"to", "just"} and c.after in BASE_VERBS:
        return True  # a verb follows: "trying to like think", "could like start"
    if c.before == "to":
        return (
            c.before2 in words("able had need needed down up over back close due went")
            and c.after not in OBJECTS
        )
    return c.before in PREPOSITIONS | HAVE


def _plural(word: str) -> bool:
    """Return True if a word may be several people who like something."""
    return word.endswith("s") and word not in words("this as us was is is's")


def _states(c: Context) -> bool:
    """Return whether no likeness is meant: "It was like completely down", "like the first time"."""
    if c.after == "no":
        return c.after2 != "other"
    phrase = (c.after in ARTICLES and c.after2 in DEGREES) or (c.after == "the" and c.after2 in SUPERLATIVES)
    return (
        phrase
        or c.after in words("back at from more less")
        or (c.after.endswith("ly") and c.after != "family")
    )


def _quotes(c: Context) -> bool:
    """ "I was like, no": what somebody said or thought follows, so "like" stands for "said"."""
    speaks = c.before in BE or (c.before in ("just", "all", "of") and not c.apart_before)
    amount = c.after in (DEGREES - {"maybe"}) | NUMBERS or (c.after, c.after2) == ("i", "don't")
    return speaks and not c.apart_before and c.marker[-1].comma_after and not amount
