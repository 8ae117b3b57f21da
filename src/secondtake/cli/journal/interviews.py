"""Commands for real interviews: `secondtake interviews ...`."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from secondtake.cli.inputs import read_text
from secondtake.cli.output import HomeOption, JsonFlag, print_json, print_line, print_table, settings_for
from secondtake.core.errors import UsageError

if TYPE_CHECKING:
    from secondtake.journal.interview import Interview

app = typer.Typer(no_args_is_help=True, help="Log real interviews: debrief, thank-yous and follow-ups.")


def day_option(meaning: str) -> Any:
    """Return an option for a date."""
    return typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help=f"{meaning}, like 2026-11-04.")


IdArgument = Annotated[str, typer.Argument(metavar="ID", help="Interview ID, or its first letters.")]
PromisedOption = Annotated[datetime | None, day_option("When they said they would answer")]
DEBRIEF_LABELS = {
    "well": "went well", "okay": "went okay", "improve": "to improve", "mattered": "moment that mattered",
}  # fmt: skip

NEARNESS = {"covered": "you have something close", "thin": "perhaps", "nothing": "nothing close yet"}


@app.command("list")
def list_interviews(as_json: JsonFlag = False, home: HomeOption = None) -> None:
    """List your interviews, latest first, with their next step.

    Example: secondtake interviews list
    """
    from secondtake.store.library import Library

    with Library.open(settings_for(home)) as library:
        interviews = library.interviews.all()
    print_interviews(
        list(interviews),
        as_json,
        empty="No interviews yet. Add your first: secondtake interviews add COMPANY",
    )


@app.command()
def add(
    company: Annotated[str, typer.Argument(help="Company name.")],
    role: Annotated[str, typer.Argument(help="Job title.")] = "",
    at: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d"],
            metavar="WHEN",
            help="Date and time, like “2026-11-03 10:00”. Default: now.",
        ),
    ] = None,
    zone: Annotated[
        str | None, typer.Option(help="Time zone, like Europe/Zurich. Default: this computer's.")
    ] = None,
    people: Annotated[
        list[str] | None, typer.Option("--with", help="Interviewer: “Ana Li <ana@acme.com>”; repeatable.")
    ] = None,
    kind: Annotated[str, typer.Option(help="Format: phone, video or on site.")] = "video",
    stage: Annotated[str, typer.Option(help="Stage, like “first round”.")] = "",
    promised: PromisedOption = None,
    as_json: JsonFlag = False,
    home: HomeOption = None,
) -> None:
    """Log an interview.

    Example: secondtake interviews add Acme Engineer --at "2026-11-03 10:00" --with "Ana Li <ana@acme.com>"
    """
    from secondtake.store.library import Library

    require_choice(kind, "kind of interview", "phone", "video", "on site")
    with Library.open(settings_for(home)) as library:
        interview = library.interviews.add(
            company,
            role,
            _in_zone(at or datetime.now(), zone),
            people=tuple(people or ()),
            kind=kind,
            stage=stage,
            promised=day_of(promised),
        )
    if as_json:
        print_json(interview_json(interview))
    else:
        from secondtake.journal.followup import is_upcoming

        is_planned = is_upcoming(interview, datetime.now().astimezone())
        step = "secondtake today" if is_planned else f"secondtake interviews debrief {interview.id}"
        print_line(f"{interview.id}  {interview.company}. Next: {step}")


@app.command()
def show(interview_id: IdArgument, as_json: JsonFlag = False, home: HomeOption = None) -> None:
    """Show one interview: people, date, next step, questions asked and debrief.

    Example: secondtake interviews show 7kq2
    """
    from secondtake.store.library import Library

    with Library.open(settings_for(home)) as library:
        interview = library.interviews.get(interview_id)
        questions = library.interviews.asked_in(interview.id)
    if as_json:
        print_json(interview_json(interview) | {"asked": [question._asdict() for question in questions]})
        return
    print_line(f"{interview.company}, {interview.role} ({interview.id}), {interview.at:%Y-%m-%d %H:%M}")
    print_line(f"{interview.kind} {interview.stage}  {', '.join(interview.people)}")
    step = interview_json(interview)["standing"]
    by = f", {step['due']}" if step["due"] else ""
    print_line(f"{step['column']}{by}: {step['why']}")
    for question in questions:
        print_line(f"  asked: {question.wording}{f' ({question.went})' if question.went else ''}")
    notes = interview.debrief
    for name, label in DEBRIEF_LABELS.items():
        if getattr(notes, name):
            print_line(f"  {label}: {getattr(notes, name)}")
    if notes.energy is not None:
        print_line(f"  energy: {notes.energy} of 5")


@app.command()
def prepare(
    interview_id: IdArgument,
    posting: Annotated[
        Path | None, typer.Option(help="Text file with the job posting; it is stored with the interview.")
    ] = None,
    cv: Annotated[
        Path | None, typer.Option(help="Text file with the CV you sent; it is stored with the interview.")
    ] = None,
    as_json: JsonFlag = False,
    home: HomeOption = None,
) -> None:
    """List likely questions, and what the job posting asks for beside your nearest story or outline.

    Example: secondtake interviews prepare 7kq2 --posting posting.txt
    """
    from dataclasses import asdict, replace

    from secondtake.journal.forecast_record import forecast_record, record_lines, why_line
    from secondtake.journal.likely_questions import likely_questions
    from secondtake.journal.posting import NOTHING_OWN, covered, demands, evidence
    from secondtake.observers.speech.sentence_embeddings import SentenceEncoder
    from secondtake.store.library import Library

    settings = settings_for(home)
    embed = SentenceEncoder(settings)
    with Library.open(settings) as library:
        interview = library.interviews.get(interview_id)
        if posting is not None:
            interview = library.interviews.save(replace(interview, posting=read_text(posting)))
        if cv is not None:
            interview = library.interviews.save(replace(interview, cv=read_text(cv)))
        questions, stories = library.questions.all(), library.stories.all()
        interviews = library.interviews.all()
    likely = likely_questions(interview, questions, interviews)
    record = forecast_record(interviews, questions)
    own = evidence(stories, questions)
    asked_for = covered(demands(interview.posting), own, embed, interview.cv)
    if as_json:
        lists = {"likely": [asdict(q) for q in likely], "demands": [asdict(d) for d in asked_for]}
        print_json(lists | {"record": asdict(record)})
        return
    for question in likely:
        print_line(f"{question.text}  {why_line(question)}{' It came.' if question.came else ''}")
    for line in record_lines(record):
        print_line(line)
    for demand in asked_for:
        quote = f": “{demand.nearest.text}” ({demand.nearest.title})" if demand.nearest else ""
        nearness = f"\n  {NEARNESS[demand.coverage]}{quote}" if own else ""
        print_line(f"asked for: {demand.text}{nearness}")
        if demand.cv:
            print_line(f"  your CV says: “{demand.cv}”")
    if asked_for and not own:
        print_line(NOTHING_OWN)


@app.command()
def debrief(
    interview_id: IdArgument,
    asked: Annotated[
        list[str] | None, typer.Option("--asked", help="A question as they asked it; repeatable.")
    ] = None,
    voice: Annotated[Path | None, typer.Option(help="Voice memo in which you list the questions.")] = None,
    well: Annotated[str | None, typer.Option(help="What went well.")] = None,
    okay: Annotated[str | None, typer.Option(help="What went okay.")] = None,
    improve: Annotated[str | None, typer.Option(help="What to improve.")] = None,
    mattered: Annotated[str | None, typer.Option(help="A moment to mention in your thank-you email.")] = None,
    energy: Annotated[
        int | None, typer.Option(min=1, max=5, help="Your energy, from 1 (low) to 5 (high).")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Record what they asked and how it went, while you remember. Options you omit are left unchanged.

    Example: secondtake interviews debrief 7kq2 --asked "Why us?" --well "calm" --energy 4
    """
    from dataclasses import replace

    from secondtake.store.library import Library

    settings = settings_for(home)
    questions = list(asked or ())
    if voice is not None:
        from secondtake.journal.questions.dictated_questions import questions_in
        from secondtake.observers.speech.dictate import dictate

        questions += questions_in(dictate(voice, settings))
    with Library.open(settings) as library:
        interview = library.interviews.get(interview_id)
        notes: dict[str, Any] = {
            "well": well, "okay": okay, "improve": improve, "mattered": mattered, "energy": energy,
        }  # fmt: skip
        notes = {name: note for name, note in notes.items() if note is not None}
        library.interviews.debrief(interview.id, replace(interview.debrief, **notes))
        for question in questions:
            library.interviews.log_asked(interview.id, question)
            print_line(f"asked: {question}")
    print_line(f"Saved. Next: secondtake interviews draft {interview.id}")


