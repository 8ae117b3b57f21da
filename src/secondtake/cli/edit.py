"""What a person corrects in a session, for scripts: its title, its date, who speaks when."""

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

Stretches = list[str] | None


def change(
    session_id: IdArgument,
    date: Annotated[
        str | None, typer.Option(metavar="WHEN", help="When it was recorded: 2024-05-06, or with 14:30.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="What it is called.")] = None,
    home: HomeOption = None,
) -> None:
    """Change a session's date or title. Another date is judged again at once, with the sessions it passes.

    Example: secondtake change 7kq2 --date "2024-05-06 14:30"
    """
    from secondtake.cli.inputs import read_date
    from secondtake.store.library import Library
    from secondtake.store.redating import redate

    if date is None and title is None:
        raise UsageError("Say what to change: --date or --title.")
    recorded_at = None if date is None else read_date(date)
    with Library.open(settings_for(home)) as library:
        session = library.session(session_id)
        if title is not None:
            library.update_session(session.id, title=title)
        if recorded_at is not None:
            _judge_kindly(library, redate(library, session.id, recorded_at))
        session = library.session(session.id)
    print_line(f"{session.id}  {date_of(session.recorded_at)}  {session.title}")


def _judge_kindly(library: Library, session_ids: Iterable[str]) -> None:
    """Judge sessions again; one whose tracks are gone keeps its review, and it is said."""
    from secondtake.pipeline.analyse import rejudge

    for session_id in session_ids:
        try:
            rejudge(library, session_id)
        except StoreError as error:
            print_note(f"{session_id} keeps its review as it was: {error}")


def speakers(
    session_id: IdArgument,
    mine: Annotated[
        Stretches, typer.Option(metavar="FROM-TO", help="These words are the candidate's.")
    ] = None,
    interviewer: Annotated[
        Stretches, typer.Option(metavar="FROM-TO", help="These words are the interviewer's.")
    ] = None,
    swap: Annotated[bool, typer.Option("--swap", help="Exchange the two sides everywhere.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take the last correction back.")] = False,
    as_json: JsonFlag = False,
    home: HomeOption = None,
) -> None:
    """Show who speaks when, or correct it: kept, judged again at once, and undone on request.

    Times are seconds or minutes:seconds.

    Example: secondtake speakers 7kq2 --interviewer 0:35-0:41
    """
    from secondtake.core.answer import SwapSpeakers
    from secondtake.pipeline.analyse import rejudge
    from secondtake.store.library import Library

    said = [
        *_turns("candidate", mine),
        *_turns("interviewer", interviewer),
        *([SwapSpeakers()] if swap else []),
    ]
    if undo and said:
        raise UsageError("Either take the last correction back, or make another one.")
    with Library.open(settings_for(home)) as library:
        session = library.session(session_id)
        for one in said:
            library.corrections.say_speaker(session.id, one)
        if undo:
            last = library.corrections.current("speakers", session_id=session.id)
            if not last:
                raise UsageError("Nothing has been corrected about who speaks in this session.")
            library.corrections.undo(last[-1].id)
        kept = rejudge(library, session.id) if said or undo else library.latest_review(session.id)
    turns = kept.body.get("turns", []) if kept else []
    if as_json:
        print_json(turns)
        return
    for turn in turns:
        print_line(f"{_clock(turn['start_s'])} - {_clock(turn['end_s'])}  {turn['speaker']}")
    if not turns:
        print_line("One voice, or nobody was told apart: every word counts as the candidate's.")


def _turns(side: Side, stretches: Stretches) -> list[SpeakerCorrection]:
    from secondtake.core.conversation.speaker_corrections import parse_attribution

    found = []
    for stretch in stretches or ():
        start, _, end = stretch.partition("-")
        found.append(parse_attribution({"speaker": side, "start_s": _seconds(start), "end_s": _seconds(end)}))
    return found


def _seconds(text: str) -> float:
    """Seconds of "75.5" or "1:15.5".

    Raises:
        UsageError: it is neither.
    """
    minutes, _, seconds = text.strip().rpartition(":")
    try:
        return 60 * int(minutes or 0) + float(seconds)
    except ValueError as error:
        raise UsageError(f"A stretch is FROM-TO, such as 1:15-1:20, not {text!r}.") from error


def _clock(time_s: float) -> str:
    """Minutes, seconds and a tenth, as they are read back.

    >>> _clock(75.24), _clock(59.97)
    ('1:15.2', '1:00.0')
    """
    minutes, tenths = divmod(round(10 * time_s), 600)
    return f"{minutes}:{tenths / 10:04.1f}"
