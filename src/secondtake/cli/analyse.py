"""Commands that make and update reviews: analyse, judge."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from secondtake.cli.inputs import read_date, read_marks, read_me, read_questions, recordings_in
from secondtake.cli.output import (
    HomeOption,
    PresetOption,
    print_error,
    print_line,
    require_writable,
    settings_for,
    showing_progress,
    write_json,
)
from secondtake.core.errors import SecondTakeError, StoreError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from secondtake.config import Settings
    from secondtake.pipeline.analysis_request import AnalysisRequest
    from secondtake.store.library import Library
    from secondtake.store.records import StoredReview


def analyse(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Recordings or folders to analyse.")],
    json_out: Annotated[
        str | None, typer.Option("--json", metavar="OUT", help="Save the review as JSON; - prints it.")
    ] = None,
    preset: PresetOption = None,
    questions: Annotated[
        Path | None, typer.Option(help="Text file with the interview questions, one per line.")
    ] = None,
    marks: Annotated[
        Path | None,
        typer.Option(
            help="JSON file with the answer times: [{question, start_s, end_s}, ...] (docs/review-json.md)."
        ),
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="Spoken language: en, de, ... Default: detected.")
    ] = None,
    whisper: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="A larger Whisper model of yours (docs/models.md).")
    ] = None,
    date: Annotated[
        str | None, typer.Option(metavar="WHEN", help="Recording date. Default: the date in the file.")
    ] = None,
    real: Annotated[
        bool, typer.Option("--real", help="Mark as a real interview instead of practice.")
    ] = False,
    person: Annotated[
        str, typer.Option(metavar="NAME", help="Whose recording it is, if it is not yours.")
    ] = "",
    me: Annotated[
        str | None,
        typer.Option(
            metavar="N or X,Y",
            help="Which one is you, if several people are in the video: 2 for the second one that the "
            "review lists, or where your face is: .75,.5 is right of the middle.",
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Re-run the analysis even if results are cached.")
    ] = False,
    queue: Annotated[
        bool, typer.Option("--queue", help="Queue the job for background workers and exit.")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Analyse recordings and save a session for each. Results that are already cached are reused.

    Example: secondtake analyse interview.mp4 --questions questions.txt
    """
    from secondtake.pipeline.analysis_request import AnalysisRequest
    from secondtake.store.library import Library

    answers, calibration = read_marks(marks)
    request = AnalysisRequest(
        preset=preset,
        language=language,
        marks=answers,
        calibration=calibration,
        questions=read_questions(questions),
        kind="real" if real else "practice",
        recorded_at=None if date is None else read_date(date),
        person=person,
        me=None if me is None else read_me(me),
        force=force,
    )
    recordings = list(recordings_in(files))
    if marks is not None and len(recordings) > 1:
        raise UsageError("--marks applies to one recording. Analyse the recordings one by one.")
    if date is not None and len(recordings) > 1:
        raise UsageError("--date applies to one recording. Analyse the recordings one by one.")
    if whisper is not None and queue:
        raise UsageError("--whisper is not passed on by --queue. Set SECONDTAKE_WHISPER for the workers.")
    require_writable(json_out)
    settings = settings_for(home, preset=preset, language=language, whisper_dir=whisper)
    with Library.open(settings) as library:
        if queue:
            _submit(library, recordings, request)
            return
        reviews, failed = analyse_all(library, settings, recordings, request, quiet=json_out == "-")
    if json_out is not None:
        bodies = [review.body for review in reviews]
        write_json(bodies[0] if len(recordings) == 1 else bodies, json_out)
    if failed:
        raise failed


def analyse_all(
    library: Library, settings: Settings, recordings: Sequence[Path], request: AnalysisRequest, *, quiet: bool
) -> tuple[list[StoredReview], SecondTakeError | None]:
    """Analyse recordings one after the other, continuing after a failed one.

    Returns:
        The reviews of the recordings that could be analysed; and one error for all others, or None.

    Raises:
        SecondTakeError: the only recording cannot be analysed, or the storage fails.
    """
    from secondtake.pipeline.analyse import analyse as analyse_recording

    reviews: list[StoredReview] = []
    errors: list[SecondTakeError] = []
    for recording in recordings:
        try:
            with showing_progress(recording.name) as on_progress:
                review = analyse_recording(recording, library, settings, request, on_progress=on_progress)
        except StoreError:
            raise  # the next recording would fail with it, too
        except SecondTakeError as error:
            if len(recordings) == 1:
                raise
            print_error(f"{recording.name}: {error}")
            errors.append(error)
            continue
        reviews.append(review)
        if not quiet:
            print_line(
                f"{recording.name}: session {review.session_id}. Next: secondtake show {review.session_id}"
            )
    if not errors:
        return reviews, None
    count = f"{len(errors)} of {len(recordings)} recordings could not be analysed"
    return reviews, type(errors[0])(f"{count}; see the errors above. The others are saved.")


def _submit(library: Library, recordings: Sequence[Path], request: AnalysisRequest) -> None:
    """Queue recordings for the workers and print the job of each."""
    from contextlib import closing

    from secondtake.jobs.job_queue import JobQueue
    from secondtake.jobs.wakeup_queue import open_queue

    with closing(open_queue(library.home)) as queue:
        jobs = JobQueue(library, queue)
        for recording in recordings:
            job = jobs.submit(recording, request)
            print_line(f"{job.id}  {job.name}")


def judge(
    session_ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Session IDs. Default: all sessions.")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Update reviews after an upgrade or a correction. Fast, because the recordings are not analysed again.

    Example: secondtake judge
    """
    from secondtake.pipeline.analyse import rejudge
    from secondtake.store.library import Library

    with Library.open(settings_for(home)) as library:
        sessions = [library.session(i) for i in session_ids or ()] or library.sessions(archived=None)
        errors: list[SecondTakeError] = []
        for session in sessions:
            try:
                review = rejudge(library, session.id)
            except SecondTakeError as error:
                print_error(f"{session.id}: {error}")
                errors.append(error)
            else:
                print_line(f"{session.id}  {session.title}: review {review.seq}")
    if errors:
        raise type(errors[0])(
            f"{len(errors)} of {len(sessions)} sessions could not be updated; see the errors above."
        )