def interview_json(interview: Interview) -> dict[str, Any]:
    """Return an interview as JSON values, with today's follow-up status."""
    from dataclasses import asdict, replace

    from secondtake.journal.followup import follow_up_status

    notes = interview.debrief
    values = asdict(replace(interview, debrief=replace(notes, ratings={})))
    values["debrief"]["ratings"] = dict(notes.ratings)
    values["at"] = interview.at.isoformat()
    return values | {"standing": asdict(follow_up_status(interview, datetime.now().astimezone()))}


def print_interviews(interviews: list[Interview], as_json: bool, empty: str = "") -> None:
    """Print interviews as a table or JSON; `empty` instead of a table without rows."""
    if as_json:
        print_json([interview_json(interview) for interview in interviews])
    elif not interviews:
        print_line(empty)
    else:
        columns = ["id", "when", "company", "role", "next step", "by", "why"]
        print_table(columns, [_row(interview) for interview in interviews])


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
        raise UsageError(f"Unknown time zone {zone!r}. Write it like Europe/Zurich.") from error


def day_of(moment: datetime | None) -> date | None:
    """Return the date of a date option, if given."""
    return None if moment is None else moment.date()


def require_choice(value: str, name: str, *choices: str) -> None:
    """Check that an option's value is one of its choices.

    Raises:
        UsageError: it is not.
    """
    if value not in choices:
        raise UsageError(f"Unknown {name} “{value}”. Choose from: {', '.join(choices)}.")
