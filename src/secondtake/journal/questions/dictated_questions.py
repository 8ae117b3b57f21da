"""Questions out of a dictated note: "then they asked, um, why us? And how do I deal with pressure." """

from __future__ import annotations

import re

from secondtake.journal.sanitise import one_line

_SENTENCE = re.compile(r"[^.?!…]+[.?!…]*")
_FILLED = re.compile(r"\b(?:um+|uh+|uhm+|er+|erm+|hmm+|mm+)\b[,.]?\s*", re.IGNORECASE)
# What people say before a question when they tell it; taken off again and again until none is left.
_LEAD_IN = re.compile(
    r"^(?:and|so|then|okay|ok|well|first(?:ly)?|second(?:ly)?|third(?:ly)?|next|finally|after that|also"
    r"|(?:the )?(?:first|second|third|next|last)(?: question| one)? was"
    r"|(?:one|another)(?: question| one)? was"
    r"|(?:they|he|she|i)(?: also| then)?(?: was| were)? ask(?:ed)?(?: me)?(?: about)?(?: to)?"
    r"|(?:they|he|she) wanted to know)\b[\s,:]*",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^(?:tell|describe|give|walk|talk|take|share|explain|name|why|what|how|when|where|who|which|whom|whose"
    r"|can|could|do|did|does|have|has|are|is|were|was|would|will|if|introduce|imagine|suppose)\b",
    re.IGNORECASE,
)
MIN_WORDS = 2


def questions_in(note: str) -> tuple[str, ...]:
    """Return the questions in a dictated note, in order, for the person to look over.

    Sentences that ask; where none does, all sentences, so that nothing said is lost.

    >>> questions_in("Okay, so first they asked me, um, why us? Then tell me about a conflict. It was fun.")
    ('Why us?', 'Tell me about a conflict.')
    """
    spoken_sentences = [_bare(match.group()) for match in _SENTENCE.finditer(one_line(_FILLED.sub("", note)))]
    sentences = [s for s in spoken_sentences if len(s.split()) >= MIN_WORDS]
    asking = [s for s in sentences if s.endswith("?") or _ASKS.match(s)]
    return tuple(dict.fromkeys(asking or sentences))


def _bare(sentence: str) -> str:
    """Return the sentence without what led into it, with a capital."""
    text = sentence.strip(" ,;:")
    while (match := _LEAD_IN.match(text)) and match.end() < len(text):
        text = text[match.end() :].lstrip(" ,;:")
    return text[:1].upper() + text[1:]
