"""A hand-in: what a student sends a coach, as one sealed file, and how it is read where nobody trusts it.

What is shown before the coach rates (`handin.json`, clips) and what is shown after it (`measured.json`) are
two parts. Neither is encrypted, and neither is a page: nothing in it is ever run.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, ConfigDict, Field, TypeAdapter, ValidationError, with_config
from typing_extensions import TypedDict

from secondtake.core.conversation.marks import LATEST_S
from secondtake.core.errors import UsageError
from secondtake.core.insights.rating_form import FORM, MAX_ANSWERS, MAX_NAME
from secondtake.files import atomic_write
from secondtake.store.files.sealed_archive import (
    CONTENTS,
    ArchiveKind,
    checked_contents,
    damaged,
    extract_file,
    open_archive,
)
from secondtake.store.files.storage_errors import translate_os_errors

SUFFIX = ".handin"
ABOUT, MEASURED = "handin.json", "measured.json"
# Bounds of ours: more is no interview that a coach watches.
MAX_BYTES = 1_000_000_000
MAX_PART_BYTES = 4_000_000
MAX_DIRECTORY_BYTES = 100_000
HANDIN = ArchiveKind(
    "a hand-in",
    format=1,
    required=frozenset({ABOUT, MEASURED}),
    names=re.compile(r"clips/[0-9]{1,3}\.(mp4|m4a)"),
    max_files=MAX_ANSWERS + 2,
)

Text = Annotated[str, Field(max_length=4000)]
Name = Annotated[str, Field(max_length=MAX_NAME)]
Index = Annotated[int, Field(ge=0, le=999)]
Seconds = Annotated[float, Field(ge=0, le=LATEST_S)]
Item = Annotated[str, Field(pattern=f"^({'|'.join(FORM)})$")]
Checked = with_config(ConfigDict(strict=True, extra="forbid"))


@Checked
class HandedInAnswer(TypedDict):
    """One answer: its place in the recording, its words, and its clip ("" where the student sent none)."""

    index: Index
    question: Text
    start_s: Seconds
    end_s: Seconds
    words: Annotated[str, Field(max_length=100_000)]
    clip: Annotated[str, Field(pattern=r"^(clips/[0-9]{1,3}\.(mp4|m4a))?$")]


@Checked
class Handin(TypedDict):
    """What a coach sees before rating; `items` are those of the form that the question set asks for."""

    name: Annotated[str, Field(min_length=1, max_length=MAX_NAME)]
    question_set: Name
    items: Annotated[list[Item], Field(max_length=len(FORM))]
    faces: Literal["shown", "blurred", "left out"]
    made_at: AwareDatetime
    digest: Name
    duration_s: Seconds
    picture: bool
    answers: Annotated[list[HandedInAnswer], Field(max_length=MAX_ANSWERS)]


@Checked
class MeasuredItem(TypedDict):
    """One item of the form: the student's own rating, what was measured, and the review's sentence."""

    item: Item
    own: Annotated[int, Field(ge=1, le=5)] | None
    measured: Annotated[list[Text], Field(max_length=10)]
    text: Text


@Checked
class MeasuredAnswer(TypedDict):
    """The items of one answer."""

    index: Index
    rows: Annotated[list[MeasuredItem], Field(max_length=len(FORM))]


@Checked
class MeasuredPart(TypedDict):
    """What a coach sees once the rating is saved."""

    rows: Annotated[list[MeasuredItem], Field(max_length=len(FORM))]
    answers: Annotated[list[MeasuredAnswer], Field(max_length=MAX_ANSWERS)]
    advice: Annotated[list[Text], Field(max_length=20)]


_ABOUT: TypeAdapter[Handin] = TypeAdapter(Handin)
_MEASURED: TypeAdapter[MeasuredPart] = TypeAdapter(MeasuredPart)


def write_handin(out: Path, about: Handin, measured: MeasuredPart, clips: Mapping[str, bytes]) -> Path:
    """Write a hand-in, whole or not at all.

    Raises:
        UsageError: it would be larger than a coach's desk takes.
        StoreError: it cannot be written.
    """
    parts = {
        ABOUT: _ABOUT.dump_json(_ABOUT.validate_python(about)),
        MEASURED: _MEASURED.dump_json(_MEASURED.validate_python(measured)),
        **clips,
    }
    if sum(map(len, parts.values())) > MAX_BYTES - MAX_DIRECTORY_BYTES:
        raise UsageError("This hand-in would be larger than 1 GB. Choose fewer answers.")
    listed = [
        {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in parts.items()
    ]
    with (
        translate_os_errors(out),
        atomic_write(out, private=False) as unfinished,
        zipfile.ZipFile(unfinished, "w") as archive,
    ):
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.writestr(CONTENTS, json.dumps({"format": HANDIN.format, "files": listed}))
    return out


def unpack_handin(file: Path, folder: Path, name: str = "") -> Handin:
    """Unpack a hand-in into a folder, with every byte checked.

    Args:
        name: of the file, for people; "" for its path.

    Raises:
        StoreError: it is none, is too large, or is not as it was saved.
    """
    name = name or str(file)
    _refuse_large(file, name)
    with open_archive(file, HANDIN, name) as archive:
        entries = checked_contents(archive, name, HANDIN)
        if sum(entry["bytes"] for entry in entries) > file.stat().st_size:
            raise damaged(name, HANDIN, "its parts overlap")
        for entry in entries:
            if entry["name"] in HANDIN.required and entry["bytes"] > MAX_PART_BYTES:
                raise damaged(name, HANDIN, f"{entry['name']} is too long")
        for entry in entries:
            extract_file(archive, entry, folder, name, HANDIN)
    try:
        about, _ = read_about(folder), read_measured(folder)
    except ValidationError as error:
        raise damaged(name, HANDIN, f"it says something that no hand-in says ({_place(error)})") from error
    clips = [answer["clip"] for answer in about["answers"] if answer["clip"]]
    if sorted([*clips, *HANDIN.required]) != sorted(entry["name"] for entry in entries):
        raise damaged(name, HANDIN, "its clips are not those of its answers")
    return about


def read_about(folder: Path) -> Handin:
    """Return what an unpacked hand-in shows before it is rated."""
    return _ABOUT.validate_json((folder / ABOUT).read_bytes())


def read_measured(folder: Path) -> MeasuredPart:
    """Return what an unpacked hand-in shows once it is rated."""
    return _MEASURED.validate_json((folder / MEASURED).read_bytes())


def _refuse_large(file: Path, name: str) -> None:
    """Refuse a file whose mere list of names would fill the memory; `zipfile` reads all of it at once.

    The last 22 bytes say how long the list is, where no comment and no 64-bit directory follow: as in ours.
    """
    with translate_os_errors(file), file.open("rb") as content:
        size = content.seek(0, os.SEEK_END)
        content.seek(max(0, size - 42))
        end = content.read()
    if end[-22:-18] != b"PK\x05\x06" or end[-2:] != b"\0\0" or end.startswith(b"PK\x06\x07"):
        raise damaged(name, HANDIN, "the file is incomplete, or of a different kind")
    if size > MAX_BYTES or int.from_bytes(end[-10:-6], "little") > MAX_DIRECTORY_BYTES:
        raise damaged(name, HANDIN, "it is too large")


def _place(error: ValidationError) -> str:
    first: Any = error.errors(include_url=False, include_input=False, include_context=False)[0]
    return f"{first['msg']}: {'.'.join(str(key)[:40] for key in first['loc'])}"
