"""Section on energy: real and synthetic speech with known changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from secondtake.core.event import Transcript
from secondtake.detectors.body import visible_energy
from secondtake.detectors.published_accuracy import Counts
from secondtake.detectors.voice import pitch, vocal_energy
from secondtake.evaluation.energy.visible_energy import ScoredPerformance, performances
from secondtake.evaluation.energy.vocal_energy import (
    CHANGED_S,
    CHANGES,
    CUT_S,
    GAINS,
    OVERLAP,
    PLACES,
    RECORDINGS,
    SAMPLE,
    VoiceCase,
    behind_gain,
    cases,
    heard_words,
    known_pitch,
    other_trackers,
    slow_by_himself,
    untouched,
)
from secondtake.evaluation.report.hearing import no_speech
from secondtake.evaluation.report.results import Outcome, Table, is_weak
from secondtake.evaluation.report.section import Section, Work
from secondtake.evaluation.scoring import Score
from secondtake.observers.vision.vision import VERSION

TARGET_RECALL = 0.9  # our aim
SNRS_DB = (40.0, 20.0, 10.0)


def measure(work: Work) -> Outcome:
    """Measure changed stretches, unchanged speech, pitch tracking and automatic gain."""
    transcripts = heard_words(work.settings.with_(home=work.folder / "speech", language="en"))
    by_change = {
        change: [case for cut in (False, True) for case in cases(change, transcripts, cut=cut)]
        for change in CHANGES
    }
    sample = {change: list(cases(change, transcripts, cut=False, recordings=[SAMPLE])) for change in CHANGES}
    stretches = Table(
        "Stretches made quieter, flatter or slower",
        ("change", "speech", "true", "found", "recall", "shared of either's time (median)"),
        tuple(
            _row(change, words, some)
            for change in CHANGES
            for words, some in (*_by_length(by_change[change]), (SAMPLE, sample[change]))
        ),
        _untouched(transcripts),
    )
    weak = [
        f"{change}: only {_hits(long)} of {len(long)} stretches are found{where}."
        for change in CHANGES
        for where, some in (("", by_change[change]), (f" in {SAMPLE}", sample[change]))
        if (long := [c for c in some if c.long]) and _hits(long) < TARGET_RECALL * len(long)
    ]
    short = [c for some in by_change.values() for c in some if not c.long]
    if short and _hits(short) < TARGET_RECALL * len(short):
        weak.append(
            f"In recordings of {CUT_S:.0f} s there is little to compare with: "
            f"{_hits(short)} of {len(short)} stretches are found."
        )
    acted = list(performances(work.folder / f"visible-{VERSION}"))
    kind_counts = counts(by_change) | {visible_energy.KIND.name: _acted_counts(acted)}
    detectors = {d.name: d.version for d in (vocal_energy.DETECTOR, pitch.DETECTOR, visible_energy.DETECTOR)}
    return Outcome((stretches, _pitch(), _gain(), _visible(acted)), tuple(weak), kind_counts, detectors)


def _untouched(transcripts: Mapping[str, Transcript]) -> tuple[str, ...]:
    number, minutes = untouched(transcripts)
    share = slow_by_himself(transcripts)
    return (
        f"untouched speech: {number} such events in {minutes:.1f} minutes",
        "a man who says “this is me talking really slow and slightly lower in intensity”: "
        f"{share:.0%} of that stretch is found",
    )


def _by_length(some: Sequence[VoiceCase]) -> tuple[tuple[str, list[VoiceCase]], ...]:
    return (
        ("38 s and more", [c for c in some if c.long]),
        (f"the same cut to {CUT_S:.0f} s", [c for c in some if not c.long]),
    )


def _hits(some: Sequence[VoiceCase]) -> int:
    return sum(c.covered >= OVERLAP for c in some)


def _row(change: str, words: str, some: Sequence[VoiceCase]) -> tuple[str, ...]:
    hits = _hits(some)
    shared = f"{median(c.either for c in some):.2f}"
    return (change, words, str(len(some)), str(hits), f"{hits / len(some):.2f}", shared)


def counts(by_change: dict[str, list[VoiceCase]]) -> dict[str, Counts]:
    """Return counts by kind. False alarms are unknown: real speech has low-energy stretches of its own."""
    result: dict[str, Counts] = {}
    for kind in dict.fromkeys(kind for _, kinds in CHANGES.values() for kind in kinds):
        changed = [c for change, (_, kinds) in CHANGES.items() if kind in kinds for c in by_change[change]]
        short = [c for c in changed if not c.long]
        missed = len(short) - _hits(short)
        weak = is_weak(Score(kind, _hits(short), missed, 0, exhaustive=False))
        places = ("in recordings of half a minute",) if weak else ()
        result[kind] = Counts("changed", len(changed), _hits(changed), None, places)
    return result


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
    for gain in GAINS:
        results = [behind_gain(name, gain) for name in RECORDINGS[:3]]
        certainties = ", ".join(f"{certainty:.2f}" for certainty, _ in results)
        rows.append((gain, certainties, f"{sum(is_found for _, is_found in results)} of {len(results)}"))
    head = ("gain", "how sure it is told (three recordings)", "flat stretch found behind it")
    return Table("Automatic gain", head, tuple(rows))


def _visible(acted: Sequence[ScoredPerformance]) -> Table:
    rows = tuple((s.name, f"{s.covered:.2f}", f"{s.either:.2f}", str(s.false)) for s in acted)
    head = ("performance", "of the stillness found", "shared of either's time", "false events")
    return Table("Stillness while talking, acted by the synthetic person", head, rows)


def _acted_counts(acted: Sequence[ScoredPerformance]) -> Counts:
    hits = sum(s.covered >= OVERLAP for s in acted)
    return Counts("synthetic", len(acted), hits, sum(s.false for s in acted), ())


SECTION = Section(
    name="energy",
    title="Energy",
    on=f"natural and synthetic speech in which one stretch of {CHANGED_S:.0f} s, in {PLACES} places from the "
    "start to the end (in the sample: within an answer), was made 9 dB quieter, its pitch flattened to a "
    "quarter (WORLD), or slowed by a fifth (WSOLA, which leaves every grain of sound as it was). Words are "
    "those that the recogniser hears in the unchanged recording, moved with the change. The low stretches "
    "that real speech has of its own are not labelled: what is false is told from untouched speech.",
    tolerance=f"A stretch counts as found when one event of the right kind covers {OVERLAP:.0%} of it: "
    "the edges of a fading voice have no exact time.",
    measure=measure,
    lacks=no_speech,
)
