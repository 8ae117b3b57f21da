"""Commands that correct a session: `change` (title, date), `speakers` (who speaks when), `words`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from secondtake.cli.output import (
    HomeOption,
    JsonFlag,
    date_of,
    print_json,
    print_line,
    print_note,
    settings_for,
)
from secondtake.cli.sessions import IdArgument
from secondtake.core.errors import StoreError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from secondtake.core.answer import Side, SpeakerCorrection
    from secondtake.store.library import Library

TimeRanges = list[str] | None


def change(
    session_id: IdArgument,
    date: Annotated[
        str | None,
        typer.Option(metavar="WHEN", help="New recording date, like 2024-05-06 or “2024-05-06 14:30”."),
    ] = None,
    title: Annotated[str | None, typer.Option(help="New title.")] = None,
    person: Annotated[
        str | None, typer.Option(metavar="NAME", help="Whose recording it is; “” for you.")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Change a session's date, title or person. After a new date, the reviews it affects are updated.

    Example: secondtake change 7kq2 --date "2024-05-06 14:30"
    """
    from secondtake.cli.inputs import read_date
    from secondtake.store.library import Library

    if date is None and title is None and person is None:
        raise UsageError("Nothing to change. Give --date, --title or --person.")
    recorded_at = None if date is None else read_date(date)
    with Library.open(settings_for(home)) as library:
        session = library.session(session_id)
        if title is not None:
            library.update_session(session.id, title=title)
        if person is not None:
            library.update_session(session.id, person=person)
            _update_reviews(library, [session.id])
        if recorded_at is not None:
            _update_reviews(library, library.change_recording_date(session.id, recorded_at))
        session = library.session(session.id)
    print_line(f"{session.id}  {date_of(session.recorded_at)}  {session.title}")


def _update_reviews(library: Library, session_ids: Iterable[str]) -> None:
    """Rejudge sessions. One whose tracks are gone keeps its review, with a note on stderr."""
    from secondtake.pipeline.analyse import rejudge

    for session_id in session_ids:
        try:
            rejudge(library, session_id)
        except StoreError as error:
            print_note(f"The review of {session_id} was not updated: {error}")


def speakers(
    session_id: IdArgument,
    candidate: Annotated[
        TimeRanges, typer.Option("--mine", metavar="FROM-TO", help="You speak here; repeatable.")
    ] = None,
    interviewer: Annotated[
        TimeRanges, typer.Option(metavar="FROM-TO", help="The interviewer speaks here; repeatable.")
    ] = None,
    swap: Annotated[bool, typer.Option("--swap", help="Swap the two speakers in the whole session.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Undo the last correction.")] = False,
    as_json: JsonFlag = False,
    home: HomeOption = None,
) -> None:
    """Show who speaks when, or correct it. Corrections are saved and the review is updated.

    Times are seconds or minutes:seconds.

    Example: secondtake speakers 7kq2 --interviewer 0:35-0:41
    """
    from secondtake.core.answer import SwapSpeakers
    from secondtake.pipeline.analyse import rejudge
    from secondtake.store.library import Library

    corrections = [
        *_parse_turns("candidate", candidate),
        *_parse_turns("interviewer", interviewer),
        *([SwapSpeakers()] if swap else []),
    ]
    if undo and corrections:
        raise UsageError("--undo cannot be combined with a new correction.")
    with Library.open(settings_for(home)) as library:
        session = library.session(session_id)
        for correction in corrections:
            library.corrections.say_speaker(session.id, correction)
        if undo:
            _undo_last(library, session.id, "speakers", "speaker correction")
        review = rejudge(library, session.id) if corrections or undo else library.latest_review(session.id)
    turns = review.body.get("turns", []) if review else []
    if as_json:
        print_json(turns)
        return
    for turn in turns:
        print_line(f"{_clock(turn['start_s'])} - {_clock(turn['end_s'])}  {turn['speaker']}")
    if not turns:
        print_line("Only one speaker was detected: every word counts as yours.")


def words(
    session_id: IdArgument,
    at: Annotated[
        str | None, typer.Option(metavar="FROM-TO", help="Where the words are; with --text.")
    ] = None,
    text: Annotated[str | None, typer.Option(help="What was really said there; “” if nothing was.")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Undo the last correction.")] = False,
    as_json: JsonFlag = False,
    home: HomeOption = None,
) -> None:
    """Show the words, or correct them. Corrections hold in every later analysis, and the review is updated.

    Times are seconds or minutes:seconds.

    Example: secondtake words 7kq2 --at 0:35-0:36.5 --text "to Montreal"
    """
    from secondtake.core.conversation.word_corrections import parse_word_correction
    from secondtake.pipeline.analyse import rejudge
    from secondtake.store.library import Library

    if (at is None) != (text is None) or (undo and at is not None):
        raise UsageError("Give --at together with --text, or --undo alone.")
    with Library.open(settings_for(home)) as library:
        session = library.session(session_id)
        if at is not None:
            correction = parse_word_correction({**_parse_range(at), "text": text})
            library.corrections.correct_words(session.id, correction)
        if undo:
            _undo_last(library, session.id, "words", "corrected words")
        review = rejudge(library, session.id) if at or undo else library.latest_review(session.id)
    transcript = review.body["words"] if review else []
    if as_json:
        print_json(transcript)
        return
    for word in transcript:
        print_line(f"{_clock(word['start_s'])}  {word['text']}")
    if not transcript:
        print_line("No words were recognised in this session.")


def _undo_last(library: Library, session_id: str, kind: str, name: str) -> None:
    """Take back the last correction of a kind.

    Raises:
        UsageError: there is none.
    """
    earlier = library.corrections.current(kind, session_id=session_id)
    if not earlier:
        raise UsageError(f"This session has no {name} to undo.")
    library.corrections.undo(earlier[-1].id)


def _parse_turns(side: Side, ranges: TimeRanges) -> list[SpeakerCorrection]:
    from secondtake.core.conversation.speaker_corrections import parse_attribution

    return [parse_attribution({"speaker": side, **_parse_range(text)}) for text in ranges or ()]


def _parse_range(text: str) -> dict[str, float]:
    """Parse "0:35-0:41" into `start_s` and `end_s`."""
    start, _, end = text.partition("-")
    return {"start_s": _parse_seconds(start), "end_s": _parse_seconds(end)}


def _parse_seconds(text: str) -> float:
    """Parse "75.5" or "1:15.5" into seconds.

    Raises:
        UsageError: it is neither.
    """
    minutes, _, seconds = text.strip().rpartition(":")
    try:
        return 60 * int(minutes or 0) + float(seconds)
    except ValueError as error:
        raise UsageError(f"Invalid time {text!r}. Write FROM-TO like 1:15-1:20.") from error


def _clock(time_s: float) -> str:
    """Format a time as minutes, seconds and tenths.

    >>> _clock(75.24), _clock(59.97)
    ('1:15.2', '1:00.0')
    """
    minutes, tenths = divmod(round(10 * time_s), 600)
    return f"{minutes}:{tenths / 10:04.1f}"
