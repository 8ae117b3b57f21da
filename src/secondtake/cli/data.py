"""Commands about what is kept: doctor, erase, backup, restore."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from secondtake.cli.output import HomeOption, JsonFlag, print_json, print_line, print_note, settings_for
from secondtake.core.errors import ModelMissing, StoreError, UsageError


def doctor(
    as_json: JsonFlag = False,
    tidy: Annotated[
        bool, typer.Option("--tidy", help="Remove leftovers of killed programs, and free pages.")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Check this installation: versions, weights, codecs, free disk, where your data lives.

    Example: secondtake doctor
    """
    from secondtake.cli.doctor import examine

    settings = settings_for(home)
    if tidy:
        from secondtake.store.erase import STOP_WAIT_S, vacuum
        from secondtake.store.library import Library
        from secondtake.store.orphans import remove_orphans as remove_leftovers

        with Library.open(settings) as library:
            remove_leftovers(library)
            vacuum(library.database, wait_s=STOP_WAIT_S)
    report = examine(settings)
    if as_json:
        print_json(report)
    else:
        _say_report(report)
    if any(weight["problem"] for weight in report["weights"]):
        raise ModelMissing("A weight is missing or wrong: see above for the command that mends it.")
    if report["home"]["problem"]:
        raise StoreError(report["home"]["problem"])


def erase(
    session_id: Annotated[str | None, typer.Argument(metavar="ID", help="The session to erase.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Erase everything that is kept.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    home: HomeOption = None,
) -> None:
    """Erase a session, or everything, for good: recording, tracks, words, reviews, notes.

    Example: secondtake erase 7kq2
    """
    from secondtake.store.erase import erase_all, erase_session
    from secondtake.store.library import Library

    if (session_id is None) != everything:
        raise UsageError("Say which session to erase, or --all.")
    with Library.open(settings_for(home)) as library:
        session = None if session_id is None else library.session(session_id)
        what = f"everything in {library.home.root}" if session is None else f"{session.title} ({session.id})"
        if not yes and not typer.confirm(f"Erase {what}? This cannot be undone."):
            print_note("Nothing was erased.")
            return
        if session is None:
            erase_all(library)
        else:
            erase_session(library, session.id)
    print_line(f"Erased: {what}")


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write.")],
    home: HomeOption = None,
) -> None:
    """Write everything that is kept into one file.

    Example: secondtake backup interviews.secondtake
    """
    from secondtake.store.backup import write_backup
    from secondtake.store.library import Library

    with Library.open(settings_for(home)) as library:
        count = write_backup(library, file)
    print_line(f"Written: {file} ({_files(count)}). It is not encrypted: keep it where only you can read it.")


def restore(
    file: Annotated[Path, typer.Argument(help="A file written by secondtake backup.")],
    replace: Annotated[bool, typer.Option("--replace", help="Give up what the home holds now.")] = False,
    home: HomeOption = None,
) -> None:
    """Bring back what a backup holds, into an empty home.

    Example: secondtake restore interviews.secondtake
    """
    from secondtake.store.backup import restore_backup

    settings = settings_for(home)
    count = restore_backup(file, settings, replace=replace)
    print_line(f"Restored {_files(count)} into {settings.home}.")


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"


def _say_report(report: dict[str, Any]) -> None:
    for name, version in report["versions"].items():
        print_line(f"{name:<16} {version}")
    for weight in report["weights"]:
        print_line(f"weight           {weight['name']}: {weight['problem'] or 'as measured'}")
    for kind, names in report["codecs"].items():
        print_line(f"{kind:<16} {', '.join(names) or 'none'}")
    place = report["home"]
    print_line(f"home             {place['path']}: {place['problem'] or 'usable'}")
    print_line(f"free disk        {place['free_gb']} GB")
    print_line(f"sessions         {place['sessions']}")
