"""Whatever is put in comes out: reviews, words, corrections and requests of any shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secondtake.core.answer import Mark
from secondtake.core.conversation.marks import clean_text, mark_json, parse_marks
from secondtake.core.spans import Span
from secondtake.store.database.review_codec import compress_review, decompress_review, plain_words
from secondtake.store.library import Library
from secondtake.store.search import search

text = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40)
finite = st.floats(allow_nan=False, allow_infinity=False)
plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**40), 2**40)
    | st.floats(allow_nan=False, allow_infinity=False)
    | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=20,
)
in_one_library = settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@given(st.dictionaries(text, plain, max_size=5))
def test_compress_review_round_trip_is_lossless(body: dict[str, Any]) -> None:
    squeezed = compress_review({**body, "x": 1.5})
    assert decompress_review(squeezed) == {**body, "x": 1.5}


@in_one_library
@given(
    said=st.lists(
        st.sampled_from(["I", "I'd", "um,", "Über", "naïve", "100%", "A_B", "well-known"]), min_size=1
    )
)
def test_search_finds_every_transcript_word_at_its_time(
    said: list[str],
    library: Library,
    make_recording: Callable[..., Any],
    make_review: Callable[..., Any],
    tmp_path: Any,
) -> None:
    source = tmp_path / "take"
    source.write_bytes(repr(said).encode())
    recording = make_recording(source.read_bytes())
    library.add_recording(source, recording)
    session = library.create_session(recording.digest)
    library.save_review(session.id, make_review(recording, said=" ".join(said)))
    for second, word in enumerate(said):
        hits = [h.start_s for h in search(library, word, limit=10_000) if h.session_id == session.id]
        assert float(second) in hits, word
    assert [h for h in search(library, "never said") if h.session_id == session.id] == []


@in_one_library
@given(
    kind=st.sampled_from(["note", "dismiss", "target"]),
    subject=text,
    value=st.dictionaries(text, plain, max_size=3),
)
def test_correction_is_returned_until_undone(
    kind: str, subject: str, value: dict[str, Any], library: Library
) -> None:
    subject, stored = subject.replace("\x00", ""), value
    before = library.corrections.current(kind)
    said = library.corrections.add(kind, stored, subject=subject)
    found = {c.id: c for c in library.corrections.current(kind)}[said.id]
    assert (found.subject, found.value) == (subject, stored)
    library.corrections.undo(said.id)
    assert library.corrections.current(kind) == before


spans = st.tuples(st.floats(0, 1000), st.floats(0.01, 60)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


@given(st.lists(st.tuples(spans, text.map(clean_text), st.none() | spans), max_size=5))
def test_set_marks_without_overlap_round_trip(drawn: list[tuple[Span, str, Span | None]]) -> None:
    marks: list[Mark] = []
    for span, question, asked in sorted(drawn, key=lambda d: d[0]):
        if not marks or marks[-1].span.end_s <= span.start_s:
            marks.append(Mark(span, question, asked, countdown_s=span.duration_s))
    assert list(parse_marks([mark_json(mark) for mark in marks])) == marks


@given(text)
def test_plain_words_have_no_case_or_punctuation(said: str) -> None:
    for word in plain_words(said):
        assert " " not in word
        assert plain_words(word) == [word]
