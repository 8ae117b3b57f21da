"""Follow-up questions in a practice: one from a template, by what an answer told or left out.

How often they fit is in docs/coaching.md. English only, as are the parts of a story.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from types import MappingProxyType
from typing import Literal

from secondtake.coaching.content_points import is_behavioural
from secondtake.coaching.story.answer_story import SURE_FROM, AnswerStory
from secondtake.coaching.story.cues import NUMBER, OWN_PAST, SHARED_PAST, plain_text

Probe = Literal["example", "result", "own_part", "action", "evidence", "look_back", "more"]
PROBES = MappingProxyType[Probe, tuple[str, ...]](
    {
        "example": ("Can you give me an example of a time you did that?",),
        "result": ("And what came of it?",),
        "own_part": ("What was your own part in that?",),
        "action": ("And what did you do about it yourself?",),
        "evidence": ("How do you know it worked?",),
        "look_back": (
            "What would you do differently today?",
            "What was the hardest part of that?",
            "What did you learn from that?",
        ),
        "more": ("Can you tell me a little more about that?",),
    }
)
"""Wordings; "more" fits any answer, and is asked where nothing surer can be said."""

MIN_SHARED = 2  # our choice: one "we" may stand in any story
ABOUT_ONESELF = re.compile(
    r"\b(how (do|would) (you|your|a colleague|others)|strengths?|weakness(es)?|describe your|skills?|style|"
    r"good at|(hire|choose) you)\b",
    re.I,
)
"""Questions on how somebody is or works, whose answers an example proves."""
FAILURE = re.compile(r"\b(fail\w*|mistakes?|went wrong|regret|lost|weakness(es)?)\b", re.I)
CLAIM = re.compile(
    r"\b(better|faster|quicker|easier|smoother|happier|happy|satisfied|improved|worked|works|success\w*|well|"
    r"great|fewer|less|more|solved|fixed)\b"
)
"""Words of a result that claims something which a number could show."""


def choose_probe(question: str, story: AnswerStory | None) -> Probe:
    """Return what to ask after an answer.

    Args:
        question: that was answered.
        story: the answer's parts; None where its words are not known.
    """
    if story is None or not story.is_long_enough:
        return "more"
    if story.asked_part == "talk":
        return "example" if is_behavioural(question) or ABOUT_ONESELF.search(question) else "more"
    if not story.is_story:
        return "more"
    if story.asked_part == "result":
        return "result"
    if _is_shared(story):
        return "own_part"
    if story.asked_part == "action":
        return "action"
    return "evidence" if _claims_without_number(story) and not FAILURE.search(question) else "look_back"


def _is_shared(story: AnswerStory) -> bool:
    """Return whether "we" did what was done, and "I" nothing; what "we" did is often taken for a result."""
    acts = [plain_text(s.text) for s in story.sentences if s.part in ("action", "result")]
    return sum(map(bool, map(SHARED_PAST.search, acts))) >= MIN_SHARED and not any(map(OWN_PAST.search, acts))


def _claims_without_number(story: AnswerStory) -> bool:
    results = [plain_text(s.text) for s in story.sentences if s.part == "result"]
    is_sure = story.probability_of("result") >= SURE_FROM
    return is_sure and any(map(CLAIM.search, results)) and not any(map(NUMBER.search, results))


def wording(probe: Probe, earlier: Collection[str] = ()) -> str:
    """Return the words of a probe, others than those that were asked in this practice where there are some.

    >>> wording("look_back", ["What would you do differently today?"])
    'What was the hardest part of that?'
    """
    return next((text for text in PROBES[probe] if text not in earlier), PROBES[probe][0])


def is_probe(question: str) -> bool:
    """Return whether a question is one of our follow-ups."""
    return any(question in wordings for wordings in PROBES.values())
