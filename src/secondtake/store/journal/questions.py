"""The person's questions as they are kept. Plain values in, plain values (`journal.question`) out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import select

from secondtake.core.conversation.marks import LONGEST_QUESTION
from secondtake.core.errors import UsageError
from secondtake.journal.questions.question import KINDS, Outline, PlainTexts, Question, find, plain
from secondtake.journal.sanitise import lines, one_line
from secondtake.store.corrections import Corrections
from secondtake.store.database.database import Database
from secondtake.store.database.journal_tables import QuestionRow, StoryRow
from secondtake.store.database.tables import now
from secondtake.store.files.home import new_id
from secondtake.store.journal.frozen_lists import freeze_lists
from secondtake.store.journal.journal_rows import (
    LONGEST_NOTE,
    asked_by_question,
    delete_row,
    outline_json,
    questions_of,
    row_by_prefix,
    stored_takes,
    update_row,
)
from secondtake.store.journal.stories import Stories

WHAT = "question"
KEPT_APART = "apart"  # the kind of correction that says: these two questions are not the same


class Questions:
    """The question library."""

    def __init__(self, database: Database, stories: Stories) -> None:
        self._database = database
        self._stories = stories
        self._corrections = Corrections(database)

    def all(self) -> tuple[Question, ...]:
        """All questions, merged wordings inside theirs, with where they were asked and every take."""
        with self._database.read() as database:
            rows = database.exec(select(QuestionRow)).all()
            stories = {story.id: story for story in database.exec(select(StoryRow))}
            return questions_of(rows, stories, asked_by_question(database), stored_takes(database))

    def outlines(self) -> dict[str, dict[str, str]]:
        """Return the parts of the outlines that are written, by question ID and by wording in plain words."""
        with self._database.read() as database:
            rows = database.exec(select(QuestionRow)).all()
            stories = {story.id: story for story in database.exec(select(StoryRow))}
        owners = {row.id: stories.get(row.story_id or "") or row for row in rows}
        pairs = ((row, owners[row.merged_into or row.id].outline) for row in rows)
        filled = [(row, outline) for row, outline in pairs if any(outline.values())]
        return {key: outline for row, outline in filled for key in (plain(row.text), row.id)}

    def get(self, question_id: str) -> Question:
        """One question, by its id, the id of one of its wordings, or an unambiguous beginning of it.

        Raises:
            UsageError: there is none, or several begin like that.
        """
        row = row_by_prefix(self._database, QuestionRow, question_id, WHAT)
        return next(q for q in self.all() if q.id == (row.merged_into or row.id))

    def add(self, text: str, kind: str = "other", *, at: datetime | None = None) -> Question:
        """Take a question in; the one that is there, where it was put in just these words.

        Args:
            at: when it came into the library; now without it.

        Raises:
            UsageError: the text is empty or far too long, or there is no such kind.
        """
        text = question_text(text)
        question = find(self.all(), text)
        if question is not None:
            return question
        row = QuestionRow(id=new_id(), text=text, kind=_kind(kind), added_at=at or now())
        with self._database.write() as database:
            database.add(row)
        return self.get(row.id)

    def add_all(self, questions: Iterable[Question]) -> int:
        """Take in those that are not there yet (an import, the starter set); returns how many were new."""
        words = PlainTexts(self.all())
        fresh = [question for question in questions if words.add(question)]
        titles = {q.story: q.outline for q in fresh if q.story}
        ids = {
            title: (self._stories.by_title(title) or self._stories.add(title, outline)).id
            for title, outline in titles.items()
        }
        rows = [row for question in fresh for row in _rows_of(question, ids.get(question.story))]
        with self._database.write() as database:
            for row in rows:
                database.add(row)
                database.flush()  # a wording refers to the question before it
        return len(fresh)

    def update(
        self,
        question_id: str,
        *,
        text: str | None = None,
        kind: str | None = None,
        notes: str | None = None,
        outline: Outline | None = None,
    ) -> Question:
        """Change what is given, leave the rest. An outline goes to the question's story, where it has one."""
        if outline is not None and (story_id := self.get(question_id).story_id):
            self._stories.update(story_id, outline=outline)
            outline = None
        changes = {
            "text": None if text is None else question_text(text),
            "kind": None if kind is None else _kind(kind),
            "notes": None if notes is None else lines(notes, LONGEST_NOTE),
            "outline": None if outline is None else outline_json(outline),
        }
        columns = {name: value for name, value in changes.items() if value is not None}
        self._freeze_lists()
        return self.get(update_row(self._database, QuestionRow, question_id, WHAT, columns))

    def set_story(self, question_id: str, story_id: str | None) -> Question:
        """Let a question use a story; None gives it its own outline again.

        Raises:
            UsageError: there is no such question or story.
        """
        story = story_id and self._stories.get(story_id).id
        return self.get(update_row(self._database, QuestionRow, question_id, WHAT, {"story_id": story}))

    def set_due(self, question_id: str, due: date | None) -> Question:
        """Choose the day of its next practice; None leaves it to the rule again."""
        return self.get(update_row(self._database, QuestionRow, question_id, WHAT, {"due": due}))

    def delete(self, question_id: str) -> None:
        """Remove a question with its wordings and notes; sessions stay as they are."""
        self._freeze_lists()
        delete_row(self._database, QuestionRow, question_id, WHAT)

    def merge(self, kept_id: str, other_id: str) -> Question:
        """Make one question a wording of another. Nothing of it is lost, and `split` undoes it.

        Raises:
            UsageError: they are already merged.
        """
        target, other = self.get(kept_id), self.get(other_id)
        if target.id == other.id:
            raise UsageError("These two questions are already merged.")
        self._freeze_lists()
        moving = (QuestionRow.id == other.id) | (QuestionRow.merged_into == other.id)
        with self._database.write() as database:
            for row in database.exec(select(QuestionRow).where(moving)):
                row.merged_into = target.id
        return self.get(target.id)

    def keep_apart(self, first_id: str, second_id: str) -> None:
        """Note that two questions are not the same, so that they are not proposed again."""
        pair = " ".join(sorted((first_id, second_id)))
        self._corrections.add(KEPT_APART, {}, subject=pair)

    def kept_apart(self) -> frozenset[frozenset[str]]:
        """Return the pairs of ids that are not the same."""
        return frozenset(frozenset(c.subject.split()) for c in self._corrections.current(KEPT_APART))

    def split(self, question_id: str, wording: str) -> Question:
        """Make a merged wording a question of its own again.

        Raises:
            UsageError: it is no wording of that question.
        """
        self._freeze_lists()
        with self._database.write() as database:
            merged = database.exec(select(QuestionRow).where(QuestionRow.merged_into == question_id))
            row = next((r for r in merged if r.text == wording), None)
            if row is None:
                raise UsageError(f"“{wording}” is not merged into that question.")
            row.merged_into = None
        return self.get(row.id)

    def _freeze_lists(self) -> None:
        freeze_lists(self._database, self.all)


