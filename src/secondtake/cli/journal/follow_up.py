"""Commands after a real interview: `secondtake interviews mark`, `due` and `draft`."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from secondtake.cli.journal.interviews import (
    IdArgument,
    PromisedOption,
    day_of,
    day_option,
    print_interviews,
    require_choice,
)
from secondtake.cli.output import HomeOption, JsonFlag, print_line, settings_for
from secondtake.core.errors import UsageError
from secondtake.files import export_bytes


def register(app: typer.Typer) -> None:
    """Add these commands to the group `interviews`."""
    for command in (mark, due, draft):
        app.command()(command)


def mark(
    interview_id: IdArgument,
    thanked: Annotated[datetime | None, day_option("When you sent a thank-you")] = None,
    followed_up: Annotated[datetime | None, day_option("When you followed up")] = None,
    promised: PromisedOption = None,
    outcome: Annotated[
        str | None, typer.Option(help="How it ended: open, offer, rejected or withdrawn.")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Record when you sent a thank-you or follow-up, when they will answer, or how it ended.

    Example: secondtake interviews mark 7kq2 --thanked 2026-11-04
    """
    from dataclasses import replace

    from secondtake.store.library import Library

    changes: dict[str, Any] = {
        "thanked": day_of(thanked), "followed_up": day_of(followed_up), "promised": day_of(promised),
    }  # fmt: skip
    if outcome is not None:
        require_choice(outcome, "outcome", "open", "offer", "rejected", "withdrawn")
        changes |= {"outcome": outcome, "outcome_on": None if outcome == "open" else date.today()}
    with Library.open(settings_for(home)) as library:
        changes = {k: v for k, v in changes.items() if v is not None or k == "outcome_on"}
        interview = library.interviews.save(replace(library.interviews.get(interview_id), **changes))
    print_interviews([interview], as_json=False)


def due(
    ics: Annotated[Path | None, typer.Option(help="Also save reminders as a calendar file.")] = None,
    as_json: JsonFlag = False,
    home: HomeOption = None,
) -> None:
    """Show which interviews need a thank-you or a follow-up.

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
    pending = [i for i in interviews if follow_up_status(i, now).column in ("to thank", "to follow up")]
    print_interviews(pending, as_json, empty="No thank-you or follow-up is due.")


def draft(
    interview_id: IdArgument,
    sender: Annotated[str, typer.Option(help="Your name, for the signature.")] = "",
    eml: Annotated[
        Path | None, typer.Option(help="Also save it as an .eml file for your mail program.")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Draft the next email: a thank-you or a follow-up. You edit and send it yourself.

    Example: secondtake interviews draft 7kq2 --eml thanks.eml
    """
    from secondtake.journal.followup import is_upcoming
    from secondtake.journal.letters import draft as draft_letter
    from secondtake.report.mail import eml as to_eml
    from secondtake.store.library import Library

    with Library.open(settings_for(home)) as library:
        interview = library.interviews.get(interview_id)
    if interview.outcome == "open" and is_upcoming(interview, datetime.now().astimezone()):
        raise UsageError(f"The interview with {interview.company} is still to come: write to them after it.")
    letter = draft_letter(interview, "thank-you" if interview.thanked is None else "follow-up", sender=sender)
    if eml is not None:
        export_bytes(eml, to_eml(letter))
    print_line(f"To: {letter.name} <{letter.address}>\nSubject: {letter.subject}\n\n{letter.body}")
