"""`secondtake desktop`: an icon that opens the page without a terminal.

Sources: Desktop Entry Specification 1.5 (freedesktop.org); Apple's Bundle Programming Guide; Microsoft's
documentation of WScript.Shell.
"""

from __future__ import annotations

import os
import plistlib
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from secondtake.cli.output import print_line
from secondtake.core.errors import UsageError
from secondtake.files import atomic_write
from secondtake.store.files.storage_errors import translate_os_errors

NAME = "Second Take"
COMMENT = "Review your practice interviews"
_ICON = Path(__file__).parents[1] / "ui" / "web" / "icon.svg"
# Stands in every icon of ours. A file of that name without it is somebody else's and is left alone.
_MARK = "secondtake page"
_SHORTCUT = """
$shortcut = (New-Object -ComObject WScript.Shell).CreateShortcut($env:SECONDTAKE_SHORTCUT)
$shortcut.TargetPath = $env:SECONDTAKE_PYTHON
$shortcut.Arguments = '-m secondtake page'
$shortcut.Description = 'secondtake page'
$shortcut.Save()
"""


def desktop(
    remove: Annotated[bool, typer.Option("--remove", help="Remove the icon again.")] = False,
) -> None:
    """Add an icon to your applications that opens Second Take. It starts the page in a window of its own.

    Example: secondtake desktop
    """
    icon = icon_path(sys.platform)
    with translate_os_errors(icon):
        if icon.exists() and not _is_ours(icon):
            raise UsageError(f"{icon} was not made by Second Take. Move it away, then try again.")
        if remove:
            shutil.rmtree(icon) if icon.is_dir() else icon.unlink(missing_ok=True)
            print_line(f"Removed {icon}.")
            return
        icon.parent.mkdir(parents=True, exist_ok=True)
        _WRITERS.get(sys.platform, write_desktop_entry)(icon)
    print_line(f"Second Take is now among your applications ({icon}).")


def icon_path(platform: str) -> Path:
    """Return where the system called `platform` by Python looks for a person's own applications."""
    home = Path.home()
    if platform == "win32":
        roaming = Path(os.environ.get("APPDATA") or home / "AppData/Roaming")
        return roaming / "Microsoft/Windows/Start Menu/Programs" / f"{NAME}.lnk"
    if platform == "darwin":
        return home / "Applications" / f"{NAME}.app"
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share")
    return data / "applications" / "secondtake.desktop"


def write_desktop_entry(icon: Path) -> None:
    """Write an entry that starts the page in a terminal, whose window shows the address and stops it."""
    entry = {
        "Type": "Application",
        "Name": NAME,
        "Comment": COMMENT,
        "Exec": f"{_quoted(sys.executable)} -m {_MARK}",
        "Icon": str(_ICON).replace("\\", "\\\\"),
        "Terminal": "true",
        "Categories": "Office;AudioVideo;",
    }
    text = "\n".join(["[Desktop Entry]", *(f"{key}={value}" for key, value in entry.items()), ""])
    with atomic_write(icon) as file:
        file.write_text(text)


def write_bundle(icon: Path) -> None:
    """Write a bundle whose program opens a terminal with the page: `Contents/MacOS` and an `Info.plist`."""
    program = icon / "Contents" / "MacOS" / "secondtake"
    terminal = program.with_suffix(".command")
    program.parent.mkdir(parents=True, exist_ok=True)
    scripts = {
        program: 'exec open -a Terminal "$(dirname "$0")/secondtake.command"',
        terminal: f"exec {shlex.quote(sys.executable)} -m {_MARK}",
    }
    for path, line in scripts.items():
        path.write_text(f"#!/bin/sh\n{line}\n")
        path.chmod(0o755)
    info = {
        "CFBundleName": NAME,
        "CFBundleIdentifier": "secondtake.page",
        "CFBundleExecutable": program.name,
        "CFBundlePackageType": "APPL",
        "CFBundleGetInfoString": COMMENT,
    }
    (icon / "Contents" / "Info.plist").write_bytes(plistlib.dumps(info))


def write_shortcut(icon: Path) -> None:
    """Let PowerShell write a Start-menu shortcut, whose format is Microsoft's own."""
    paths = {"SECONDTAKE_SHORTCUT": str(icon), "SECONDTAKE_PYTHON": sys.executable}
    command = ["powershell", "-NoProfile", "-NonInteractive", "-Command", _SHORTCUT]
    result = subprocess.run(command, env=os.environ | paths, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise OSError(f"PowerShell could not write the shortcut: {result.stderr.strip()[:200]}")


_WRITERS = {"win32": write_shortcut, "darwin": write_bundle}


def _is_ours(icon: Path) -> bool:
    file = icon / "Contents" / "MacOS" / "secondtake.command" if icon.is_dir() else icon
    if not file.is_file():
        return False
    content = file.read_bytes()  # a Windows shortcut has its description in UTF-16
    return any(_MARK.encode(code) in content for code in ("utf-8", "utf-16-le"))


def _quoted(path: str) -> str:
    """Quote a program's path for `Exec`, where % stands for a field and a backslash is read twice."""
    for character in ("\\", '"', "`", "$"):
        path = path.replace(character, f"\\{character}")
    return '"' + path.replace("\\", "\\\\").replace("%", "%%") + '"'
