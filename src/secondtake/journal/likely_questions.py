"""Questions likely in an interview, each with where it comes from, and how many of them came.

They are worked out from what was known before the interview began, and kept with it from then on, so that
the same list is counted after it. What is stated of a question's chance is the person's own record
(`forecast_record.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from secondtake.journal.forecast_record import asked_in, forecast_record, has_come
from secondtake.journal.interview import Interview, LikelyQuestion, Source
from secondtake.journal.posting import demands
from secondtake.journal.questions.question import Question, find, plain

MAX_LIKELY = 10  # our choice: an evening's practice
MAX_ASKED, MAX_FROM_POSTING = 5, 3  # our choice, of those ten
MIN_ASKED, MIN_SHARE = 2, 0.5  # interviews, and share of them; chosen on tests/data/seasons/written.txt
# Our choice: what is usual at a stage, from our list of common questions.
STAGES = (
    (
        re.compile(r"\b(?:first|1st|phone|screen\w*|recruiter|hr)\b", re.IGNORECASE),
        "usual in a first conversation",
        (
            "Tell me about yourself.", "Why do you want this job?", "Why are you leaving your current job?",
            "What are your salary expectations?", "When could you start?",
        ),
    ),
    (
        re.compile(r"\b(?:final|last|third|3rd|board|ceo|director)\b", re.IGNORECASE),
        "usual in a last round",
        (
            "Why should we choose you?", "What would you do in your first ninety days?",
            "Where would you like to be in a few years?", "Do you have any questions for us?",
        ),
    ),
    (
        re.compile(r"\b(?:tech\w*|case|coding|expert)\b", re.IGNORECASE),
        "usual in a technical round",
        (
            "Tell me about the hardest technical problem you solved.",
            "Explain a project you know well to somebody outside your field.",
            "How do you approach a problem you have never seen before?",
        ),
    ),
)  # fmt: skip
ANY_STAGE = (
    "Tell me about yourself.", "Why do you want to work for us?", "What is your greatest strength?",
    "What is your greatest weakness?", "Tell me about a conflict with a colleague and how it ended.",
    "Tell me about a mistake you made and what you did next.", "Do you have any questions for us?",
    "Where would you like to be in a few years?", "How do you set priorities?", "Walk me through your CV.",
)  # fmt: skip


def likely_questions(
    interview: Interview, questions: Sequence[Question], interviews: Iterable[Interview] = ()
) -> tuple[LikelyQuestion, ...]:
    """Return at most ten questions, those often asked first: as they stood when the interview began.

    Args:
        interview: with its stage and posting.
        questions: the library; what was asked from the interview's time on is left out.
        interviews: the log, for how many of the earlier lists' questions came.
    """
    listed = interview.likely
    if listed is None:
        record = forecast_record((i for i in interviews if i.at < interview.at), questions)
        picks = (replace(pick, earlier=record.earlier(pick.source)) for pick in _picks(interview, questions))
        listed = tuple(picks)
    asked_keys = asked_in(interview, questions)
    return tuple(replace(q, came=has_come(q, asked_keys)) for q in listed)


def _picks(interview: Interview, questions: Sequence[Question]) -> Sequence[LikelyQuestion]:
    often = _often_asked(interview, questions)[:MAX_ASKED]
    picks = (*often, *_from_posting(interview)[:MAX_FROM_POSTING], *_usual(interview))
    likely: dict[str, LikelyQuestion] = {}
    for text, source, why in picks:
        question = find(questions, text)
        key = question.id if question else plain(text)
        likely.setdefault(key, LikelyQuestion(text, question.id if question else None, source, why))
    return list(likely.values())[:MAX_LIKELY]


_Pick = tuple[str, Source, str]


def _often_asked(interview: Interview, questions: Sequence[Question]) -> list[_Pick]:
    """Return what was asked in at least half of the earlier interviews, the most often asked first.

    What was asked once, or now and then, is left out: on made job searches 14 in 100 such questions came, of
    common ones 31 (`evaluation/forecast`).
    """
    earlier = {q.id: [a for a in q.asked if a.at < interview.at] for q in questions}
    total = len({a.interview_id for occasions in earlier.values() for a in occasions})
    counted = [(q, {a.interview_id for a in earlier[q.id]}) for q in questions if earlier[q.id]]
    counted.sort(key=lambda pair: (len(pair[1]), earlier[pair[0].id][-1].at), reverse=True)
    of = f"{total} earlier interview{'s' if total > 1 else ''}"
    return [
        (q.text, "asked", f"asked in {len(places)} of {of}")
        for q, places in counted
        if len(places) >= max(MIN_ASKED, MIN_SHARE * total)
    ]


def _usual(interview: Interview) -> list[_Pick]:
    """Return what is usual at the interview's stage, then what is common anywhere."""
    stage = f"{interview.stage} {interview.kind if interview.kind == 'phone' else ''}"
    texts: list[_Pick] = []
    for pattern, why, usual in STAGES:
        if pattern.search(stage):
            texts = [(text, "stage", why) for text in usual]
            break
    return [*texts, *((text, "common", "a common question") for text in ANY_STAGE)]


def _from_posting(interview: Interview) -> list[_Pick]:
    """Return what the posting asks for, as questions, in its own order.

    Common questions near a demand by meaning were tried: of ten pairs that two written and two held-back
    postings gave, four fitted.
    """
    return [
        (posting_question(line), "posting", "the posting asks for it") for line in demands(interview.posting)
    ]


def posting_question(line: str) -> str:
    """Return what a posting's line is listed as."""
    return f"What can you tell us about this: “{line}”?"
