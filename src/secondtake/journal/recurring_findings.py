"""Recurring strengths and points to work on, each with the sessions that show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

RECENT = 6  # our choice: what was so long ago says little about today
MIN_SESSIONS = 2  # our choice: once is a day, twice is a habit
MIN_SHARE = 0.5  # our choice: in at least half of the recent sessions


@dataclass(frozen=True, slots=True)
class FindingNote:
    """One finding of one session's review.

    Args:
        session_id, title, at, real: whose.
        measure, label: what was measured, by name and in words.
        kind: "strength", "improve" or "notice".
        text: the review's sentence.
        drill: the exercise that helps, "" where there is none.
    """

    session_id: str
    title: str
    at: datetime
    real: bool
    measure: str
    label: str
    kind: str
    text: str
    drill: str = ""


@dataclass(frozen=True, slots=True)
class RecurringFinding:
    """Something that was found again and again.

    Args:
        measure, label: as in `FindingNote`.
        kind: a strength, or something to improve.
        of: recent sessions looked at.
        evidence: the findings, the latest first, one a session.
        drill: the exercise that helps.
        is_recently_absent: it was so before, and not in the latest two sessions.
    """

    measure: str
    label: str
    kind: Literal["strength", "improve"]
    of: int
    evidence: tuple[FindingNote, ...]
    drill: str
    is_recently_absent: bool = False

    @property
    def sessions(self) -> int:
        """Number of sessions with it."""
        return len(self.evidence)

    @property
    def share(self) -> float:
        """Share of the recent sessions with it."""
        return self.sessions / self.of


def recurring_findings(
    sessions: Sequence[tuple[str, datetime]], noted: Iterable[FindingNote]
) -> tuple[RecurringFinding, ...]:
    """Strengths and weaknesses over the recent sessions, the most frequent first.

    A measure that was a strength as often as a weakness is neither.

    Args:
        sessions: every reviewed session with its time, those without findings too.
        noted: their findings.
    """
    recent = [s for s, _ in sorted(sessions, key=lambda finding: finding[1], reverse=True)[:RECENT]]
    by_measure: dict[str, dict[str, list[FindingNote]]] = defaultdict(lambda: defaultdict(list))
    for finding in sorted(noted, key=lambda n: n.at, reverse=True):
        if finding.session_id in recent and finding.kind in ("strength", "improve"):
            by_measure[finding.measure][finding.kind].append(finding)
    findings = [trait for kinds in by_measure.values() if (trait := _trait(kinds, recent)) is not None]
    return tuple(
        sorted(findings, key=lambda t: (t.kind != "strength", t.is_recently_absent, -t.sessions, t.label))
    )


def _trait(kinds: dict[str, list[FindingNote]], recent: Sequence[str]) -> RecurringFinding | None:
    good, bad = kinds.get("strength", []), kinds.get("improve", [])
    if len(good) == len(bad):
        return None
    kind: Literal["strength", "improve"] = "strength" if len(good) > len(bad) else "improve"
    evidence = max(good, bad, key=len)
    if len(evidence) < MIN_SESSIONS or len(evidence) / len(recent) < MIN_SHARE:
        return None
    latest = set(recent[:MIN_SESSIONS])
    is_absent = not any(n.session_id in latest for n in evidence)
    newest = evidence[0]
    return RecurringFinding(
        newest.measure, newest.label, kind, len(recent), tuple(evidence), newest.drill, is_absent
    )
