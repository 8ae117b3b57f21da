"""No face in what is shared, where the person wants none: looked for with what would find one."""

from __future__ import annotations

import re

import pytest

from found_faces import face_finder, inside, pictures
from secondtake.core.errors import UsageError
from secondtake.media.probe import probe
from secondtake.report import export
from secondtake.report.clips import clips, stills
from secondtake.report.page import printable
from secondtake.synthetic.sample_data import samples_folder

INTERVIEW = samples_folder() / "session" / "interview.mp4"
FACES_AT_S = (12.0, 30.0)


@pytest.fixture(scope="module")
def has_face():
    with face_finder() as found:
        yield found


@pytest.fixture
def shared(review):
    """A review of the sample's recording with two findings, each with a moment in which the face is seen."""
    recording = probe(INTERVIEW)
    review["recording"] = recording.as_dict()
    moment, finding = review["events"][0], review["findings"][0]
    review["events"] = [moment | {"id": f"m{s}", "start_s": s, "end_s": s + 1} for s in FACES_AT_S]
    review["findings"] = [finding | {"evidence": [e["id"]], "text": e["id"]} for e in review["events"]]
    return review


@pytest.mark.parametrize(("faces", "found"), [("shown", True), ("blurred", False)])
def test_html_clips_contain_faces_only_if_shown(shared, tmp_path, has_face, faces, found):
    page = export(shared, "html", tmp_path / "r.html", recording=INTERVIEW, faces=faces).read_text()
    clips = inside(page, "video/mp4", tmp_path)
    assert len(clips) == len(FACES_AT_S)
    assert all(probe(clip).audio for clip in clips)
    seen = [has_face(rgb) for rgb in pictures(clips)]
    assert len(seen) > 10
    assert any(seen) is found
    stills = inside(page, "image/jpeg", tmp_path)  # for paper
    assert len(stills) == len(FACES_AT_S)
    assert any(has_face(rgb) for rgb in pictures(stills)) is found


def test_html_faces_left_out_embeds_audio_only(shared, tmp_path):
    page = export(shared, "html", tmp_path / "r.html", recording=INTERVIEW, faces="left out").read_text()
    clips = inside(page, "audio/mp4", tmp_path)
    assert len(clips) == len(FACES_AT_S)
    assert all(probe(clip).video is None and probe(clip).audio for clip in clips)
    assert "data:video" not in page
    assert "data:image" not in page
    assert "<video" not in page


@pytest.mark.parametrize(("faces", "found"), [("shown", True), ("blurred", False)])
def test_printable_stills_contain_faces_only_if_shown(shared, tmp_path, has_face, faces, found):
    page = printable(shared, recording=INTERVIEW, faces=faces).decode()
    stills = inside(page, "image/jpeg", tmp_path)
    assert len(stills) == len(FACES_AT_S)
    assert any(has_face(rgb) for rgb in pictures(stills)) is found
    assert b"data:image" not in printable(shared, recording=INTERVIEW, faces="left out")


@pytest.mark.parametrize(("faces", "found"), [("shown", True), ("blurred", False), ("left out", False)])
def test_pdf_images_contain_faces_only_if_shown(shared, tmp_path, has_face, faces, found):
    pytest.importorskip("weasyprint", reason="PDF is an extra", exc_type=ImportError)
    pdf = export(shared, "pdf", tmp_path / "r.pdf", recording=INTERVIEW, faces=faces).read_bytes()
    stills = []
    for i, jpeg in enumerate(re.findall(rb"\xff\xd8\xff.*?\xff\xd9(?=\s*endstream)", pdf, re.DOTALL)):
        stills.append(tmp_path / f"{i}.jpeg")
        stills[-1].write_bytes(jpeg)
    assert len(stills) == (0 if faces == "left out" else len(FACES_AT_S))
    assert any(has_face(rgb) for rgb in pictures(stills)) is found


@pytest.mark.parametrize("form", ["json", "csv", "vtt", "srt", "textgrid", "eaf"])
def test_other_formats_contain_no_images(shared, tmp_path, form):
    written = export(shared, form, tmp_path / "r", recording=INTERVIEW).read_bytes()
    assert b"data:" not in written
    assert len(written) < 50_000


def test_html_has_no_clip_of_a_dismissed_event(shared, tmp_path):
    shared["events"][0]["dismissed"] = True
    page = export(shared, "html", tmp_path / "r.html", recording=INTERVIEW, faces="left out").read_text()
    assert len(inside(page, "audio/mp4", tmp_path)) == len(FACES_AT_S) - 1


def test_html_clips_show_what_the_debrief_keeps_and_changes(shared, tmp_path):
    def point(text, *starts_s):
        return {"text": text, "moments": [{"start_s": s, "end_s": s + 3.0} for s in starts_s]}

    more = {"keep": [], "change": [point("Slower.", 20.0, 22.0)]}
    part = {
        "answer": None,
        "keep": point("A story.", 12.0, 30.0),
        "change": point("Look up.", 5.0),
        "more": more,
    }
    shared["debrief"] = [part]
    shown = clips(shared, INTERVIEW, "left out")
    assert {text: len(moments) for text, moments in shown.items()} == {
        "A story.": 2,
        "Look up.": 1,
        "Slower.": 1,
    }
    assert {*stills(shared, INTERVIEW, "blurred")} == {*shown}


def test_export_unknown_faces_option_writes_nothing(shared, tmp_path):
    for form in ("html", "pdf"):
        with pytest.raises(UsageError):
            export(shared, form, tmp_path / "r", recording=INTERVIEW, faces="masked")
    assert not list(tmp_path.iterdir())
