"""Who the person is in a recording with the layout of an earlier one, in which they said it."""

from __future__ import annotations

import pytest

from secondtake.pipeline import analyse
from secondtake.pipeline.analysis_request import AnalysisRequest
from secondtake.store.history import remembered_person


def people(*places: tuple[float, float], chosen: int = 1, size: float = 0.1) -> list[dict]:
    return [
        {"number": n, "box": {"x": x, "y": y, "width": size, "height": 1.8 * size}, "chosen": n == chosen}
        | {"seconds": 60.0, "at_s": 30.0}
        for n, (x, y) in enumerate(places, start=1)
    ]


TWO = people((0.25, 0.5), (0.75, 0.5))
TWO_AGAIN = people((0.28, 0.48), (0.73, 0.55))


@pytest.fixture
def add(library, add_session):
    """Add a session whose review lists these people."""

    def adding(
        name: str, listed: list[dict], *, me: tuple[float, float] | None = None, person: str = ""
    ) -> str:
        session = add_session(name.encode())
        review = library.latest_review(session.id)
        library.save_review(session.id, {**review.body, "people": listed})
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