def question_text(text: str) -> str:
    """Return a question as it is kept.

    Raises:
        UsageError: it is empty or far too long.
    """
    tidy = one_line(text)
    if not tidy:
        raise UsageError("The question is empty.")
    if len(tidy) > LONGEST_QUESTION:
        raise UsageError(
            f"A question can have up to {LONGEST_QUESTION} characters; “{tidy[:40]}…” has {len(tidy)}."
        )
    return tidy


def _kind(kind: str) -> str:
    if kind not in KINDS:
        raise UsageError(f"Unknown kind of question: “{kind}”. Choose one of {', '.join(KINDS)}.")
    return kind


def _rows_of(question: Question, story_id: str | None) -> list[QuestionRow]:
    """Return the question's own row, then one for each other wording."""
    row = QuestionRow(
        id=question.id or new_id(),
        text=question_text(question.text),
        kind=_kind(question.kind),
        notes=lines(question.notes, LONGEST_NOTE),
        outline=outline_json(question.outline),
        due=question.chosen_due,
        starter=question.starter,
        story_id=story_id,
        added_at=question.added_at,
    )
    return [row] + [
        QuestionRow(
            id=new_id(),
            text=question_text(text),
            kind=row.kind,
            merged_into=row.id,
            added_at=question.added_at,
        )
        for text in question.wordings
    ]
