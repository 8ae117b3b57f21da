"""The section on stillness in the movement of real people, with known changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from secondtake.core.tracks import Tracks
from secondtake.detectors.body import visible_energy
from secondtake.evaluation.real_movement import (
    CHANGES,
    LONG_S,
    LONG_STILL_S,
    PLACES,
    SHORT_STILL_S,
    Case,
    cases,
    events,
    is_long_enough,
    known,
    moving,
    prolonged,
)
from secondtake.evaluation.report.results import Counts, Outcome, Table, is_weak
from secondtake.evaluation.report.section import Section, Work
from secondtake.evaluation.report.seeing import no_clips
from secondtake.evaluation.scoring import Score
from secondtake.evaluation.vocal_energy import OVERLAP
from secondtake.observers.vision.vision import VERSION

CLEAR = next(iter(CHANGES))
"""The change that counts: what is said to be found."""

MINUTE = f"{LONG_STILL_S:.0f} s of a minute, there and back"
AS_IT_IS = f"{SHORT_STILL_S:.0f} s of a clip as it is"
KNOWN = f"{AS_IT_IS}, the person's usual known"


def measure(work: Work) -> Outcome:
    """Stretches made still, in a minute and in clips as they are; what is found in both untouched."""
    people = moving(work.folder / f"clips-{VERSION}")
    acquainted = {clip: known(tracks) for clip, tracks in people.items()}
    done = {
        (change, place): list(cases(some, share, long=place == MINUTE))
        for change, share in CHANGES.items()
        for place, some in ((MINUTE, people), (AS_IT_IS, people), (KNOWN, acquainted))
    }
    table = Table(
        "Real movement made smaller",
        ("movement", "in", "true", "found", "recall", "shared of either's time (median)"),
        tuple(_row(change, place, some) for (change, place), some in done.items()),
        (*_untouched(people), _listening([c for some in done.values() for c in some])),
    )
    told = {visible_energy.KIND.name: counts(done[CLEAR, MINUTE], done[CLEAR, AS_IT_IS])}
    return Outcome((table,), _weak(done), told, {visible_energy.NAME: visible_energy.VERSION})


def counts(long: Sequence[Case], short: Sequence[Case]) -> Counts:
    """Of both together; what is false is not known, as real people have calm stretches of their own."""
    places = ("in recordings under half a minute",) if _is_weak(short) else ()
    return Counts("changed", len(long) + len(short), _found(long) + _found(short), None, places)


def _weak(done: Mapping[tuple[str, str], Sequence[Case]]) -> tuple[str, ...]:
    return tuple(
        f"Movement {change}, {place}: only {_found(some)} of {len(some)} stretches are found."
        for (change, place), some in done.items()
        if _is_weak(some)
    )


def _is_weak(some: Sequence[Case]) -> bool:
    found = _found(some)
    return is_weak(Score(visible_energy.KIND.name, found, len(some) - found, 0, exhaustive=False))


def _found(some: Sequence[Case]) -> int:
    return sum(c.covered >= OVERLAP for c in some)


def _row(change: str, place: str, some: Sequence[Case]) -> tuple[str, ...]:
    found, shared = _found(some), median(c.either for c in some)
    return change, place, str(len(some)), str(found), f"{found / len(some):.2f}", f"{shared:.2f}"


def _untouched(people: Mapping[str, Tracks]) -> tuple[str, ...]:
    alike = {clip: tracks for clip, tracks in people.items() if is_long_enough(tracks)}
    longer = {clip: prolonged(tracks) for clip, tracks in people.items()}
    return tuple(
        f"untouched, {words}: {_told(some)}"
        for words, some in (("as they are", alike), ("there and back", longer))
    )


def _told(some: Mapping[str, Tracks]) -> str:
    minutes = sum(tracks.duration_s for tracks in some.values()) / 60
    found = [(clip, event) for clip, tracks in some.items() for event in events(tracks)]
    where = ", ".join(f"{clip} {e.start_s:.0f}-{e.end_s:.0f} s" for clip, e in found)
    return f"stretches found in {minutes:.1f} minutes: {len(found)}{f' ({where})' if where else ''}"


def _listening(some: Sequence[Case]) -> str:
    return (
        f"the same {len(some)} stretches where nobody speaks in them, as while listening: "
        f"found {sum(c.listening for c in some)}"
    )


SECTION = Section(
    name="movement",
    title="Stillness in real movement",
    on="the movement of five real people as it was observed (6 to 20 s each, taken as speaking throughout): "
    f"in one stretch, in {PLACES} places from the start to the end, face, head, shoulders and wrists move a "
    "quarter or half as much; what the tracker jitters is put back. So that there is something to compare "
    f"with, each is played there and back up to {LONG_S:.0f} s. What a person does then comes again: a real "
    "minute varies more and may come out worse. Nobody labelled real stillness; a clip may have a calm "
    "stretch of its own. “Usual known”: as from three earlier sessions, here told from the clip itself.",
    tolerance=f"A stretch counts as found when one event covers {OVERLAP:.0%} of it: nobody goes still at an "
    "exact time.",
    measure=measure,
    lacks=no_clips,
)
