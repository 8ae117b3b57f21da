"""The section on energy: real and synthetic speech with known changes."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from secondtake.detectors import pitch, vocal_energy
from secondtake.pipeline.validate import Score
from secondtake.pipeline.validate_energy import (
    CHANGED_S,
    CHANGES,
    LONG_S,
    OVERLAP,
    RECORDINGS,
    Case,
    behind_gain,
    cases,
    heard,
    known_pitch,
    load,
    other_trackers,
    untouched,
)
from secondtake.pipeline.validation.hearing import no_speech
from secondtake.pipeline.validation.results import Counts, Outcome, Table, is_weak
from secondtake.pipeline.validation.section import Section, Work

ASKED_SHARE = 0.9  # our aim
SNRS_DB = (40.0, 20.0, 10.0)


def measure(work: Work) -> Outcome:
    """Changed stretches, untouched speech, the pitch underneath, and automatic gain."""
    del work  # nothing of it is kept: hearing pitch and level takes a fiftieth of the sound's length
    done = {change: list(cases(change)) for change in CHANGES}
    number, minutes = untouched()
    stretches = Table(
        "Stretches made quieter, flatter or slower",
        ("change", "speech", "true", "found", "recall", "shared of either's time (median)"),
        tuple(_row(change, words, some) for change in CHANGES for words, some in _by_length(done[change])),
        (f"untouched speech: {number} such events in {minutes:.1f} minutes",),
    )
    weak = [
        f"{change}: only {_found(long)} of {len(long)} stretches are found."
        for change in CHANGES
        if (long := [c for c in done[change] if c.long]) and _found(long) < ASKED_SHARE * len(long)
    ]
    short = [c for some in done.values() for c in some if not c.long]
    if short and _found(short) < ASKED_SHARE * len(short):
        weak.append(
            f"In recordings shorter than {LONG_S:.0f} s there is little to compare with: "
            f"{_found(short)} of {len(short)} stretches are found."
        )
    detectors = {d.name: d.version for d in (vocal_energy.DETECTOR, pitch.DETECTOR)}
    return Outcome((stretches, _pitch(), _gain()), tuple(weak), counts(done), detectors)


def _by_length(some: Sequence[Case]) -> tuple[tuple[str, list[Case]], ...]:
    return (
        (f"of {LONG_S:.0f} s and more", [c for c in some if c.long]),
        ("shorter", [c for c in some if not c.long]),
    )


def _found(some: Sequence[Case]) -> int:
    return sum(c.covered >= OVERLAP for c in some)


def _row(change: str, words: str, some: Sequence[Case]) -> tuple[str, ...]:
    hits = _found(some)
    shared = f"{median(c.either for c in some):.2f}"
    return (change, words, str(len(some)), str(hits), f"{hits / len(some):.2f}", shared)


def counts(done: dict[str, list[Case]]) -> dict[str, Counts]:
    """By kind; how many are false is not known, as real speech has low stretches of its own."""
    found: dict[str, Counts] = {}
    for kind in dict.fromkeys(kind for _, kinds in CHANGES.values() for kind in kinds):
        mine = [c for change, (_, kinds) in CHANGES.items() if kind in kinds for c in done[change]]
        short = [c for c in mine if not c.long]
        missed = len(short) - _found(short)
        weak = is_weak(Score(kind, _found(short), missed, 0, exhaustive=False))
        places = (f"in recordings shorter than {LONG_S:.0f} s",) if weak else ()
        found[kind] = Counts("changed", len(mine), _found(mine), None, places)
    return found


def _pitch() -> Table:
    rows = [
        (f"speech with known pitch, noise {snr_db:.0f} dB below", known_pitch(snr_db)) for snr_db in SNRS_DB
    ]
    rows.append(("natural speech, where two other trackers agree", other_trackers()))
    head = ("pitch against", "median error", "errors beyond a semitone", "of voiced frames")
    return Table(
        "The pitch underneath",
        head,
        tuple((name, f"{e.median_st:.3f} st", f"{e.gross:.1%}", f"{e.found:.0%}") for name, e in rows),
    )


def _gain() -> Table:
    rows = []
    for name in RECORDINGS[:3]:
        sure, kept = behind_gain(name)
        before = heard(load(name)).facts["agc"]
        rows.append((name, f"{before:.2f}", f"{sure:.2f}", "yes" if kept else "no"))
    head = ("speech", "taken for gain before", "behind a compressor", "flat stretch found behind it")
    return Table("Automatic gain", head, tuple(rows))


SECTION = Section(
    name="energy",
    title="Energy",
    on=f"natural and synthetic speech in which one stretch of {CHANGED_S:.0f} s, in three places one "
    "after the other, was made 9 dB quieter, its pitch flattened to a quarter, or slowed by a fifth. The "
    "low stretches that real speech has of its own are not labelled: what is false is told from "
    "untouched speech.",
    tolerance=f"A stretch counts as found when one event of the right kind covers {OVERLAP:.0%} of it: "
    "the edges of a fading voice have no exact time.",
    measure=measure,
    lacks=no_speech,
)
