"""Commands after a real interview: `secondtake interviews mark`, `due` and `draft`."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from secondtake.cli.interviews import DayOption, IdArgument, day_of, one_of, say_interviews
from secondtake.cli.output import HomeOption, JsonFlag, print_line, settings_for
from secondtake.files import export_bytes


def commands(app: typer.Typer) -> None:
    """Add them to the interviews' commands."""
    for command in (mark, due, draft):
        app.command()(command)


def mark(
    interview_id: IdArgument,
    thanked: DayOption = None,
    followed_up: DayOption = None,
    promised: DayOption = None,
    outcome: Annotated[str | None, typer.Option(help="open, offer, rejected or withdrawn.")] = None,
    home: HomeOption = None,
) -> None:
    """Note that you thanked or followed up, a promised day, or how it ended.

    Example: secondtake interviews mark 7kq2 --thanked 2026-11-04
    """
    from dataclasses import replace

    from secondtake.store.library import Library

    given: dict[str, Any] = {
        "thanked": day_of(thanked), "followed_up": day_of(followed_up), "promised": day_of(promised),
    }  # fmt: skip
    if outcome is not None:
        ended = one_of(outcome, "outcome", "open", "offer", "rejected", "withdrawn")
        given |= {"outcome": ended, "outcome_on": None if ended == "open" else date.today()}
    with Library.open(settings_for(home)) as library:
        changed = {k: v for k, v in given.items() if v is not None or k == "outcome_on"}
        kept = library.interviews.save(replace(library.interviews.get(interview_id), **changed))
    say_interviews([kept], as_json=False)


def due(
    ics: Annotated[Path | None, typer.Option(help="Write reminders into a calendar file.")] = None,
    as_json: JsonFlag = False,
    home: HomeOption = None,
) -> None:
    """Show whom to thank and whom to follow up with.

    Example: secondtake interviews due --ics reminders.ics
    """
    from secondtake.journal.followup import follow_up_status
    from secondtake.store.library import Library

    now = datetime.now().astimezone()
    with Library.open(settings_for(home)) as library:
        interviews = library.interviews.all()
    if ics is not None:
        from secondtake.report.calendar import reminders

        export_bytes(ics, reminders(interviews, now))
    open_ones = [i for i in interviews if follow_up_status(i, now).column in ("to thank", "to follow up")]
    say_interviews(open_ones, as_json, none="Nobody waits for a letter of yours.")


def draft(
    interview_id: IdArgument,
    sender: Annotated[str, typer.Option(help="Your name.")] = "",
    eml: Annotated[Path | None, typer.Option(help="Write it as a mail file.")] = None,
    home: HomeOption = None,
) -> None:
    """Print the short letter that is next: a thank-you, or a follow-up. You edit and send it; we never do.

    Example: secondtake interviews draft 7kq2 --eml thanks.eml
    """
    from secondtake.journal.letters import draft as write
    from secondtake.report.mail import eml as as_file
    from secondtake.store.library import Library

    with Library.open(settings_for(home)) as library:
        interview = library.interviews.get(interview_id)
    letter = write(interview, "thank-you" if interview.thanked is None else "follow-up", sender=sender)
    if eml is not None:
        export_bytes(eml, as_file(letter))
    print_line(f"To: {letter.name} <{letter.address}>\nSubject: {letter.subject}\n\n{letter.body}")
