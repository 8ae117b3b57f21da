"""English: one rule a word, giving the reason why the word fills, "" where it does its work.

The word classes are our own short lists: closed classes (pronouns, "to be", determiners) need no tagger.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from secondtake.core.lexicons.lexicon import words
from secondtake.detectors.discourse_context import Context, Rule

SUBJECTS = words(
    "i we they he she it you there this that i'm i've i'd i'll we're we've we'd we'll they're they've it's "
    "that's there's he's she's you're you've"
)
BE = words("am is are was were be been being i'm it's that's there's he's she's we're they're you're what's")
OPENERS = words("and but or so because cause then well also yeah yes no")
DEGREES = words(
    "really very so super pretty totally completely maybe around about probably basically literally almost "
    "kind sort roughly extremely incredibly quite just"
)
DETERMINERS = words(
    "a an the this that these those what which any some every same one another each different new certain "
    "of first only all other best worst right wrong exact whatever no many two three my your our their"
)
QUESTION_WORDS = words("how what where why who when if whether which whose")
OBJECTS = words("it him her them me us the a an this that these those my your our their his everything")
# What "like" compares with, or is the verb of: "looks like", "things like", "would like".
LIKENESS = words(
    "look looks looked looking feel feels felt feeling sound sounds sounded sounding seem seems seemed smell "
    "taste act acted acting something anything nothing things stuff people someone somebody just more much "
    "not exactly treat treats treated work works worked companies tools projects places languages skills "
    "topics areas teams others would i'd we'd you'd they'd he'd she'd didn't don't doesn't did do does i we "
    "you they who to also never always still can't could really customers users clients everybody everyone"
)


NUMBERS = words(
    "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty "
    "seventy eighty ninety hundred thousand half"
)
YOU_KNOW_VERB = words(
    "do did if as let lets all would should may might must to before when once don't didn't could can will "
    "how what that since because unless the everything who whoever already where now"
)


def _like(c: Context) -> str:
    if c.after in ("to", "i", "minded", "wise") and not c.marker[-1].comma_after:
        return ""
    if c.opens:
        return "begins the sentence and is set apart" if c.apart_after and c.after != "many" else ""
    if c.apart_before and c.apart_after:
        return "set apart on both sides"
    if c.before in LIKENESS:
        return "held or followed by a pause" if c.before in ("just", "do") and c.apart_after else ""
    if c.after in DEGREES or c.after.isdigit() or c.after in NUMBERS:
        return f"before a vague amount (“{c.after}”)"
    if c.before in OPENERS and not c.after.endswith("ing"):
        return f"leans on “{c.before}”"
    if c.near_filler:
        return "beside a filled pause"
    if c.before in BE and (c.apart_after or (c.after in ("a", "an") and c.after2 in DEGREES)):
        return "after a form of “to be”, before what it is, not what it resembles"
    return ""


def _you_know(c: Context) -> str:
    if c.after == "what" and c.after2 in ("i", "i'm"):
        return "“you know what I mean”"
    if c.before in YOU_KNOW_VERB and not c.marker[0].comma_before:
        return ""
    if c.apart_before and c.apart_after:
        return "set apart on both sides"
    if c.marker[-1].comma_after or c.near_filler:
        return "set apart from what follows"
    if c.after in QUESTION_WORDS | (OBJECTS - SUBJECTS) | words("about more that this"):
        return ""
    if c.after in SUBJECTS or c.apart_after:
        return "stands beside a whole clause"
    return "set apart from what comes before" if c.apart_before and c.before else ""


def _i_mean(c: Context) -> str:
    if c.before in ("what", "do", "did", "know", "if", "all", "not", "whom") and not c.marker[0].comma_before:
        return ""
    if c.marker[-1].comma_after or c.near_filler:
        return "set apart from what follows"
    if c.after in ("to", "that", "it", "this", "the", "by", "business", "every") and not c.apart_after:
        return ""
    return "begins a clause" if c.apart_before or c.before in OPENERS else ""


def _adverb(c: Context) -> str:
    """basically, actually, literally: adverbs in their place, fillers when they hang loose."""
    if c.near_filler:
        return "beside a filled pause"
    if c.apart_before and c.apart_after:
        return "set apart on both sides"
    if c.closes and c.before not in BE and c.marker[0].pause_before_s >= c.pause_s:
        return "trails behind the sentence"
    if c.before in OPENERS and (c.after in SUBJECTS or c.marker[-1].comma_after):
        return f"between “{c.before}” and its clause"
    if c.opens and c.after in SUBJECTS and c.marker[0].text == "basically":
        return "begins the sentence"
    return ""


def _kind_of(c: Context) -> str:
    if c.before in DETERMINERS or c.before in ("this", "that") or c.after in ("you", "him", "her", "them"):
        return ""
    if c.before.endswith(("est", "ost")):
        return ""
    return "before a verb, an adjective or a noun with its article, not a kind of thing"


def _kinda(c: Context) -> str:
    return "weakens what follows"


def _right(c: Context) -> str:
    if c.before in ("all", "that's", "is", "was", "be", "that", "you're", "the", "are", "it's"):
        return ""
    if c.asks or (c.closes and c.marker[0].comma_before and not c.opens):
        return "a tag that asks for agreement"
    if c.apart_before and c.apart_after and (c.opens or c.marker[0].comma_before):
        return "set apart on both sides"
    return ""


def _so(c: Context) -> str:
    if c.after in words("that much many far long on to called") and not c.marker[-1].comma_after:
        return ""
    if c.before in BE | words("do does did think hope say said even or and ever not") and not c.near_filler:
        return ""
    if c.near_filler and (c.opens or c.apart_before):
        return "beside a filled pause"
    if c.first and c.apart_after:
        return "begins the answer and is followed by a pause"
    if c.closes and not c.opens:
        return "trails behind the sentence"
    if c.opens and c.apart_after and c.after in ("yeah", "yes", "basically", "like", "you", "okay", "right"):
        return f"leads over to “{c.after}”"
    return ""


def _well(c: Context) -> str:
    if c.before in words("as very so pretty really quite might may went works worked did do doing"):
        return ""
    if c.near_filler and c.opens:
        return "beside a filled pause"
    if c.opens and c.after not in ("known", "done", "established", "before", "over"):
        return "begins the sentence" if c.apart_after or c.after in SUBJECTS else ""
    if c.marker[0].comma_before and c.marker[-1].comma_after and not c.closes:
        return "set apart on both sides"
    return ""


def _okay(c: Context) -> str:
    if c.marker[0].comma_before and c.marker[-1].comma_after and not (c.opens or c.closes):
        return "set apart on both sides"
    if c.before in BE or c.before in ("an", "the", "feel", "not", "really", "doing", "perfectly"):
        return ""
    if c.asks and not c.opens:
        return "a tag that asks for agreement"
    return "begins the sentence and is set apart" if c.opens and c.apart_after else ""


ENGLISH: Mapping[str, Rule] = MappingProxyType(
    {
        "like": _like,
        "you know": _you_know,
        "i mean": _i_mean,
        "basically": _adverb,
        "actually": _adverb,
        "literally": _adverb,
        "kind of": _kind_of,
        "sort of": _kind_of,
        "kinda": _kinda,
        "sorta": _kinda,
        "right": _right,
        "so": _so,
        "well": _well,
        "okay": _okay,
        "ok": _okay,
    }
)
