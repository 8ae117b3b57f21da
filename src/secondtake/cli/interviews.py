"""Commands about real interviews: `secondtake interviews ...`."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from secondtake.cli.output import HomeOption, JsonFlag, print_json, print_line, print_table, settings_for
from secondtake.core.errors import UsageError

if TYPE_CHECKING:
    from secondtake.journal.interview import Interview

app = typer.Typer(no_args_is_help=True, help="Your log of real interviews: debrief, thank, follow up.")

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="The interview's id, or its first letters.")]
DayOption = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="A day, like 2026-11-04.")]


@app.command("list")
def list_interviews(as_json: JsonFlag = False, home: HomeOption = None) -> None:
    """Show your interviews, the latest first, and where each stands.

    Example: secondtake interviews list
    """
    from secondtake.store.library import Library

    with Library.open(settings_for(home)) as library:
        interviews = library.interviews.all()
    say_interviews(
        list(interviews), as_json, none="There is no interview yet. See: secondtake interviews add"
    )


@app.command()
def add(
    company: str,
    role: Annotated[str, typer.Argument()] = "",
    at: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d"], help="When.")
    ] = None,
    zone: Annotated[
        str | None, typer.Option(help="Its time zone, like Europe/Zurich; else this one.")
    ] = None,
    people: Annotated[
        list[str] | None, typer.Option("--with", help="Who was there: “Ana Li <ana@acme.com>”; repeat it.")
    ] = None,
    kind: Annotated[str, typer.Option(help="phone, video or on site.")] = "video",
    stage: Annotated[str, typer.Option(help="Like “first round”.")] = "",
    promised: DayOption = None,
    as_json: JsonFlag = False,
    home: HomeOption = None,
) -> None:
    """Log an interview.

    Example: secondtake interviews add Acme Engineer --at "2026-11-03 10:00" --with "Ana Li <ana@acme.com>"
    """
    from secondtake.store.library import Library

    kind = one_of(kind, "kind of interview", "phone", "video", "on site")
    with Library.open(settings_for(home)) as library:
        kept = library.interviews.add(
            company,
            role,
            _in_zone(at or datetime.now(), zone),
            people=tuple(people or ()),
            kind=kind,
            stage=stage,
            promised=day_of(promised),
        )
    if as_json:
        print_json(interview_json(kept))
    else:
        print_line(f"{kept.id}  {kept.company}. Next: secondtake interviews debrief {kept.id}")


@app.command()
def show(interview_id: IdArgument, as_json: JsonFlag = False, home: HomeOption = None) -> None:
    """Show one interview: who, when, where it stands, what was asked, the debrief.

    Example: secondtake interviews show 7kq2
    """
    from secondtake.store.library import Library

    with Library.open(settings_for(home)) as library:
        interview = library.interviews.get(interview_id)
        asked = library.interviews.asked_in(interview.id)
    if as_json:
        print_json(interview_json(interview) | {"asked": [one._asdict() for one in asked]})
        return
    print_line(f"{interview.company}, {interview.role} ({interview.id}), {interview.at:%Y-%m-%d %H:%M}")
    print_line(f"{interview.kind} {interview.stage}  {', '.join(interview.people)}")
    step = interview_json(interview)["standing"]
    by = f", {step['due']}" if step["due"] else ""
    print_line(f"{step['column']}{by}: {step['why']}")
    for one in asked:
        print_line(f"  asked: {one.wording}{f' ({one.went})' if one.went else ''}")
    said = interview.debrief
    for name in ("well", "okay", "improve", "mattered"):
        if getattr(said, name):
            print_line(f"  {name}: {getattr(said, name)}")
    if said.energy is not None:
        print_line(f"  energy: {said.energy} of 5")


@app.command()
def debrief(
    interview_id: IdArgument,
    asked: Annotated[
        list[str] | None, typer.Option("--asked", help="A question, as it was put; repeat it.")
    ] = None,
    voice: Annotated[Path | None, typer.Option(help="A voice note with the questions.")] = None,
    well: Annotated[str | None, typer.Option(help="What went well.")] = None,
    okay: Annotated[str | None, typer.Option(help="What went okay.")] = None,
    improve: Annotated[str | None, typer.Option(help="What to improve.")] = None,
    mattered: Annotated[str | None, typer.Option(help="One moment that mattered: for the thank-you.")] = None,
    energy: Annotated[int | None, typer.Option(min=1, max=5, help="1 flat to 5 lively.")] = None,
    home: HomeOption = None,
) -> None:
    """Write down what was asked and how it went, while it is fresh. What is not given stays as it is.

    Example: secondtake interviews debrief 7kq2 --asked "Why us?" --well "calm" --energy 4
    """
    from dataclasses import replace

    from secondtake.store.library import Library

    settings = settings_for(home)
    questions = list(asked or ())
    if voice is not None:
        from secondtake.journal.questions.dictated_questions import questions_in
        from secondtake.pipeline.dictate import dictate

        questions += questions_in(dictate(voice, settings))
    with Library.open(settings) as library:
        interview = library.interviews.get(interview_id)
        given: dict[str, Any] = {
            "well": well, "okay": okay, "improve": improve, "mattered": mattered, "energy": energy,
        }  # fmt: skip
        said = replace(interview.debrief, **{k: v for k, v in given.items() if v is not None})
        library.interviews.debrief(interview.id, said)
        for question in questions:
            library.interviews.log_asked(interview.id, question)
            print_line(f"asked: {question}")
    print_line(f"Kept. Next: secondtake interviews draft {interview.id}")


def interview_json(interview: Interview) -> dict[str, Any]:
    """An interview as other programs read it, with where it stands today."""
    from dataclasses import asdict, replace

    from secondtake.journal.followup import follow_up_status

    said = interview.debrief
    plain = asdict(replace(interview, debrief=replace(said, ratings={})))
    plain["debrief"]["ratings"] = dict(said.ratings)
    plain["at"] = interview.at.isoformat()
    return plain | {"standing": asdict(follow_up_status(interview, datetime.now().astimezone()))}


def say_interviews(interviews: list[Interview], as_json: bool, none: str = "") -> None:
    """Interviews as a table or JSON, or what to say where there is none."""
    if as_json:
        print_json([interview_json(one) for one in interviews])
    elif not interviews:
        print_line(none)
    else:
        print_table(
            ["id", "when", "company", "role", "stands", "by", "why"], [_row(one) for one in interviews]
        )


def _row(interview: Interview) -> list[str]:
    step = interview_json(interview)["standing"]
    due_day = f"{step['due']}{' (late)' if step['overdue'] else ''}" if step["due"] else ""
    when = f"{interview.at:%Y-%m-%d %H:%M}"
    return [
        interview.id, when, interview.company, interview.role, step["column"], due_day, step["why"],
    ]  # fmt: skip


def _in_zone(at: datetime, zone: str | None) -> datetime:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    if zone is None:
        return at.astimezone()
    try:
        return at.replace(tzinfo=ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise UsageError(f"{zone!r} is no time zone. Write it like Europe/Zurich.") from error


def day_of(moment: datetime | None) -> date | None:
    """The day that was given, if any."""
    return None if moment is None else moment.date()


def one_of(given: str, what: str, *known: str) -> Any:
    """What was given, if it is known.

    Raises:
        UsageError: it is not.
    """
    if given not in known:
        raise UsageError(f"There is no {what} “{given}”. Choose one of {', '.join(known)}.")
    return given
