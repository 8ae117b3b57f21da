"""Made job searches: each interview's list of likely questions, set against what was then asked.

Format and origin: tests/data/seasons/README.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

from secondtake.journal.forecast_record import asked_in, has_come
from secondtake.journal.interview import Interview, Kind, LikelyQuestion
from secondtake.journal.likely_questions import likely_questions, posting_question
from secondtake.journal.posting import demands
from secondtake.journal.questions.question import Asked, Question

START = datetime(2026, 1, 5, 10, tzinfo=UTC)
_ASKED = re.compile(r"\? (?P<key>[\w-]*)(?:=(?P<line>\d+))?: (?P<text>.+)")


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question that was asked: its wording, its key, and the posting's line that it takes up, if any."""

    text: str
    key: str
    line: int | None


@dataclass(frozen=True, slots=True)
class MadeInterview:
    """An interview's kind, stage and posting, and what was asked in it."""

    kind: Kind
    stage: str
    posting: str
    asked: tuple[AskedQuestion, ...]

    def demand(self, line: int) -> str:
        """Return what the posting demands in a numbered line; the line where the rule does not see it."""
        text = re.search(rf"^{line}\. (.+)$", self.posting, re.MULTILINE)
        if text is None:
            raise ValueError(f"the posting has no line {line}")
        return next((d for d in demands(self.posting) if d in text[1]), text[1])


@dataclass(frozen=True, slots=True)
class Forecast:
    """A listed question and what came of it.

    Args:
        likely: the question, with `came`.
        place: of its interview in the job search, from 0.
        asked: how many questions the interview had.
    """

    likely: LikelyQuestion
    place: int
    asked: int


def read_searches(path: Path) -> tuple[tuple[MadeInterview, ...], ...]:
    """Return the job searches of a file, each with its interviews."""
    fields = re.split(r"^# .+$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return tuple(tuple(_interviews(field)) for field in fields)


def read_common(path: Path) -> Mapping[str, str]:
    """Return the text of our common questions by key."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines if line)


def _interviews(field: str) -> Iterator[MadeInterview]:
    for block in re.split(r"^## ", field, flags=re.MULTILINE)[1:]:
        head, _, body = block.partition("\n")
        kind, stage = head.split(" | ")
        posting = "\n".join(line for line in body.splitlines() if not line.startswith("? "))
        questions = tuple(
            AskedQuestion(m["text"], m["key"], int(m["line"]) if m["line"] else None)
            for m in _ASKED.finditer(body)
        )
        yield MadeInterview(cast(Kind, kind), stage, posting.strip(), questions)


def forecasts(
    search: Sequence[MadeInterview], common: Mapping[str, str], *, is_merging: bool = True
) -> Iterator[Forecast]:
    """Yield every listed question of a job search, as the product lists them before each interview.

    Args:
        search: its interviews in order, one a week.
        common: our common questions by key.
        is_merging: the person merges other wordings of a question, and a question that takes up a line of the
            posting with the listed one; without it only the same words count.
    """
    library: dict[str, Question] = {}
    log: list[Interview] = []
    for place, plan in enumerate(search):
        at = START + timedelta(weeks=place)
        interview = Interview(
            str(place), "Firm", "", at, kind=plan.kind, stage=plan.stage, posting=plan.posting
        )
        likely = likely_questions(interview, tuple(library.values()), log)
        log.append(replace(interview, likely=likely))
        for question in plan.asked:
            texts = _texts(question, plan, common) if is_merging else (question.text,)
            _ask(library, question, texts, interview)
        asked_keys = asked_in(interview, library.values())
        for q in likely:
            yield Forecast(replace(q, came=has_come(q, asked_keys)), place, len(plan.asked))


def _texts(question: AskedQuestion, plan: MadeInterview, common: Mapping[str, str]) -> tuple[str, ...]:
    usual = (common[question.key],) if question.key in common else ()
    of_line = (posting_question(plan.demand(question.line)),) if question.line else ()
    return (question.text, *usual, *of_line)


def _ask(
    library: dict[str, Question], occurrence: AskedQuestion, texts: tuple[str, ...], interview: Interview
) -> None:
    """Log a question in the library, under its key if it has one."""
    key = occurrence.key or occurrence.text
    occasion = Asked(interview.id, interview.company, interview.at, occurrence.text)
    before = library.get(key) or Question(key, occurrence.text, "other", interview.at)
    wordings = tuple(dict.fromkeys((*before.wordings, *texts)))
    library[key] = replace(before, wordings=wordings, asked=(*before.asked, occasion))
