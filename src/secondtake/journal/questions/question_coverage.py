"""Coverage of the question library: the share of an interview's questions that it held before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from secondtake.journal.interview import Interview
from secondtake.journal.questions.question import Question

FAIRLY = 0.8  # our choice: four questions of five are no surprise
MIN_INTERVIEWS = 2  # docs/loop.md: two or three make a library of most questions
MIN_QUESTIONS = 3  # our choice: fewer noted questions say nothing about an interview


@dataclass(frozen=True, slots=True)
class KnownQuestion:
    """Of one interview's questions, how many had been in the library before it."""

    interview: Interview
    known: int
    asked: int

    @property
    def share(self) -> float:
        """Known questions by questions."""
        return self.known / self.asked


@dataclass(frozen=True, slots=True)
class Comprehensive:
    """The answer with its reason.

    Args:
        yes: whether the library is fairly comprehensive; None where nobody can say yet.
        why: in a sentence.
        course: by interview, the earliest first.
    """

    yes: bool | None
    why: str
    course: tuple[KnownQuestion, ...]


def comprehensive(questions: Iterable[Question], interviews: Iterable[Interview]) -> Comprehensive:
    """Judge whether most of what is asked had been in the library before it was asked.

    A question counts as known where it, or another wording of it, had been added before the interview began,
    or had been asked in an earlier one (people write up several at once). Interviews of which fewer than
    three questions were noted are passed over.
    """
    library = tuple(questions)
    ordered = sorted(interviews, key=lambda interview: interview.at)
    course = tuple(
        counts for interview in ordered if (counts := _count_known(library, interview)).asked >= MIN_QUESTIONS
    )
    if len(course) < MIN_INTERVIEWS:
        missing = MIN_INTERVIEWS - len(course)
        more = "one more interview" if missing == 1 else "two interviews"
        why = f"Once you have noted the questions of {more}, this counts how many were already on your list."
        return Comprehensive(None, why, course)
    last = course[-1]
    part = f"all {last.asked}" if last.known == last.asked else f"{last.known} of the {last.asked}"
    sentence = f"{part} questions at {last.interview.company} were already in your list."
    if last.share >= FAIRLY:
        return Comprehensive(True, f"Fairly complete: {sentence}", course)
    return Comprehensive(False, f"Not yet: {sentence}", course)


def _count_known(questions: tuple[Question, ...], interview: Interview) -> KnownQuestion:
    asked_questions = [q for q in questions if any(a.interview_id == interview.id for a in q.asked)]
    return KnownQuestion(interview, sum(_before(q, interview) for q in asked_questions), len(asked_questions))


def _before(question: Question, interview: Interview) -> bool:
    return question.added_at < interview.at or any(a.at < interview.at for a in question.asked)
