"""What was measured, from numbers to docs/validation.md and to a sentence beside a measure."""

from __future__ import annotations

from pathlib import Path

import pytest

from secondtake.config import Settings
from secondtake.core.errors import UsageError
from secondtake.evaluation import published_accuracy
from secondtake.evaluation.report import energy, seeing, sentences
from secondtake.evaluation.report.__main__ import SECTIONS, main, measure
from secondtake.evaluation.report.page import markdown
from secondtake.evaluation.report.results import (
    Counts,
    Kept,
    Outcome,
    Table,
    is_weak,
    pooled,
    read,
    score_cells,
    write,
)
from secondtake.evaluation.report.section import ROOT, Section, Work
from secondtake.evaluation.scoring import Score
from secondtake.evaluation.vocal_energy import Case

WORK = Work(Settings.load({}, home=Path("nowhere")))


def outcome(found: int = 8, weak_in: tuple[str, ...] = ("in low light",)) -> Outcome:
    table = Table("Blinks", ("recording", "found"), (("a", str(found)),), ("one remark",))
    counts = {"blink": Counts("real", 10, found, 1, weak_in)}
    return Outcome((table,), ("`blink` is often wrong in low light.",), counts, {"blink": 1})


def kept(**given) -> Kept:
    return Kept(outcome(**given), "2026-11-01", {"secondtake": "0.1.0"})


def section(name: str = "clips", *, lacks: str = "", found: int = 8) -> Section:
    return Section(name, f"About {name}", "ten clips.", "0.5 s.", lambda _: outcome(found), lambda: lacks)


@pytest.fixture
def clone(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "src" / "secondtake" / "pipeline" / "validation").mkdir(parents=True)
    return tmp_path


def page(clone) -> str:
    return (clone / "docs" / "validation.md").read_text(encoding="utf-8")


def test_what_is_kept_is_read_as_it_was_written(tmp_path):
    path = tmp_path / "kept.json"
    assert read(path) == {}
    write(path, {"clips": kept()})
    assert read(path) == {"clips": kept()}


def test_a_table_with_a_missing_cell_is_refused():
    with pytest.raises(ValueError, match="Blinks"):
        Table("Blinks", ("kind", "found"), (("blink",),))


def test_cells_say_nothing_where_nothing_can_be_said():
    assert score_cells(Score("blink", 3, 1, 1, True)) == ("4", "3", "1", "0.75", "0.75", "0.75")
    assert score_cells(Score("blink", 3, 1, 9, False)) == ("4", "3", "", "", "0.75", "")
    assert score_cells(Score("blink", 0, 0, 0, True)) == ("0", "0", "0", "", "", "")


@pytest.mark.parametrize(
    ("hits", "misses", "false", "exhaustive", "weak"),
    [
        (8, 2, 0, True, False),
        (8, 2, 3, True, True),
        (1, 1, 0, True, False),  # one miss is no habit
        (6, 2, 9, False, True),
        (9, 1, 9, False, False),
    ],
)
def test_weak_is_often_and_more_than_once(hits, misses, false, exhaustive, weak):
    assert is_weak(Score("blink", hits, misses, false, exhaustive)) is weak


def test_scores_are_added_up():
    assert pooled([]) is None
    total = pooled([Score("blink", 1, 0, 2, True), Score("blink", 3, 1, 0, True)])
    assert total == Score("blink", 4, 1, 2, True)


def test_the_page_shows_table_weakness_versions_and_command():
    text = markdown((section(),), {"clips": kept()}, {"blink": 1})
    for part in (
        *("## About clips", "| recording | found |", "| a | 8 |", "- one remark", "often wrong in low light"),
        *("2026-11-01", "secondtake 0.1.0", "`blink@1`", "--only clips", "ten clips.", "0.5 s."),
    ):
        assert part in text
    assert "Changed since" not in text


def test_the_page_says_which_figures_are_older_than_the_detectors():
    assert "Changed since, and not measured again here: `blink@2`" in markdown(
        (section(),), {"clips": kept()}, {"blink": 2}
    )


def test_what_was_never_measured_is_said():
    assert "Not measured yet" in markdown((section(),), {}, {})


def test_a_section_that_cannot_be_measured_stays_with_a_remark(clone):
    measure((section(found=7),), ("clips",), WORK, clone)
    lacking = section(lacks="the clips were not at hand", found=1)
    measure((lacking,), ("clips",), WORK, clone)
    assert "| a | 7 |" in page(clone)
    assert "the clips were not at hand." in page(clone)
    measure((section(found=9),), ("clips",), WORK, clone)
    assert "| a | 9 |" in page(clone)
    assert "not at hand" not in page(clone)


