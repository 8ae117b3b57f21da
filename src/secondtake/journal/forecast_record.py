"""How earlier lists of likely questions turned out: what came, what was missed, and what was stated of it.

A share is stated of a question's source only, and only from lists that were kept as they stood when their
interviews began: nothing else is a forecast.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from secondtake.journal.interview import Interview, LikelyQuestion, Source
from secondtake.journal.questions.question import Question, plain
from secondtake.journal.questions.question_coverage import MIN_QUESTIONS

MIN_INTERVIEWS = 3  # our choice: fewer say more about these interviews than about the next
# Chosen on tests/data/seasons/written.txt: shares of fewer questions were further off than one share for all.
MIN_LISTED = 20

SOURCES: dict[Source, str] = {
    "asked": "questions asked before",
    "posting": "questions from a posting's line",
    "stage": "questions usual at a stage",
    "common": "common questions",
}


@dataclass(frozen=True, slots=True)
class ForecastRecord:
    """Likely questions and what came of them.

    Args:
        interviews: that were counted.
        came, listed: likely questions that came, and all of them.
        missed: questions that came and were not listed.
        sources: came and listed by source.
        stated: questions that had a share stated beforehand.
        expected: how many of them should have come by those shares.
        stated_came: how many of them came.
    """

    interviews: int = 0
    came: int = 0
    listed: int = 0
    missed: int = 0
    sources: Mapping[Source, tuple[int, int]] = field(default_factory=dict)
    stated: int = 0
    expected: float = 0.0
    stated_came: int = 0

    def earlier(self, source: Source) -> tuple[int, int] | None:
        """Return of the questions from a source how many came and how many there were, once that tells."""
        counts = self.sources.get(source, (0, 0))
        return counts if self.interviews >= MIN_INTERVIEWS and counts[1] >= MIN_LISTED else None


def forecast_record(interviews: Iterable[Interview], questions: Sequence[Question]) -> ForecastRecord:
    """Count over all interviews whose list was kept and of which three or more questions were noted."""
    frozen = [(i.likely, asked_in(i, questions)) for i in interviews if i.likely]
    counted = [(likely, logged) for likely, logged in frozen if len(logged) >= MIN_QUESTIONS]
    outcomes = [(q, has_come(q, logged)) for likely, logged in counted for q in likely]
    surprises = (not any(_is_same(q, a) for q in likely) for likely, logged in counted for a in logged)
    sources: dict[Source, tuple[int, int]] = {}
    for question, came in outcomes:
        of_source = sources.get(question.source, (0, 0))
        sources[question.source] = (of_source[0] + came, of_source[1] + 1)
    stated = [(q.earlier[0] / q.earlier[1], came) for q, came in outcomes if q.earlier]
    return ForecastRecord(
        interviews=len(counted),
        came=sum(came for _, came in outcomes),
        listed=len(outcomes),
        missed=sum(surprises),
        sources=sources,
        stated=len(stated),
        expected=sum(share for share, _ in stated),
        stated_came=sum(came for _, came in stated),
    )


def has_come(likely: LikelyQuestion, questions: Iterable[Question]) -> bool:
    """Return whether a likely question is among those asked, in whatever wording was merged with it."""
    return any(_is_same(likely, question) for question in questions)


def _is_same(likely: LikelyQuestion, question: Question) -> bool:
    words = plain(likely.text)
    return question.id == likely.question_id or any(plain(text) == words for text in question.texts)


def asked_in(interview: Interview, questions: Iterable[Question]) -> tuple[Question, ...]:
    """Return the questions that were noted of an interview."""
    return tuple(q for q in questions if any(a.interview_id == interview.id for a in q.asked))


def why_line(likely: LikelyQuestion) -> str:
    """Return where a likely question comes from, and how often others from there came.

    >>> why_line(LikelyQuestion("Why us?", None, "posting", "the posting asks for it", (4, 12)))
    "The posting asks for it. Of questions from a posting's line, 4 of 12 came so far."
    """
    why = likely.why[:1].upper() + likely.why[1:]
    if likely.earlier is None:
        return why
    came, listed = likely.earlier
    return f"{why}. Of {SOURCES[likely.source]}, {came} of {listed} came so far."


def record_lines(record: ForecastRecord) -> list[str]:
    """Return how earlier lists turned out, a sentence each; first why no chance is stated, while none is."""
    lines = []
    if not any(map(record.earlier, record.sources)):
        most = max((listed for _, listed in record.sources.values()), default=0)
        lines.append(
            f"How likely each question is cannot be said yet. That takes {MIN_LISTED} questions of one kind, "
            f"listed before {MIN_INTERVIEWS} or more interviews whose questions you noted; you have {most}."
        )
    if record.interviews:
        before = f"{record.interviews} earlier interview{'s' if record.interviews > 1 else ''}"
        came = f"{record.came} of {record.listed} questions listed like this came"
        lines.append(f"In {before}, {came}; {record.missed} came that were not listed.")
    if record.interviews >= MIN_INTERVIEWS:
        shares = (f"{came} of {listed} {SOURCES[name]}" for name, (came, listed) in record.sources.items())
        lines.append(f"Where they came from: {', '.join(shares)}.")
    if record.stated:
        expected = f"{record.expected:.0f} of {record.stated}"
        lines.append(
            f"By the shares shown beforehand, {expected} should have come; {record.stated_came} did."
        )
    return lines
