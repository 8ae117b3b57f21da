"""`analyse --me X,Y`: checked, sent with the request, and remembered for the session."""

from __future__ import annotations

import pytest

from secondtake.cli.inputs import read_place
from secondtake.core.errors import UsageError
from secondtake.pipeline.analysis_request import AnalysisRequest


@pytest.mark.parametrize("text", ["", "2", "0.5", "0.5,1.2", "-0.1,0.5", "a,b", "0.1,0.2,0.3", "nan,0.5"])
def test_read_place_refuses_what_is_no_place(text):
    with pytest.raises(UsageError, match=r"Write X,Y from 0 to 1"):
        read_place(text)


def test_analysis_request_keeps_the_place_as_json():
    request = AnalysisRequest(me=(0.75, 0.5))
    assert AnalysisRequest.from_json(request.to_json()) == request
    earlier = {k: v for k, v in AnalysisRequest().to_json().items() if k != "me"}
    assert AnalysisRequest.from_json(earlier) == AnalysisRequest()
