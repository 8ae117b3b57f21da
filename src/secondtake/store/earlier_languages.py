"""Languages that a person spoke in earlier recordings, likely in the next one, too."""

from __future__ import annotations

from collections import Counter

from secondtake.core.lexicons import for_language
from secondtake.store.library import Library

# Both our choice: the latest sessions, and how many of them make a language usual. A single one may be wrong.
SESSIONS, MIN_SESSIONS = 10, 2


def earlier_languages(library: Library, person: str) -> tuple[str, ...]:
    """Return the languages that were heard without doubt in several of this person's latest sessions.

    Only those with a list of fillers: a rare language that was taken wrongly must not confirm itself.
    """
    sessions_by_code: Counter[str] = Counter()
    sessions = [s for s in library.sessions(archived=None) if s.person == person]
    for session in sessions[:SESSIONS]:
        review = library.latest_review(session.id)
        language = review.body["language"] if review else None
        if language and not language.get("candidates") and for_language(language["code"]):
            sessions_by_code[language["code"]] += 1
    return tuple(sorted(code for code, sessions in sessions_by_code.items() if sessions >= MIN_SESSIONS))
