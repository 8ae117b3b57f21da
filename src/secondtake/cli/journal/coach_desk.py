"""Commands for coaches: `secondtake desk add`, `list`, `class` and `delete`; and how a hand-in is made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from secondtake.cli.inputs import read_text
from secondtake.cli.output import (
    HomeOption,
    JsonFlag,
    date_of,
    print_json,
    print_line,
    print_note,
    print_table,
    settings_for,
)
from secondtake.core.errors import SecondTakeError, UsageError

if TYPE_CHECKING:
    from secondtake.store.coach_desk import HandedIn
    from secondtake.ui.handins import HandinChoice

app = typer.Typer(no_args_is_help=True, help="A coach's desk: what students handed in.")

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="Hand-in ID, or its first letters.")]


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Hand-ins, one for each student.")],
    home: HomeOption = None,
) -> None:
    """Put hand-ins on the desk. One that was damaged or changed on its way is refused.

    Example: secondtake desk add ada.handin ben.handin
    """
    from secondtake.store.coach_desk import CoachDesk
    from secondtake.store.files.home import Home

    desk, refusals = CoachDesk(Home.open(settings_for(home).home)), list[SecondTakeError]()
    for file in files:
        try:
            handed_in = desk.add(file)
        except SecondTakeError as error:
            refusals.append(error)
            print_note(f"secondtake: {error}")
        else:
            print_line(f"{handed_in.id[:6]}  {handed_in.name}")
    if refusals:
        raise UsageError(f"{len(refusals)} of {len(files)} files were refused.")


@app.command("list")
def list_handins(as_json: JsonFlag = False, home: HomeOption = None) -> None:
    """List who handed in, by name, and who of the class list did not.

    Example: secondtake desk list
    """
    from secondtake.store.coach_desk import CoachDesk
    from secondtake.store.files.home import Home

    desk = CoachDesk(Home.open(settings_for(home).home))
    handed_in, missing = desk.all(), desk.missing()
    if as_json:
        rows = [_row_json(h) for h in handed_in]
        print_json({"handed_in": rows, "missing": list(missing)})
        return
    if not handed_in and not missing:
        print_line("Nothing was handed in yet. Start with: secondtake desk add FILE")
        return
    rows_of_text = [[h.id[:6], h.name, h.set_name, date_of(h.about["made_at"]), h.status] for h in handed_in]
    rows_of_text += [["", name, "", "", "not handed in"] for name in missing]
    print_table(["id", "name", "question set", "handed in", "status"], rows_of_text)


@app.command("class")
def class_list(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Text file with one name per line; empty for none.")
    ],
    home: HomeOption = None,
) -> None:
    """Set the names of those who are to hand in.

    Example: secondtake desk class names.txt
    """
    from secondtake.store.coach_desk import CoachDesk
    from secondtake.store.files.home import Home

    desk = CoachDesk(Home.open(settings_for(home).home))
    desk.class_list = tuple(read_text(file).splitlines())
    print_line(f"{len(desk.class_list)} names.")


@app.command()
def delete(handin_id: IdArgument, home: HomeOption = None) -> None:
    """Delete a hand-in, its clips, and what you said about it.

    Example: secondtake desk delete 7kq2mn
    """
    from secondtake.store.coach_desk import CoachDesk
    from secondtake.store.files.home import Home

    desk = CoachDesk(Home.open(settings_for(home).home))
    handed_in = desk.get(handin_id)
    desk.delete(handed_in)
    print_line(f"Deleted the hand-in of {handed_in.name}.")


def export_handin(session_id: str, choice: HandinChoice, out: Path, home: Path | None) -> None:
    """Write a session as a hand-in: `secondtake export ID --format handin`."""
    from secondtake.store.library import Library
    from secondtake.ui.handins import make_handin

    with Library.open(settings_for(home)) as library:
        session = library.session(session_id)
        review = library.latest_review(session.id)
        if review is None:
            raise UsageError(f"{session.title} has no review yet. Analyse {session.recording.name} again.")
        print_line(f"Saved to {make_handin(library, session, review.body, choice, out)}")


def _row_json(handed_in: HandedIn) -> dict[str, Any]:
    return {
        "id": handed_in.id,
        "name": handed_in.name,
        "question_set": handed_in.set_name,
        "handed_in": handed_in.about["made_at"].isoformat(),
        "status": handed_in.status,
    }
