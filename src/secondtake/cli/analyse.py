"""Commands that work on recordings: analyse, judge, validate, bench."""

from __future__ import annotations

import math
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from secondtake.cli.inputs import read_date, read_marks, read_place, read_questions, recordings_in
from secondtake.cli.output import (
    HomeOption,
    JsonFlag,
    print_error,
    print_json,
    print_line,
    print_table,
    require_writable,
    settings_for,
    showing_progress,
    write_json,
)
from secondtake.core.errors import SecondTakeError, StoreError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from secondtake.config import Settings
    from secondtake.evaluation.benchmark import Bench
    from secondtake.pipeline.analysis_request import AnalysisRequest
    from secondtake.store.library import Library
    from secondtake.store.records import StoredReview

PresetOption = Annotated[
    str | None, typer.Option(help="Speed or precision: fast, balanced (default) or precise.")
]


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
            metavar="X,Y",
            help="Where your face is, if several people are in the video: .75,.5 is right of the middle.",
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
        me=None if me is None else read_place(me),
        force=force,
    )
    recordings = list(recordings_in(files))
    if marks is not None and len(recordings) > 1:
        raise UsageError("--marks applies to one recording. Analyse the recordings one by one.")
    if date is not None and len(recordings) > 1:
        raise UsageError("--date applies to one recording. Analyse the recordings one by one.")
    require_writable(json_out)
    settings = settings_for(home, preset=preset, language=language)
    with Library.open(settings) as library:
        if queue:
            _submit(library, recordings, request)
            return
        reviews, failed = _analyse_all(library, settings, recordings, request, quiet=json_out == "-")
    if json_out is not None:
        bodies = [review.body for review in reviews]
        write_json(bodies[0] if len(recordings) == 1 else bodies, json_out)
    if failed:
        raise failed


def _analyse_all(
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


def validate(
    review: Annotated[Path, typer.Argument(metavar="REVIEW.json", help="Review saved by analyse --json.")],
    truth: Annotated[
        Path, typer.Argument(metavar="TRUTH.json", help="Labelled ground truth (docs/review-json.md).")
    ],
    tolerance: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND=S", help="Largest time difference of a match, in seconds; repeatable."),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Score a review against labelled ground truth: precision, recall and F1 for each kind of event.

    Example: secondtake validate review.json interview.truth.json --tolerance blink=0.2
    """
    from secondtake.detectors import event_kinds
    from secondtake.evaluation.scoring import read_json, score_review

    tolerance_s = dict(_parse_tolerance(text) for text in tolerance or ())
    scores = score_review(
        read_json(review, needs="events"), read_json(truth, needs="events"), tolerance_s=tolerance_s
    )
    for kind in tolerance_s:
        if kind not in event_kinds() and kind not in scores["events"]:
            raise UsageError(
                f"Unknown kind of event {kind!r}. Choose from: {', '.join(sorted(event_kinds()))}."
            )
    if as_json:
        print_json(scores)
        return
    names = ("hits", "misses", "false", "precision", "recall", "f1", "overlap")
    rows = [[kind, *(_cell(score[name]) for name in names)] for kind, score in scores["events"].items()]
    print_table(["kind", *names], rows)
    if scores["signals"]:
        print_line()
        signals = [[name, _cell(s["r"]), str(s["n"])] for name, s in scores["signals"].items()]
        print_table(["signal", "r", "n"], signals)


def bench(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Recordings to analyse.")],
    preset: PresetOption = None,
    long_min: Annotated[
        float,
        typer.Option("--long", metavar="MINUTES", help="Also measure the recording looped to this length."),
    ] = 0.0,
    as_json: JsonFlag = False,
) -> None:
    """Measure how fast this computer analyses recordings, stage by stage, and how much memory it needs.

    Example: secondtake bench interview.mp4 --long 30
    """
    import tempfile

    from secondtake.evaluation.benchmark import bench as measure
    from secondtake.evaluation.benchmark import repeat

    settings = settings_for(None, preset=preset)
    results = []
    with tempfile.TemporaryDirectory(prefix="secondtake-bench-") as folder:
        looped = [
            repeat(file, Path(folder) / f"{i}-{file.name}", at_least_s=60 * long_min)
            for i, file in enumerate(files)
            if long_min > 0
        ]
        for file in (*files, *looped):
            with showing_progress(file.name) as on_progress:
                results.append((file.name, measure(file, settings, on_progress)))
    if as_json:
        print_json([{"name": name, **asdict(result)} for name, result in results])
        return
    columns = ["recording", "length", "stage", "seconds", "x length", "peak MB"]
    print_table(columns, [row for name, result in results for row in _bench_rows(name, result)])


def _parse_tolerance(text: str) -> tuple[str, float]:
    kind, _, seconds = text.partition("=")
    try:
        tolerance_s = float(seconds)
    except ValueError:
        tolerance_s = math.nan
    if not kind or not 0.0 <= tolerance_s < math.inf:
        raise UsageError(f"Invalid tolerance {text!r}. Write it like blink=0.2.")
    return kind, tolerance_s


def _cell(value: Any) -> str:
    return "-" if value is None else str(value)


def _bench_rows(name: str, result: Bench) -> list[list[str]]:
    peak = "" if result.peak_bytes is None else f"{result.peak_bytes / 1e6:.0f}"
    length = f"{result.duration_s:.0f} s"
    rows = [
        [name, length, stage, f"{seconds:.1f}", f"{seconds / result.duration_s:.3f}", ""]
        for stage, seconds in result.stage_s.items()
    ]
    return [*rows, [name, length, "all", f"{result.wall_s:.1f}", f"{result.of_duration:.3f}", peak]]
