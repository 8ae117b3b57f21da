"""Analyse a recording into a saved review, and update the review after a correction."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from secondtake import __version__
from secondtake.coaching.session_evidence import AnswerEvidence
from secondtake.coaching.story.story_teller import StoryTeller
from secondtake.config import Settings
from secondtake.core.answer import NO_CALIBRATION
from secondtake.core.conversation.people import place_of
from secondtake.core.errors import MediaError, StoreError
from secondtake.core.progress import Progress
from secondtake.core.recording import Recording
from secondtake.core.review import Provenance
from secondtake.core.signals.calibration import calibration_tracks
from secondtake.core.tracks import Tracks
from secondtake.journal.questions.question import plain
from secondtake.observers.model_weights import digests
from secondtake.observers.recording_warnings import observer_warnings
from secondtake.pipeline.analysis_request import AnalysisRequest
from secondtake.pipeline.judge import judge
from secondtake.pipeline.judging_options import Dismissal, JudgingOptions
from secondtake.pipeline.media_process import make_proxy_apart, probe_apart
from secondtake.pipeline.observe import observe, planned_units, report_initial_progress, seconds_by_stage
from secondtake.pipeline.sentence_model import nearest_question, sentence_encoder
from secondtake.pipeline.track_index import load_tracks
from secondtake.pipeline.work_units import STAGES
from secondtake.plain_text import one_line, title_of_file
from secondtake.store.earlier_languages import earlier_languages
from secondtake.store.files.home import new_file_name
from secondtake.store.files.locks import recording_lock
from secondtake.store.files.storage_errors import translate_os_errors
from secondtake.store.history import baselines, remembered_person, taught_stories
from secondtake.store.library import Library
from secondtake.store.records import Session, StoredRecording, StoredReview

log = logging.getLogger(__name__)

NO_REQUEST = AnalysisRequest()


def analyse(
    path: Path,
    library: Library,
    settings: Settings,
    request: AnalysisRequest = NO_REQUEST,
    *,
    name: str = "",
    on_progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
    on_session_created: Callable[[str], None] | None = None,
) -> StoredReview:
    """Observe and judge one recording; save it with its review.

    A recording with the layout of an earlier one, in which the person said who they are, is about the same
    person. Waits while another process analyses the same recording; its finished work units are reused.

    Args:
        name: the recording's; "" for the file's name.
        on_progress: called with (stage, seconds done, seconds in all).
        is_cancelled: called several times a second.
        on_session_created: called with the session's ID before the recording is observed.

    Raises:
        UsageError: no such preset or language; no person with the number `request.me`, whose message lists
            those there are. The recording is then reviewed as without it.
        MediaError: the recording cannot be read; nothing is saved then.
        ModelMissing, StoreError, Cancelled: as in `observe`; finished work units are saved and reused.
    """
    run = partial(
        _analyse,
        path,
        library,
        settings,
        name=name,
        on_progress=on_progress,
        is_cancelled=is_cancelled,
        on_session_created=on_session_created,
    )
    if isinstance(request.me, int):
        people = run(replace(request, me=None)).body.get("people", [])
        request = replace(request, me=place_of(request.me, people), force=False)
    review = run(request)
    person = remembered_person(library, review.session_id) if request.me is None else None
    if person is None:
        return review
    if person["chosen"]:
        library.corrections.add("own_face", {"largest": True}, session_id=review.session_id)
        return rejudge(library, review.session_id)
    return run(replace(request, me=(person["box"]["x"], person["box"]["y"]), force=False))


def _analyse(
    path: Path,
    library: Library,
    settings: Settings,
    request: AnalysisRequest,
    *,
    name: str,
    on_progress: Progress | None,
    is_cancelled: Callable[[], bool] | None,
    on_session_created: Callable[[str], None] | None,
) -> StoredReview:
    """Observe and judge one recording; the person is at `request.me`, where that is known."""
    vocabulary = library.corrections.vocabulary()
    settings = settings.with_(preset=request.preset, language=request.language, vocabulary=vocabulary)
    library.home.require_writable()
    with translate_os_errors(library.home.root):  # the disk may fill up, or disappear, while observing
        recording = probe_apart(path)
        recording = replace(recording, name=one_line(name or recording.name))
        with recording_lock(library.home, recording.digest, recording.name, is_cancelled=is_cancelled):
            session = _create_session(library, path, recording, request)
            if on_session_created:
                on_session_created(session.id)
            settings = settings.with_(
                me=library.corrections.me(session.id),
                earlier_languages=earlier_languages(library, session.person),
            )
            folder = library.home.tracks_of(recording.digest)
            if request.force:
                shutil.rmtree(folder, ignore_errors=True)
            report_initial_progress(planned_units(recording, settings, folder), on_progress)
            make_playable(library, session.recording, recording, on_progress, is_cancelled)
            started_s = time.monotonic()
            media = session.recording.media
            observed = observe(media, recording, settings, folder, on_progress, is_cancelled)
            stages = seconds_by_stage(observed.units)
            timing = {
                "observe_s": round(time.monotonic() - started_s, 3),
                "stages": {stage: round(took_s, 3) for stage, took_s in stages.items()},
            }
            return rejudge(
                library,
                session.id,
                tracks=observed.tracks,
                timing=timing,
                recording=recording,
                provenance=provenance_of(observed.settings),
            )


def make_playable(
    library: Library,
    stored: StoredRecording,
    recording: Recording,
    on_progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> None:
    """Save a copy for the page where browsers cannot play the recording itself; the review needs none.

    Raises:
        StoreError: it cannot be saved.
        Cancelled: `is_cancelled` returned true.
    """
    from secondtake.media.proxy import needs_proxy

    if needs_proxy(recording) is None or (stored.playable is not None and stored.playable.exists()):
        return
    try:
        target = library.home.cache / new_file_name()
        copy = make_proxy_apart(stored.media, target, on_progress=on_progress, is_cancelled=is_cancelled)
    except MediaError as error:
        log.warning("%s will not play on the page: %s", recording.name, error)
        return
    library.set_playable(recording.digest, copy)


def rejudge(
    library: Library,
    session_id: str,
    *,
    tracks: Tracks | None = None,
    timing: dict[str, Any] | None = None,
    recording: Recording | None = None,
    provenance: Provenance | None = None,
) -> StoredReview:
    """Judge a session from its tracks, with all of the person's corrections, and save the review.

    Args:
        tracks: as just observed; else they are loaded.
        timing: of observing, if just done; else the previous review's.
        recording: as just probed; else as saved.
        provenance: of the tracks; else the previous review's.

    Raises:
        StoreError: its tracks are missing or cannot be read.
    """
    session = library.session(session_id)
    recording = recording or Recording.from_dict(session.recording.probe)
    tracks = tracks or load_tracks(library.home.tracks_of(recording.digest))
    previous = library.latest_review(session.id)
    timing = dict(timing or (previous.body["timing"] if previous else {}))
    started_s = time.monotonic()
    review = judge(
        tracks,
        recording,
        options_of(library, session),
        provenance=provenance or _provenance_of(previous),
        timing=timing,
        warnings=observer_warnings(tracks),
    )
    sentence_encoder().unload()
    timing["judge_s"] = round(time.monotonic() - started_s, 3)
    return library.save_review(session.id, review.to_json() | {"person": session.person})


def options_of(library: Library, session: Session) -> JudgingOptions:
    """Return how to judge a session: the person's corrections, baselines and calibration."""
    corrections = library.corrections
    questions = corrections.current("questions", session_id=session.id)
    calibration = corrections.sitting(session.id)
    return JudgingOptions(
        marks=corrections.marks(session.id),
        speakers=corrections.speakers(session.id),
        words=corrections.words(session.id),
        questions=tuple(questions[-1].value["questions"]) if questions else (),
        is_face_confirmed=bool(corrections.current("own_face", session_id=session.id)),
        added=corrections.added_events(session.id),
        muted=corrections.muted(),
        dismissed=tuple(Dismissal(kind, span) for kind, span in corrections.dismissals(session.id)),
        baselines=baselines(library, before=session.recorded_at, leave_out=session.id, person=session.person),
        neutral=calibration.neutral,
        stories=StoryTeller(
            sentence_encoder(),
            nearest_question,
            corrections.story_responses(session.id),
            taught_stories(library, session),
            _outline_lookup(library),
        ),
        earlier=None if calibration.neutral else _earlier_calibration(library, session, calibration.camera),
    )


