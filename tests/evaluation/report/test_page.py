"""Stored evaluation results, docs/validation.md, and the accuracy sentence beside a measure."""

from __future__ import annotations

from pathlib import Path

import pytest

from secondtake.config import Settings
from secondtake.core.errors import UsageError
from secondtake.detectors import published_accuracy
from secondtake.detectors.published_accuracy import PUBLISHED, Counts
from secondtake.evaluation.energy.vocal_energy import VoiceCase
from secondtake.evaluation.report import energy, seeing, sentences
from secondtake.evaluation.report.__main__ import SECTIONS, main, measure
from secondtake.evaluation.report.page import markdown
from secondtake.evaluation.report.results import (
    Outcome,
    StoredOutcome,
    Table,
    is_weak,
    pooled,
    read_outcomes,
    score_cells,
    write_outcomes,
)
from secondtake.evaluation.report.section import ROOT, Section, Work
from secondtake.evaluation.scoring import Score

WORK = Work(Settings.load({}, home=Path("nowhere")))


def outcome(found: int = 8, weak_in: tuple[str, ...] = ("in low light",)) -> Outcome:
    table = Table("Blinks", ("recording", "found"), (("a", str(found)),), ("one remark",))
    counts = {"blink": Counts("real", 10, found, 1, weak_in)}
    return Outcome((table,), ("`blink` is often wrong in low light.",), counts, {"blink": 1})


def stored(**options) -> StoredOutcome:
    return StoredOutcome(outcome(**options), "2026-11-01", {"secondtake": "0.1.0"})


def section(name: str = "clips", *, lacks: str = "", found: int = 8) -> Section:
    return Section(name, f"About {name}", "ten clips.", "0.5 s.", lambda _: outcome(found), lambda: lacks)


@pytest.fixture
def clone(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "src" / "secondtake" / "detectors").mkdir(parents=True)
    return tmp_path


def page(clone) -> str:
    return (clone / "docs" / "validation.md").read_text(encoding="utf-8")


def test_outcomes_round_trip(tmp_path):
    path = tmp_path / "outcomes.json"
    assert read_outcomes(path) == {}
    write_outcomes(path, {"clips": stored()})
    assert read_outcomes(path) == {"clips": stored()}


def test_table_with_missing_cell_is_rejected():
    with pytest.raises(ValueError, match="Blinks"):
        Table("Blinks", ("kind", "found"), (("blink",),))


def test_score_cells_undefined_values_are_empty():
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
def test_is_weak_needs_frequent_and_repeated_errors(hits, misses, false, exhaustive, weak):
    assert is_weak(Score("blink", hits, misses, false, exhaustive)) is weak


def test_pooled_adds_scores_and_is_none_without_any():
    assert pooled([]) is None
    total = pooled([Score("blink", 1, 0, 2, True), Score("blink", 3, 1, 0, True)])
    assert total == Score("blink", 4, 1, 2, True)


def test_markdown_shows_table_weakness_versions_and_command():
    text = markdown((section(),), {"clips": stored()}, {"blink": 1})
    for part in (
        *("## About clips", "| recording | found |", "| a | 8 |", "- one remark", "often wrong in low light"),
        *("2026-11-01", "secondtake 0.1.0", "`blink@1`", "--only clips", "ten clips.", "0.5 s."),
    ):
        assert part in text
    assert "Changed since this measurement" not in text


def test_markdown_marks_figures_of_older_detectors():
    assert "Changed since this measurement: `blink@2`" in markdown(
        (section(),), {"clips": stored()}, {"blink": 2}
    )


def test_markdown_names_unmeasured_sections():
    assert "Not measured yet" in markdown((section(),), {}, {})


def test_measure_missing_data_keeps_the_previous_outcome(clone):
    measure((section(found=7),), ("clips",), WORK, clone)
    lacking = section(lacks="the clips were not at hand", found=1)
    measure((lacking,), ("clips",), WORK, clone)
    assert "| a | 7 |" in page(clone)
    assert "the clips were not at hand." in page(clone)
    measure((section(found=9),), ("clips",), WORK, clone)
    assert "| a | 9 |" in page(clone)
    assert "not at hand" not in page(clone)


def test_measure_one_section_keeps_the_others(clone):
    one, other = section("one", found=3), section("other", found=4)
    measure((one, other), ("one", "other"), WORK, clone)
    measure((section("one", found=5), section("other", found=6)), ("one",), WORK, clone)
    assert "| a | 5 |" in page(clone)
    assert "| a | 4 |" in page(clone)


