"""`analyse --me`: checked, sent with the request, and remembered for the session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from secondtake.cli.inputs import read_me
from secondtake.core.errors import UsageError
from secondtake.pipeline.analysis_request import AnalysisRequest

GARBAGE = ["", "0", "-1", "1.0", "9" * 5000, "0.5", "0.5,1.2", "-0.1,0.5", "a,b", "0.1,0.2,0.3", "nan,0.5"]


@pytest.mark.parametrize("text", GARBAGE)
def test_read_me_garbage_is_refused(text):
    with pytest.raises(UsageError, match=r"Write the person's number"):
        read_me(text)


@pytest.mark.parametrize("me", [(0.75, 0.5), 2, None])
def test_analysis_request_me_survives_json(me):
    request = AnalysisRequest(me=me)
    assert AnalysisRequest.from_json(request.to_json()) == request


def test_analysis_request_of_an_earlier_version_has_no_me():
    earlier = {k: v for k, v in AnalysisRequest().to_json().items() if k != "me"}
    assert AnalysisRequest.from_json(earlier) == AnalysisRequest()


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> list[AnalysisRequest]:
    """Replace the analysis by one that sees two people, and collect what it is asked for."""
    collected: list[AnalysisRequest] = []
    people = [
        {"number": n, "box": {"x": x, "y": 0.5}, "seconds": 8.0} for n, x in enumerate((0.25, 0.75), start=1)
    ]

    def analysed(
        path: Path, library: object, settings: object, request: AnalysisRequest, **_: object
    ) -> object:
        collected.append(request)
        return SimpleNamespace(session_id="made", body={"people": people})

    monkeypatch.setattr("secondtake.pipeline.analyse._analyse", analysed)
    monkeypatch.setattr("secondtake.pipeline.analyse.remembered_person", lambda library, session_id: None)
    return collected


def test_analyse_me_by_number_analyses_again_at_the_place(
    run: Callable[..., tuple[int, str, str]], requests: list[AnalysisRequest]
):
    assert run("analyse", "call.mp4", "--me", "2", "--force")[0] == 0
    assert [(request.me, request.force) for request in requests] == [(None, True), ((0.75, 0.5), False)]


def test_analyse_me_that_does_not_exist_tells_which_do(
    run: Callable[..., tuple[int, str, str]], requests: list[AnalysisRequest]
):
    code, _, error = run("analyse", "call.mp4", "--me", "3")
    assert code == 2
    assert "There is no person 3 in this video. Choose from: 1 (left, 8 s); 2 (right, 8 s)." in error


def test_analyse_me_garbage_is_wrong_use(
    run: Callable[..., tuple[int, str, str]], requests: list[AnalysisRequest]
):
    assert run("analyse", "call.mp4", "--me", "left")[0] == 2
    assert requests == []