def _outline_lookup(library: Library) -> Callable[[AnswerEvidence], Mapping[str, str]]:
    """Return what finds the outline of an answer's question, by the question's ID, else by its words."""
    outlines = library.questions.outlines()
    none: dict[str, str] = {}
    return lambda a: outlines.get(a.question_id or "") or outlines.get(plain(a.question)) or none


def _earlier_calibration(library: Library, session: Session, camera: str) -> Tracks | None:
    """Return the latest earlier calibration with this camera whose tracks can be loaded, or None."""
    if not camera:
        return None
    candidates = [
        (library.session(session_id), calibration)
        for session_id, calibration in library.corrections.neutrals()
        if calibration.camera == camera
    ]
    for earlier, calibration in sorted(candidates, key=lambda pair: pair[0].recorded_at, reverse=True):
        if earlier.recorded_at >= session.recorded_at:
            continue
        try:
            tracks = load_tracks(library.home.tracks_of(earlier.recording.digest))
        except StoreError:  # damaged or missing tracks of another session must not fail this one
            continue
        part = calibration_tracks(replace(tracks, neutral=calibration.neutral))
        if part is not None:
            return part
    return None


def _create_session(library: Library, path: Path, recording: Recording, request: AnalysisRequest) -> Session:
    """Import the recording and create its session, with the request's facts saved as corrections."""
    recorded_at = recording.made_at or request.written_at or _written_at(path)
    library.add_recording(path, recording)
    session = library.create_session(
        recording.digest,
        title=request.title or title_of_file(recording.name, recorded_at),
        kind=request.kind,
        recorded_at=recorded_at,
        person=request.person,
        tags=request.tags,
    )
    corrections = library.corrections
    if request.person:
        library.update_session(session.id, person=request.person)
    if request.recorded_at:
        library.update_session(session.id, recorded_at=request.recorded_at)
    if request.marks:
        corrections.set_marks(session.id, request.marks)
    if request.questions:
        corrections.add("questions", {"questions": list(request.questions)}, session_id=session.id)
    if isinstance(request.me, tuple):
        corrections.set_me(session.id, request.me)
    if request.calibration != NO_CALIBRATION:
        corrections.set_sitting(session.id, request.calibration)
    session.recording.thumbnail_error_file.unlink(missing_ok=True)  # so that the thumbnail is tried again
    return session


def _written_at(path: Path) -> datetime:
    """Return when the file was last written; now, where that is in the future."""
    now = datetime.now(UTC)
    return min(datetime.fromtimestamp(path.stat().st_mtime, UTC), now)


def provenance_of(settings: Settings) -> Provenance:
    """Return this version, with the weights and settings of its observers."""
    weights = sorted({name for stage in STAGES.values() for name in stage.weights})
    return Provenance(
        __version__,
        weights=digests(tuple(weights), settings),
        settings={
            "preset": settings.preset,
            "language": settings.language,
            **({"me": list(settings.me)} if settings.me else {}),
            **({"talker": list(settings.talker[:3])} if settings.talker else {}),
        },
    )


def _provenance_of(previous: StoredReview | None) -> Provenance:
    """Return the previous review's weights and settings with this version, which judges."""
    provenance = previous.body["provenance"] if previous else {"weights": {}, "settings": {}}
    return Provenance(__version__, weights=provenance["weights"], settings=provenance["settings"])
