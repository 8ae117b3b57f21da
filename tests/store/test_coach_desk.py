"""A coach's desk: what is handed in, rated once, sent back, and deleted with everything of it."""

from __future__ import annotations

import pytest

from made_handin import made_handin
from secondtake.config import Settings
from secondtake.core.errors import StoreError, UsageError
from secondtake.core.insights.rating_form import parse_coach_opinion
from secondtake.store.backup import restore_backup, write_backup
from secondtake.store.coach_desk import CoachDesk
from secondtake.store.erase import erase_all
from secondtake.store.library import Library


@pytest.fixture
def desk(library) -> CoachDesk:
    return CoachDesk(library.home)


def opinion(pace: int = 3, text: str = "Breathe.", at_s: float = 12.0):
    comments = [{"at_s": at_s, "text": text}]
    return parse_coach_opinion({"name": "Kim", "rating": {"pace": pace}, "comments": comments})


def test_thirty_handins_make_thirty_people_by_name(desk, tmp_path):
    assert not desk.is_used
    for i in reversed(range(30)):
        desk.add(made_handin(tmp_path, f"Person {i:02d}"))
    assert [h.name for h in desk.all()] == [f"Person {i:02d}" for i in range(30)]
    assert desk.is_used


def test_same_file_twice_is_one_person_and_same_name_twice_is_two(desk, tmp_path):
    first = desk.add(made_handin(tmp_path))
    assert desk.add(made_handin(tmp_path)).id == first.id
    desk.add(made_handin(tmp_path, question_set="Autumn"))
    assert [(h.name, h.set_name) for h in desk.all()] == [("Ada", "Spring"), ("Ada", "Autumn")]


def test_measured_values_come_after_the_rating_which_then_stays(desk, tmp_path):
    handed_in = desk.add(made_handin(tmp_path))
    assert desk.measured(handed_in) is None
    assert handed_in.status == "waiting"
    handed_in = desk.save_opinion(handed_in, opinion(3))
    assert desk.measured(handed_in)["rows"][0]["own"] == 4
    handed_in = desk.save_opinion(handed_in, opinion(5, "Breathe more."))
    assert desk.get(handed_in.id[:5]) == handed_in
    assert (handed_in.opinion.rating, handed_in.opinion.comments[0].text) == ({"pace": 3}, "Breathe more.")
    assert handed_in.status == "rated"
    assert desk.mark_sent(handed_in).status == "sent back"


def test_comment_after_the_recording_is_refused(desk, tmp_path):
    with pytest.raises(UsageError, match="after the recording"):
        desk.save_opinion(desk.add(made_handin(tmp_path)), opinion(at_s=100))


def test_class_list_shows_who_has_not_handed_in_to_a_set(desk, tmp_path):
    desk.class_list = (" Ada ", "ben", "", "Ada")
    assert desk.class_list == ("Ada", "ben")
    desk.add(made_handin(tmp_path, "Ben", question_set="Spring"))
    desk.add(made_handin(tmp_path, "Ada", question_set="Autumn"))
    assert desk.missing() == ()
    assert desk.missing("Spring") == ("Ada",)
    desk.class_list = ()
    assert desk.class_list == ()


def test_deleting_a_handin_leaves_nothing_of_it(desk, library, tmp_path):
    ada, ben = (desk.add(made_handin(tmp_path, name)) for name in ("Ada", "Ben"))
    desk.save_opinion(ada, opinion())
    desk.delete(ada)
    assert desk.all() == (ben,)
    files = [p for p in library.home.root.rglob("*") if p.is_file()]
    assert not [p for p in files if b"Ada" in p.read_bytes() or ada.id in str(p)]
    with pytest.raises(UsageError):
        desk.get(ada.id)


def test_damaged_folder_or_class_list_does_not_hide_the_others(desk, library, tmp_path):
    ada, ben = (desk.add(made_handin(tmp_path, name)) for name in ("Ada", "Ben"))
    desk.class_list = ("Ada",)
    for name, content in (("handin.json", "{"), ("state.json", "[]")):
        (library.home.desk / ada.id / name).write_text(content)
        assert desk.all() == (ben,)
        with pytest.raises(StoreError, match="is damaged"):
            desk.get(ada.id)
    (library.home.desk / "class.json").write_text("{")
    assert desk.class_list == ()
    assert desk.is_used


def test_backup_holds_the_desk_and_restore_replaces_it(desk, library, settings, tmp_path):
    ada = desk.save_opinion(desk.add(made_handin(tmp_path)), opinion())
    desk.class_list = ("Ada", "Ben")
    backup = tmp_path / "all.secondtake"
    write_backup(library, backup)
    elsewhere = Settings.load({}, home=tmp_path / "elsewhere")
    restore_backup(backup, elsewhere)
    with Library.open(elsewhere) as restored:
        other = CoachDesk(restored.home)
        assert other.all() == (ada,)
        assert other.class_list == ("Ada", "Ben")
        assert other.clip(other.all()[0], 0).read_bytes() == b"sound"
    desk.add(made_handin(tmp_path, "Later"))
    restore_backup(backup, settings, replace=True)
    assert desk.all() == (ada,)


def test_erasing_everything_empties_the_desk(desk, library, tmp_path):
    desk.add(made_handin(tmp_path))
    desk.class_list = ("Ada",)
    stranger = library.home.desk / "mine.txt"
    stranger.write_text("not ours")
    erase_all(library)
    assert [path.name for path in library.home.desk.iterdir()] == ["mine.txt"]