def test_one_section_leaves_the_others_alone(clone):
    one, other = section("one", found=3), section("other", found=4)
    measure((one, other), ("one", "other"), WORK, clone)
    measure((section("one", found=5), section("other", found=6)), ("one",), WORK, clone)
    assert "| a | 5 |" in page(clone)
    assert "| a | 4 |" in page(clone)


def test_measuring_needs_a_clone(tmp_path):
    with pytest.raises(UsageError, match="clone"):
        measure((section(),), ("clips",), WORK, tmp_path)


def test_an_unknown_section_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["--only", "astrology"])
    assert "astrology" in capsys.readouterr().err


def test_real_people_say_more_than_rendered_ones_if_there_are_enough():
    def measured(basis: str, true: int, weak_in=()) -> Kept:
        return Kept(Outcome((), counts={"smile": Counts(basis, true, true, 0, weak_in)}), "", {})

    enough = published_accuracy.by_kind(
        {"a": measured("synthetic", 60, ("in low light",)), "b": measured("real", 6)}
    )["smile"]
    real = "Found 6 of 6 in our tests on recordings of real people, with no false alarm. Weak in low light."
    assert enough.text == real
    few = published_accuracy.by_kind({"a": measured("synthetic", 60), "b": measured("real", 2)})["smile"]
    assert few.counts.true == 60
    assert published_accuracy.by_kind({"a": measured("real", 0)}) == {}


def test_false_ones_are_told():
    one = published_accuracy.Accuracy("blink", Counts("real", 10, 9, 1))
    assert one.text == "Found 9 of 10 in our tests on recordings of real people, with 1 false alarm."
    assert one.as_dict()["false"] == 1
    unknown = published_accuracy.Accuracy("blink", Counts("changed", 10, 9, None))
    assert unknown.text == "Found 9 of 10 in our tests on recordings with known changes."


def test_conditions_are_weak_only_where_events_go_wrong():
    dim, soft = "woman, brown skin, dim, noisy", "woman, soft light"
    scored = [
        seeing.Scored(dim, 60.0, {"smile": Score("smile", 1, 2, 0, True)}),
        seeing.Scored(soft, 60.0, {"smile": Score("smile", 3, 0, 0, True)}),
    ]
    assert seeing.weak_in("smile", scored) == ("in low light",)
    assert seeing.weak_in("blink", scored) == ()


def test_renders_are_made_anew_for_other_code_and_not_for_other_comments():
    code = "def drawn(x):\n    return x + 1\n"
    told = '"""A page."""\ndef drawn(x):\n    """One more."""  # as asked\n    return x + 1\n'
    assert seeing.code_key([code]) == seeing.code_key([told])
    assert seeing.code_key([code]) != seeing.code_key([code.replace("1", "2")])


def test_without_a_render_at_hand_nothing_is_published(tmp_path):
    with pytest.raises(UsageError, match="at-hand"):
        seeing.measure_renders(Work(Settings.load({}, home=tmp_path), at_hand=True))


def test_short_recordings_are_weak_where_their_stretches_are_missed():
    def cases(*told: tuple[bool, float]) -> list[Case]:
        return [Case("a", "changed", long, covered, covered) for long, covered in told]

    done = {change: cases((True, 0.9), (False, 0.9)) for change in energy.CHANGES}
    done["pitch a quarter"] = cases((True, 0.9), (True, 0.1), (False, 0.2), (False, 0.3))
    counts = energy.counts(done)
    assert counts["monotone"] == Counts("changed", 4, 1, None, ("in recordings of half a minute",))
    assert counts["low_voice_energy"] == Counts("changed", 4, 4, None)


def test_every_condition_has_a_render():
    for words, has in seeing.CONDITIONS.items():
        assert any(has(v) for v in seeing.VARIANTS.values()), words


def test_filling_words_are_measured_on_seen_and_unseen_sentences(clone):
    measure((sentences.SECTION,), ("sentences",), WORK, clone)
    assert "unseen" in page(clone)
    assert read(next(clone.rglob("published.json")))["sentences"].outcome.counts["discourse_filler"].true > 20


def test_the_published_page_shows_what_is_published():
    text = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    published = read()
    assert {section.name for section in SECTIONS} == set(published)
    for one in published.values():
        for table in one.outcome.tables:
            assert all(f"| {' | '.join(row)} |" in text for row in table.rows), table.title
    assert str(ROOT) not in text
    assert all(kind in published_accuracy.published() for kind in ("filler", "blink", "smile", "gaze_away"))
