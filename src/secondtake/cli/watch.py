"""The command that analyses what arrives in a folder: watch."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from secondtake.cli.analyse import analyse_all
from secondtake.cli.inputs import recordings_in
from secondtake.cli.output import HomeOption, PresetOption, print_error, print_note, settings_for
from secondtake.core.errors import SecondTakeError, StoreError, UsageError

if TYPE_CHECKING:
    from secondtake.config import Settings
    from secondtake.pipeline.analysis_request import AnalysisRequest
    from secondtake.store.library import Library


def watch(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder in which recordings arrive.")],
    preset: PresetOption = None,
    language: Annotated[
        str | None, typer.Option(help="Spoken language: en, de, ... Default: detected.")
    ] = None,
    person: Annotated[
        str, typer.Option(metavar="NAME", help="Whose recordings they are, if they are not yours.")
    ] = "",
    home: HomeOption = None,
) -> None:
    """Analyse each recording that is in a folder or arrives there, once. Press Ctrl-C to stop.

    Example: secondtake watch Recordings --language en
    """
    from secondtake.jobs.folder_watch import LOOK_S, FolderWatch
    from secondtake.pipeline.analysis_request import AnalysisRequest
    from secondtake.store.library import Library

    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder. Check the path, or connect its drive.")
    settings = settings_for(home, preset=preset, language=language)
    request = AnalysisRequest(preset=preset, language=language, person=person)
    arriving = FolderWatch(lambda: _recordings(folder))
    print_note(f"Watching {folder}. Press Ctrl-C to stop; finished work is saved.")
    with Library.open(settings) as library, suppress(KeyboardInterrupt):
        while True:
            for recording in arriving.finished(time.monotonic()):
                _analyse_new(library, settings, recording, request)
            time.sleep(LOOK_S)


def _recordings(folder: Path) -> list[Path]:
    """Return the folder's recordings; none while it is empty or away. Hidden files are copies in progress."""
    try:
        return [path for path in recordings_in([folder]) if not path.name.startswith(".")]
    except (UsageError, OSError):
        return []


def _analyse_new(library: Library, settings: Settings, recording: Path, request: AnalysisRequest) -> None:
    """Analyse a recording unless a review of it is in the library; name one that cannot be analysed.

    Raises:
        StoreError: the library cannot be used; the next recording would fail with it, too.
    """
    from secondtake.media.probe import digest

    try:
        content = digest(recording)
    except OSError as error:
        print_error(f"{recording.name}: it cannot be read ({error.strerror}).")
        return
    sessions = (*library.sessions(archived=None), *library.sessions(archived=None, deleted=True))
    if any(session.reviewed and session.recording.digest == content for session in sessions):
        return
    try:
        analyse_all(library, settings, [recording], request, quiet=False)
    except StoreError:
        raise
    except SecondTakeError as error:
        print_error(f"{recording.name}: {error}")
