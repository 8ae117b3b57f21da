"""Search whole words and phrases in the transcripts of all sessions.

Sessions keep their words as one text with a blank on either side of each word, so a phrase is found by the
database's own comparison. Our choice over a full-text index: a thousand hours are 50 MB of text, read in
well under a second, and there is no index that could keep what was erased.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select

from secondtake.store.database.review_codec import between_blanks, plain_words, start_times_s
from secondtake.store.database.tables import SessionRow, TranscriptRow
from secondtake.store.library import Library
from secondtake.store.records import Hit

CONTEXT_WORDS = 5  # on either side of a hit: enough to recognise the moment


def search(library: Library, phrase: str, *, limit: int = 200) -> tuple[Hit, ...]:
    """Return the places where the words were said, and the sessions in which they were asked.

    Args:
        phrase: one or more words, found in this order, whatever their case and punctuation.
        limit: at most this many hits; the latest sessions come first.
    """
    phrase_words = plain_words(phrase)
    if not phrase_words:
        return ()
    needle = between_blanks(phrase_words)
    query = (
        select(TranscriptRow, SessionRow.title)
        .join(SessionRow)
        .where(col(SessionRow.deleted_at).is_(None))
        .where(or_(_holds(TranscriptRow.said, needle), _holds(TranscriptRow.asked, needle)))
        .order_by(col(SessionRow.recorded_at).desc())
        .limit(limit)
    )
    hits: list[Hit] = []
    with library.database.read() as database:
        for row, title in database.exec(query):
            hits += _question_hits(row, title, needle)
            hits += _transcript_hits(row, title, phrase_words)
    return tuple(hits[:limit])


def _holds(column: str, needle: str) -> ColumnElement[bool]:
    return col(column).contains(needle, autoescape=True)


def _question_hits(row: TranscriptRow, title: str, needle: str) -> list[Hit]:
    questions = row.asked.split("|")
    return [Hit(row.session_id, title, None, q.strip()) for q in questions if needle in q]


def _transcript_hits(row: TranscriptRow, title: str, phrase_words: list[str]) -> list[Hit]:
    words, starts_s = row.said.split(), start_times_s(row.starts)
    count = len(phrase_words)
    return [
        Hit(
            row.session_id,
            title,
            round(starts_s[i], 3),
            " ".join(words[max(0, i - CONTEXT_WORDS) : i + count + CONTEXT_WORDS]),
        )
        for i in range(len(words) - count + 1)
        if words[i : i + count] == phrase_words
    ]
