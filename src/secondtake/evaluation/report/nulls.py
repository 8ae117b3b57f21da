"""Section on nulls: what is detected where nothing is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from secondtake.detectors import ALL
from secondtake.detectors.published_accuracy import published
from secondtake.evaluation.energy import vocal_energy
from secondtake.evaluation.nulls import (
    FREE_TALK,
    HANDS_HEIGHTS,
    LIVE_S,
    LOST_S,
    PIECE_S,
    SHUFFLES,
    STILL_S,
    Null,
    hand_nulls,
    movement_nulls,
    sound_nulls,
    still_nulls,
)
from secondtake.evaluation.report.hearing import no_speech
from secondtake.evaluation.report.results import Outcome, Table
from secondtake.evaluation.report.section import Section, Work
from secondtake.evaluation.report.seeing import no_clips, renderer_key
from secondtake.evaluation.speech import observe_speech
from secondtake.evaluation.talking_smiles import (
    DURATION_S,
    HELD_BACK,
    TUNED,
    VOWELS,
    false_per_minute,
    talkers,
)
from secondtake.evaluation.vision import Scored, pooled
from secondtake.observers.vision.vision import VERSION

MAX_SHARE = 0.05  # our aim
MAX_FALSE_SMILES, MIN_RECALL = 0.3, 0.85  # a minute; of planted smiles: our aim
TALKERS = {"rule chosen on": TUNED, "held back": HELD_BACK}
REMARKS = (
    "the bound on low energy was chosen on shuffles of these same recordings, some of them these very ones; "
    "none was held back, so these shares are no estimate for strangers",
    "the sample is left out, as its acted flat stretch is low in pieces too: voice events in 4 of 8 "
    "shuffles, monotone ones in 4 of 8",
    "still films are shorter than the minute that slouch, lean and tilts need: they cannot fire there",
    "the photographs of hands did not fidget before version 3 either; made tracks with the jitter of a "
    "smaller hand did (`tests/detectors/test_hand_fidget.py`)",
    "recall is the published one, measured with earlier versions where the page says “changed since”: with "
    "the bound, 110 of 132 changed stretches of speech are found, 119 without",
)


def measure(work: Work) -> Outcome:
    """Measure the share of nulls in which each kind is detected."""
    settings = work.settings.with_(home=work.folder / "speech", language="en")
    transcripts = vocal_energy.heard_words(settings)
    for name in (name for names in FREE_TALK for name in names):
        transcript = observe_speech(vocal_energy.path_of(name), settings).transcript
        if transcript is not None:
            transcripts[name] = transcript
    nulls = [
        *sound_nulls(transcripts),
        *movement_nulls(work.folder / f"clips-{VERSION}"),
        *still_nulls(work.folder / f"nulls-{VERSION}"),
        *hand_nulls(work.folder / f"nulls-{VERSION}"),
    ]
    talk = work.folder / f"talk-{renderer_key()}-{VERSION}"
    smiles = {
        (people, vowels.name): tuple(talkers(talk, variants, vowels))
        for people, variants in TALKERS.items()
        for vowels in VOWELS
    }
    kinds = {kind for null in nulls for kind in null.kinds}
    detectors = {d.name: d.version for d in ALL if kinds & set(d.kind_names)}
    tables = (_table(nulls), _zeros(nulls), _smiles(smiles))
    return Outcome(tables, (*_weak(nulls), *_weak_smiles(smiles)), {}, detectors)


def _table(nulls: Sequence[Null]) -> Table:
    accuracy = published()
    rows = []
    for group in dict.fromkeys(null.group for null in nulls):
        some = [null for null in nulls if null.group == group]
        for kind in sorted(some[0].kinds):
            fired = sum(kind in null.events for null in some)
            score = accuracy.get(kind)
            recall = f"{score.counts.found / score.counts.true:.2f}" if score else ""
            rows.append((group, kind, str(len(some)), str(fired), f"{fired / len(some):.2f}", recall))
    head = ("recordings", "kind", "nulls", "with an event", "share", "recall elsewhere on this page")
    return Table("Events where nothing is", head, tuple(rows), REMARKS)


def _zeros(nulls: Sequence[Null]) -> Table:
    rows = []
    for group in dict.fromkeys(
        null.group for null in nulls if null.group.startswith(("video", "call", "camera"))
    ):
        some = [null for null in nulls if null.group == group]
        names = sorted({name for null in some for name in null.zeros})
        rows.append((group, str(len(some)), ", ".join(names) or "none"))
    head = ("recordings", "nulls", "measures told as 0 though nothing could be seen")
    return Table("Absence taken for zero", head, tuple(rows))


def _smiles(results: Mapping[tuple[str, str], Sequence[Scored]]) -> Table:
    rows = []
    for (people, vowels), scored in results.items():
        score = pooled(scored)["smile"]
        planted = score.hits + score.misses
        recall = f"{score.hits / planted:.2f}"
        false = f"{false_per_minute(scored):.2f}"
        rows.append((people, vowels, str(len(scored)), str(planted), str(score.hits), recall, false))
    head = ("people", "vowels", "minutes", "planted", "found", "recall", "false a minute")
    remarks = (
        "rendered vowels raise the corners to .2 to .4; real ones read .5 to .8 for moments, so the same "
        "talk is judged with every vowel raised, too",
    )
    return Table("Smiles planted in made talk", head, tuple(rows), remarks)


def _weak_smiles(results: Mapping[tuple[str, str], Sequence[Scored]]) -> tuple[str, ...]:
    sentences = []
    for (people, vowels), scored in results.items():
        score, false = pooled(scored)["smile"], false_per_minute(scored)
        recall = score.hits / (score.hits + score.misses)
        if false > MAX_FALSE_SMILES or recall < MIN_RECALL:
            sentences.append(f"smiles in talk, {people}, vowels {vowels}: {false:.1f} false a minute.")
    return tuple(sentences)


def _weak(nulls: Sequence[Null]) -> tuple[str, ...]:
    sentences = []
    for group in dict.fromkeys(null.group for null in nulls):
        some = [null for null in nulls if null.group == group]
        fired = sum(bool(null.events) for null in some)
        if fired > MAX_SHARE * len(some):
            kinds = ", ".join(sorted({kind for null in some for kind in null.events}))
            sentences.append(f"{group}: events in {fired} of {len(some)} ({kinds}).")
    return tuple(sentences)


def _lacks() -> str:
    return no_speech() or no_clips()


SECTION = Section(
    name="nulls",
    title="Where nothing is",
    on=f"recordings in which nothing of a kind happens. Speech of three voices and of several readers, and "
    f"one man's recordings joined to two, cut into pieces of {PIECE_S:.0f} s and shuffled {SHUFFLES} times "
    f"each: no course in time is left; the same looped; the same with {LOST_S:.0f} s of lost sound; movement "
    "of five real people, played there and back and shuffled; one frame of three real clips for "
    f"{STILL_S:.0f} s, as it is, almost dark, and with the camera covered, with a sensor's noise; the same "
    f"clips frozen after {LIVE_S:.0f} s, as a call freezes; photographs of hands {HANDS_HEIGHTS[0]} and "
    f"{HANDS_HEIGHTS[1]} pixels high under a live camera's noise and exposure; a rendered person's talk of "
    f"{DURATION_S:.0f} s with planted smiles, every second time with a beard.",
    tolerance="None: every event of the kind counts.",
    measure=measure,
    lacks=_lacks,
)