def test_measure_outside_a_clone_fails(tmp_path):
    with pytest.raises(UsageError, match="clone"):
        measure((section(),), ("clips",), WORK, tmp_path)


def test_main_unknown_section_is_rejected(capsys):
    with pytest.raises(SystemExit):
        main(["--only", "astrology"])
    assert "astrology" in capsys.readouterr().err


def test_by_kind_prefers_real_people_if_enough():
    def smiles(basis: str, true: int, weak_in=()) -> dict[str, Counts]:
        return {"smile": Counts(basis, true, true, 0, weak_in)}

    enough = published_accuracy.by_kind([smiles("synthetic", 60, ("in low light",)), smiles("real", 6)])[
        "smile"
    ]
    real = "Found 6 of 6 in our tests on recordings of real people, with no false alarm. Weak in low light."
    assert enough.text == real
    few = published_accuracy.by_kind([smiles("synthetic", 60), smiles("real", 2)])["smile"]
    assert few.counts.true == 60
    assert published_accuracy.by_kind([smiles("real", 0)]) == {}


def test_accuracy_text_names_false_alarms():
    accuracy = published_accuracy.Accuracy("blink", Counts("real", 10, 9, 1))
    assert accuracy.text == "Found 9 of 10 in our tests on recordings of real people, with 1 false alarm."
    unknown = published_accuracy.Accuracy("blink", Counts("changed", 10, 9, None))
    assert unknown.text == "Found 9 of 10 in our tests on recordings with known changes."


def test_weak_in_names_conditions_with_errors():
    dim, soft = "woman, brown skin, dim, noisy", "woman, soft light"
    scored = [
        seeing.Scored(dim, 60.0, {"smile": Score("smile", 1, 2, 0, True)}),
        seeing.Scored(soft, 60.0, {"smile": Score("smile", 3, 0, 0, True)}),
    ]
    assert seeing.weak_in("smile", scored) == ("in low light",)
    assert seeing.weak_in("blink", scored) == ()


def test_code_key_ignores_comments_and_docstrings():
    code = "def drawn(x):\n    return x + 1\n"
    documented = '"""A page."""\ndef drawn(x):\n    """One more."""  # as asked\n    return x + 1\n'
    assert seeing.code_key([code]) == seeing.code_key([documented])
    assert seeing.code_key([code]) != seeing.code_key([code.replace("1", "2")])


def test_measure_renders_without_renders_at_hand_fails(tmp_path):
    with pytest.raises(UsageError, match="at-hand"):
        seeing.measure_renders(Work(Settings.load({}, home=tmp_path), at_hand=True))


def test_energy_counts_short_recordings_are_weak_if_missed():
    def cases(*results: tuple[bool, float]) -> list[VoiceCase]:
        return [VoiceCase("a", "changed", long, covered, covered) for long, covered in results]

    by_change = {change: cases((True, 0.9), (False, 0.9)) for change in energy.CHANGES}
    by_change["pitch a quarter"] = cases((True, 0.9), (True, 0.1), (False, 0.2), (False, 0.3))
    counts = energy.counts(by_change)
    assert counts["monotone"] == Counts("changed", 4, 1, None, ("in recordings of half a minute",))
    assert counts["low_voice_energy"] == Counts("changed", 4, 4, None)


def test_every_condition_has_a_render():
    for words, has in seeing.CONDITIONS.items():
        assert any(has(v) for v in seeing.VARIANTS.values()), words


def test_sentences_are_measured_seen_and_unseen(clone):
    measure((sentences.SECTION,), ("sentences",), WORK, clone)
    assert "unseen" in page(clone)
    outcomes = read_outcomes(next(clone.rglob(PUBLISHED)))
    assert outcomes["sentences"].outcome.counts["discourse_filler"].true > 20


def test_validation_page_matches_published_outcomes():
    text = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    outcomes = read_outcomes(ROOT / "src" / "secondtake" / "detectors" / PUBLISHED)
    assert {section.name for section in SECTIONS} == set(outcomes)
    for section_outcome in outcomes.values():
        assert section_outcome.outcome.tables
        for table in section_outcome.outcome.tables:
            assert all(f"| {' | '.join(row)} |" in text for row in table.rows), table.title
    assert str(ROOT) not in text
    assert all(kind in published_accuracy.published() for kind in ("filler", "blink", "smile", "gaze_away"))
