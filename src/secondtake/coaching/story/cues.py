"""Readable cues of a sentence's part, beside its embedding: tense, person, numbers, time and habit."""

from __future__ import annotations

import re

from secondtake.coaching.content_cues import HABIT, OUTCOME, OWN_ACTION, RESULT

_UM = re.compile(r"\b(?:um+|uh+|uhm+|erm?|hmm+)\b")
_NOT_A_WORD = re.compile(r"[^\w' ]")
_PAST = (
    r"(?:\w{2,}ed|went|took|made|built|led|ran|wrote|told|spoke|found|set|began|split|brought|chose|drew|gave|"
    r"got|held|kept|met|put|sat|sent|taught|thought|came|did|cut|showed|won|rang|let|said|sold|saw|bought|drove|"
    r"flew|rose|fell|grew|left|lost|paid|read|stood|felt|knew)\b"
)
_ADVERBS = r"(?:also |then |just |even |first )?"
NUMBER = re.compile(
    r"\b(?:\d[\d.,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|"
    r"sixty|hundred|thousand|million|half|percent|third)\b"
)
OWN_PAST = re.compile(rf"\bi {_ADVERBS}{_PAST}")
SHARED_PAST = re.compile(rf"\bwe {_ADVERBS}{_PAST}")
CUES = (
    re.compile(r"\b(?:was|were|had|wasn't|weren't|hadn't|couldn't|didn't)\b"),
    re.compile(rf"\b{_PAST}"),
    OWN_PAST,
    SHARED_PAST,
    re.compile(
        r"\b(?:i'm|i am|i think|i believe|i like|i love|i enjoy|i want|i would|i'd|i can|i try|i tend|"
        r"i usually|i always|it's|it is|you are|you have|you need|that's|there are|i've always|my opinion|"
        r"for me|in general|people)\b"
    ),
    NUMBER,
    re.compile(r"\b(?:so i|then i|first i|and i)\b"),
    re.compile(
        r"\b(?:since|still|today|now|every (?:year|friday|day)|from then|ever|again|"
        r"the (?:year|month|week|morning|day) after|later|afterwards|by (?:the|then|summer)|"
        r"after (?:a|one|two|three|that))\b"
    ),
    RESULT,
    OUTCOME,
    OWN_ACTION,
    HABIT,
    re.compile(r"^(?:he|she|they|it|that|both|everyone|everybody|nobody|the)\b"),
    re.compile(r"^(?:i|so i|then i|and i)\b"),
    re.compile(r"^(?:we|our|my|there|one|in|so)\b"),
    re.compile(
        r"\b(?:supposed to|responsible|my (?:job|task|role)|i worked|i was (?:a|an|the|on|in|working)|"
        r"problem was|nobody|only)\b"
    ),
)
LONG_WORDS = 20  # a sentence of so many words counts 1, longer ones up to 2


def plain_text(text: str) -> str:
    """Return lower case words without punctuation or ums: as a recogniser writes them.

    >>> plain_text("So, um, I’d asked her.")
    "so i'd asked her"
    """
    return " ".join(_NOT_A_WORD.sub(" ", _UM.sub(" ", text.lower().replace("’", "'"))).split())


def cue_values(text: str) -> list[float]:
    """Return 1 for each cue that a plain text holds, else 0; then its length, 0 to 2."""
    length = min(len(text.split()) / LONG_WORDS, 2.0)
    return [*(float(cue.search(text) is not None) for cue in CUES), length]
