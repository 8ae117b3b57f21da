"""The person is followed by their look where the faces change their places, and only then."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from secondtake.config import Settings, Talker
from secondtake.media.video import Frame
from secondtake.observers.vision import appearance, face_selection
from secondtake.observers.vision.appearance import look_from, look_numbers, look_of, similarity
from secondtake.observers.vision.face_finder import Box
from secondtake.observers.vision.face_selection import CHECK_S, PersonView

WIDTH, HEIGHT = 1280, 720
LARGE, SMALL = Box(480, 360, 220, 220), Box(1120, 120, 60, 60)
PERSON, OTHER, TWIN = 1, 2, 3


def picture(who: int) -> np.ndarray:
    """Return somebody's picture, 90 x 90: colours in blocks; a twin's differ little from the person's."""
    blocks = np.random.default_rng(min(who, OTHER)).integers(20, 235, (6, 6, 3))
    if who == TWIN:
        blocks = np.random.default_rng(PERSON).integers(20, 235, (6, 6, 3))
        blocks[0] = 128
    return np.kron(blocks.astype(np.uint8), np.ones((15, 15, 1), np.uint8))


def frame(time_s: float, people: dict[Box, int], gain: float = 1.0) -> Frame:
    """Return a grey frame with people's pictures about their faces."""
    import cv2

    rgb = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)
    for box, who in people.items():
        side = round(3 * box.width)
        left, top = round(box.x - side / 2), round(box.y + 0.3 * box.width - side / 2)
        tile = cv2.resize(picture(who), (side, side), interpolation=cv2.INTER_AREA)
        rows, columns = slice(max(top, 0), top + side), slice(max(left, 0), left + side)
        part = rgb[rows, columns]
        part[:] = (gain * tile[max(-top, 0) :, max(-left, 0) :])[: part.shape[0], : part.shape[1]]
    return Frame(time_s, rgb)


class FoundFaces:
    """A finder that sees large faces in the frame, and all of them where it searches tiles."""

    def __init__(self) -> None:
        self.people: dict[Box, int] = {}
        self.searches = 0

    def in_frame(self, _: Frame) -> list[Box]:
        return [box for box in self.people if box.width > 150]

    def in_tiles(self, _: Frame, *, is_thorough: bool = False) -> list[Box]:
        self.searches += 1
        return list(self.people)

    def around(self, _: Frame, face: Box) -> list[Box]:
        return [box for box in self.people if box.matches(face)]

    def without_leaps(self, _: Frame, boxes: list[Box], face: Box) -> list[Box]:
        return boxes


