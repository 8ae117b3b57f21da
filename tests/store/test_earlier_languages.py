"""Languages of earlier recordings are likely in the next one, once several held them without doubt."""

from __future__ import annotations

from made_plain import recording_of, review_of
from secondtake.store.earlier_languages import earlier_languages


def test_earlier_languages_are_certain_supported_and_heard_twice(library, add_session):
    heard = [("de", []), ("de", []), ("fr", []), ("it", ["it", "en"]), ("it", []), ("cy", []), ("cy", [])]
    for i, (code, candidates) in enumerate(heard):
        session = add_session(f"sound {i}".encode())
        review = {**review_of(recording_of(f"sound {i}".encode(), "take.m4a"))}
        review["language"] = {"code": code, "validated": False, "candidates": candidates}
        library.save_review(session.id, review)
    assert earlier_languages(library, "") == ("de",)


def test_earlier_languages_are_those_of_the_same_person(library, add_session):
    for i, person in enumerate(("Ada", "Ada", "Bo")):
        session = add_session(f"sound {i}".encode())
        library.update_session(session.id, person=person)
        review = {**review_of(recording_of(f"sound {i}".encode(), "take.m4a"))}
        review["language"] = {"code": "de", "validated": False, "candidates": []}
        library.save_review(session.id, review)
    assert earlier_languages(library, "Ada") == ("de",)
    assert earlier_languages(library, "Bo") == ()


def test_earlier_languages_of_an_empty_home_are_none(library):
    assert earlier_languages(library, "") == ()
