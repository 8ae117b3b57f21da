from __future__ import annotations

import pytest

from secondtake.core.answer import Answer, Turn
from secondtake.core.event import Event
from secondtake.core.event_kinds import count_phrase
from secondtake.core.insights.habits import habits, phases
from secondtake.core.spans import Span, total_s
from secondtake.core.tracks import Tracks
from secondtake.detectors import event_kind, event_kinds

KINDS = event_kinds()
ANSWERS = (
    Answer(0, Span(12, 82), question_span=Span(2, 9)),
    Answer(1, Span(95, 130), question_span=Span(85, 92)),
)
TRACKS = Tracks(
    140.0,
    turns=(
        Turn("interviewer", Span(2, 9)),
        Turn("candidate", Span(12, 82)),
        Turn("interviewer", Span(85, 92)),
        Turn("candidate", Span(95, 130)),
    ),
    answers=ANSWERS,
)


def at(kind: str, *starts_s: float, long_s: float = 0.4) -> list[Event]:
    return [Event(kind, Span(s, s + long_s)) for s in starts_s]


def test_phases_split_the_recording_without_overlap() -> None:
    by_phase = phases(ANSWERS, TRACKS)
    assert by_phase["listening"] == (Span(2, 9), Span(85, 92))
    assert by_phase["thinking"] == (Span(9, 12), Span(92, 95))
    assert by_phase["first_20s"] == (Span(12, 32), Span(95, 115))
    assert by_phase["end"] == (Span(72, 82),)  # the second answer is too short to have an end of its own
    assert by_phase["during"] == (Span(32, 72), Span(115, 130))
    whole = [s for spans in by_phase.values() for s in spans]
    assert sum(s.duration_s for s in whole) == pytest.approx(total_s(whole))


def test_habits_rate_uses_observed_time() -> None:
    events = at("face_touch", 14, 16, 40, 100)
    (habit,) = habits(events, ANSWERS, TRACKS, kinds=KINDS, observed={"face_touch": [Span(0, 120)]})
    plain = habit.as_dict()
    assert (habit.count, habit.bouts, habit.answers) == (4, 3, (2, 2))
    assert plain["rate"] == 2.0
    assert plain["when"] == {"listening": 0, "thinking": 0, "first_20s": 3, "during": 1, "end": 0}
    assert plain["when_rate"]["first_20s"] == pytest.approx(3 * 60 / 40)
    assert "4 face touches, 2.0 a minute, in 2 of 2 answers." in habit.text


def test_habits_most_frequent_phase_needs_significance() -> None:
    (clear,) = habits(at("filler", 12.5, 14, 17, 20, 96, 98, 101, 104), ANSWERS, TRACKS, kinds=KINDS)
    assert clear.most == "first_20s"
    assert "most frequent in the first 20 seconds of an answer: 8 of 8 in 32 % of the time" in clear.text
    (even,) = habits(at("filler", 4, 14, 25, 40, 50, 60, 75, 100, 120), ANSWERS, TRACKS, kinds=KINDS)
    assert even.most is None
    (few,) = habits(at("filler", 12.5, 14, 17), ANSWERS, TRACKS, kinds=KINDS)
    assert few.most is None


def test_habits_skip_dismissed_and_sort_by_count() -> None:
    gone = [Event("sway", Span(20, 30), dismissed=True)]
    summaries = habits([*gone, *at("smile", 50), *at("filler", 13, 40)], ANSWERS, TRACKS, kinds=KINDS)
    assert [h.kind for h in summaries] == ["filler", "smile"]


def test_habits_without_answers_have_no_phases() -> None:
    (habit,) = habits(at("smile", 3, 9), (), Tracks(60.0), kinds=KINDS)
    assert habit.as_dict()["when"] == {}
    assert habit.text == "2 smiles, 2.0 a minute."


def test_event_kinds_all_have_names() -> None:
    contract = (
        "filler hedge repeat false_start long_pause fast_stretch slow_stretch blink blink_burst smile "
        "gaze_away face_touch hand_fidget head_fidget lip_press sway slouch lean shoulder_tilt "
        "low_voice_energy low_visible_energy face_missing monotone"
    )
    assert set(contract.split()) <= set(KINDS)
    assert count_phrase(event_kind("gaze_away"), 1) == "1 look away"
    assert count_phrase(event_kind("brow_raise"), 3) == "3 brow raises"
