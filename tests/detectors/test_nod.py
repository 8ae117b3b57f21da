from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detectors.make_person import blinked, found_all, half_rate, mirrored, moved, person, unseen, waved
from secondtake.core.answer import Turn
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors import ALL
from secondtake.detectors.body import nod
from secondtake.detectors.body.nod import Params, detect, measure

ASKED, ANSWERED = Span(2.0, 28.0), Span(30.0, 58.0)
NODS = [(6.0, 6.4), (14.0, 14.45), (20.0, 20.45), (20.6, 21.05)]
EVENTS = [(6.0, 6.4), (14.0, 14.45), (20.0, 21.05)]


def listener(seed: int = 0, *, rest: float = 1.0) -> Tracks:
    """Somebody who is asked something and then answers; `rest` scales how much the tracker jitters."""
    tracks = person(seed=seed)
    still = {n: s.with_values(s.median() + rest * (s.values - s.median())) for n, s in tracks.series.items()}
    turns = (Turn("interviewer", ASKED), Turn("candidate", ANSWERED))
    return replace(tracks, series=still, speech=(ASKED, ANSWERED), turns=turns)


def nodded(tracks: Tracks, spans, deg: float = 8.0, *, travel: float = 0.01, eyes: float = 1.0) -> Tracks:
    """Nods: the face goes down by `travel` face heights a degree, and the eyes turn back by a share."""
    return moved(
        tracks, spans, ramp_s=0.2, pitch_deg=deg, face_y=0.28 * travel * deg, gaze_y=0.031 * eyes * deg
    )


NODDING = nodded(listener(rest=0.3), NODS)

EXAMPLES = (
    NODDING,
    nodded(listener(rest=0.02), NODS, 2.5),
    nodded(listener(rest=0.3), NODS, 6.0, eyes=-0.4),
    nodded(listener(rest=0.3), NODS, 14.0, eyes=0.5),
    moved(nodded(listener(rest=0.3), NODS), NODS, jawOpen=0.05),
    moved(nodded(listener(rest=0.3), NODS), NODS, ramp_s=0.2, yaw_deg=5.0),
    moved(nodded(listener(rest=0.3), NODS), [(6.4, 9.0)], ramp_s=0.3, pitch_deg=3.0),
)


def nods(tracks: Tracks):
    return detect(tracks, Params()).events


def test_nod_in_the_others_turn_is_detected():
    assert found_all(nods(NODDING), EVENTS)
    assert "3 times" not in " ".join(e.why for e in nods(NODDING))
    assert "2 times" in nods(NODDING)[2].why


@pytest.mark.parametrize("seed", range(4))
def test_nod_while_the_person_talks_is_never_an_event(seed):
    rng = np.random.default_rng(seed)
    starts = ANSWERED.start_s + 1.5 + np.cumsum(rng.uniform(1.6, 2.2, 12))
    own = nodded(listener(seed, rest=0.3), [(s, s + 0.4) for s in starts])
    assert nods(own) == ()
    swapped = replace(own, turns=(Turn("candidate", ASKED), Turn("interviewer", ANSWERED)))
    assert len(nods(swapped)) >= 8


def test_nod_without_another_voice_gives_no_event_and_no_number():
    for alone in (replace(NODDING, turns=()), replace(NODDING, turns=(Turn("candidate", ASKED),))):
        found = detect(alone, Params())
        assert (found.events, found.observed) == ((), ())
        (rate,) = measure(found, alone, alone.whole)
        assert rate.value is None


def test_nod_of_a_question_without_sound_is_not_counted():
    silent = replace(NODDING, speech=(ANSWERED,))
    assert nods(silent) == ()


def test_nod_rate_counts_a_minute_of_listening():
    (rate,) = measure(detect(NODDING, Params()), NODDING, NODDING.whole)
    assert rate.value == pytest.approx(len(EVENTS) * 60 / rate.observed_s)
    assert rate.observed_s == pytest.approx(ASKED.duration_s, abs=1.0)


@pytest.mark.parametrize(
    "tracks",
    [
        nodded(listener(rest=0.3), [(6.0, 8.0), (14.0, 15.6)], 12.0),
        nodded(listener(rest=0.3), NODS, eyes=-0.3),
        nodded(listener(rest=0.3), NODS, travel=0.0),
        nodded(listener(rest=0.3), NODS, travel=0.1),
        waved(nodded(listener(rest=0.3), NODS), NODS, "yaw_deg", 12.0, 2.0),
        moved(nodded(listener(rest=0.3), NODS), NODS, ramp_s=0.1, jawOpen=0.3),
        moved(listener(rest=0.3), [(6.0, 40.0)], ramp_s=0.3, pitch_deg=8.0, face_y=0.02, gaze_y=0.25),
        unseen(NODDING, [(0.0, 30.0)]),
        listener(),
    ],
    ids=["look down", "glance", "mesh", "bounce", "shake", "laugh", "new seat", "unseen", "still"],
)
def test_nod_is_not_taken_for_what_resembles_it(tracks):
    assert nods(tracks) == ()


@pytest.mark.parametrize("change", [mirrored, half_rate], ids=["mirrored", "half rate"])
def test_nod_mirrored_or_half_rate_is_found_alike(change):
    assert found_all(nods(replace(change(NODDING), turns=NODDING.turns, speech=NODDING.speech)), EVENTS)


def test_nod_with_blinks_in_it_is_still_found():
    assert found_all(nods(blinked(NODDING, [6.1, 14.4, 20.2])), EVENTS)


def test_nod_detector_belongs_to_the_movement_group():
    (detector,) = (d for d in ALL if nod.NAME in d.kind_names)
    assert detector.is_muted_by({"movement"})
    assert not detector.is_muted_by({"gaze", "smile"})
