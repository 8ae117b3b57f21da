"""The person's stories as they are kept. Plain values in, plain values (`journal.stories`) out."""

from __future__ import annotations

from sqlmodel import col, select

from secondtake.core.errors import UsageError
from secondtake.journal.questions.question import Outline
from secondtake.journal.sanitise import one_line
from secondtake.journal.stories import Story
from secondtake.store.database.database import Database
from secondtake.store.database.journal_tables import QuestionRow, StoryRow
from secondtake.store.files.home import new_id
from secondtake.store.journal.journal_rows import outline_json, row_by_prefix, update_row

WHAT = "story"
LONGEST_TITLE = 200  # our choice: a few words


class Stories:
    """The story bank."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Story, ...]:
        """All stories, the earliest first."""
        with self._database.read() as database:
            rows = database.exec(select(StoryRow).order_by(col(StoryRow.added_at), col(StoryRow.id)))
            return tuple(_story(row) for row in rows)

    def get(self, story_id: str) -> Story:
        """One story, by its id or an unambiguous beginning of it.

        Raises:
            UsageError: there is none, or several begin like that.
        """
        return _story(row_by_prefix(self._database, StoryRow, story_id, WHAT))

    def by_title(self, title: str) -> Story | None:
        """Return the story with this title in whatever case, or None."""
        plain_title = story_title(title).casefold()
        return next((s for s in self.all() if s.title.casefold() == plain_title), None)

    def add(self, title: str, outline: Outline) -> Story:
        """Save a story.

        Raises:
            UsageError: the title is empty, or another story has it.
        """
        row = StoryRow(id=new_id(), title=self._free_title(title), outline=outline_json(outline))
        with self._database.write() as database:
            database.add(row)
        return self.get(row.id)

    def update(self, story_id: str, *, title: str | None = None, outline: Outline | None = None) -> Story:
        """Change what is given, leave the rest.

        Raises:
            UsageError: there is no such story, or its title is empty or another story's.
        """
        changes = {
            "title": None if title is None else self._free_title(title, story_id),
            "outline": None if outline is None else outline_json(outline),
        }
        columns = {name: value for name, value in changes.items() if value is not None}
        return self.get(update_row(self._database, StoryRow, story_id, WHAT, columns))

    def delete(self, story_id: str) -> None:
        """Remove a story; its questions stay, with the outlines they had of their own."""
        row_id = self.get(story_id).id
        with self._database.write() as database:
            for question in database.exec(select(QuestionRow).where(QuestionRow.story_id == row_id)):
                question.story_id = None
            database.delete(database.get_one(StoryRow, row_id))

    def _free_title(self, title: str, story_id: str = "") -> str:
        same = self.by_title(title)
        if same is not None and same.id != story_id:
            raise UsageError(f"You already have a story called “{same.title}”. Choose another title.")
        return story_title(title)


def story_title(title: str) -> str:
    """Return a title as it is kept.

    Raises:
        UsageError: it is empty.
    """
    tidy = one_line(title)[:LONGEST_TITLE].strip()
    if not tidy:
        raise UsageError("Give the story a title: a few words by which you know it.")
    return tidy


def _story(row: StoryRow) -> Story:
    return Story(row.id, row.title, Outline(**row.outline), row.added_at)