class Call:
    """A call that is watched as its layout changes."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, me: Box | None = None, talker: Talker | None = None
    ) -> None:
        self.finder = FoundFaces()
        monkeypatch.setattr(face_selection, "FaceFinder", lambda _: self.finder)
        place = None if me is None else (me.x / WIDTH, me.y / HEIGHT)
        self.view = PersonView("weight", Settings(Path("home"), me=place, talker=talker))
        self.time_s = 0.0

    def show(self, people: dict[Box, int], checks: int = 5, gain: float = 1.0) -> list[int | None]:
        """Return who was followed at each check."""
        self.finder.people = people
        followed = []
        for _ in range(checks):
            self.view.apply(frame(self.time_s, people, gain))
            person = self.view.tracker.person()
            followed.append(next((who for box, who in people.items() if box == person), None))
            self.time_s += CHECK_S + 0.01
        return followed


@pytest.fixture(params=[True, False], ids=["known", "unknown"])
def call(request, monkeypatch):
    return Call(monkeypatch, LARGE if request.param else None)


def test_person_is_followed_to_a_small_tile_and_back(call):
    assert call.show({LARGE: PERSON, SMALL: OTHER})[1:] == [PERSON] * 4
    for people in ({LARGE: OTHER, SMALL: PERSON}, {LARGE: PERSON, SMALL: OTHER}) * 2:
        assert call.show(people) == [PERSON] * 5


def test_person_in_a_small_tile_is_followed_to_the_large_view(monkeypatch):
    call = Call(monkeypatch, SMALL)
    assert call.show({LARGE: OTHER, SMALL: PERSON}) == [PERSON] * 5
    assert call.show({LARGE: PERSON, SMALL: OTHER}) == [PERSON] * 5
    assert call.view.tracker.bystanders() == [SMALL]


def test_person_without_a_switch_is_searched_for_no_more_often(call):
    call.show({LARGE: PERSON, SMALL: OTHER}, checks=6)
    searches = call.finder.searches
    assert call.show({LARGE: PERSON, SMALL: OTHER}, checks=5) == [PERSON] * 5
    assert call.finder.searches == searches


def test_light_that_changes_is_no_switch(call):
    call.show({LARGE: PERSON, SMALL: OTHER})
    assert call.show({LARGE: PERSON, SMALL: OTHER}, gain=0.4) == [PERSON] * 5


def test_two_who_look_alike_are_told_apart_by_place(call):
    call.show({LARGE: PERSON, SMALL: OTHER})
    left, right = Box(340, 360, 120, 120), Box(940, 360, 120, 120)
    both = {left: PERSON, right: TWIN}
    likenesses = [
        similarity(look_of(frame(0, both).rgb, left), look_of(frame(0, both).rgb, box)) for box in both
    ]
    assert likenesses[0] - likenesses[1] < appearance.MARGIN
    assert call.view._look.find(frame(0, both).rgb, list(both)) is None


def test_known_person_who_vanishes_is_nobody_until_they_return(monkeypatch):
    call = Call(monkeypatch, LARGE)
    call.show({LARGE: PERSON})
    assert call.show({LARGE: OTHER}, checks=30) == [None] * 30
    assert call.view.tracker.bystanders() == [LARGE]
    assert call.show({LARGE: PERSON}) == [PERSON] * 5
    assert call.show({LARGE: OTHER}) == [None] * 5
    assert call.show({LARGE: OTHER, SMALL: PERSON}, checks=12)[-1] == PERSON


def test_unknown_person_who_vanishes_is_whoever_is_in_their_place(monkeypatch):
    call = Call(monkeypatch)
    call.show({LARGE: PERSON, SMALL: OTHER})
    assert call.show({LARGE: OTHER}) == [OTHER] * 5


def test_unknown_person_is_left_for_one_much_larger_over_time(monkeypatch):
    call = Call(monkeypatch)
    call.show({LARGE: PERSON, SMALL: OTHER}, checks=5)
    followed = call.show({LARGE: OTHER, SMALL: PERSON}, checks=30)
    assert followed[:5] == [PERSON] * 5
    assert followed[-1] == OTHER


def test_one_face_alone_is_not_looked_at(monkeypatch):
    def look_of(*_):
        raise AssertionError

    call = Call(monkeypatch)
    monkeypatch.setattr(appearance, "look_of", look_of)
    assert call.show({LARGE: PERSON}, checks=20) == [PERSON] * 20
    moved = Box(200, 300, 220, 220)
    assert call.show({moved: PERSON}, checks=20)[-1] == PERSON


def test_known_look_finds_the_person_elsewhere_from_the_start(monkeypatch):
    look = look_of(frame(0.0, {LARGE: PERSON}).rgb, LARGE)
    place = (LARGE.x / WIDTH, LARGE.y / HEIGHT)
    call = Call(monkeypatch, talker=Talker(*place, is_clear=True, look=tuple(look_numbers(look))))
    assert call.show({LARGE: OTHER, SMALL: PERSON}) == [PERSON] * 5


@pytest.mark.parametrize(("is_clear", "followed"), [(True, None), (False, OTHER)])
def test_talker_who_vanishes_is_nobody_only_if_clear(monkeypatch, is_clear, followed):
    talker = Talker(LARGE.x / WIDTH, LARGE.y / HEIGHT, is_clear=is_clear)
    call = Call(monkeypatch, talker=talker)
    assert call.show({LARGE: PERSON}) == [PERSON] * 5
    assert call.show({LARGE: OTHER}) == [followed] * 5


def test_look_is_alike_in_another_size_and_at_the_edge():
    edge = Box(30, 40, 60, 60)
    rgb = frame(0.0, {LARGE: PERSON, edge: PERSON, SMALL: OTHER}).rgb
    large, small, other = (look_of(rgb, box) for box in (LARGE, edge, SMALL))
    assert np.isnan(small).any()
    assert similarity(large, small) > 0.9
    assert similarity(large, other) < appearance.SAME


def test_look_is_read_as_saved():
    look = look_of(frame(0.0, {SMALL: PERSON}).rgb, Box(1240, 60, 60, 60))
    again = look_from(look_numbers(look))
    assert np.isnan(look).any()
    np.testing.assert_allclose(again, look, atol=0.5)
    assert look_from(()) is None
