"""Commands about stored data: doctor, erase, backup, restore."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from secondtake.cli.output import HomeOption, JsonFlag, print_json, print_line, print_note, settings_for
from secondtake.core.errors import DamagedDatabase, ModelMissing, StoreError, UsageError

if TYPE_CHECKING:
    from secondtake.config import Settings
    from secondtake.store.library import Library


def doctor(
    as_json: JsonFlag = False,
    tidy: Annotated[
        bool, typer.Option("--tidy", help="First remove orphaned files and free unused disk space.")
    ] = False,
    repair: Annotated[
        bool, typer.Option("--repair", help="First rebuild a damaged database from your recordings.")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Check this installation: versions, models, codecs, free disk space and your data directory.

    Example: secondtake doctor
    """
    from secondtake.cli.doctor import examine, rebuild

    settings = settings_for(home)
    if repair:
        print_note(rebuild(settings))
    if tidy:
        from secondtake.store.erase import STOP_WAIT_S, vacuum
        from secondtake.store.library import Library
        from secondtake.store.orphans import remove_orphans

        with Library.open(settings) as library:
            remove_orphans(library)
            vacuum(library.database, wait_s=STOP_WAIT_S)
    report = examine(settings)
    if as_json:
        print_json(report)
    else:
        _print_report(report)
    if any(weight["problem"] for weight in report["weights"]):
        raise ModelMissing("A model file is missing or damaged. Run the command shown above to fix it.")
    if report["home"]["problem"]:
        raise StoreError(report["home"]["problem"])


def erase(
    session_id: Annotated[
        str | None, typer.Argument(metavar="ID", help="ID of the session to delete.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Delete all your data.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask for confirmation.")] = False,
    home: HomeOption = None,
) -> None:
    """Permanently delete a session or all your data: recordings, transcripts, reviews and notes.

    Example: secondtake erase 7kq2
    """
    from secondtake.store.erase import erase_all, erase_session
    from secondtake.store.library import Library

    if (session_id is None) != everything:
        raise UsageError("Give the ID of the session to delete, or --all.")
    settings = settings_for(home)
    with _library_to_erase(settings) if everything and yes else Library.open(settings) as library:
        session = None if session_id is None else library.session(session_id)
        target = f"all data in {library.home.root}" if session is None else f"{session.title} ({session.id})"
        if not yes and not typer.confirm(f"Delete {target}? This cannot be undone."):
            print_note("Nothing was deleted.")
            return
        if session is None:
            erase_all(library)
        else:
            erase_session(library, session.id)
    print_line(f"Deleted {target}.")


def _library_to_erase(settings: Settings) -> Library:
    """Open the library; a damaged database, which goes with everything else, is put aside first."""
    from secondtake.store.files.home import Home
    from secondtake.store.library import Library
    from secondtake.store.recovery import put_database_aside, require_undamaged

    try:
        library = Library.open(settings)
        require_undamaged(library)
    except DamagedDatabase:
        put_database_aside(Home.open(settings.home))
        return Library.open(settings)
    return library


def backup(
    file: Annotated[Path, typer.Argument(help="Backup file to write.")],
    home: HomeOption = None,
) -> None:
    """Save all your data to one backup file.

    Example: secondtake backup interviews.secondtake
    """
    from secondtake.store.backup import write_backup
    from secondtake.store.library import Library

    with Library.open(settings_for(home)) as library:
        count = write_backup(library, file)
    print_line(
        f"Saved to {file} ({_file_count(count)}). It is not encrypted: store it where only you can read it."
    )


def restore(
    file: Annotated[Path, typer.Argument(help="Backup file written by secondtake backup.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace all data in a data directory that is not empty.")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Restore a backup into an empty data directory.

    Example: secondtake restore interviews.secondtake
    """
    from secondtake.store.backup import restore_backup

    settings = settings_for(home)
    count = restore_backup(file, settings, replace=replace)
    print_line(f"Restored {_file_count(count)} to {settings.home}.")


def _file_count(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"


def _print_report(report: dict[str, Any]) -> None:
    for name, version in report["versions"].items():
        print_line(f"{name:<16} {version}")
    for weight in report["weights"]:
        print_line(f"model            {weight['name']}: {weight['problem'] or 'ok'}")
    for kind, names in report["codecs"].items():
        print_line(f"{kind:<16} {', '.join(names) or 'none'}")
    data = report["home"]
    print_line(f"data directory   {data['path']}: {data['problem'] or 'ok'}")
    if not data["problem"]:
        print_line(f"free disk        {data['free_gb']} GB")
        print_line(f"sessions         {data['sessions']}")
