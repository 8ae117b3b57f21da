"""Closed English word classes as short lists, instead of a part-of-speech tagger.

They are our own. Open classes (nouns, verbs, adjectives) are told by endings where they must be.
"""

from __future__ import annotations

from secondtake.core.lexicons.lexicon import words

SUBJECTS = words(
    "i we they he she it you there this that i'm i've i'd i'll we're we've we'd we'll they're they've they'd "
    "they'll it's it'd it'll that's there's he's he'd he'll she's she'd she'll you're you've you'd you'll "
    "here's nobody everybody somebody everyone someone people nothing everything"
)
BE = words(
    "am is are was were be been being i'm it's that's there's he's she's we're they're you're what's wasn't "
    "weren't isn't aren't"
)
HAVE = words("have has had having got i've we've they've you've")
MODALS = words("would could should will can might must may did does do")
LINKING = words(
    "remain remains remained stay stays stayed become becomes became seem seems seemed look looks looked"
)
OPENERS = words("and but or so because cause then well also yeah yes no")
ARTICLES = words("a an the")
POSSESSIVES = words("my our your his her its their")
DETERMINERS = (
    ARTICLES
    | POSSESSIVES
    | words(
        "this that these those what which any some every same one another each different new certain of "
        "first only other best worst right wrong exact whatever no"
    )
)
PREPOSITIONS = words(
    "of as for in at with from by on about into after within over under during since until through"
)
QUESTION_WORDS = words("how what where why who when if whether which whose")
OBJECTS = words("it him her them me us the a an this that these those my your our their his everything")
DEGREES = words(
    "really very so super pretty totally completely maybe around about probably basically literally almost "
    "kind sort roughly extremely incredibly quite just"
)
NUMBERS = words(
    "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty "
    "seventy eighty ninety hundred thousand half"
)
AMOUNTS = words("dozens hundreds thousands millions tons loads hours days weeks months years")
UNITS = words(
    "minute hour day week weekend month year decade couple few dozen hundred thousand million billion lot ton"
)
# Amounts that are seldom meant to the letter: "literally a million", "literally forever".
EXTREMES = words("million millions billion thousand thousands hundreds tons forever everything")
SAYING = words("say says said saying asked thought think thinks told answered goes went")
SUPERLATIVES = words("best worst most least first last only main biggest hardest easiest one")
YES_NO = words("yeah yes yep no okay ok right alright sure")
PAST_VERBS = words(
    "was were had got went came took made gave said told knew thought felt found left lost ran saw kept fell "
    "grew became began broke brought built chose did drove wrote spoke stood understood won let"
)
# Plain forms, and forms with -s, that are seldom anything but verbs.
BASE_VERBS = words(
    "be have do go get make take think find keep give tell put let become begin bring build choose create "
    "explain figure learn send spend try understand write look start use add fix figure sit"
)
VERBS_WITH_S = words(
    "goes does makes takes gets comes says feels keeps gives tells thinks finds becomes depends seems helps"
)


def is_verb_form(word: str) -> bool:
    """Return whether a word looks like a finite verb: a past form or an auxiliary."""
    return word in PAST_VERBS | BE | HAVE | VERBS_WITH_S or word.endswith("ed")
