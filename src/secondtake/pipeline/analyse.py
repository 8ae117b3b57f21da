"""A recording in, a kept review out; the same again after a correction. The one room that stores."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from secondtake import __version__
from secondtake.config import Settings
from secondtake.core.answer import NO_CALIBRATION, Calibration, Mark
from secondtake.core.errors import MediaError, StoreError
from secondtake.core.progress import Progress
from secondtake.core.recording import Recording
from secondtake.core.review import Provenance
from secondtake.core.signals.calibration import calibration_tracks
from secondtake.core.tracks import Tracks
from secondtake.observers.model_weights import digests
from secondtake.pipeline.judge import judge
from secondtake.pipeline.judging_options import Dismissal, JudgingOptions
from secondtake.pipeline.observe import observe, report_initial_progress, seconds_by_stage
from secondtake.pipeline.track_index import load_tracks
from secondtake.pipeline.work_units import STAGES
from secondtake.store.files.home import new_file_name
from secondtake.store.files.locks import recording_lock
from secondtake.store.history import baselines
from secondtake.store.library import Library
from secondtake.store.records import Session, SessionKind, StoredRecording, StoredReview

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AnalysisRequest:
    """What a person says about a recording when handing it in.

    Args:
        name: what the recording is called; "" for the file's name.
        title: "" for the recording's name.
        kind: a practice, or a real interview.
        dated: when it was recorded, where the person says so: above all else.
        written_at: when the file was last written; None for what the disk says.
        tags: for finding it again.
        marks: where the answers are, if known.
        questions: what was asked, in order, if known.
        sitting: how the person sat for the recorder.
        force: observe again what has been observed.
    """

    name: str = ""
    title: str = ""
    kind: SessionKind = "practice"
    dated: datetime | None = None
    written_at: datetime | None = None
    tags: Sequence[str] = ()
    marks: Sequence[Mark] = ()
    questions: Sequence[str] = ()
    sitting: Calibration = NO_CALIBRATION
    force: bool = False


def analyse(
    path: Path,
    library: Library,
    settings: Settings,
    wish: AnalysisRequest = AnalysisRequest(),
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    move: bool = False,
    made: Callable[[Session], None] | None = None,
) -> StoredReview:
    """Observes and judges one recording, and keeps it with its review.

    Whoever analyses the same recording already is waited for: what they have finished is not done again.

    Args:
        progress: called with (stage, seconds done, seconds in all).
        cancelled: asked several times a second.
        move: take the file into the library instead of copying it (a finished upload).
        made: told as soon as the recording is kept, while it is still being watched.

    Raises:
        MediaError: not a recording we can read; nothing is kept then.
        ModelMissing, StoreError, Cancelled: as in `observe`; finished pieces are kept and reused.
    """
    from secondtake.media.probe import probe

    recording = probe(path)
    recording = replace(recording, name=wish.name or recording.name)
    recorded_at = recording.made_at or wish.written_at or _written_at(path)
    with recording_lock(library.home, recording.digest, recording.name, is_cancelled=cancelled):
        library.add_recording(path, recording, move=move)
        session = library.create_session(
            recording.digest, title=wish.title, kind=wish.kind, recorded_at=recorded_at, tags=wish.tags
        )
        _keep_wish(library, session, wish)
        session.recording.thumbnail_error_file.unlink(missing_ok=True)  # who asks anew wants the picture, too
        if made:
            made(session)
        folder = library.home.tracks_of(recording.digest)
        if wish.force:
            forget_tracks(folder)
        report_initial_progress(recording, settings, folder, progress)
        make_playable(library, session.recording, recording, progress, cancelled)
        started = time.monotonic()
        observe(session.recording.media, recording, settings, folder, progress, cancelled)
        took = {
            "observe_s": round(time.monotonic() - started, 3),
            "stages": {k: round(v, 3) for k, v in seconds_by_stage(recording, settings, folder).items()},
        }
        return rejudge(
            library,
            session.id,
            timing=took,
            recording=recording,
            provenance=provenance_of(settings),
        )


def make_playable(
    library: Library,
    kept: StoredRecording,
    recording: Recording,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """A copy for the page where browsers cannot play the recording itself, once; the review does without it.

    Raises:
        StoreError: it cannot be kept.  Cancelled: as asked.
    """
    from secondtake.media.proxy import make_proxy, needs_proxy

    if needs_proxy(recording) is None or (kept.playable is not None and kept.playable.exists()):
        return
    try:
        copy = make_proxy(
            kept.media, library.home.cache / new_file_name(), on_progress=progress, is_cancelled=cancelled
        )
    except MediaError as error:
        log.warning("%s will not play on the page: %s", recording.name, error)
        return
    library.set_playable(recording.digest, copy)


def rejudge(
    library: Library,
    session_id: str,
    *,
    timing: dict[str, Any] | None = None,
    recording: Recording | None = None,
    provenance: Provenance | None = None,
) -> StoredReview:
    """Judges a session from its kept tracks, with every correction the person made, and keeps the outcome.

    Args:
        timing: what observing took, if it was done just now; else that of the review before.
        recording: what probing just found; else what was kept of it.
        provenance: who observed; else as the review before says.

    Raises:
        StoreError: if its tracks are not there or cannot be read.
    """
    session = library.session(session_id)
    recording = recording or Recording.from_dict(session.recording.probe)
    tracks = load_tracks(library.home.tracks_of(recording.digest))
    before = library.latest_review(session.id)
    took = dict(timing or (before.body["timing"] if before else {}))
    started = time.monotonic()
    review = judge(
        tracks,
        recording,
        options_of(library, session),
        provenance=provenance or _provenance_of(before),
        timing=took,
        warnings=observer_warnings(tracks),
    )
    took["judge_s"] = round(time.monotonic() - started, 3)
    return library.save_review(session.id, review.to_json())


def options_of(library: Library, session: Session) -> JudgingOptions:
    """Everything the person has said that bears on judging this session, and their own earlier way."""
    said = library.corrections
    asked = said.current("questions", session_id=session.id)
    sitting = said.sitting(session.id)
    return JudgingOptions(
        marks=said.marks(session.id),
        speakers=said.speakers(session.id),
        questions=tuple(asked[-1].value["questions"]) if asked else (),
        muted=said.muted(),
        dismissed=tuple(Dismissal(kind, span) for kind, span in said.dismissals(session.id)),
        baselines=baselines(library, before=session.recorded_at, leave_out=session.id, person=session.person),
        neutral=sitting.neutral,
        earlier=None if sitting.neutral else _earlier_neutral(library, session, sitting.camera),
    )


def _earlier_neutral(library: Library, session: Session, camera: str) -> Tracks | None:
    """The latest neutral part that was recorded with this camera before, where its tracks are still there."""
    if not camera:
        return None
    before = [
        (library.session(session_id), sitting)
        for session_id, sitting in library.corrections.neutrals()
        if sitting.camera == camera
    ]
    for found, sitting in sorted(before, key=lambda one: one[0].recorded_at, reverse=True):
        if found.recorded_at >= session.recorded_at:
            continue
        try:
            kept = load_tracks(library.home.tracks_of(found.recording.digest))
        except StoreError:  # one that is damaged or gone is no reason not to judge this session
            continue
        part = calibration_tracks(replace(kept, neutral=sitting.neutral))
        if part is not None:
            return part
    return None


def observer_warnings(tracks: Tracks) -> tuple[str, ...]:
    """What the observers found worth telling about the recording as a whole."""
    said = []
    faces, skipped = tracks.facts.get("faces", 0.0), tracks.facts.get("skipped_frames", 0.0)
    if faces > 1:
        said.append(
            f"Up to {faces:.0f} faces were in the picture; the largest and most lasting was followed."
        )
    if skipped:
        said.append(f"{skipped:.0f} damaged pictures could not be read and were left out.")
    return tuple(said)


def forget_tracks(folder: Path) -> None:
    """Removes what was observed, so that it is observed anew."""
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


def _keep_wish(library: Library, session: Session, wish: AnalysisRequest) -> None:
    """What was said with the recording counts like a correction made on the page."""
    if wish.dated:
        library.update_session(session.id, recorded_at=wish.dated)
    if wish.marks:
        library.corrections.set_marks(session.id, wish.marks)
    if wish.questions:
        library.corrections.add("questions", {"questions": list(wish.questions)}, session_id=session.id)
    if wish.sitting != NO_CALIBRATION:
        library.corrections.set_sitting(session.id, wish.sitting)


def _written_at(path: Path) -> datetime:
    """When the file was last written; now, where the disk says that it is still to be."""
    now = datetime.now(UTC)
    return min(datetime.fromtimestamp(path.stat().st_mtime, UTC), now)


def provenance_of(settings: Settings) -> Provenance:
    """This version, with the weights and settings it observes by."""
    used = sorted({name for stage in STAGES.values() for name in stage.weights})
    return Provenance(
        __version__,
        weights=digests(tuple(used), settings),
        settings={"preset": settings.preset, "language": settings.language},
    )


def _provenance_of(before: StoredReview | None) -> Provenance:
    """Who observed, as the review before says; the judging is today's."""
    said = before.body["provenance"] if before else {"weights": {}, "settings": {}}
    return Provenance(__version__, weights=said["weights"], settings=said["settings"])
