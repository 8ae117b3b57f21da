"""The one rating form, for the person and for a coach, and what a coach hands back.

A fixed form, filled in before any number is seen: video feedback teaches more with a fixed observation form
(Fukkink 2011), and speakers judge themselves by their words while audiences go by the voice (AutoManner
follow-up, 1707.04790).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

# item: (label, question). The measures of the event kinds with this `rating_item` answer it; "answers" is
# compared with the debrief's points about what was said.
FORM: dict[str, tuple[str, str]] = {
    "answers": ("Answers", "How good was what you said?"),
    "fluency": ("Fluency", "How smoothly did your words come out?"),
    "posture": ("Posture", "How upright and settled did you sit?"),
    "smiling": ("Smiling", "How friendly did your face look?"),
    "energy": ("Energy", "How energetic did you sound and look?"),
    "calm": ("Calm", "How calm were hands, head and eyes?"),
    "pace": ("Pace", "How easy was your pace to follow?"),
}
VIDEO_ITEMS = frozenset({"posture", "smiling", "calm"})
AUDIO_QUESTIONS = {"energy": "How energetic did you sound?"}
SCALE = ("Needs work", "Could be better", "Okay", "Good", "Very good")

# What comes from another's file is bounded, all of it our choice: more is no opinion that anybody reads.
MAX_COMMENTS = 100
MAX_ANSWERS = 100
MAX_COMMENT = 4000  # characters
MAX_NAME = 80  # characters


@dataclass(frozen=True, slots=True)
class CoachComment:
    """One comment.

    Args:
        at_s: the time in the recording that it is about, seconds.
        text: what the coach wrote.
    """

    at_s: float
    text: str


@dataclass(frozen=True, slots=True)
class AnswerRating:
    """A coach's rating of one answer.

    Args:
        span: the answer's start and end when the page was shared, seconds.
        rating: as of the whole interview.
    """

    span: tuple[float, float]
    rating: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CoachOpinion:
    """What a coach wrote into the page that was shared.

    Args:
        name: the coach's name; "" where none was given.
        rating: 1 to 5 by item of `FORM`, of the whole interview; items may be missing.
        comments: by time.
        answers: of single answers, as far as the coach rated them.
    """

    name: str
    rating: Mapping[str, int]
    comments: tuple[CoachComment, ...]
    answers: tuple[AnswerRating, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return it in the form that `parse_coach_opinion` reads."""
        opinion = {
            "name": self.name,
            "rating": dict(self.rating),
            "comments": [asdict(comment) for comment in self.comments],
        }
        answers = [{"span": list(answer.span), "rating": dict(answer.rating)} for answer in self.answers]
        return opinion | ({"answers": answers} if answers else {})


def form_items(*, picture: bool) -> dict[str, tuple[str, str]]:
    """Return the form's items; without video only what can be heard."""
    if picture:
        return FORM
    return {
        k: (label, AUDIO_QUESTIONS.get(k, question))
        for k, (label, question) in FORM.items()
        if k not in VIDEO_ITEMS
    }


def parse_coach_opinion(values: Mapping[str, Any]) -> CoachOpinion:
    """Return an opinion from its JSON, whoever wrote it.

    Raises:
        ValueError: it is too much, a rating is none of the scale, or a time is none.

    >>> parse_coach_opinion({"rating": {"pace": 4}, "comments": [{"at_s": 3, "text": " Slow "}]}).comments
    (CoachComment(at_s=3.0, text='Slow'),)
    """
    name, entries = str(values.get("name", "")).strip(), list(values["comments"])
    rating, answers = _parse_rating(values["rating"]), list(values.get("answers", ()))
    if len(name) > MAX_NAME or len(entries) > MAX_COMMENTS or len(answers) > MAX_ANSWERS:
        raise ValueError("there is more in it than a coach writes")
    parsed = [CoachComment(float(c["at_s"]), str(c["text"]).strip()) for c in entries]
    for comment in parsed:
        if not math.isfinite(comment.at_s) or comment.at_s < 0 or len(comment.text) > MAX_COMMENT:
            raise ValueError("a comment has no time in the recording, or is too long")
    comments = tuple(sorted((c for c in parsed if c.text), key=lambda c: c.at_s))
    rated = tuple(_parse_answer(answer) for answer in answers)
    if not rating and not comments and not rated:
        raise ValueError("there are neither comments nor ratings in it")
    return CoachOpinion(name, rating, comments, rated)


def _parse_answer(values: Mapping[str, Any]) -> AnswerRating:
    start_s, stop_s = (float(time_s) for time_s in values["span"])
    if not 0 <= start_s < stop_s < math.inf:
        raise ValueError("a rating has no place in the recording")
    return AnswerRating((start_s, stop_s), _parse_rating(values["rating"]))


def _parse_rating(values: Mapping[str, Any]) -> dict[str, int]:
    rating = {str(item): int(stars) for item, stars in dict(values).items()}
    if not rating.keys() <= FORM.keys() or any(not 1 <= stars <= len(SCALE) for stars in rating.values()):
        raise ValueError("the rating is not on our form")
    return rating
