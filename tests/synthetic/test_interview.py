"""The interview's sound, words and truth agree with one another."""

from __future__ import annotations

import json

import numpy as np
import pytest

from secondtake.core.spans import Span, gaps, merge
from secondtake.synthetic.behaviour.performance import performance
from secondtake.synthetic.ground_truth import HEARD, SEEN
from secondtake.synthetic.sample_data import samples_folder
from secondtake.synthetic.script import INTERVIEW, lines
from secondtake.synthetic.soundtrack import FLAT_DB, RATE_HZ, sound_track, take

SOUND_LIMIT, SESSION_LIMIT = 600_000, 5_000_000  # bytes: a clone stays quick
BODIES = pytest.mark.parametrize("body", ["female", "male"])
KINDS = {
    *(
        "filler",
        "discourse_filler",
        "hedge",
        "repeat",
        "false_start",
        "long_pause",
        "fast_stretch",
        "slow_stretch",
        "monotone",
    ),
    *("blink", "blink_burst", "smile", "gaze_away", "face_touch", "hand_fidget", "head_fidget", "lip_press"),
    *("sway", "slouch", "lean", "shoulder_tilt", "low_voice_energy", "low_visible_energy", "face_missing"),
}  # of docs/review-json.md


@pytest.fixture(scope="module")
def committed() -> dict:
    return json.loads((samples_folder() / "session" / "interview.truth.json").read_text(encoding="utf-8"))


def test_committed_sound_and_session_are_small() -> None:
    folder = samples_folder()
    assert sum(path.stat().st_size for path in (folder / "voices").iterdir()) <= SOUND_LIMIT
    assert (
        sum(path.stat().st_size for path in (folder / "session").rglob("*") if path.is_file())
        <= SESSION_LIMIT
    )


@BODIES
def test_take_has_every_word_of_the_script_in_order(body: str) -> None:
    said = take(body, 0)
    assert [w.text for w in said.words()] == [
        w for turn in INTERVIEW for line in turn.lines for w in line.text.split()
    ]
    starts = [w.span.start_s for w in said.words()]
    assert starts == sorted(starts)
    assert 75 <= said.duration_s <= 120


@BODIES
def test_sound_track_is_loud_in_words_and_quiet_elsewhere(body: str) -> None:
    said = take(body, 3)
    track = sound_track(said, body, 3)
    spoken = [line.span for line in said.lines]
    quiet = [s for s in gaps(merge(spoken), Span(0, said.duration_s)) if s.duration_s > 0.1]
    assert max(_level_db(track, Span(s.start_s + 0.03, s.end_s - 0.03)) for s in quiet) < -55
    loud = [_level_db(track, w.span) for w in said.words() if w.span.duration_s > 0.08]
    assert np.mean(np.array(loud) > -45) > 0.98


@BODIES
def test_flat_lines_are_quieter_and_fast_lines_faster(body: str) -> None:
    said = take(body, 0)
    track = sound_track(said, body, 0)

    def of(manner: str) -> list:
        return [line for line in said.lines if line.speaker == "candidate" and line.line.manner == manner]

    level = {m: np.median([_level_db(track, line.span) for line in of(m)]) for m in ("plain", "flat")}
    rate = {
        m: sum(len(line.words) for line in of(m)) / sum(line.span.duration_s for line in of(m))
        for m in ("plain", "fast")
    }
    assert level["flat"] - level["plain"] == pytest.approx(FLAT_DB, abs=2.0)
    assert rate["fast"] > 1.35 * rate["plain"]
    assert sum(line.span.duration_s for line in of("flat")) >= 12
    assert sum(line.span.duration_s for line in of("fast")) >= 8


def _level_db(track: np.ndarray, span: Span) -> float:
    piece = track[round(span.start_s * RATE_HZ) : round(span.end_s * RATE_HZ)]
    return float(10 * np.log10(np.mean(piece.astype(np.float64) ** 2) + 1e-12))


def test_performance_depends_on_the_seed_only() -> None:
    said = take("female", 0)
    assert performance(said, 0) == performance(said, 0)
    assert performance(said, 0) != performance(said, 1)
    assert take("female", 1).duration_s != said.duration_s


def test_slips_are_marked_on_the_right_words() -> None:
    line = next(line for line in lines("candidate") if line.name == "a1c")
    words = line.text.split()
    assert [(kind, words[first:last]) for kind, first, last in line.slips] == [
        ("hedge", ["I", "think", "maybe"]),
        ("repeat", ["the,", "the"]),
    ]


def test_committed_truth_matches_the_contract(committed: dict) -> None:
    assert {e["kind"] for e in committed["events"]} <= KINDS
    assert set(committed["exhaustive"]) == {*SEEN, *HEARD}
    for event in committed["events"]:
        assert 0 <= event["start_s"] < event["end_s"] <= 120
    for signal in committed["signals"].values():
        assert len(signal["times_s"]) == len(signal["values"])
    assert [t["speaker"] for t in committed["turns"]] == ["interviewer", "candidate"] * 3
    assert len(committed["answers"]) == 3
    assert all(a["question"].endswith("?") for a in committed["answers"])


def test_committed_truth_has_every_kind(committed: dict) -> None:
    count = {kind: sum(e["kind"] == kind for e in committed["events"]) for kind in KINDS}
    assert count["blink"] >= 20
    assert count["smile"] >= 4
    assert count["face_touch"] >= 3
    assert count["filler"] + count["discourse_filler"] >= 10
    assert {e["label"] for e in committed["events"] if e["kind"] == "gaze_away"} == {"side", "down"}
    assert {e["label"] for e in committed["events"] if e["kind"] == "head_fidget"} == {"nod", "shake"}
    absent = {"slow_stretch", "low_visible_energy", "face_missing"}
    assert all(count[kind] for kind in KINDS - absent)


def test_committed_words_match_the_seed(committed: dict) -> None:
    said = take("female", 0)
    assert [(w["text"], w["start_s"]) for w in committed["words"]] == [
        (w.text, w.span.start_s) for w in said.words()
    ]


def test_smile_overlaps_speech(committed: dict) -> None:
    smiles = [Span(e["start_s"], e["end_s"]) for e in committed["events"] if e["kind"] == "smile"]
    answers = [Span(a["start_s"], a["end_s"]) for a in committed["answers"]]
    assert any(s.overlap_s(a) > 1 for s in smiles for a in answers)
