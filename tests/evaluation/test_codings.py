"""Codings of ELAN, Praat, BORIS and tables: read as they were written, and compared."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from praatio import textgrid
from pympi import Elan

from secondtake.cli import main
from secondtake.core.errors import UsageError
from secondtake.core.spans import Span
from secondtake.evaluation.second_coder.agreement import _coded, kappa
from secondtake.evaluation.second_coder.codings import read_coding
from secondtake.files import write_json
from secondtake.report.annotation_formats import eaf
from secondtake.report.annotation_formats import textgrid as praat_file
from secondtake.report.tables import csv_text

BORIS = Path(__file__).parents[1] / "data" / "codings"  # with the script that had BORIS write them
EVENTS = [("blink", "blink", 1.0, 1.25), ("filler", "um", 2.5, 3.0), ("smile", "smile", 4.0, 9.5)]
TABULAR = """Observation id,take 1
Media file,take.mp4

Time,Media file path,Total length,FPS,Subject,Behavior,Behavioral category,Comment,Status
1.0,take.mp4,60,25,,blink,,,POINT
2.5,take.mp4,60,25,,Smile,,,START
3.0,take.mp4,60,25,,nail biting,,,POINT
9.5,take.mp4,60,25,,Smile,,,STOP
"""
AGGREGATED = """Observation id\tBehavior\tBehavior type\tStart (s)\tStop (s)\tDuration (s)
take 1\tSmile\tSTATE\t2.5\t9.5\t7.0
take 1\tblink\tPOINT\t1.0\t1.0\tNA
"""


@pytest.fixture
def review():
    """What of a review the exports need."""
    events = [
        {"id": f"e{i}", "kind": kind, "label": label, "start_s": start_s, "end_s": end_s, "dismissed": False}
        for i, (kind, label, start_s, end_s) in enumerate(EVENTS)
    ]
    recording = {"name": "take.mp4", "duration_s": 60.0, "video": None}
    return {"recording": recording, "events": events, "words": [], "answers": [], "measures": {}}


def rows_of(coding):
    return [(e["kind"], e["label"], e["start_s"], e["end_s"]) for e in coding["events"]]


@pytest.mark.parametrize(
    ("name", "export"), [("a.eaf", eaf), ("a.TextGrid", praat_file), ("a.csv", csv_text)]
)
def test_coding_exported_by_us_comes_back_unchanged(tmp_path, review, name, export):
    file = tmp_path / name
    file.write_bytes(export(review))
    assert rows_of(read_coding(file)) == EVENTS


def test_coding_saved_anew_by_other_libraries_is_the_same(tmp_path, review):
    elan, praat = tmp_path / "a.eaf", tmp_path / "a.TextGrid"
    elan.write_bytes(eaf(review))
    praat.write_bytes(praat_file(review))
    Elan.Eaf(str(elan)).to_file(str(elan))
    textgrid.openTextgrid(str(praat), includeEmptyIntervals=True).save(str(praat), "long_textgrid", True)
    assert rows_of(read_coding(elan)) == rows_of(read_coding(praat)) == EVENTS


def test_coding_of_elan_is_read(tmp_path):
    document = Elan.Eaf()
    document.add_tier("Blinks")
    document.add_annotation("Blinks", 1000, 1250, "left eye")
    document.add_tier("Ohrläppchen")
    document.add_annotation("Ohrläppchen", 5000, 6000)
    document.add_tier("smile")
    document.to_file(str(tmp_path / "a.eaf"))
    coding = read_coding(tmp_path / "a.eaf")
    assert rows_of(coding) == [("blink", "left eye", 1.0, 1.25)]
    assert coding["exhaustive"] == ["blink", "smile"]  # coded, and there was no smile
    assert "Ohrläppchen" in coding["unknown"]


@pytest.mark.parametrize("form", ["short_textgrid", "long_textgrid"])
def test_coding_of_praat_is_read(tmp_path, form):
    grid = textgrid.Textgrid()
    grid.addTier(textgrid.IntervalTier("Lächeln", [(4.0, 9.5, "x")], 0, 60))
    grid.addTier(textgrid.PointTier("blink", [(1.0, "b")], 0, 60))
    grid.save(str(tmp_path / "a.TextGrid"), form, includeBlankSpaces=True)
    coding = read_coding(tmp_path / "a.TextGrid", {"Lächeln": "smile"})
    assert rows_of(coding) == [("blink", "b", 1.0, 1.0), ("smile", "x", 4.0, 9.5)]


@pytest.mark.parametrize(("name", "text"), [("a.csv", TABULAR), ("a.tsv", AGGREGATED)])
def test_coding_of_boris_is_read(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    coding = read_coding(tmp_path / name)
    assert [(e["kind"], e["start_s"], e["end_s"]) for e in coding["events"]] == [
        ("blink", 1.0, 1.0),
        ("smile", 2.5, 9.5),
    ]


@pytest.mark.parametrize("name", ["tabular.tsv", "tabular.csv", "aggregated.tsv", "aggregated.csv"])
def test_coding_that_boris_exported_is_read(name):
    coding = read_coding(BORIS / f"boris_{name}", {"candidate: Smile": "smile", "candidate: blink": "blink"})
    assert rows_of(coding) == [
        ("blink", "blink", 1.25, 1.25),
        ("blink", "blink", 12.04, 12.04),
        ("smile", "Smile", 2.5, 9.5),
    ]
    assert "interviewer: Smile" in coding["unknown"]  # it overlaps, and is somebody else's


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.eaf", "<ANNOTATION_DOCUMENT><TIER"),
        ("a.TextGrid", "nothing of Praat"),
        ("a.csv", "a,b\n1,2\n"),
        ("a.csv", "kind,start_s,end_s\nblink,5,1\n"),
        ("a.csv", "kind,start_s,end_s\nblink,nan,inf\n"),
        ("a.csv", TABULAR.replace("STOP", "START")),
        ("a.doc", ""),
    ],
)
def test_coding_that_cannot_be_read_is_one_sentence(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    with pytest.raises(UsageError, match=r"a\.\w+"):
        read_coding(tmp_path / name)


def test_validate_second_coder_prints_agreement(tmp_path, review, capsys):
    write_json(tmp_path / "review.json", review)
    (tmp_path / "coder.csv").write_text("kind;start_s;end_s\nZwinkern;1.0;1.2\nSmiles;4;9\nnose;1;2\n")
    files = [str(tmp_path / name) for name in ("review.json", "coder.csv")]
    assert main(["validate", *files, "--tier", "Zwinkern=blink"]) == 0
    printed = capsys.readouterr()
    assert "“nose” is no kind of event" in printed.err
    rows = {line.split()[0]: line.split() for line in printed.out.splitlines() if line.strip()}
    assert rows["blink"][1:4] == rows["smile"][1:4] == ["1", "0", "0"]
    assert 0.9 < float(rows["smile"][-1]) < 1.0
    assert main(["validate", files[1], files[0], "--tier", "Zwinkern=blink"]) == 0


SPANS = st.lists(st.tuples(st.integers(0, 58), st.integers(1, 20)).map(lambda p: Span(p[0], p[0] + p[1])))


@given(SPANS, SPANS)
def test_kappa_equals_that_of_scikit_learn(first, second):
    from sklearn.metrics import cohen_kappa_score

    scope = Span(0, 60)
    a, b = (_coded(spans, scope) for spans in (first, second))
    if (a.all() or not a.any()) and (b.all() or not b.any()) and a[0] == b[0]:
        assert kappa(first, second, scope) is None
    else:
        assert kappa(first, second, scope) == pytest.approx(cohen_kappa_score(a, b))
