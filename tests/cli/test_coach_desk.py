"""The desk from a terminal: a set goes out, a hand-in comes back, and the sheet says who waits."""

from __future__ import annotations

import json
import re
import shlex
import zipfile
from pathlib import Path

import pytest

from secondtake.core.insights.rating_form import FORM
from secondtake.store.coach_desk import CoachDesk

COACHES = Path(__file__).parents[2] / "docs" / "coaches.md"


def parts(file):
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_set_goes_out_and_a_handin_of_it_comes_back(run, sample_session, library, tmp_path):
    asked = library.latest_review(sample_session.id).body["answers"][0]["question"]
    question = library.questions.add(asked, "opening")
    question_set, handin = tmp_path / "questions.md", tmp_path / "ada.handin"
    set_options = ("--set", "Spring", "--rate", "pace,answers", "--only", question.id)
    assert run("questions", "export", *set_options, "-o", question_set)[0] == 0
    assert run("questions", "import", question_set)[1].startswith("Question set: Spring\nImported 0 of 1")
    options = ("--format", "handin", "--answers", "1", "--faces", "left out", "-o", handin)
    assert run("export", sample_session.id, *options)[0] == 2  # without a name
    assert run("export", sample_session.id, *options, "--name", "Ada")[0] == 0
    files = parts(handin)
    about, measured = json.loads(files["handin.json"]), json.loads(files["measured.json"])
    assert sorted(files) == ["clips/0.m4a", "contents.json", "handin.json", "measured.json"]
    assert (about["name"], about["question_set"], about["items"]) == ("Ada", "Spring", ["answers", "pace"])
    assert [answer["index"] for answer in about["answers"]] == [0]
    assert {row["item"] for row in measured["rows"]} == set(FORM)
    assert {row["item"]: row["measured"] for row in measured["rows"]}["pace"][0].startswith("Pace: ")
    assert not [text for row in measured["rows"] for text in row["measured"] if text in str(about)]

    (tmp_path / "names.txt").write_text("Ada\nBen\n")
    assert run("desk", "class", tmp_path / "names.txt")[1] == "2 names.\n"
    (tmp_path / "broken.handin").write_bytes(handin.read_bytes()[:-100])
    code, output, errors = run("desk", "add", handin, tmp_path / "broken.handin")
    assert (code, output.split()[1]) == (2, "Ada")
    assert "broken.handin cannot be used as a hand-in" in errors
    listed = json.loads(run("desk", "list", "--json")[1])
    assert [(h["name"], h["status"]) for h in listed["handed_in"]] == [("Ada", "waiting")]
    assert listed["missing"] == ["Ben"]
    assert "Ben" in run("desk", "list")[1]
    assert run("desk", "delete", listed["handed_in"][0]["id"][:6])[0] == 0
    assert CoachDesk(library.home).all() == ()


def test_handin_quotes_no_answer_that_is_not_in_it(run, sample_session, tmp_path):
    def quotes(*options: str) -> tuple[list[str], str]:
        out = tmp_path / "quotes.handin"
        out.unlink(missing_ok=True)
        shown = ("--format", "handin", "--name", "Ada", "--faces", "left out", "-o", out)
        assert run("export", sample_session.id, *shown, *options)[0] == 0
        files = parts(out)
        said = re.sub(r"\W+", " ", " ".join(a["words"] for a in json.loads(files["handin.json"])["answers"]))
        quoted = re.findall("“([^”]+)”", " ".join(json.loads(files["measured.json"])["advice"]))
        ends = [re.sub(r"\W+", " ", quote).split()[-3:] for quote in quoted]  # before, an um may be left out
        return [" ".join(end) for end in ends], said

    assert quotes()[0], "the sample's advice quotes nothing any more: this test would hold nothing"
    for number in ("1", "3"):
        quoted, said = quotes("--answers", number)
        assert [quote for quote in quoted if quote not in said] == []


def test_answers_that_are_none_are_refused(run, sample_session, tmp_path):
    out = tmp_path / "x.handin"
    for answers in ("one", "0", "99"):
        options = ("--format", "handin", "--name", "Ada", "--answers", answers, "-o", out)
        assert run("export", sample_session.id, *options)[0] == 2
    assert not out.exists()


@pytest.mark.parametrize("faces", ["shown", "blurred"])
def test_handin_holds_video_with_faces_as_chosen(run, sample_session, tmp_path, faces):
    import av

    out = tmp_path / "x.handin"
    options = ("--format", "handin", "--name", "Ada", "--answers", "1", "--faces", faces, "-o", out)
    assert run("export", sample_session.id, *options)[0] == 0
    (tmp_path / "clip.mp4").write_bytes(parts(out)["clips/0.mp4"])
    with av.open(str(tmp_path / "clip.mp4")) as clip:
        seen = next(clip.decode(video=0)).to_ndarray(format="gray")
    edges = abs(seen[:, 1:].astype(int) - seen[:, :-1]).max()
    assert (edges > 60) == (faces == "shown")  # a blurred picture has no sharp edge


def test_commands_of_the_page_for_coaches_work_in_their_order(
    run, sample_session, library, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    Path("names.txt").write_text("Ada\nBen\n")
    library.questions.add(library.latest_review(sample_session.id).body["answers"][0]["question"])
    (block,) = re.findall(r"```sh\n(.*?)```", COACHES.read_text(encoding="utf-8"), re.DOTALL)
    output = ""
    for line in block.replace("SESSION", sample_session.id).splitlines():
        code, output, errors = run(*shlex.split(line)[1:])
        assert code == 0, (line, errors)
    ada, ben = output.splitlines()[1:]
    assert re.search("Ada +Spring interviews .*waiting", ada)
    assert re.search("Ben .*not handed in", ben)
