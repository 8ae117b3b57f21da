"""Every format is read back by a tool that is not ours."""

from __future__ import annotations

import io
import json

import pandas
import pytest

from secondtake.core.errors import StoreError, UsageError
from secondtake.report import export
from secondtake.report.page import number

HOSTILE = '<b>"Zoë" & {co}</b>'  # as in conftest.py


@pytest.fixture
def written(review, tmp_path):
    """Writes the review in a format and gives the path."""

    def write(form: str, **options):
        return export(review, form, tmp_path / f"review.{form}", **options)

    return write


def test_json_equals_the_review(written, review):
    assert json.loads(written("json").read_text()) == review


@pytest.mark.parametrize(("table", "rows"), [("events", 4), ("measures", 3), ("words", 4)])
def test_csv_is_readable_by_pandas(written, table, rows):
    frame = pandas.read_csv(written("csv", table=table))
    assert len(frame) == rows


def test_csv_escapes_formulas(written):
    words = pandas.read_csv(written("csv", table="words"))
    assert words["text"].tolist()[2] == "'=SUM(A1)"
    events = pandas.read_csv(written("csv"))
    assert events["why"][0] == "'-1 is a reason"


@pytest.mark.parametrize("form", ["vtt", "srt", "html"])
def test_export_names_a_gap_in_the_transcript(review, tmp_path, form):
    assert "[not understood]" not in export(review, form, tmp_path / "whole").read_text()
    words = review["words"]
    gap = {"start_s": words[1]["start_s"] + 0.01, "end_s": words[1]["start_s"] + 3}
    text = export({**review, "not_understood": [gap]}, form, tmp_path / "gap").read_text()
    assert text.index("[not understood]") > text.index("Um,")
    assert text.count("[not understood]") == 1


def test_vtt_is_readable_by_webvtt(written):
    import webvtt

    captions = list(webvtt.from_buffer(io.StringIO(written("vtt").read_text())))
    assert [c.voice for c in captions] == ["Interviewer", "You", "You"]
    assert captions[1].text == "(Um,) =SUM(A1)"
    assert captions[1].start == "00:00:05.000"


def test_srt_is_readable_by_pysubs2(written):
    import pysubs2

    lines = pysubs2.load(str(written("srt")))
    assert [line.plaintext for line in lines] == ["- Interviewer: Who?", "(Um,) =SUM(A1)", "café"]


def test_textgrid_is_readable_by_praatio(written):
    from praatio import textgrid

    grid = textgrid.openTextgrid(str(written("textgrid")), includeEmptyIntervals=False)
    assert set(grid.tierNames) == {"words interviewer", "words candidate", "answers", "filler", "smile"}
    assert grid.maxTimestamp == 40.0
    assert grid.getTier("answers").entries[0].label == HOSTILE
    # Overlapping smiles touch instead, for a tier cannot overlap.
    assert [(e.start, e.end) for e in grid.getTier("smile").entries] == [(10.0, 12.0), (12.0, 16.0)]


def test_eaf_is_readable_by_pympi(written):
    from pympi import Elan

    document = Elan.Eaf(str(written("eaf")))
    assert document.get_annotation_data_for_tier("filler") == [(5000, 5300, "um")]
    assert document.get_annotation_data_for_tier("answers")[0][2] == HOSTILE
    assert "gaze_away" not in document.get_tier_names()  # the person said it was none


def test_html_makes_no_requests_and_escapes_names(written):
    page = written("html").read_text()
    assert HOSTILE not in page
    assert "&lt;b&gt;" in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "https://" not in page
    assert "no face was found" in page
    assert "The picture is dark." in page
    assert page.index("Change one thing at a time") < page.index("What was said") < page.index("All numbers")


def test_html_is_titled_by_the_session_and_its_date(written):
    page = written("html", title="Acme, <second> round", date="12 May 2026").read_text()
    assert "<title>Acme, &lt;second&gt; round</title>" in page
    assert page.index("12 May 2026") < page.index("Change one thing at a time")
    assert "font/woff2" in page
    assert 'id="secondtake-coach">{"comments": []' in page


def test_html_shows_the_debrief_cards_in_order_before_the_answers(review, tmp_path):
    point = {"text": "Slow down.", "why": "", "drill": "", "source": None, "moments": []}
    part = {
        "answer": None,
        "keep": point | {"text": "A story."},
        "change": point,
        "say_again": {"answer": 0, "text": "Say the first one.", "drill": ""},
        "more": {"keep": [], "change": []},
    }
    page = export({**review, "debrief": [part]}, "html", tmp_path / "r.html").read_text()
    places = [page.index(text) for text in ("A story.", "Slow down.", "Say the first one.", "What was said")]
    assert places == sorted(places)
    assert "You said um or uh" not in page  # the older advice


def test_number_shows_noise_or_why_it_is_missing():
    assert number({"value": 0.5, "unit": "share", "noise": 0.02, "observed_s": 60.0}) == "50 ± 2 %"
    assert number({"value": 4.0, "unit": "per min", "noise": 0.5, "observed_s": 30.0}) == "2 in 30 s"
    assert (
        number({"value": None, "unit": "st", "noise": None, "why_not": "no sound"})
        == "not measurable: no sound"
    )


def test_pdf_is_written_or_names_the_missing_extra(written):
    try:
        import weasyprint  # noqa: F401 - only whether it can be loaded matters
    except (ImportError, OSError):
        with pytest.raises(UsageError, match=r"\[pdf\]"):
            written("pdf")
    else:
        assert written("pdf").read_bytes().startswith(b"%PDF")


def test_export_write_error_leaves_no_partial_file(review, tmp_path):
    with pytest.raises(StoreError, match="a different file"):
        export(review, "json", tmp_path / "absent" / "x.json")
    target = tmp_path / "folder"
    target.mkdir()
    with pytest.raises(StoreError):
        export(review, "json", target)
    assert [p.name for p in tmp_path.iterdir()] == ["folder"]


@pytest.mark.parametrize(
    "options", [{"form": "docx"}, {"form": "csv", "table": "x"}, {"form": "html", "faces": "x"}]
)
def test_export_unknown_option_is_rejected(written, options):
    with pytest.raises(UsageError):
        written(options.pop("form"), **options)
