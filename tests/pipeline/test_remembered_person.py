"""Who the person is in a recording with the layout of an earlier one, in which they said it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from secondtake.core.tracks import FaceAppearance
from secondtake.pipeline import analyse
from secondtake.pipeline.analysis_request import AnalysisRequest
from secondtake.pipeline.sample import add_sample
from secondtake.pipeline.track_index import load_tracks
from secondtake.store.erase import erase_session
from secondtake.store.history import remembered_person


def people(*places: tuple[float, float], chosen: int = 1, size: float = 0.1) -> list[dict]:
    return [
        {"number": n, "box": {"x": x, "y": y, "width": size, "height": 1.8 * size}, "chosen": n == chosen}
        | {"seconds": 60.0, "at_s": 30.0}
        for n, (x, y) in enumerate(places, start=1)
    ]


TWO = people((0.25, 0.5), (0.75, 0.5))
TWO_AGAIN = people((0.28, 0.48), (0.73, 0.55))
SMALL = people((0.9, 0.12), size=0.05)
ASKED = [{"code": "one_small_face", "text": "Is this you?", "repairs": ["this_is_me", "record"]}]


@pytest.fixture
def add(library, add_session):
    """Add a session whose review lists these people."""

    def adding(
        name: str,
        listed: list[dict],
        *,
        me: tuple[float, float] | None = None,
        person: str = "",
        is_confirmed: bool = False,
    ) -> str:
        session = add_session(name.encode())
        review = library.latest_review(session.id)
        doubts = ASKED if len(listed) == 1 else []
        library.save_review(session.id, {**review.body, "people": listed, "doubts": doubts})
        if is_confirmed:
            library.corrections.add("own_face", {"largest": True}, session_id=session.id)
        library.update_session(session.id, person=person)
        if me:
            library.corrections.set_me(session.id, me)
        return session.id

    return adding


def test_remembered_person_is_at_the_place_of_the_earlier_one(library, add):
    add("first", people((0.25, 0.5), (0.75, 0.5), chosen=2), me=(0.75, 0.5))
    assert remembered_person(library, add("second", TWO_AGAIN))["number"] == 2


@pytest.mark.parametrize(
    "listed",
    [
        TWO_AGAIN[:1],
        people((0.25, 0.5), (0.5, 0.5)),
        people((0.25, 0.5), (0.75, 0.5), size=0.2),
        people((0.25, 0.5), (0.5, 0.5), (0.75, 0.5)),
        [],
    ],
)
def test_remembered_person_in_another_layout_is_unknown(library, add, listed):
    add("first", TWO, me=(0.25, 0.5))
    assert remembered_person(library, add("second", listed)) is None


def test_remembered_person_needs_a_word_of_the_same_person(library, add):
    add("unsaid", TWO)
    add("of another", TWO, me=(0.25, 0.5), person="Kim")
    session = add("second", TWO_AGAIN)
    assert remembered_person(library, session) is None
    add("first", TWO, me=(0.25, 0.5))
    assert remembered_person(library, session)["number"] == 1
    library.corrections.add("own_face", {"largest": True}, session_id=session)
    assert remembered_person(library, session) is None


@pytest.mark.parametrize(("chosen", "requested"), [(1, [None, (0.73, 0.55)]), (2, [None])])
def test_analyse_looks_again_only_if_another_was_chosen(
    library, settings, add, monkeypatch, chosen, requested
):
    add("first", people((0.25, 0.5), (0.75, 0.5), chosen=2), me=(0.75, 0.5))
    session = add("second", people((0.28, 0.48), (0.73, 0.55), chosen=chosen))
    requests = []

    def analysed(path, library, settings, request, **_):
        requests.append(request.me)
        return library.latest_review(session)

    monkeypatch.setattr(analyse, "_analyse", analysed)
    monkeypatch.setattr(analyse, "rejudge", lambda library, session_id: library.latest_review(session_id))
    analyse.analyse("second.mp4", library, settings, AnalysisRequest())
    assert requests == requested
    assert bool(library.corrections.current("own_face", session_id=session)) == (chosen == 2)


@pytest.fixture
def small_face(monkeypatch):
    """Show one small face in the sample's video, whose lips tell nothing, in the corner or elsewhere."""

    def show(x: float = 0.9, width: float = 0.05) -> None:
        def loaded(folder):
            tracks = load_tracks(folder)
            face = FaceAppearance(tracks.whole, x, 0.12, width, 1.8 * width, 1.0)
            return replace(tracks, faces=(face,), facts={})

        monkeypatch.setattr(analyse, "load_tracks", loaded)
        monkeypatch.setattr(analyse, "_analyse", lambda path, library, *_, **__: _rejudged(library))

    def _rejudged(library):
        return analyse.rejudge(library, add_sample(library).id)

    return show


def codes(review) -> list[str]:
    return [doubt["code"] for doubt in review.body["doubts"]]


def test_one_small_face_once_confirmed_is_not_asked_about_again(library, settings, add, small_face):
    first = add("first", SMALL, is_confirmed=True)
    small_face(x=0.88)
    later = analyse.analyse("later.mp4", library, settings)
    assert codes(later) == []
    assert later.body["debrief"]
    assert later.session_id != first
    assert library.corrections.current("own_face", session_id=later.session_id)


@pytest.mark.parametrize(("x", "width"), [(0.1, 0.05), (0.9, 0.031)])
def test_one_small_face_elsewhere_or_of_another_size_is_asked_about(
    library, settings, add, small_face, x, width
):
    add("first", SMALL, is_confirmed=True)
    small_face(x, width)
    assert codes(analyse.analyse("later.mp4", library, settings)) == ["one_small_face"]


@pytest.mark.parametrize("loss", ["deleted", "erased", "undone"])
def test_one_small_face_is_forgotten_with_its_session_or_answer(library, settings, add, small_face, loss):
    first = add("first", SMALL, is_confirmed=True)
    if loss == "undone":
        library.corrections.undo(library.corrections.current("own_face", session_id=first)[0].id)
    else:
        library.delete_session(first)
    if loss == "erased":
        erase_session(library, first)
    small_face()
    assert codes(analyse.analyse("later.mp4", library, settings)) == ["one_small_face"]


def test_remembered_person_takes_the_latest_answer_also_by_confirming(library, add):
    add("first", TWO, is_confirmed=True)
    session = add("second", TWO_AGAIN)
    assert remembered_person(library, session)["number"] == 1
    corrected = add("third", people((0.25, 0.5), (0.75, 0.5), chosen=2), me=(0.75, 0.5))
    assert remembered_person(library, session)["number"] == 2
    library.corrections.undo(library.corrections.current("me", session_id=corrected)[0].id)
    assert remembered_person(library, session)["number"] == 1


def test_one_large_face_alone_is_left_as_it_is(library, add):
    add("first", people((0.5, 0.5), size=0.2), is_confirmed=True)
    session = add("second", people((0.5, 0.5), size=0.2))
    assert remembered_person(library, session) is not None
    review = library.latest_review(session)
    library.save_review(session, {**review.body, "doubts": []})
    assert remembered_person(library, session) is None
