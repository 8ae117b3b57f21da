"""English filler rules: one per word, returning the reason why it is a filler, "" if it is none.

A word fills where the sentence keeps its grammar and its meaning without it, and where it neither compares,
quotes, concludes, corrects nor answers (docs/detectors/filler.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from secondtake.core.lexicons.lexicon import words
from secondtake.detectors.words.discourse_context import Context, Rule
from secondtake.detectors.words.discourse_like import like
from secondtake.detectors.words.english_classes import (
    ARTICLES,
    BE,
    DEGREES,
    DETERMINERS,
    EXTREMES,
    HAVE,
    LINKING,
    MODALS,
    NUMBERS,
    OBJECTS,
    OPENERS,
    PAST_VERBS,
    POSSESSIVES,
    PREPOSITIONS,
    QUESTION_WORDS,
    SAYING,
    SUBJECTS,
    YES_NO,
    is_verb_form,
)

YOU_KNOW_VERB = words(
    "do did if as let lets all would should may might must to before when once don't didn't could can will "
    "how what that since because unless the everything who whoever already where now time think "
    "thought hope hoped sure guess believe assume glad more less"
)
BEFORE_YOU_KNOW = (
    BE | HAVE | OPENERS | PREPOSITIONS | ARTICLES | POSSESSIVES | words("to just like not it kind sort")
)
I_MEAN_VERB = words("what do did know if all not whom that say")
# A clause, or what stands for one, follows: "I mean sure", "I mean in the end it worked".
CLAUSE_STARTS = (
    (SUBJECTS - words("it this that everything nothing"))
    | OPENERS
    | POSSESSIVES
    | PREPOSITIONS - {"by"}
    | words("when if honestly sure obviously look maybe who let most not just like some")
)
QUOTING = SAYING | {"like"}  # "she said, okay": somebody's words, not a filler
# "Well-": the beginning of an adjective, not of a sentence.
WELL_ADJECTIVE = words(
    "known done before over above below beyond under past into after paid written worth within"
)


def _you_know(c: Context) -> str:
    if c.after == "what" and not c.marker[-1].comma_after:
        return "“you know what I mean”" if (c.after2, c.after3) == ("i", "mean") else ""
    if c.before in YOU_KNOW_VERB and not c.marker[0].comma_before:
        return ""
    if c.apart_before and c.apart_after:
        return "set apart on both sides"
    if c.near_filler:
        return "beside a filled pause"
    if c.marker[-1].comma_after:  # "people you know," is no filler, "it was you know," is
        return "set apart from what follows" if c.before in BEFORE_YOU_KNOW and not c.closes else ""
    if c.after in QUESTION_WORDS | (OBJECTS - SUBJECTS) | words("about more that this"):
        return ""
    if c.after in SUBJECTS or (c.apart_after and not c.closes):
        return "stands beside a whole clause"
    return "set apart from what comes before" if c.apart_before and c.before else ""


def _i_mean(c: Context) -> str:
    if c.before in I_MEAN_VERB and not c.marker[0].comma_before:
        return ""
    if c.apart_after or c.near_filler:
        return "set apart from what follows" if not c.closes or c.apart_before else ""
    if not (c.apart_before or c.before in OPENERS):
        return ""
    pronoun_clause = c.after in ("it", "this", "that") and (
        c.after2 in HAVE | BE | MODALS or c.after2.endswith("n't")
    )
    return "begins a clause" if c.after in CLAUSE_STARTS or pronoun_clause else ""


def _adverb(c: Context) -> str:
    """basically, actually, literally: adverbs in their place, fillers when they hang loose."""
    if c.before == "like":
        return ""  # "I was like, actually, no": somebody's words
    if c.near_filler:
        return "beside a filled pause"
    if c.apart_before and c.apart_after:
        return "set apart on both sides"
    if c.marker[-1].comma_after and (c.after, c.after2) in (("you", "know"), ("i", "mean")):
        return f"beside another filler (“{c.after} {c.after2}”)"
    if c.closes and c.before not in BE and c.marker[0].pause_before_s >= c.pause_s:
        return "trails behind the sentence"
    clause_follows = c.after in SUBJECTS | POSSESSIVES | {"the"} or c.marker[-1].comma_after
    if c.before in OPENERS and clause_follows:
        return f"between “{c.before}” and its clause"
    return "begins the sentence" if c.opens and c.after in SUBJECTS else ""


def _actually(c: Context) -> str:
    corrects = c.before == "but" and not c.apart_after
    return "" if corrects else _adverb(c)


def _basically(c: Context) -> str:
    reason = _adverb(c)
    if (
        reason
        or c.opens
        or c.closes
        or c.before in BE | LINKING | DETERMINERS | NUMBERS | words("as not have has")
    ):
        return reason
    return "weakens the verb beside it; nothing is summed up"


def _literally(c: Context) -> str:
    exaggerates = c.after in EXTREMES or (c.after in ARTICLES and c.after2 in EXTREMES)
    if c.after in words("nobody everybody everyone people"):
        return "set apart on both sides" if c.apart_before and c.apart_after else ""
    return _adverb(c) or (f"before an amount not meant to the letter (“{c.after}”)" if exaggerates else "")


def _kind_of(c: Context) -> str:
    if c.marker[-1].comma_after and not c.closes:
        return "set apart from what follows"
    if c.after in QUESTION_WORDS and c.before not in QUESTION_WORDS:
        return f"before a clause of its own (“{c.after}”)"
    if c.before in ("this", "that", "what") and c.after in PAST_VERBS | {"is", "are", "has"}:
        return f"before a verb (“{c.after}”)"
    if c.before.endswith("'s") and c.after.endswith("ing"):
        return f"before a verb (“{c.after}”)"
    if c.before in NUMBERS:  # of two things there would be kinds
        return "after a number, not a kind of thing"
    if c.before in DETERMINERS or c.after in words("you him her them heart spirit"):
        return ""
    if c.before.endswith(("est", "ost")) or c.before in ("so", "very", "too", "how"):
        return ""
    # "A strange kind of test" names a kind; "the team kind of fell apart" does not.
    if (
        c.before2 in DETERMINERS
        and c.before not in SUBJECTS | BE | DEGREES | {"lot", "bit"}
        and not is_verb_form(c.after)
    ):
        return "" if not c.apart_after and not is_verb_form(c.before) else "set apart from what follows"
    return "before a verb, an adjective or a noun with its article, not a kind of thing"


def _is_tag(c: Context) -> bool:
    """ "You call them, right?"; but "Is this right?" asks for what is right."""
    asked_about = c.before in SUBJECTS | BE | words(
        "done got get do feel feels look looks sound sounds go going"
    )
    return c.asks and not c.opens and (c.apart_before or not asked_about)


def _quoted(c: Context) -> bool:
    """Return whether it opens quoted speech: "she said, okay", "I was like, okay, well"."""
    return c.before in QUOTING or (c.before in YES_NO and c.before2 in QUOTING)


def _always(c: Context) -> str:
    return "said so, it has no other use"


def _right(c: Context) -> str:
    at_work = (
        c.before in words("all that's is was be that you're the are it's") and not c.marker[0].comma_before
    )
    if at_work or _quoted(c):
        return ""
    if _is_tag(c) or (c.closes and c.marker[0].comma_before and not c.opens):
        return "a tag that asks for agreement"
    if c.apart_before and c.apart_after and (c.opens or c.marker[0].comma_before):
        return "set apart on both sides"
    return f"leads over to “{c.after}”" if c.opens and c.after in ("so", "okay", "yeah", "well") else ""


def _so(c: Context) -> str:
    if c.after in words("much many far long on to called") and not c.marker[-1].comma_after:
        return ""
    if c.chained:
        return f"one of several openers: “{c.before}, so”"
    if c.after == "that" and not c.marker[-1].comma_after:
        return ""
    if c.before in BE | words("do does did think hope say said even or and ever not") and not c.near_filler:
        return ""
    if c.near_filler and (c.opens or c.apart_before):
        return "beside a filled pause"
    if c.first and c.apart_after:
        return "begins the answer and is followed by a pause"
    if c.closes and c.apart_before and not c.opens:
        return "trails behind the sentence"
    leads = c.after in YES_NO or (c.apart_after and c.after in ("like", "you", "basically"))
    gives_up = c.after in YES_NO and c.apart_before and c.apart_after  # "I tried, so, yeah."
    return f"leads over to “{c.after}”" if gives_up or (c.opens and leads) else ""


def _well(c: Context) -> str:
    if _quoted(c):
        return ""
    if c.marker[0].comma_before and c.marker[-1].comma_after and not (c.opens or c.closes):
        return "set apart on both sides"
    if c.before in words("as very so pretty really quite might may went works worked did do doing"):
        return "one of several openers" if c.chained and c.apart_after else ""
    if c.near_filler and c.opens:
        return "beside a filled pause"
    if c.opens:
        part = c.after in WELL_ADJECTIVE or (c.after.endswith("ed") and not c.apart_after)
        return "" if part else "begins the sentence"
    if c.before in OPENERS and c.apart_after and not c.closes:
        return f"between “{c.before}” and its clause"
    return ""


def _okay(c: Context) -> str:
    if _quoted(c):
        return ""
    if c.marker[0].comma_before and c.marker[-1].comma_after and not (c.opens or c.closes):
        return "set apart on both sides"
    if c.before in BE or c.before in ("an", "the", "feel", "not", "really", "doing", "perfectly"):
        return ""
    if _is_tag(c):
        return "a tag that asks for agreement"
    if c.opens and (c.after in OPENERS | SUBJECTS | {"let", "the"}) and not c.closes:
        return f"leads over to “{c.after}”"
    return "begins the sentence and is set apart" if c.opens and c.apart_after else ""


ENGLISH: Mapping[str, Rule] = MappingProxyType(
    {
        "like": like,
        "you know": _you_know,
        "y'know": _always,
        "i mean": _i_mean,
        "basically": _basically,
        "actually": _actually,
        "literally": _literally,
        "kind of": _kind_of,
        "sort of": _kind_of,
        "kinda": _always,
        "sorta": _always,
        "right": _right,
        "so": _so,
        "well": _well,
        "okay": _okay,
        "ok": _okay,
    }
)
