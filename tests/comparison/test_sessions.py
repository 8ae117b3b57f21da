"""Sessions held against each other, out of a real library."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from secondtake import detectors
from secondtake.cli import main
from secondtake.comparison.sessions import compare_sessions, habit_board
from secondtake.comparison.takes import compare_takes
from secondtake.core.answer import Calibration
from secondtake.core.errors import UsageError
from secondtake.core.trends.recording_conditions import RecordingConditions
from secondtake.store.library import Library
from secondtake.store.records import Session

MEASURE = next(
    s for d in detectors.ALL for s in d.measures if s.better == "lower" and s.comparable and s.kinds
)
DETECTOR = next(d for d in detectors.ALL if MEASURE in d.measures)


@pytest.fixture
def add_history(
    library: Library, make_recording: Callable[..., Any], make_review: Callable[..., Any], tmp_path: Any
) -> Callable[..., list[Session]]:
    def add(
        *values: float,
        detector: str = DETECTOR.id,
        question: str = "Why us?",
        made_with: Callable[[int], RecordingConditions] = lambda _: RecordingConditions(),
    ) -> list[Session]:
        sessions = []
        for number, value in enumerate(values):
            recording = make_recording(f"{detector} {number} {value}".encode())
            (tmp_path / "x").write_bytes(b"x")
            library.add_recording(tmp_path / "x", recording)
            when = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number)
            session = library.create_session(recording.digest, title=f"take {number}", recorded_at=when)
            body = make_review(recording, question=question, **{MEASURE.name: value})
            body["conditions"] = made_with(number).to_json()
            body["specs"] = {MEASURE.name: {"detector": detector}}
            body["provenance"]["detectors"] = {d.name: d.version for d in detectors.ALL}
            library.save_review(session.id, body)
            sessions.append(session)
        return sessions

    return add


def test_compare_fading_habit_is_better(library: Library, add_history: Callable[..., Any]) -> None:
    add_history(9.0, 8.5, 8.8, 7.0, 6.9, 6.0, 5.1, 5.3, 4.0, 3.2, 3.0, 2.1)
    (found,) = compare_sessions(library)
    assert found.spec == MEASURE
    assert found.change.verdict == "better"
    assert found.baseline is not None
    assert found.baseline.n == 11
    assert [p.value for p in found.points][:2] == [9.0, 8.5]


def test_compare_change_with_new_camera_is_doubted_and_printed(
    library: Library, add_history: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    cameras = RecordingConditions(width=640, height=480), RecordingConditions(width=1280, height=720)
    values = [2.0, 2.2, 1.9, 2.1, 2.3, 1.8, 6.0, 6.2, 5.9, 6.1, 6.3, 5.8]
    sessions = add_history(*values, made_with=lambda number: cameras[number >= 6])
    (found,) = compare_sessions(library)
    assert found.change.verdict == "worse"
    assert found.doubt is not None
    assert found.doubted_since is not None
    assert found.doubted_since.session_id == sessions[6].id
    home = str(library.home.root)
    assert main(["compare", "--json", "--home", home]) == 0
    told = json.loads(capsys.readouterr().out)["measures"][MEASURE.name]["recording"]
    assert told["since"] == sessions[6].id
    assert told["differences"] == ["video size changed from 640 x 480 to 1280 x 720"]
    assert main(["compare", "--takes", sessions[0].id, sessions[7].id, "--home", home]) == 0
    assert "The recordings differ" in capsys.readouterr().out


def test_conditions_camera_name_comes_from_the_recorder(
    library: Library, add_history: Callable[..., Any]
) -> None:
    values = [2.0, 2.2, 1.9, 2.1, 2.3, 1.8, 6.0, 6.2, 5.9, 6.1, 6.3, 5.8]
    for number, session in enumerate(add_history(*values)):
        library.corrections.set_sitting(session.id, Calibration(camera="Brio" if number >= 6 else "Built-in"))
    (found,) = compare_sessions(library)
    assert found.doubt is not None
    assert found.doubt.differences == ("camera changed from “Built-in” to “Brio”",)


def test_compare_change_with_same_camera_is_not_doubted(
    library: Library, add_history: Callable[..., Any]
) -> None:
    add_history(*range(12, 0, -1), made_with=lambda _: RecordingConditions(width=640, height=480))
    (found,) = compare_sessions(library)
    assert (found.change.verdict, found.doubt, found.doubted_since) == ("better", None, None)


def test_compare_omits_other_questions_kinds_and_muted_measures(
    library: Library, add_history: Callable[..., Any]
) -> None:
    sessions = add_history(1.0, 2.0, 3.0)
    assert compare_sessions(library, question="Why not?") == ()
    assert compare_sessions(library, kind="real") == ()
    (asked,) = compare_sessions(library, question="Why us?")
    assert [p.answer for p in asked.points] == [0, 0, 0]
    (two,) = compare_sessions(library, session_ids=[s.id for s in sessions[:2]])
    assert len(two.points) == 2
    library.corrections.set_muted(DETECTOR.name, True)
    assert compare_sessions(library) == ()


def test_compare_omits_older_detector_values_without_tracks(
    library: Library, add_history: Callable[..., Any]
) -> None:
    old = add_history(90.0, 91.0, 92.0, detector=f"{DETECTOR.name}@0")
    for session in old:
        body = dict(library.latest_review(session.id).body)  # type: ignore[union-attr]
        body["provenance"] = {**body["provenance"], "detectors": {DETECTOR.name: 0}}
        library.save_review(session.id, body)
        library.update_session(session.id, recorded_at=datetime(2020, 1, 1, tzinfo=UTC))
    add_history(5.0, 4.0, 5.0, 4.0, 5.0, 4.0)
    (found,) = compare_sessions(library)
    assert len(found.points) == 9
    assert (found.change.points, found.change.left_out) == (6, 3)


def test_compare_command_prints_the_trends(
    library: Library,
    add_history: Callable[..., Any],
    capsys: pytest.CaptureFixture[str],
) -> None:
    add_history(5.0, 4.0)
    home = str(library.home.root)
    assert main(["compare", "--json", "--home", home]) == 0
    measure = json.loads(capsys.readouterr().out)["measures"][MEASURE.name]
    assert measure["verdict"] == "too few"
    assert len(measure["points"]) == 2
    assert main(["compare", "--home", home]) == 0
    assert MEASURE.label in capsys.readouterr().out


def test_habit_board_returns_the_status_of_each_habit(
    library: Library, add_history: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    add_history(4.0, 3.0, 0.0, 0.0, 0.0)
    library.corrections.set_target(MEASURE.name, None, 1.0)
    (course,) = habit_board(library, compare_sessions(library))
    assert (course.habit.state, course.habit.without, course.habit.goal_met) == ("gone", 3, 3)
    assert course.last_seen == datetime(2026, 1, 2, tzinfo=UTC)
    assert main(["compare", "--board", "--json", "--home", str(library.home.root)]) == 0
    assert json.loads(capsys.readouterr().out)["habits"][0]["state"] == "gone"


@pytest.mark.parametrize(
    ("shares", "habits"), [((0.0, 0.0, 0.4), 0), ((0.004, 0.003, 0.001), 0), ((0.0, 0.4, 0.3), 1)]
)
def test_habit_board_needs_two_sessions_and_more_than_zero_percent(
    library: Library, add_history: Callable[..., Any], shares: tuple[float, ...], habits: int
) -> None:
    add_history(*shares)
    assert len(habit_board(library, compare_sessions(library))) == habits


def test_compare_takes_uses_the_variation_between_takes(
    library: Library, add_history: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    sessions = add_history(5.0, 5.2, 4.9, 5.1, 5.0, 4.8, 5.2, 5.0, 5.1, 9.0)
    first, same, last = (sessions[i].id for i in (0, 7, 9))
    (unchanged,) = compare_takes(library, (first, 0), (same, 0))
    assert unchanged.change.verdict == "unclear"
    (worse,) = compare_takes(library, (first, 0), (last, 0))
    assert (worse.change.before, worse.change.now) == (5.0, 9.0)
    assert worse.change.noise is not None
    with pytest.raises(UsageError, match="no reviewed answer"):
        compare_takes(library, (first, 0), (last, 7))
    home = str(library.home.root)
    assert main(["compare", "--takes", f"{first}:0", last, "--json", "--home", home]) == 0
    assert json.loads(capsys.readouterr().out)[MEASURE.name]["now"] == 9.0
    assert main(["compare", "--takes", first, "--home", home]) == 2
    assert main(["compare", "--takes", f"{first}:x", last, "--home", home]) == 2
