"""Files from outside, damaged at random: refused with words, or read to values that can be stored and shown.

Some seconds in each run of the tests, a minute under the mark "slow". Longer by hand, with other examples
each time: `pytest tests/security/test_fuzzing.py -m slow --hypothesis-profile=explore`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from made_handin import made_handin
from secondtake.cli.inputs import read_marks
from secondtake.config import Settings
from secondtake.core.conversation.marks import LATEST_S, mark_json, parse_marks
from secondtake.core.errors import MediaError, StoreError, UsageError
from secondtake.journal.questions.import_export import from_csv, from_markdown, to_csv, to_markdown
from secondtake.journal.questions.question import Outline, Question
from secondtake.media.container import MAX_DURATION_S
from secondtake.media.probe import probe
from secondtake.pipeline.analysis_request import AnalysisRequest
from secondtake.store.backup import restore_backup, write_backup
from secondtake.store.coach_desk import CoachDesk
from secondtake.store.library import Library
from secondtake.ui.routes.json_values import is_storable
from secondtake.ui.view.coach_desk import handin_view
from security import test_handins
from security.made_requests import JUNK
from security.test_backups import DATABASE, rewrite

AT = datetime(2026, 11, 3, tzinfo=UTC)
ROUNDS = settings().max_examples // 100  # 1; 20 with the profile "explore"
amounts = pytest.mark.parametrize(
    "times", [1, pytest.param(30 * ROUNDS, marks=pytest.mark.slow)], ids=["few", "many"]
)
KINDS = {
    "mp4": ("h264", "aac"),
    "mkv": ("mpeg4", "pcm_s16le"),
    "webm": ("vp8", "libopus"),
    "wav": ("", "pcm_s16le"),
}

Damage = Callable[[bytes], bytes]


@st.composite
def damages(draw: st.DrawFn) -> Damage:
    """Bytes changed, lost, doubled or put in, in up to four places; or the file cut off."""
    places = draw(st.lists(st.floats(0, 1), min_size=1, max_size=4))
    pieces = [
        draw(st.binary(max_size=8) | st.sampled_from([b"\xff" * 4, b"\0" * 8, b"\x7f\xff\xff\xff"]))
        for _ in places
    ]
    kinds = [draw(st.sampled_from(["change", "change", "insert", "lose", "double", "cut"])) for _ in places]

    def damage(content: bytes) -> bytes:
        for place, piece, kind in zip(places, pieces, kinds, strict=True):
            at = int(place * len(content))
            end = {"change": at + len(piece), "lose": at + 16 * len(piece), "cut": len(content)}.get(kind, at)
            middle = content[at : at + 64] if kind == "double" else b"" if kind in ("lose", "cut") else piece
            content = content[:at] + middle + content[end:]
        return content

    return damage


def try_all(
    times: int, check: Callable[..., None], *strategies: st.SearchStrategy[Any], examples: int
) -> None:
    """Check drawn values, `times` as many as in each run of the tests."""
    settings(max_examples=examples * times, deadline=None, suppress_health_check=[HealthCheck.too_slow])(
        given(*strategies)(check)
    )()


@pytest.fixture(scope="session")
def recordings(tmp_path_factory) -> dict[str, bytes]:
    """A fifth of a second in each container."""
    folder = tmp_path_factory.mktemp("fuzz")
    return {kind: recorded(folder / f"a.{kind}", *codecs).read_bytes() for kind, codecs in KINDS.items()}


def recorded(path: Path, video: str, audio: str) -> Path:
    random = np.random.default_rng(0)
    with av.open(str(path), "w") as target:
        if video:
            pictures = target.add_stream(video, rate=25, width=64, height=48, pix_fmt="yuv420p")
        sound = target.add_stream(audio, rate=48_000, layout="mono")
        if video:
            for _ in range(5):
                frame = av.VideoFrame.from_ndarray(random.integers(0, 255, (48, 64, 3), np.uint8))
                target.mux(pictures.encode(frame))
            target.mux(pictures.encode(None))
        noise = av.AudioFrame.from_ndarray(random.integers(-9000, 9000, (1, 9600), np.int16), "s16", "mono")
        noise.rate = 48_000
        target.mux(sound.encode(noise))
        target.mux(sound.encode(None))
    return path


def check_probe(content: bytes, kind: str, folder: Path) -> None:
    file = folder / f"damaged.{kind}"
    file.write_bytes(content)
    try:
        recording = probe(file)
    except MediaError:
        return
    assert 0 < recording.duration_s <= MAX_DURATION_S
    plain = json.dumps([recording.name, recording.container, *recording.warnings], allow_nan=False)
    assert is_storable(plain)
    for stream in (recording.video, recording.audio):
        assert stream is None or 0 <= stream.offset_s <= stream.end_s


def check_backup(content: bytes, home: Settings, folder: Path) -> None:
    file = folder / "damaged.secondtake"
    file.write_bytes(content)
    with suppress(StoreError):
        restore_backup(file, home, replace=True)
    with Library.open(home) as library:  # the old one or the new one, whole
        sessions = library.sessions()
        assert len(sessions) == 1
        for session in sessions:
            review = library.latest_review(session.id)
            json.dumps([session.title, session.tags, review and review.body])
            assert session.recording.media.is_relative_to(home.home)
        json.dumps([q.text for q in library.questions.all()])
        library.interviews.all()
    assert not list(home.home.glob(".restore-*"))


def check_questions(text: str) -> None:
    for read, write in ((from_csv, to_csv), (from_markdown, to_markdown)):
        try:
            questions = read(text, AT)
        except UsageError:
            continue
        for question in questions:
            assert question.text.strip()
            assert all(
                map(is_storable, (*question.texts, question.notes, *question.outline.parts().values()))
            )
        again = read(write(questions), AT) if questions else ()
        assert sorted(q.text for q in again) == sorted(q.text for q in questions), (write.__name__, text)


def check_marks(content: bytes, folder: Path) -> None:
    file = folder / "marks.json"
    file.write_bytes(content)
    try:
        marks, calibration = read_marks(file)
    except UsageError:
        return
    for mark in marks:
        assert 0 <= mark.span.start_s < mark.span.end_s <= LATEST_S
        assert is_storable(mark.question)
    request = AnalysisRequest(marks=marks, calibration=calibration)
    stored = json.dumps(request.to_json(), allow_nan=False)
    assert is_storable(stored)
    assert AnalysisRequest.from_json(json.loads(stored)) == request
    assert parse_marks([mark_json(mark) for mark in marks]) == marks


@amounts
def test_probe_of_a_damaged_recording_refuses_or_reads(times, recordings, tmp_path):
    def check(kind: str, damage: Damage) -> None:
        check_probe(damage(recordings[kind]), kind, tmp_path)

    try_all(times, check, st.sampled_from(list(KINDS)), damages(), examples=60)


@amounts
def test_restore_of_a_damaged_backup_refuses_or_restores(times, library, settings, add_session, tmp_path):
    library.corrections.add_note(add_session(title="Acme").id, "good start")
    library.questions.add("Why us?")
    file = tmp_path / "whole.secondtake"
    write_backup(library, file)
    whole = file.read_bytes()

    def check(damage: Damage, is_inside: bool) -> None:
        file.write_bytes(whole if is_inside else damage(whole))
        if is_inside:  # with digests that fit, so that the rows are looked at
            rewrite(file, lambda files: files.update({DATABASE: damage(files[DATABASE])}))
        check_backup(file.read_bytes(), settings, tmp_path)

    try_all(times, check, damages(), st.booleans(), examples=8)


@amounts
def test_desk_given_a_damaged_handin_refuses_it(times, library, tmp_path):
    file, desk = made_handin(tmp_path), CoachDesk(library.home)
    whole = file.read_bytes()

    def check(damage: Damage, is_inside: bool) -> None:
        file.write_bytes(whole if is_inside else damage(whole))
        if is_inside:  # with digests that fit, so that the parts are looked at
            files = test_handins.read(file)
            test_handins.write(file, files | {"handin.json": damage(files["handin.json"])})
        with suppress(StoreError):
            desk.add(file)
        for handed_in in desk.all():
            plain = json.dumps([handed_in.name, handin_view(desk, handed_in)], allow_nan=False)
            assert is_storable(json.dumps(json.loads(plain), ensure_ascii=False))
            desk.delete(handed_in)
        assert [path.name for path in library.home.desk.iterdir()] == []

    try_all(times, check, damages(), st.booleans(), examples=60)


QUESTION = Question(
    "", "Why us?", "company", AT, ("Why this company?",), Outline(action="I asked"), notes="=1+1"
)
LISTS = (
    to_csv([QUESTION, QUESTION]),
    to_markdown([QUESTION, QUESTION]),
    'text;kind\r\n\'=x;"a\nb"\r\n- q\n  Also: w\n',
)


@amounts
def test_import_of_damaged_questions_refuses_or_reads(times):
    def check(sample: str, damage: Damage, anything: str) -> None:
        check_questions(damage(sample.encode()).decode(errors="replace"))
        check_questions(anything)

    try_all(times, check, st.sampled_from(LISTS), damages(), st.text(), examples=100)


MARKS = json.dumps(
    {
        "answers": [
            {"question": "Why us?", "start_s": 4, "end_s": 60.5, "question_start_s": 1, "question_end_s": 4}
        ],
        "neutral": [{"start_s": 0, "end_s": 1}],
        "camera": "Desk",
    }
)


@amounts
def test_marks_of_a_damaged_file_are_refused_or_read(times, tmp_path):
    def check(damage: Damage, anything: Any, number: Any) -> None:
        check_marks(damage(MARKS.encode()), tmp_path)
        check_marks(json.dumps(anything).encode(), tmp_path)
        check_marks(json.dumps([{"start_s": 0, "end_s": number, "question": anything}]).encode(), tmp_path)

    try_all(times, check, damages(), JUNK, JUNK, examples=60)
