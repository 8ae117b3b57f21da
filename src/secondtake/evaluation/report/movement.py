"""Section on stillness: movement of real people with known changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from secondtake.core.tracks import Tracks
from secondtake.detectors.body import visible_energy
from secondtake.detectors.published_accuracy import Counts
from secondtake.evaluation.energy.real_movement import (
    CHANGES,
    LONG_S,
    LONG_STILL_S,
    PLACES,
    SHORT_STILL_S,
    MovementCase,
    cases,
    events,
    is_long_enough,
    moving,
    prolonged,
    with_baseline,
)
from secondtake.evaluation.energy.vocal_energy import OVERLAP
from secondtake.evaluation.report.results import Outcome, Table, is_weak
from secondtake.evaluation.report.section import Section, Work
from secondtake.evaluation.report.seeing import no_clips
from secondtake.evaluation.scoring import Score
from secondtake.observers.vision.vision import VERSION

CLEAR = next(iter(CHANGES))
"""The change whose counts are published."""

MINUTE = f"{LONG_STILL_S:.0f} s of a minute, there and back"
AS_IT_IS = f"{SHORT_STILL_S:.0f} s of a clip as it is"
KNOWN = f"{AS_IT_IS}, the person's usual known"


def measure(work: Work) -> Outcome:
    """Measure stretches made still, in a minute and in unmodified clips, and detections in unchanged ones."""
    people = moving(work.folder / f"clips-{VERSION}")
    with_usual = {clip: with_baseline(tracks) for clip, tracks in people.items()}
    by_change = {
        (change, place): list(cases(tracks, share, long=place == MINUTE))
        for change, share in CHANGES.items()
        for place, tracks in ((MINUTE, people), (AS_IT_IS, people), (KNOWN, with_usual))
    }
    table = Table(
        "Real movement made smaller",
        ("movement", "in", "true", "found", "recall", "shared of either's time (median)"),
        tuple(_row(change, place, some) for (change, place), some in by_change.items()),
        (*_untouched(people), _listening([c for some in by_change.values() for c in some])),
    )
    published = {visible_energy.KIND.name: counts(by_change[CLEAR, MINUTE], by_change[CLEAR, AS_IT_IS])}
    return Outcome((table,), _weak(by_change), published, {visible_energy.NAME: visible_energy.VERSION})


def counts(long: Sequence[MovementCase], short: Sequence[MovementCase]) -> Counts:
    """Return counts of both together. False alarms are unknown: people have still stretches of their own."""
    places = ("in recordings under half a minute",) if _is_weak(short) else ()
    return Counts("changed", len(long) + len(short), _hits(long) + _hits(short), None, places)


def _weak(by_change: Mapping[tuple[str, str], Sequence[MovementCase]]) -> tuple[str, ...]:
    return tuple(
        f"Movement {change}, {place}: only {_hits(some)} of {len(some)} stretches are found."
        for (change, place), some in by_change.items()
        if _is_weak(some)
    )


def _is_weak(some: Sequence[MovementCase]) -> bool:
    hits = _hits(some)
    return is_weak(Score(visible_energy.KIND.name, hits, len(some) - hits, 0, exhaustive=False))


def _hits(some: Sequence[MovementCase]) -> int:
    return sum(c.covered >= OVERLAP for c in some)


def _row(change: str, place: str, some: Sequence[MovementCase]) -> tuple[str, ...]:
    hits, shared = _hits(some), median(c.either for c in some)
    return change, place, str(len(some)), str(hits), f"{hits / len(some):.2f}", f"{shared:.2f}"


def _untouched(people: Mapping[str, Tracks]) -> tuple[str, ...]:
    long_enough = {clip: tracks for clip, tracks in people.items() if is_long_enough(tracks)}
    longer = {clip: prolonged(tracks) for clip, tracks in people.items()}
    return tuple(
        f"untouched, {words}: {_detections(clips)}"
        for words, clips in (("as they are", long_enough), ("there and back", longer))
    )


def _detections(clips: Mapping[str, Tracks]) -> str:
    minutes = sum(tracks.duration_s for tracks in clips.values()) / 60
    spans = [(clip, event) for clip, tracks in clips.items() for event in events(tracks)]
    where = ", ".join(f"{clip} {e.start_s:.0f}-{e.end_s:.0f} s" for clip, e in spans)
    return f"stretches found in {minutes:.1f} minutes: {len(spans)}{f' ({where})' if where else ''}"


def _listening(some: Sequence[MovementCase]) -> str:
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
