"""Energy in a report: the same words as on the page, and its two ends to be heard beside each other."""

from __future__ import annotations

import pytest

from found_faces import inside
from secondtake.media.probe import probe
from secondtake.report import export
from secondtake.report.page import printable
from secondtake.synthetic.sample_data import samples_folder

INTERVIEW = samples_folder() / "session" / "interview.mp4"
SHAPE = {
    "answers": [{"index": 0, "mean": 0.2, "said": ["Your energy grows over this answer."]}],
    "said": ["You start strong: your first 30 seconds have more energy than the rest."],
    "best": {"start_s": 10.0, "end_s": 25.0},
    "flattest": {"start_s": 80.0, "end_s": 95.0},
}


@pytest.fixture
def lively(review):
    review["recording"] = probe(INTERVIEW).as_dict()
    review["findings"] = []
    review["energy_shape"] = SHAPE
    return review


def test_html_has_both_energy_clips_and_descriptions(lively, tmp_path):
    page = export(lively, "html", tmp_path / "r.html", recording=INTERVIEW).read_text()
    clips = inside(page, "audio/mp4", tmp_path)
    assert [probe(clip).duration_s for clip in clips] == pytest.approx([15, 15], abs=0.3)
    assert page.index("Highest energy, 15 seconds") < page.index("Lowest energy, 15 seconds")
    for said in (*SHAPE["said"], *SHAPE["answers"][0]["said"]):
        assert said in page


def test_printable_has_descriptions_but_no_audio(lively):
    page = printable(lively, recording=INTERVIEW, faces="left out").decode()
    assert SHAPE["said"][0] in page
    assert "audio/mp4" not in page


@pytest.mark.parametrize("shape", [None, SHAPE | {"flattest": None}])
def test_html_without_both_extremes_has_no_energy_clips(lively, tmp_path, shape):
    lively["energy_shape"] = shape
    page = export(lively, "html", tmp_path / "r.html", recording=INTERVIEW).read_text()
    assert "Highest energy, 15 seconds" not in page
